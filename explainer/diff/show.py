"""The forms of a report: text, Markdown and JSON from beside, and HTML with pictures."""

from base64 import b64encode
from collections.abc import Callable
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from explainer.diff.change import KINDS, Difference, Report
from explainer.diff.lines import MOST, as_markdown, as_text
from explainer.diff.plain import as_json
from explainer.files import write_atomically


def as_html(report: Report) -> str:
    """A page that needs nothing else, with charts before and after; no script, and no address is fetched."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return environment.get_template("report.html").render(
        report=report, headings=KINDS, style=style, digest=digest, picture=_picture, apart=_apart, most=MOST
    )


#: The forms: the ending of the file that holds each, and what makes it.
FORMS: dict[str, tuple[str, Callable[[Report], str]]] = {
    "text": ("txt", as_text),
    "markdown": ("md", as_markdown),
    "json": ("json", as_json),
    "html": ("html", as_html),
}


def write_report(report: Report, folder: Path) -> None:
    """Write every form of a report into a folder, as `changes.txt` and so on. Raises `MachineError`."""
    for ending, form in FORMS.values():
        write_atomically(folder / f"changes.{ending}", f"{form(report)}\n")


def _picture(svg: bytes) -> str:
    """An SVG as the address of an image, in which nothing can run."""
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


def _apart(difference: Difference) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """The words before and after, in runs; each with whether it stands on that side alone."""
    old, new = ((text or "").split(" ") for text in (difference.old, difference.new))
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before.append((" ".join(old[i:j]), tag != "equal"))
        after.append((" ".join(new[k:m]), tag != "equal"))
    return before, after
