"""A reply in, the reply as it is read out: folded, with a way back to the original offsets."""

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import NamedTuple

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters that show nothing or only turn the writing direction, as a character class."""

_ODD = re.compile(
    f"[{INVISIBLE}\u0300-\u036f\ud800-\udfff\u1d00-\u1dbf\u2070-\u209f\u2100-\u218f\u2460-\u24ff"
    "\ufb00-\ufb06\uff01-\uff5e\u0130\u0370-\u052f\U0001d400-\U0001d7ff]"
)
"""What one-to-one folding does not settle: then the slow way, character by character."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")

_SEEN = re.compile(f"[^\\s{INVISIBLE}\u2800\x00-\x1f\x7f]")

_LOOKALIKES = dict(
    zip(
        "аеорсухіјѕһԁԛԝкмтвнгпгзбαενοιρτυκχωѵӏᴀɡ",
        "aeopcyxijshdqwkmtbhrnr36aevoiptukxwvlag",
        strict=True,
    )
)
_PLAIN = {
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "`", "\u201c": '"',
    "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "\u2010": "-", "\u2011": "-",
    "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-", "\u00a0": " ",
    "\u2009": " ", "\u202f": " ", "\u3000": " ", "\u2026": ".", "\u3002": ".", "\uff01": "!",
    "\uff1f": "?", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\r": "\n",
    "\u0085": "\n", "\u00df": "s", "\u00e6": "e", "\u0153": "e", "\u00f8": "o", "\u0142": "l",
}  # fmt: skip

WINDOW = 6_000
"""Characters judged together; a longer reply is judged window by window, the worst counts."""


class Folded(NamedTuple):
    """A text as it is read."""

    text: str
    offsets: tuple[int, ...] | None
    """Where each character stood in the original; None when nothing moved."""
    cased: str = ""
    """The same, letter for letter, with capitals where they are known."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original text that start and end mark in the folded one."""
        if self.offsets is None or start >= end:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> str:
    """Return text with accents, capitals and typographic quotes folded, one to one."""
    return text.translate(_table()).lower()


def read(text: str) -> Folded:
    """Return a reply as it is read: no invisible characters, look-alikes folded."""
    if text.isascii():
        cased = text if _CONTROL.search(text) is None else text.translate(_controls())
        return Folded(cased.lower(), None, cased)
    if _ODD.search(text) is None:
        cased = text.translate(_table())
        folded = cased.lower()
        if len(folded) == len(text) == len(cased):
            return Folded(folded, None, cased)
    return _read_slowly(text)


def visible(text: str) -> bool:
    """Tell whether a person would see anything at all."""
    return _SEEN.search(text) is not None


def _read_slowly(odd: str) -> Folded:
    parts = list(map(_letters, odd))
    text = _unmask("".join(parts))
    sizes = list(map(len, parts))
    if sizes.count(1) == len(sizes):
        return Folded(text, None, text)
    offsets = [place for place, size in enumerate(sizes) for _ in range(size)]
    return Folded(text, tuple(offsets), text)


@cache
def _letters(char: str) -> str:
    """Return what a character is read as: nothing, one or several plain lower-case letters."""
    if re.match(f"[{INVISIBLE}\u0300-\u036f]", char):
        return ""
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    plain = unicodedata.normalize("NFKC", char)
    return fold(plain) if len(plain) < 9 else " "


def _unmask(text: str) -> str:
    """Return text with look-alike letters made Latin, in words that also hold Latin letters."""
    if re.search("[a-z]", text) is None:
        return text
    table = str.maketrans(_LOOKALIKES)
    return re.sub(
        r"\w+",
        lambda word: word[0].translate(table) if re.search("[a-z0-9]", word[0]) else word[0],
        text,
    )


@cache
def _table() -> dict[int, str]:
    table = dict(_controls())
    table.update({ord(char): plain for char, plain in _PLAIN.items()})
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table.setdefault(code, base)
    return table


@cache
def _controls() -> dict[int, str]:
    return {code: " " for code in [*range(32), 127] if code not in {9, 10}} | {13: "\n"}


def windows(text: str) -> list[tuple[int, int]]:
    """Return the stretches in which a text is judged: one, unless it is very long."""
    if len(text) <= WINDOW:
        return [(0, len(text))]
    cuts = [0]
    while len(text) - cuts[-1] > WINDOW:
        start = cuts[-1]
        space = text.rfind(" ", start + WINDOW // 2, start + WINDOW)
        cuts.append(space + 1 if space > 0 else start + WINDOW)
    return list(pairwise([*cuts, len(text)]))
