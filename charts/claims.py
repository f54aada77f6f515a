"""The statements that were checked, and what was found."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import get_args

from charts.words import listed
from explainer.data import Dataset
from explainer.data.models import Claim, Finding
from explainer.drawing import Column, Reading, chart
from explainer.drawing.artboard import Artboard, text_width
from explainer.drawing.marks import GAP, note

FINDINGS: tuple[Finding, ...] = get_args(Finding)
#: Findings that do not say whether a statement is right.
UNDECIDED: tuple[Finding, ...] = ("unverifiable", "opinion")
UPHELD: tuple[Finding, ...] = ("supported", "mostly-supported")


@chart("claims-findings")
def findings(data: Dataset, board: Artboard) -> Reading:
    """A square for each statement that was checked, in a row for each finding."""
    claims = {name: [claim for claim in data.claims.values() if claim.finding == name] for name in FINDINGS}
    article = data.sources[next(iter(data.claims.values())).source]
    _squares(board, claims)

    def count(*names: Finding) -> str:
        return board.value(sum(len(claims[name]) for name in names), "statements")

    return Reading(
        title=(
            f"Of the {count(*FINDINGS)} statements that were checked, {count(*UPHELD)} are supported or mostly "
            f"supported and {count('contradicted')} are contradicted"
        ),
        subtitle=(
            f"One square for each statement of the article in {article.publisher}, {board.date(article.published)}; "
            "empty: not a matter of right or wrong, or not to be found out"
        ),
        alt="Squares in a row for each finding: "
        + listed(f"{_name(finding)} {count(finding)}" for finding in FINDINGS)
        + ".",
        columns=(Column("Finding"), Column("Statements", "statements")),
        rows=tuple((_name(finding), Decimal(len(claims[finding]))) for finding in FINDINGS),
        note=(
            "A finding is about a statement as it was worded, with the evidence that was found. Statements differ in "
            "weight, so the numbers are no mark for the article as a whole."
        ),
        sources=(article.id,),
    )


def _squares(board: Artboard, claims: Mapping[Finding, Sequence[Claim]]) -> None:
    """Filled squares for what could be judged, empty ones for what could not, and the number at the end of each row."""
    labels = {finding: _name(finding) for finding in claims}
    left = max(text_width(label) for label in labels.values()) + 2 * GAP
    longest = max(len(found) for found in claims.values())
    pitch = min((board.width - left - 3 * GAP) / longest, 22)
    row_height = 30
    axes = board.axes(row_height * len(claims))
    axes.set_axis_off()
    axes.set_xlim(0, board.width)
    axes.set_ylim(row_height * len(claims), 0)
    for index, (finding, found) in enumerate(claims.items()):
        middle = row_height * (index + 0.5)
        note(axes, board, labels[finding], (0, middle))
        colour = board.colour("series-4" if finding in UNDECIDED else "accent")
        fill = board.colour("surface") if finding in UNDECIDED else colour
        places = [left + pitch * place for place in range(len(found))]
        axes.barh(
            middle, pitch - 4, left=places, height=pitch - 4, color=fill, edgecolor=colour, linewidth=1, clip_on=False
        )
        number = board.value(len(found), "statements")
        note(axes, board, number, (left + pitch * len(found), middle), (GAP / 2, 0), bold=True)


def _name(finding: Finding) -> str:
    return finding.replace("-", " ").capitalize()
