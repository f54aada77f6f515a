"""The statements that were checked, and what was found."""

from decimal import Decimal
from typing import get_args

from charts.shared import listed
from explainer.data import Dataset, Finding
from explainer.drawing import Column, Reading, chart
from explainer.drawing.artboard import Artboard
from explainer.drawing.squares import Block, Counted, squares

FINDINGS: tuple[Finding, ...] = get_args(Finding)
UPHELD: tuple[Finding, ...] = ("supported", "mostly-supported")
ROLES: dict[Finding, str] = {"supported": "accent", "mostly-supported": "accent", "contradicted": "series-2"}
#: Findings that do not say whether a statement is right.
UNDECIDED: tuple[Finding, ...] = ("unverifiable", "opinion")


@chart("claims-findings")
def findings(data: Dataset, board: Artboard) -> Reading:
    """A square for each statement that was checked, in a row for each finding."""
    claims = list(data.claims.values())
    article = data.sources[claims[0].source]
    found = {finding: sum(claim.finding == finding for claim in claims) for finding in FINDINGS}
    squares(
        board,
        [
            Counted(
                label=_name(finding),
                blocks=[Block(count, board.value(count, "statements"))],
                role=ROLES.get(finding, "series-4"),
                hollow=finding in UNDECIDED,
            )
            for finding, count in found.items()
        ],
    )

    def count(*names: Finding) -> str:
        return board.value(sum(found[name] for name in names), "statements")

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
        rows=tuple((_name(finding), Decimal(found[finding])) for finding in FINDINGS),
        note=(
            "A finding is about a statement as it was worded, with the evidence that was found. Statements differ in "
            "weight, so the numbers are no mark for the article as a whole."
        ),
        sources=(article.id,),
    )


def _name(finding: Finding) -> str:
    return finding.replace("-", " ").capitalize()
