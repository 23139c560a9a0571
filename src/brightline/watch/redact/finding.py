"""What can be found in a text: kinds, places, and patterns that take linear time."""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple, cast

NOT_ALNUM = re.compile(r"[^0-9A-Za-z]+")


class Kind(StrEnum):
    """What was taken out; where two overlap, the one further up names the whole."""

    PRIVATE_KEY = "private key"
    JWT = "jwt"
    KEY = "key"
    """A key or token of a service."""
    PASSWORD = "password"  # noqa: S105 - the name of a kind
    EMAIL = "email"
    IBAN = "iban"
    CARD = "card"
    NATIONAL_ID = "national id"
    BIRTH_DATE = "birth date"
    IP = "ip"
    PHONE = "phone"
    NAME = "name"
    """Only what a finder of names, which is not part of this package, says."""


class Found(NamedTuple):
    """One thing in a text."""

    start: int
    end: int
    """Characters, as in `text[start:end]`."""
    kind: Kind
    value: str
    """The same for the same thing, however it is written."""


Finder = Callable[[str], Iterable[Found]]
"""Takes a text and tells what is in it; a finder of names, for one."""


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    r"""Return a pattern of RE2, which takes linear time.

    Of it the methods of `re` that are used are the same; `\b`, `\d` and `\w` are of ASCII, so
    that a letter of another script is an edge.
    """
    import re2  # noqa: PLC0415 - not needed to import the package

    options = re2.Options()
    options.log_errors = False
    options.max_mem = MEMORY
    return cast("re.Pattern[str]", re2.compile(pattern, options=options))


MEMORY = 64 << 20
"""Bytes of states that a pattern may keep: with fewer a large one forgets them and is slow."""

BEHIND = 320
"""Characters behind a word within which what it announces ends."""


def any_of(*patterns: str) -> str:
    """Return a pattern that matches where one of some does."""
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def joined(pattern: str) -> str:
    """Return a pattern of names whose blanks may be underscores and dashes, as in code."""
    return re.sub(
        r"(\[[^\]]*\])|([ ]|\\s\+)", lambda one: one[1] or r"[\s_-]{1,2}", pattern
    ).replace(r"[\s_-]{1,2}?", r"[\s_-]?")


def plain(text: str) -> str:
    """Return a text of the same length whose digits, spaces and dashes are of ASCII.

    Lone surrogates, which RE2 does not take, become question marks.
    """
    if text.isascii():
        return text
    text = text.encode("utf-8", "replace").decode("utf-8")
    return _OTHER.sub(lambda match: _PLAIN[match[0]], text)


def _plain() -> dict[str, str]:
    table = {chr(0xFF01 + at): chr(0x21 + at) for at in range(0x5E)}
    for zero in (
        0x660,
        0x6F0,
        0x966,
        0x9E6,
        0xE50,
        0x1D7CE,
        0x1D7D8,
        0x1D7E2,
        0x1D7EC,
        0x1D7F6,
    ):
        table |= {chr(zero + digit): str(digit) for digit in range(10)}
    spaces = "\u00a0\u1680\u202f\u205f\u3000\u00ad\u2060\ufeff"
    table |= dict.fromkeys(spaces + "".join(map(chr, range(0x2000, 0x2010))), " ")
    table |= dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-")
    table |= dict.fromkeys("\u00b7\u2024\u2219\u22c5\ufe52\uff61", ".")
    return table | {"\ufe6b": "@", "\u2044": "/", "\u2215": "/", "\u2019": "'"}


_PLAIN = _plain()
_OTHER = re.compile("[" + "".join(map(re.escape, _PLAIN)) + "]")


def stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether no letter, digit or underscore of ASCII adjoins a part of a text."""
    return not (joins(text[start - 1 : start]) or joins(text[end : end + 1]))


_POINT = re.compile(r"[0-9]\.$")


def is_fraction(text: str, start: int) -> bool:
    """Tell whether what begins at a place stands behind the point of a number."""
    return bool(_POINT.search(text, max(0, start - 2), start))


def joins(one: str) -> bool:
    """Tell whether a character, or none, is a letter, digit or underscore of ASCII."""
    return one.isascii() and (one.isalnum() or one == "_")


_MARK = (
    r"(?:</?[a-z0-9]{1,10}(?:\s[^<>\n]{0,60})?>|\b(?:value|val|content|wert|valor|valeur)\b"
    r"|</[a-z0-9]{1,10}>\s{0,12}<[a-z0-9]{1,10}(?:\s[^<>\n]{0,60})?>|>\s{1,12}|\.{3,40}|\s-\s"
    r"|:[ \t]{0,3}\n[ \t]{0,12}- |[\"']\w{1,12}[\"']\s?:\s?[\"'][\w-]{1,12}[\"']\s?,"
    r"|<!\[CDATA\[|[-=]>|\n[ \t]{0,12}value:|[\"'`>)(\]\[}{*_:=,|\\])"
)
_VALUE = r"([^\s\"'`<>|()=:{}\[\],*\\][^\"'`<>|\n]{2,120})"
APART = (
    r"(?i)(?-i:[A-Z0-9_-]\w{0,16})?"
    rf"(?:[ \t]{{0,3}}{_MARK}[ \t]{{0,3}}|[ \t]{{3,40}}){{1,12}}{_VALUE}"
)
"""Nothing but the signs and marks of forms, code and lists between a name and its value."""
BELOW = (
    r"(?i)[ \t]{0,2}(?:\n(?:[-=]{3,40}\n)?[ \t]{0,4}|\?\s{1,3}(?:(?:[\w ]{1,14}:"
    r"|[>-])\s?)?){1,2}"
    rf"{_VALUE}"
)
"""A heading, or a question, and its value in the next line."""


_NEXT_KEY = re.compile(r"[\"']\s?:")


def announced(
    text: str, word: str, rest: str, *, apart: tuple[str, ...] = (), least: int = 0
) -> Iterator[tuple[re.Match[str], re.Match[str], int]]:
    """Yield where a word stands, what follows on it, and where in the text that begins.

    Two small patterns where one would do: RE2 is fast as long as they are small.

    Args:
        text: Where to look.
        word: What announces something.
        rest: What must follow at once.
        apart: What may stand between the two instead; then a colon takes its place.
        least: Characters of a word behind which that is so.
    """
    for match in compiled(word).finditer(text):
        end = match.end()
        behind = text[end : end + BEHIND]
        if follows := compiled(rest).match(behind):
            yield match, follows, end
        # Short words are of code: `pass` and `pw` stand in names of all kinds.
        for pattern in apart if len(match[0].strip("_")) >= least else ():
            value = compiled(pattern).match(behind)
            if value is None or _NEXT_KEY.match(behind, value.end(1)):
                continue
            if least and behind[: value.start(1)].strip() == ",":
                # The next parameter of a function.
                continue
            if follows := compiled(rest).match(f": {value[1]}"):
                yield match, follows, end + value.start(1) - 2
                break
