"""Quantities in English sentences, in digits and in words: where they stand, and what they amount to.

Years, dates, times of day, ordinals, and the numbers in names (Article 42, AB-12/1) are no quantities.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import prod
from typing import Literal
from unicodedata import numeric

ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
PARTS = {"third": 3, "quarter": 4}
PARTS |= {
    word: part for part, word in enumerate(("fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 4)
}
#: Parts of one that are a letter.
LETTERS = "½⅓⅔¼¾"
SCALES = {
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}
#: What stands for a scale right after digits.
SUFFIXES = {"k": Decimal(10**3), "m": Decimal(10**6), "bn": Decimal(10**9), "tn": Decimal(10**12)}
TIMES = {"twice": 2, "thrice": 3, "doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5}
WORDS = {word: Decimal(value) for value, word in enumerate(ONES + TEENS)}
WORDS |= {word: Decimal(value) for value, word in zip(range(20, 100, 10), TENS, strict=True)}


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
)
DAY = r"(?:3[01]|[12]?\d)(?!\d)"
YEAR = r"(?:19|20)\d{2}"
GAP = r"[\s‑-]"
PERCENT = rf"(?:%|{GAP}?%|{GAP}per{GAP}?cent\b)"
SCALE = _any(SCALES)
# No sentence holds longer numbers, and what computes with numbers should not be at the mercy of a text.
DIGITS = rf"(?<![\w.,/])(?<![A-Za-z][–‑-])\d{{1,30}}(?:[.,]\d{{1,30}}){{0,12}}[{LETTERS}]?(?:[A-Za-z]{{1,3}}(?!\w))?"
SMALL = rf"(?:{_any(TENS)}(?:{GAP}{_any(ONES[1:])})?|{_any(TEENS)}|{_any((ONES[0], *ONES[2:]))})"
CARDINAL = (
    rf"(?:{DIGITS}|\b(?:{SMALL}|(?:one|an?)(?={GAP}{SCALE}\b)|one(?={PERCENT})))"
    rf"(?:\sand\sa\shalf)?(?:{GAP}{SCALE}\b(?:\sand\s{SMALL}\b|\s{SMALL}\b)?){{0,4}}"
)
#: How far a value may lie from what "two thirds" or "half" says.
SLACK_OF_PARTS = Decimal("0.02")
#: What may begin one of the names and one of the quantities below. Few words do, so that the others are passed over
#: without trying all that these can be.
NAME_BEGINS = (
    rf"\b(?=\d|[A-Z]|(?<![/-])[a-z][\w-]*/|doi:|hdl:|first|second|{_any(TENS)}|(?i:the[ s]|those|other)|nos?\."
    r"|article|section|chapter|page|paragraph|resolution|release|version|table|channel|annex|protocol|district|text)"
)
QUANTITY_WORDS = (*ONES, *TEENS, *TENS, "hal[fv]", *(f"{scale}s" for scale in SCALES), "several", *TIMES)
QUANTITY_BEGINS = (
    rf"(?:\b(?=[\da{''.join(sorted({word[0] for word in QUANTITY_WORDS}))}])(?=\d|an?\b|{_any(QUANTITY_WORDS)})"
    rf"|(?=[{LETTERS}]))"
)
#: Numbers that name a time, a place in an order, or a thing, rather than measure something.
NAME = (
    rf"\b{DAY}(?:(?:, | and | or | to | ?[–-] ?){DAY}){{0,9}}\s{MONTH}\b\.?(?:\s\d{{4}}\b)?"  # 20 November 2022
    rf"|\b{MONTH}\.?\s{DAY}\b(?:,?\s\d{{4}}\b)?"  # Dec. 4, 2005
    rf"|\b{YEAR}-\d{{2}}(?:-\d{{2}})?\b(?!%)"  # 2022-11-20
    rf"|\b{YEAR}(?:[–/-](?:(?:19|20)?\d{{2}}))?s?\b(?![,.]?\d|{PERCENT})"  # 2022, 2022–2023, 1990s
    r"|\b\d{1,2}[:.]\d{2}(?= ?[ap]\.?m\b)|\b\d{1,2}:\d{2}\b|\b\d{1,2}(?= ?[ap]\.?m\b)"  # 22:00, 8 a.m.
    r"|\b\d+(?:st|nd|rd|th)\b"  # the 21st
    r"|\b(?:CC[ -]BY(?:-[A-Z]{2}){0,3}|CC0|ODC-[A-Za-z]+)[ -]\d\.\d"
    r"|\b\d+\.\d+\.\d+\b"  # version 0.6.0
    r"|(?<![\w/-])[A-Za-z]\w*(?:[/-]\w+)*/[\w.]+|\b(?:doi|hdl):\S+|\b\d+-[IVXLC]+\b"  # AB-12/1, 94-VII
    r"|\b(?:[Nn]os?\.|[Aa]rticles?|[Ss]ections?|[Cc]hapters?|[Pp]ages?|[Pp]aragraphs?|[Rr]esolutions?"
    r"|[Rr]elease|[Rr]eleases(?= \d+ and)|[Vv]ersions?|[Tt]able|[Cc]hannel|[Aa]nnex|[Pp]rotocol|[Dd]istrict)"
    r" \(?\d+(?:[./–-]\w+)*\)?(?:(?:, | and | or | to )\d+(?:[./]\d+)*)*(?!%)"  # Articles 42 and 44
    r"|\b[Tt]exts? \d\b(?:(?:, | and | or | to )\d\b)*(?![,.-]\d)"  # texts 2 and 5, of several
    rf"|\b(?:first|second) half\b|\b{_any(TENS)}[ -](?:first|second|{_any(PARTS)})\b"  # the twenty-first
    # Two or three things that the text has named already.
    rf"|\b(?i:the|these|those|other) (?:other )?(?:two|three)\b(?!{GAP}(?:{_any(PARTS)}|{SCALE})|{PERCENT}|-)"
)
NAMES = re.compile(f"{NAME_BEGINS}(?:{NAME})")
QUANTITY = (
    rf"(?P<share>\b(?:{SMALL}|one|an?){GAP}{_any(PARTS)}s\b|\bone{GAP}{_any(PARTS)}\b"
    rf"|\ban?{GAP}{_any(PARTS)}(?=\s+of\b|\s*[.,;:!?)]|\s*\Z)|\bhal(?:f|ves|ved|ving)\b|(?<!\d)[{LETTERS}])"
    rf"|(?P<several>\b(?:tens|dozens|hundreds|thousands|millions|billions|trillions)"
    rf"(?:\sof\s(?:thousands|millions|billions))?\b|\bseveral{GAP}{SCALE}\b)"
    rf"|(?P<times>\b(?:twice|thrice|(?:doubl|trebl|tripl|quadrupl|quintupl)(?:es?|ed|ing)\b|(?:{SMALL}|\d{{1,6}})-?fold\b))"
    rf"|(?P<count>{CARDINAL}(?!\w)(?P<percent>{PERCENT})?)"
)
QUANTITIES = re.compile(f"{QUANTITY_BEGINS}(?:{QUANTITY})", re.IGNORECASE)
#: What changes the meaning of a quantity, and between which multiples of it a value must then lie.
COMPARED: tuple[tuple[re.Pattern[str], Decimal, Decimal, bool], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), Decimal(low), Decimal(high), is_strict)
    for words, low, high, is_strict in (
        (r"more than|over|above|exceed\w*", "1", "2", True),
        (r"at least", "1", "2", False),
        (r"almost|nearly|just under", "0.9", "1", True),
        (r"less than|fewer than|under|below", "0.5", "1", True),
        (r"at most|up to", "0.5", "1", False),
        (r"about|around|roughly|some|approximately", "0.95", "1.05", False),
    )
)
Kind = Literal["count", "percent", "share", "times"]


@dataclass(frozen=True)
class Quantity:
    """A quantity in a text: where it starts, its words, and the range of values that these words can stand for.

    The amounts of shares ("two thirds") lie between 0 and 1; those of percentages between 0 and 100.
    """

    start: int
    text: str
    kind: Kind
    amount: Decimal
    low: Decimal
    high: Decimal


def find_quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a text, from left to right."""
    for match in QUANTITIES.finditer(NAMES.sub(blanks, text)):
        yield _quantity(match)


def says(words: str, value: Decimal, unit: str, label: str = "") -> bool:
    """Whether words such as "more than two thirds" or "8.3 million" rightly say a value of this unit.

    A label such as "Members, more than" tells that the value itself is a bound.
    """
    quantities = list(find_quantities(words))
    amount = amount_of(value, unit, quantities[0].kind) if len(quantities) == 1 else None
    if amount is None:
        return False
    quantity = quantities[0]
    for pattern, low, high, is_strict in COMPARED:
        if pattern.search(words):
            is_other = amount != quantity.amount or any(each.search(label) for each, *_ in COMPARED)
            return quantity.amount * low <= amount <= quantity.amount * high and (is_other or not is_strict)
    return quantity.low <= amount <= quantity.high


def amount_of(value: Decimal, unit: str, kind: Kind) -> Decimal | None:
    """What a value amounts to as a quantity of a kind, as 5.1 `billion US dollars` to 5,100,000,000.

    None where it is no such quantity: a percentage is no multiple, and only percentages and plain numbers are shares.
    """
    scale = prod((SCALES.get(word, Decimal(1)) for word in unit.split()), start=Decimal(1))
    is_percent = unit.startswith("percent")
    match kind:
        case "share":
            return value / 100 if is_percent else value if scale == 1 else None
        case "percent":
            return value if is_percent else None
        case "times":
            return None if is_percent else value
    return value * scale


def _quantity(match: re.Match[str]) -> Quantity:
    text = match[0].lower()
    if match["share"]:
        amount = _share(text)
        low, high = amount - SLACK_OF_PARTS, amount + SLACK_OF_PARTS
        return Quantity(match.start(), match[0], "share", amount, low, high)
    if match["several"]:
        words = re.findall(r"[a-z]+", text)
        scales = [SCALES.get(word.rstrip("s"), Decimal(10)) for word in words if word not in ("of", "several")]
        amount = prod(scales, start=Decimal(1))
        return Quantity(match.start(), match[0], "count", amount, 2 * amount, 1000 * amount)
    if match["times"]:
        stem = next((stem for stem in TIMES if text.startswith(stem)), None)
        amount = Decimal(TIMES[stem]) if stem else _cardinal(text.removesuffix("fold"))[0]
        return Quantity(match.start(), match[0], "times", amount, amount * Decimal("0.95"), amount * Decimal("1.05"))
    amount, step = _cardinal(text.removesuffix((match["percent"] or "").lower()))
    kind: Kind = "percent" if match["percent"] else "count"
    return Quantity(match.start(), match[0], kind, amount, amount - step / 2, amount + step / 2)


def _share(text: str) -> Decimal:
    """What "two thirds", "half" or a letter amounts to."""
    if text in LETTERS:
        return Decimal(str(round(numeric(text), 4)))
    count, _, part = re.sub(GAP, " ", text).rpartition(" ")
    return (_cardinal(count)[0] or Decimal(1)) / PARTS.get(part.rstrip("s"), 2)


def _cardinal(text: str) -> tuple[Decimal, Decimal]:
    """What a number in digits or words amounts to, and the step between it and the next that could have been said."""
    total, group, step = Decimal(0), Decimal(0), Decimal(1)
    for word in re.findall(rf"\d[\d.,]*|[{LETTERS}]|[a-z]+", text):
        if word[0].isdecimal():
            group = Decimal(word.replace(",", "").rstrip("."))
            step = Decimal(1).scaleb(min(int(group.as_tuple().exponent), 0))
        elif word in LETTERS:
            group, step = group + _share(word), Decimal("0.5")
        elif word in SCALES or word in SUFFIXES:
            scale = SCALES.get(word) or SUFFIXES[word]
            group, step = (group or 1) * scale, step * scale
        elif word == "half":
            group, step = group + Decimal("0.5"), Decimal("0.5")
        elif word in WORDS:
            total, group = (total + group, Decimal(0)) if group >= 1000 else (total, group)
            group, step = group + WORDS[word], Decimal(1)
    return total + group, step


def blanks(match: re.Match[str]) -> str:
    """What stands for a match that is to be left out: nothing to read, but as long and with the same lines."""
    return "\n".join([" " * len(line) for line in match[0].split("\n")])
