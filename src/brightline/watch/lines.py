"""An open file in, its lines decoded out, one at a time; a bad line stops nothing."""

import csv
import io
import json
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple, Protocol

from brightline.errors import BrightlineError

LARGEST_LINE = 16 * 1024 * 1024
"""Bytes of one line; a longer one is counted as unreadable, and not held."""

DAMAGE = (OSError, EOFError, zlib.error)
"""What reading raises where a file is damaged."""

_DELIMITERS = (",", ";", "\t")


class Unreadable(NamedTuple):
    """A line that nothing can be read from."""

    where: str
    """`file:line`."""
    why: str
    rest: bool = False
    """Whether all that follows in the file is lost with it."""


class Line(NamedTuple):
    """A line and what it says."""

    where: str
    value: object
    size: int
    """Bytes, about."""


Lines = Iterator[Line | Unreadable]


class HasLines(Protocol):
    """What an open file does for who reads lines."""

    def readline(self, size: int, /) -> bytes:
        """Return a line, or as much of it as is asked for; nothing at the end."""


def json_lines(file: HasLines, path: str, *, first: int = 1) -> Lines:
    """Yield each line of a file of JSON lines; blank ones are none.

    Args:
        file: Open, at the beginning of a line.
        path: Its name.
        first: Number of that line.
    """
    number = first - 1
    while True:
        number += 1
        where = f"{path}:{number}"
        try:
            raw = file.readline(LARGEST_LINE + 1)
            if len(raw) > LARGEST_LINE:
                while raw and not raw.endswith(b"\n"):
                    raw = file.readline(LARGEST_LINE)
                yield Unreadable(where, "it is longer than 16 MiB")
                continue
        except DAMAGE as error:
            yield damaged(where, error)
            return
        if not raw:
            return
        if text := raw.strip().removeprefix(b"\xef\xbb\xbf"):
            yield _decoded(text, where)


def csv_lines(file: IO[bytes], path: str) -> Lines:
    """Yield each row of a CSV file as its cells by the names of the first row.

    Between cells stands what stands most often in the first row: comma, semicolon or tab.
    """
    csv.field_size_limit(LARGEST_LINE)  # of the module, which knows no other way
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    number = 1
    try:
        first = text.readline(LARGEST_LINE)
        delimiter = max(_DELIMITERS, key=first.count)
        names = next(csv.reader([first], delimiter=delimiter), [])
        rows = csv.DictReader(text, names, delimiter=delimiter)
        while True:
            number = rows.line_num + 2
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Unreadable(f"{path}:{number}", f"it is not CSV: {error}")
                continue
            cells = {key: row[key] for key in row if key}
            yield Line(f"{path}:{number}", cells, sum(map(_size, cells.values())))
    except DAMAGE as error:
        yield damaged(f"{path}:{number}", error)


def damaged(where: str, error: Exception) -> Unreadable:
    """Return what is said where a file cannot be read on."""
    return Unreadable(where, f"the file is damaged from here on: {error}", rest=True)


def unknown_file(path: str, error: BrightlineError) -> Unreadable:
    """Return what is said of one file of several that cannot be read at all."""
    why = error.message.removeprefix(f"{path}: ").removeprefix(f"{path} ")
    return Unreadable(path, why, rest=True)


def _decoded(raw: bytes, where: str) -> Line | Unreadable:
    if 0 in raw:
        return Unreadable(where, "it is not UTF-8: zero bytes stand in it, as in UTF-16")
    try:
        return Line(where, json.loads(raw), len(raw))
    except (ValueError, RecursionError) as error:
        return Unreadable(where, f"it is not JSON: {why_no_json(error)}")


def why_no_json(error: Exception) -> str:
    """Return what is wrong, without a word of the text."""
    if isinstance(error, json.JSONDecodeError):
        return error.msg.lower()
    return "nested too deeply" if isinstance(error, RecursionError) else "not UTF-8"


def _size(cell: object) -> int:
    return len(cell) if isinstance(cell, str) else 0
