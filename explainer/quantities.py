"""Quantities in English sentences, in digits and in words: where they stand, and what they amount to.

Years, dates, times of day, ordinals, and the numbers in names (Article 42, ES-11/1) are no quantities.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import prod

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
PARTS = {"third": 3, "quarter": 4}
PARTS |= {
    word: part for part, word in enumerate(("fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 4)
}
SCALES = {
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}
TIMES = {
    "twice": 2,
    "thrice": 3,
    "double": 2,
    "doubles": 2,
    "doubled": 2,
    "doubling": 2,
    "triple": 3,
    "triples": 3,
    "tripled": 3,
    "tripling": 3,
    "twofold": 2,
    "threefold": 3,
    "fourfold": 4,
    "fivefold": 5,
    "tenfold": 10,
}
WORDS = {word: Decimal(value) for value, word in enumerate(ONES + TEENS)}
WORDS |= {word: Decimal(value) for value, word in zip(range(20, 100, 10), TENS, strict=True)}


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


DIGITS = r"(?<![\w.,/])(?<![A-Za-z][–‑-])\d+(?:[.,]\d+)*"
SMALL = rf"(?:{_any(TENS)}(?:[ -]{_any(ONES[1:])})?|{_any(TEENS)}|{_any((ONES[0], *ONES[2:]))})"
SCALE = _any(SCALES)
CARDINAL = (
    rf"(?:{DIGITS}|{SMALL}|(?:one|an?)(?=[ -]{SCALE}\b)|one(?=[ -]per[ -]?cent\b))(?![\w-]*fold)"
    rf"(?: and a half)?(?:[ -]{SCALE}\b(?: and {SMALL}\b| {SMALL}\b)?)*"
)
#: How far a value may lie from what "two thirds" or "half" says.
SLACK_OF_PARTS = Decimal("0.02")
#: Numbers that name a time, a place in an order, or a thing, rather than measure something.
NAMES = re.compile(
    rf"\b\d{{1,2}}(?:(?:, | and | or | to | ?[–-] ?)\d{{1,2}})*\s(?:{MONTHS})\b\.?(?:\s\d{{4}}\b)?"  # 20 November 2022
    rf"|\b(?:{MONTHS})\.?\s\d{{1,2}}\b(?:,?\s\d{{4}}\b)?"  # Dec. 4, 2005
    r"|\b(?:19|20)\d{2}-\d{2}(?:-\d{2})?\b"  # 2022-11-20
    r"|\b(?:19|20)\d{2}(?:[–/-](?:(?:19|20)?\d{2}))?s?\b(?![,.]?\d|%)"  # 2022, 2022–2023, 1990s
    r"|\b\d{1,2}[:.]\d{2}(?= ?[ap]\.?m\b)|\b\d{1,2}:\d{2}\b|\b\d{1,2}(?= ?[ap]\.?m\b)"  # 22:00, 8 a.m.
    r"|\b\d+(?:st|nd|rd|th)\b"  # the 21st
    r"|\b(?:CC[ -]BY(?:-[A-Z]{2})*|CC0|ODC-\w+)[ -]\d\.\d"
    r"|\b\d+\.\d+\.\d+\b"  # version 0.6.0
    r"|\b[A-Za-z]\w*(?:[/-]\w+)*/[\w.]+|\b(?:doi|hdl):\S+|\b\d+-[IVXLC]+\b"  # ES-11/1, 94-VII
    r"|\b(?:[Nn]os?\.|[Aa]rticles?|[Ss]ections?|[Cc]hapters?|[Pp]ages?|[Pp]aragraphs?|[Rr]esolutions?"
    r"|[Rr]eleases?|[Vv]ersions?|[Tt]ables?|[Cc]hannel|[Aa]nnex|[Pp]rotocols?)"
    r" \(?\d+(?:[./–-]\w+)*\)?(?:(?:, | and | or | to )\d+(?:[./]\d+)*)*"  # Articles 42 and 44
    r"|\b[Tt]exts? \d\b(?:(?:, | and | or | to )\d\b)*(?![,.-]\d)"  # texts 2 and 5, of several
    rf"|\b(?:first|second) half\b|\b{_any(TENS)}[ -](?:first|second|{_any(PARTS)})\b"  # the twenty-first
    # Two or three things that the text has named already.
    rf"|\b(?i:the|these|those|other) (?:other )?(?:two|three)\b(?![ -](?:{_any(PARTS)}|{SCALE}|per[ -]?cent)|-)"
)
QUANTITY = re.compile(
    rf"(?P<parts>(?:{SMALL}|one|an?)[ -]{_any(PARTS)}s\b|(?:one|an?)[ -]{_any(PARTS)}(?= of\b)"
    r"|\bhal(?:f|ves|ved|ving)\b)"
    rf"|(?P<several>\b(?:tens|dozens|hundreds|thousands|millions|billions|trillions)"
    rf"(?: of (?:thousands|millions|billions))?\b)"
    rf"|(?P<times>\b{_any(TIMES)}\b)"
    rf"|(?P<cardinal>(?:\b|(?=\d)){CARDINAL}(?![\w])(?P<percent>%|[ -]per[ -]?cent\b)?)",
    re.IGNORECASE,
)
MORE = re.compile(r"\b(?:more than|over|above|at least|exceed\w*)\b", re.IGNORECASE)
LESS = re.compile(r"\b(?:less than|fewer than|under|below|at most|almost|nearly|up to)\b", re.IGNORECASE)
ABOUT = re.compile(r"\b(?:about|around|roughly|some|approximately)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Quantity:
    """A quantity in a text: where it starts, its words, and the range of values that these words can stand for.

    `is_share` tells parts of a whole ("two thirds"), whose amounts lie between 0 and 1.
    """

    start: int
    text: str
    amount: Decimal
    low: Decimal
    high: Decimal
    is_share: bool = False


def find_quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a text, from left to right."""
    for match in QUANTITY.finditer(NAMES.sub(blanks, text)):
        yield _quantity(match)


def says(words: str, value: Decimal, unit: str) -> bool:
    """Whether words such as "more than two thirds" or "8.3 million" rightly say a value of this unit."""
    quantities = list(find_quantities(words))
    if len(quantities) != 1:
        return False
    quantity = quantities[0]
    actual = amount_of(value, unit, is_share=quantity.is_share)
    slack = abs(quantity.amount) / 20 if ABOUT.search(words) else Decimal(0)
    if MORE.search(words):
        return actual >= quantity.amount
    if LESS.search(words):
        return actual <= quantity.amount
    return quantity.low - slack <= actual <= quantity.high + slack


def amount_of(value: Decimal, unit: str, *, is_share: bool = False) -> Decimal:
    """What a value amounts to without its unit, as 5.1 `billion US dollars` to 5,100,000,000; shares as parts of 1."""
    if is_share:
        return value / 100 if unit == "percent" else value
    return value * prod((SCALES.get(word, Decimal(1)) for word in unit.split()), start=Decimal(1))


def _quantity(match: re.Match[str]) -> Quantity:
    text = match[0].lower()
    if match["parts"]:
        count, _, part = text.replace("-", " ").rpartition(" ")
        amount = (_cardinal(count)[0] or 1) / Decimal(PARTS.get(part.rstrip("s"), 2))
        low, high = amount - SLACK_OF_PARTS, amount + SLACK_OF_PARTS
        return Quantity(match.start(), match[0], amount, low, high, is_share=True)
    if match["several"]:
        amount = prod((SCALES.get(word.rstrip("s"), Decimal(10)) for word in text.split(" of ")), start=Decimal(1))
        return Quantity(match.start(), match[0], amount, 2 * amount, 1000 * amount)
    if match["times"]:
        amount = Decimal(TIMES[text])
        return Quantity(match.start(), match[0], amount, amount * Decimal("0.95"), amount * Decimal("1.05"))
    amount, step = _cardinal(match["cardinal"].lower().removesuffix(match["percent"] or ""))
    return Quantity(match.start(), match[0], amount, amount - step / 2, amount + step / 2)


def _cardinal(text: str) -> tuple[Decimal, Decimal]:
    """What a number in digits or words amounts to, and the step between it and the next that could have been said."""
    total, group, step = Decimal(0), Decimal(0), Decimal(1)
    for word in re.findall(r"\d[\d.,]*|[a-z]+", text):
        if word[0].isdigit():
            group = Decimal(word.replace(",", ""))
            step = Decimal(1).scaleb(min(int(group.as_tuple().exponent), 0))
        elif word in SCALES:
            group, step = (group or 1) * SCALES[word], step * SCALES[word]
        elif word == "half":
            group, step = group + Decimal("0.5"), Decimal("0.5")
        elif word in WORDS:
            total, group = (total + group, Decimal(0)) if group >= 1000 else (total, group)
            group, step = group + WORDS[word], Decimal(1)
    return total + group, step


def blanks(match: re.Match[str]) -> str:
    """What stands for a match that is to be left out: nothing to read, but as long and with the same lines."""
    return re.sub(r"[^\n]", " ", match[0])
