"""The palette: colours that readers can tell apart, whatever their colour vision, scheme and wish for contrast."""

from collections.abc import Callable, Mapping
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from coloraide import Color

from explainer.drawing.roles import read_roles
from explainer.errors import ProblemsFound
from explainer.project import Project
from tests.projects import ROOT, replace

ROLES = read_roles(Project.load(ROOT))
SCHEMES = {
    "light": ROLES.light,
    "dark": ROLES.dark,
    "light, more contrast": {**ROLES.light, **ROLES.light_contrast},
    "dark, more contrast": {**ROLES.dark, **ROLES.dark_contrast},
}

#: Roles that stand for different things, and the page that they stand on.
CATEGORIES = ("accent", "series-2", "series-3", "series-4", "surface")
SEQUENCE = ("sequence-1", "sequence-2", "sequence-3", "sequence-4", "sequence-5")
#: Roles of words on the page, and the fills on which words stand, with the role of these words.
WORDS = ("ink", "muted", "accent", "series-2")
FILLS = {
    "accent": "surface",
    "soft": "ink",
    "sequence-1": "ink",
    "sequence-2": "ink",
    "sequence-3": "ink",
    "sequence-4": "surface",
    "sequence-5": "surface",
}
#: Outlines of the fills that hardly stand out from the page, which are never drawn without one.
OUTLINES = {"soft": "series-4", "sequence-1": "muted", "sequence-2": "muted", "sequence-3": "muted"}

#: What WCAG 2.2 asks of text, and of what one must see to understand a picture.
TEXT, GRAPHICS = 4.5, 3.0
#: Least difference between categories (CIEDE2000), and least step of lightness (OKLab) from class to class.
APART, STEP = 12.0, 0.08


def machado(deficiency: str) -> Callable[[str], Color]:
    """What a dichromat sees: Machado, Oliveira and Fernandes (2009), severity 1, in linear RGB."""
    return lambda colour: Color(colour).filter(deficiency, 1, method="machado", space="srgb-linear")


VISIONS = {
    "all cones": Color,
    "protanopia": machado("protan"),
    "deuteranopia": machado("deutan"),
    "tritanopia": machado("tritan"),
}

in_schemes = pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
for_visions = pytest.mark.parametrize("see", VISIONS.values(), ids=VISIONS)


@in_schemes
@for_visions
def test_categories_are_told_apart(scheme: Mapping[str, str], see: Callable[[str], Color]) -> None:
    """No two categories are nearer than 12 by CIEDE2000.

    A difference of about 2 is just visible between large fields side by side, and 10 is visible at a glance. Our marks
    are small, apart, and compared with a label's colour from memory, hence more than that. Far higher is out of reach:
    a dichromat sees one line of hues, on which five colours have to stand that also keep their contrast. What differs
    by no more than this also differs by label, shape or order.
    """
    colours = {role: see(scheme[role]) for role in CATEGORIES}
    near = {
        f"{one} and {other}": round(colours[one].delta_e(colours[other], method="2000"), 1)
        for one, other in combinations(CATEGORIES, 2)
    }
    assert {pair: difference for pair, difference in near.items() if difference < APART} == {}


@in_schemes
@for_visions
def test_classes_rise_in_lightness(scheme: Mapping[str, str], see: Callable[[str], Color]) -> None:
    """From low to high, away from the page: darker and darker in the light scheme, the reverse in the dark one."""
    page, *classes = (see(scheme[role]).convert("oklab")["lightness"] for role in ("surface", *SEQUENCE))
    away = 1 if page < 0.5 else -1
    steps = [round(away * (after - before), 3) for before, after in pairwise(classes)]
    assert min(steps) >= STEP, steps


@in_schemes
def test_words_are_readable(scheme: Mapping[str, str]) -> None:
    pairs = [(role, "surface") for role in WORDS] + [(words, fill) for fill, words in FILLS.items()]
    found = {f"{words} on {fill}": contrast(scheme, words, fill) for words, fill in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < TEXT} == {}


@in_schemes
def test_marks_stand_out_from_the_page(scheme: Mapping[str, str]) -> None:
    """Every mark by its fill, or by its outline. Grid lines are no marks: nothing is lost without them."""
    marks = [*CATEGORIES[:-1], *SEQUENCE, "soft", "muted", "ink"]
    found = {role: contrast(scheme, OUTLINES.get(role, role), "surface") for role in marks}
    assert {role: ratio for role, ratio in found.items() if ratio < GRAPHICS} == {}


@in_schemes
def test_grid_recedes_but_is_there(scheme: Mapping[str, str]) -> None:
    assert 1.3 <= contrast(scheme, "grid", "surface") < contrast(scheme, "muted", "surface") / 2


@pytest.mark.parametrize(("plain", "strong"), [("light", "light, more contrast"), ("dark", "dark, more contrast")])
def test_more_contrast_is_more(plain: str, strong: str) -> None:
    before, after = (
        {role: contrast(SCHEMES[name], role, "surface") for role in SCHEMES[name]} for name in (plain, strong)
    )
    assert [role for role in before if after[role] < before[role]] == []
    assert after["muted"] >= 7
    assert after["grid"] >= GRAPHICS


def test_more_contrast_leaves_the_schemes_as_they_are(project: Path) -> None:
    css = project / "docs/stylesheets/roles.css"
    before = read_roles(Project.load(project))
    css.write_text(css.read_text() + "@media (prefers-contrast: more) { :root { --chart-ink: #111111; } }")
    after = read_roles(Project.load(project))
    assert (after.light, after.dark) == (before.light, before.dark)


def test_more_contrast_may_not_add_roles(project: Path) -> None:
    replace(project / "docs/stylesheets/roles.css", "    --chart-ink: #000000;", "    --chart-inky: #000000;")
    with pytest.raises(
        ProblemsFound, match="more contrast may only change roles that the schemes define – rename: inky"
    ):
        read_roles(Project.load(project))


def contrast(scheme: Mapping[str, str], one: str, other: str) -> float:
    """The contrast of two roles as WCAG defines it."""
    return round(Color(scheme[one]).contrast(Color(scheme[other]), method="wcag21"), 2)
