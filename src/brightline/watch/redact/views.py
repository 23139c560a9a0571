r"""A text as it is written in, the text that is read in it out, with the places of both.

`anna&#64;x.org`, `+49%20151`, `\"dob\":\"\u0031` and digits with nothing to be seen between
them are read as what they stand for, so that each finder knows one way of writing only.
"""

import re
from bisect import bisect_right
from html.entities import html5
from typing import NamedTuple

from brightline.watch.redact.finding import plain

_UNSEEN = (
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u20e3\ufe0e\ufe0f\ufeff]"
)
"""Takes no room: soft hyphens, joiners, marks of direction, what makes a digit a picture."""
_ENTITY = r"&(?:#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});"
_PERCENT = (
    r"%(?:0[aAdD]|2[026789bBcCdDeE]|3[aAbBdDeE]|5[bBdDfF]|7[bBdD])|(?<=[0-9])%2[fF](?=[0-9])"
)
"""Signs that stand in values and between them; not those that end a part of an address."""
_BACKSLASH = r"\\+(?:u[0-9a-fA-F]{4}|[nrt\"'/])"
_WRITTEN = re.compile(f"{_UNSEEN}|{_ENTITY}|{_PERCENT}|{_BACKSLASH}")
_NOT_SEEN = re.compile(_UNSEEN)
_FORM = re.compile(r"[?&][\w.-]{1,40}=")
_PLUS = re.compile(r"(?<=[0-9])\+(?=[0-9])")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}


class View(NamedTuple):
    """A text to look in, and where its characters stand in what was written."""

    text: str
    begins: tuple[int, ...]
    """Where in `text` each stretch begins that is written as it is read."""
    shifts: tuple[int, ...]
    """How many more characters were written up to the begin of each."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the text that is read stands in the text that is written."""
        if not self.begins:
            return start, end
        # The last character is looked up by itself: what is not seen behind it stays.
        return self._at(start), self._at(end - 1, whole=True) + 1 if end > start else start

    def _at(self, place: int, *, whole: bool = False) -> int:
        at = bisect_right(self.begins, place) - 1
        if at < 0:
            return place
        written = place + self.shifts[at]
        if whole and self.begins[at] == place and self.begins[at + 1 : at + 2] == (place + 1,):
            # One that is written with several ends where the next stretch begins.
            return self.begins[at + 1] + self.shifts[at + 1] - 1
        return written


def view(text: str) -> View:
    """Return what is read in a text; of the same length where nothing is written around."""
    flat = plain(text)
    escaped = "&" in text or "%" in text or "\\" in text
    if not escaped and (text.isascii() or not _NOT_SEEN.search(text)):
        return View(flat, (), ())
    if "=" in flat and "+" in flat and _FORM.search(flat):
        flat = _PLUS.sub(" ", flat)
    parts: list[str] = []
    begins, shifts = [0], [0]
    done = size = 0
    for match in _WRITTEN.finditer(text):
        read = _read(match[0])
        if read is None:
            continue
        parts += [flat[done : match.start()], plain(read)]
        size += match.start() - done
        if read:
            begins.append(size)
            shifts.append(match.start() - size)
            size += 1
        done = match.end()
        begins.append(size)
        shifts.append(done - size)
    parts.append(flat[done:])
    return View("".join(parts), tuple(begins), tuple(shifts))


def _read(written: str) -> str | None:
    """Return the one character that something stands for, none, or None for what is itself."""
    first, last = written[0], written[-1]
    if first == "%":
        return chr(int(written[1:], 16))
    if first == "\\":
        code = written.lstrip("\\")
        return chr(int(code[1:], 16)) if code[0] == "u" else _CONTROLS.get(last, last)
    if first == "&":
        if written[1] == "#":
            code = written[2:-1]
            number = int(code[1:], 16) if code[0] in "xX" else int(code)
            return chr(number) if 0 < number < 0x110000 else None
        read = html5.get(written[1:], "")
        return read if len(read) == 1 else None
    return ""
