"""Addresses elsewhere: what is surely wrong with one, and finding those that stand in words."""

import re
from collections.abc import Iterator
from functools import cache
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, urlsplit

#: What begins an address on another host.
WEB = re.compile(r"https?:", re.IGNORECASE)
#: An address in a sentence, up to what cannot belong to it.
IN_WORDS = re.compile(r"https?://[^\s<>\"“”„«»]+", re.IGNORECASE)
#: What ends sentences and parts of them, and only by mistake an address.
PUNCTUATION = ".,;:!?'’…–—"
PAIRS = {")": "(", "]": "[", "}": "{"}
#: Characters that no address holds as they are, and a percent sign that begins no code of another.
REFUSED = re.compile(r"[\s\x00-\x1f\x7f<>\"\\`{}]|%(?![0-9A-Fa-f]{2})")
#: The last parts of names that only one network or machine knows, or that are set aside for samples.
OWN_NAMES = {"localhost", "local", "internal", "lan", "home", "test", "example", "invalid"}
LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
LAST_LABEL = re.compile(r"[^\W\d_]{2,63}|xn--[a-z0-9-]+", re.IGNORECASE)
#: Parameters that tell where a reader came from, and nothing of what is shown.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|yclid|ysclid|msclkid|twclid|igshid|mc_[ce]id|_openstat", re.IGNORECASE
)


def mistake_in(address: str) -> str | None:
    """What is surely wrong with an address elsewhere, and the remedy; None when nothing is."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "the address cannot be read – copy it again from the browser"
    if parts.scheme not in ("http", "https"):
        return f'the address begins with "{parts.scheme or address[:8]}" – let it begin with https:// or http://'
    if parts.username is not None or parts.password is not None:
        return "the address holds a name or password – remove what stands before the “@”"
    if refused := REFUSED.search(address):
        return f'the address holds "{refused[0]}" – copy it again from the browser'
    host = parts.hostname or ""
    if port == 0 or not is_public(host):
        return f'the address leads to "{host}", which no reader can open – name a host that everybody can reach'
    return _wrong_end(address) or _tracking(parts)


@cache
def is_public(host: str) -> bool:
    """Whether the name of a host, or its number, may be known everywhere."""
    try:
        return ip_address(host).is_global
    except ValueError:
        *labels, last = host.removesuffix(".").split(".")
        return (
            bool(labels)
            and all(LABEL.fullmatch(label) for label in labels)
            and LAST_LABEL.fullmatch(last) is not None
            and last.lower() not in OWN_NAMES
        )


def addresses_in(words: str) -> Iterator[tuple[int, str]]:
    """The addresses in a text with where they begin; what belongs to the sentence around one is left out."""
    if "://" not in words:
        return
    for found in IN_WORDS.finditer(words):
        address = found[0]
        while _wrong_end(address):
            address = address[:-1]
        yield found.start(), address


def _wrong_end(address: str) -> str | None:
    """What is wrong with the last character, if it comes from the sentence around."""
    last = address[-1]
    is_unpaired = last in PAIRS and address.count(last) > address.count(PAIRS[last])
    if last in PUNCTUATION or is_unpaired:
        return f'the address ends with "{last}" – remove it, or write {_encoded(last)} where it belongs to the address'
    return None


def _encoded(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def _tracking(parts: SplitResult) -> str | None:
    for name, _ in parse_qsl(parts.query, keep_blank_values=True):
        if TRACKING.fullmatch(name):
            return f'the address holds "{name}", which only tells where you came from – remove that part of it'
    return None
