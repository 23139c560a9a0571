"""A file that is one JSON document in, what its list holds out, one at a time.

An export is often one list over many lines, or one object after the other, indented. No
document is held whole: a value is decoded as soon as it is there.
"""

import codecs
import json
import re
from typing import IO

from brightline.watch.lines import (
    DAMAGE,
    LARGEST_LINE,
    Line,
    Lines,
    Unreadable,
    damaged,
    why_no_json,
)

CHUNK = 1024 * 1024
_BETWEEN = re.compile(r"[\s,]*")
_SPACE = re.compile(r"\s*")
_OPEN = b"{[,"
"""How a line of an indented document ends, and no line of JSON lines does."""


def is_document(head: bytes) -> bool:
    """Tell whether a file is one document, and no JSON lines.

    Args:
        head: Its first bytes.
    """
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"["):
        return True
    first, ended, rest = text.partition(b"\n")
    return (
        text.startswith(b"{")
        and bool(ended)
        and first.rstrip()[-1:] in _OPEN
        and not rest.lstrip(b"\r\n").startswith(b"{")
    )


def document_values(file: IO[bytes], path: str) -> Lines:
    """Yield each value of a list, or each of several values that stand one behind the other.

    Behind a value that cannot be decoded nobody knows where the next begins: the rest is lost.
    """
    held = _Text(file)
    try:
        held.skip(_SPACE)
        in_list = held.take("[")
        while True:
            held.skip(_BETWEEN)
            if held.is_empty or (in_list and held.take("]")):
                return
            found = _value(held, f"{path}:{held.line}")
            yield found
            if isinstance(found, Unreadable):
                return
    except DAMAGE as error:
        yield damaged(f"{path}:{held.line}", error)
    except UnicodeDecodeError:
        yield Unreadable(f"{path}:{held.line}", "it is not JSON: not UTF-8", rest=True)


def _value(held: "_Text", where: str) -> Line | Unreadable:
    """Return the value that begins here, reading on until it is there."""
    while held.left <= LARGEST_LINE:
        try:
            value, end = _DECODER.raw_decode(held.text, held.at)
        except (ValueError, RecursionError) as error:
            if isinstance(error, RecursionError) or not held.more():
                return Unreadable(where, f"it is not JSON: {why_no_json(error)}", rest=True)
        else:
            size = end - held.at
            held.go(end)
            return Line(where, value, size)
    return Unreadable(where, "it is longer than 16 MiB", rest=True)


_DECODER = json.JSONDecoder()


class _Text:
    """The part of a file that is looked at."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self.text = ""
        self.at = 0
        self.line = 1

    @property
    def left(self) -> int:
        return len(self.text) - self.at

    @property
    def is_empty(self) -> bool:
        return self.at >= len(self.text) and not self.more()

    def more(self) -> bool:
        """Read on, twice as much as there is; False at the end."""
        raw = self._file.read(max(CHUNK, self.left))
        new = self._decoder.decode(raw, final=not raw)
        self.text = self.text[self.at :] + new
        self.at = 0
        return bool(raw)

    def skip(self, what: "re.Pattern[str]") -> None:
        while True:
            found = what.match(self.text, self.at)
            self.go(found.end() if found else self.at)
            if self.at < len(self.text) or not self.more():
                return

    def take(self, char: str) -> bool:
        if not self.text.startswith(char, self.at):
            return False
        self.at += 1
        return True

    def go(self, to: int) -> None:
        self.line += self.text.count("\n", self.at, to)
        self.at = to
