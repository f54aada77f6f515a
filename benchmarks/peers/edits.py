"""What is changed between builds, and whether a built page shows it."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from benchmarks.peers.content import Chart, Page

#: The chart whose table is changed; each of its values is written beside its dot.
KIND = "readers"
#: A text that stands on each page, with what changes in it.
SENTENCE = "were made up {}to measure"


@dataclass
class Edits:
    """How a page has been changed so far: its values of one row, and the repetitions in a sentence."""

    page: Page
    values: int = 0
    sentences: int = 0

    @property
    def chart(self) -> Chart:
        """The chart whose table is changed."""
        [chart] = [chart for chart in self.page.charts if chart.kind == KIND]
        return chart

    @property
    def value(self) -> str:
        """The last row's value as it is now. No other drawing on the page shows one like it."""
        if self.values:
            return f"{self.values / 10 + 1:.1f}"
        return self.chart.table.splitlines()[-1].rpartition(",")[2]

    @property
    def sentence(self) -> str:
        """The text of the page as it is now."""
        return SENTENCE.format("once more " * self.sentences)

    def change_cell(self, table: Path) -> None:
        """Write another value into the last row of the table."""
        old = self.value
        self.values += 1
        _replace(table, f",{old}\n", f",{self.value}\n")

    def change_sentence(self, source: Path) -> None:
        """Write another sentence into the page."""
        old = self.sentence
        self.sentences += 1
        _replace(source, old, self.sentence)

    def are_drawn(self, built: Path) -> bool:
        """Whether both drawings on a built page, or that it refers to, show the value as it is now."""
        return sum(f"{self.value}%" in _texts(drawing) for drawing in _drawings(built)) == 2

    def are_written(self, built: Path) -> bool:
        """Whether a built page has the sentence as it is now."""
        return self.sentence in built.read_text(encoding="utf-8")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def _drawings(built: Path) -> list[str]:
    html = built.read_text(encoding="utf-8")
    files = {built.parent / name for name in re.findall(r'\b(?:src|srcset)="([^":]+\.svg)"', html)}
    return [
        *re.findall(r"<svg\b.*?</svg>", html, re.DOTALL),
        *(file.read_text(encoding="utf-8") for file in sorted(files)),
    ]


def _texts(drawing: str) -> set[str]:
    found = re.findall(r"<text\b[^>]*>(.*?)</text>", drawing, re.DOTALL)
    return {unescape(re.sub(r"<[^>]+>", "", text)).strip() for text in found}
