"""Files in, parts of about one size out, each read by exactly one worker; none is read twice.

A large file of plain JSON lines is cut into ranges of bytes: a line belongs to the range in
which it begins. Files of any other kind are read whole, by one worker: what is packed cannot be
entered in the middle, and an export of OpenTelemetry holds the spans of a trace anywhere.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from typing import IO, NamedTuple

from brightline.errors import UsageError
from brightline.records import LogShape
from brightline.watch.documents import is_document
from brightline.watch.files import (
    TRACES,
    Found,
    first_lines,
    known_shape,
    read_file,
    read_lines,
)
from brightline.watch.lines import LARGEST_LINE, json_lines
from brightline.watch.opening import GZIP, LOOKED_AT, encoding_of, opened_at, size_of

WHOLE = (".csv", ".tsv", ".parquet", ".gz")
"""Endings of files that are read whole, whatever their size."""


ASKED_AT_ONCE = 32
"""Sizes of files in object storage that are asked for at once."""


class Slice(NamedTuple):
    """A file, or a range of one."""

    path: str
    start: int = 0
    end: int | None = None
    """The first byte that is too late for a line to begin; None: the file is read whole."""
    shape: LogShape | None = None
    """Of a range: its lines are read as those of the file."""

    @property
    def begins(self) -> bool:
        """Whether it holds the first line of its file."""
        return self.start == 0


Part = tuple[Slice, ...]


def cut(
    paths: Sequence[str], sizes: Sequence[int | None], *, shape: LogShape | None, most: int
) -> list[Part]:
    """Return all that is to be read, in order: small files together, large ones in ranges.

    Args:
        paths: Files or addresses.
        sizes: Of `sizes_of`.
        shape: What --mapping says; None is guessed for each file.
        most: Bytes of a part, about.
    """
    parts: list[Part] = []
    held: list[Slice] = []
    room = most
    for path, size in zip(paths, sizes, strict=True):
        ranges = _ranges(path, size or 0, shape=shape, most=most)
        each = (size or 0) // len(ranges)
        for one in ranges:
            if held and each > room:
                parts.append(tuple(held))
                held, room = [], most
            held.append(one)
            room -= each
    return [*parts, tuple(held)] if held else parts


def sizes_of(paths: Sequence[str]) -> list[int | None]:
    """Return the bytes of each file; None where nobody says."""
    with ThreadPoolExecutor(ASKED_AT_ONCE) as pool:
        return list(pool.map(_size, paths))


def read_slice(
    one: Slice,
    *,
    shape: LogShape | None,
    first: int,
    tell: Callable[[LogShape], None],
    ended: Callable[[int], None],
) -> Iterator[Found]:
    """Yield what a slice holds, as `read_file` does for its file.

    Args:
        one: What is read.
        shape: Of whole files, as in `read_file`.
        first: Number of the first line that begins in a range.
        tell: Told once which shape a file is read as.
        ended: Told how many lines began in a range, once all were read.

    Raises:
        UsageError: the file cannot be opened, or its lines have no shape that is known.
    """
    if one.end is None or one.shape is None:
        yield from read_file(one.path, shape=shape, tell=tell)
        return
    if one.begins:
        tell(one.shape)
    with opened_at(one.path, max(0, one.start - 1)) as file:
        lines = Range(file, one.start, one.end)
        yield from read_lines(json_lines(lines, one.path, first=first), one.shape)
        ended(lines.begun)


class Range:
    """Lines of a file that begin between two bytes."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        """Pass over the end of a line that began before.

        Args:
            file: Open, at the byte before the first.
            start: The first byte at which a line may begin.
            end: The first that is too late.
        """
        self._file = file
        self._at = max(0, start - 1)
        self._end = end
        self._inside = start > 0
        self.begun = 0
        """Lines that were begun."""
        while self._inside and self.readline(LARGEST_LINE):
            pass

    def readline(self, size: int, /) -> bytes:
        """Return a line, or as much of it as is asked for; nothing once none begins."""
        if not self._inside and self._at >= self._end:
            return b""
        some = self._file.readline(size)
        self.begun += bool(some) and not self._inside
        self._at += len(some)
        self._inside = bool(some) and not some.endswith(b"\n")
        return some


def _size(path: str) -> int | None:
    try:
        return size_of(path)
    except UsageError:  # whoever reads it says so
        return None


def _ranges(path: str, size: int, *, shape: LogShape | None, most: int) -> list[Slice]:
    known = None
    if size > most:
        with suppress(UsageError):  # whoever reads it says so
            known = _line_shape(path, shape)
    if known is None:
        return [Slice(path)]
    count = -(-size // most)
    edges = [size * at // count for at in range(count + 1)]
    return [Slice(path, start, end, known) for start, end in pairwise(edges)]


def _line_shape(path: str, shape: LogShape | None) -> LogShape | None:
    """Return the shape of a file of plain JSON lines of exchanges; None for any other."""
    if path.lower().endswith(WHOLE):
        return None
    with opened_at(path, 0) as file:
        head = file.peek(LOOKED_AT)[:LOOKED_AT]
        if head.startswith(GZIP) or encoding_of(head) or is_document(head):
            return None
        known = known_shape(path, first_lines(json_lines(file, path), shape), shape)
    return None if known is TRACES else known
