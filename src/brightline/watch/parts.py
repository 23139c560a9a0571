"""Files in, parts of about one size out, each read by exactly one worker; none is read twice.

A large file of plain JSON lines is cut into ranges of bytes: a line belongs to the range in
which it begins; one of Parquet into its row groups. Files of any other kind are read whole:
what is packed cannot be entered in the middle, and an export of OpenTelemetry holds the spans
of a trace anywhere.
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
    MOST_FIRST,
    TRACES,
    Found,
    columns_of,
    first_lines,
    known_shape,
    read_file,
    read_lines,
)
from brightline.watch.lines import LARGEST_LINE, Line, json_lines
from brightline.watch.opening import GZIP, LOOKED_AT, encoding_of, opened_at, size_of
from brightline.watch.parquet import ENDING, Parquet

WHOLE = (".csv", ".tsv", ".gz")
"""Endings of files that are read whole, whatever their size."""


FINEST = 8
"""The last ranges of a file are smaller, down to this part of the others: so all end soon."""

ASKED_AT_ONCE = 32
"""Sizes of files in object storage that are asked for at once."""


class Slice(NamedTuple):
    """A file, or a range of one: of bytes, or of the rows of a Parquet file."""

    path: str
    start: int = 0
    end: int | None = None
    """The first that is too late for a line to begin; None: the file is read whole."""
    shape: LogShape | None = None
    """Of a range: its lines are read as those of the file."""

    @property
    def begins(self) -> bool:
        """Whether it holds the first line of its file."""
        return self.start == 0


class Given(NamedTuple):
    """Lines that somebody else has read already, a few of a file."""

    path: str
    shape: LogShape
    lines: tuple[Line | Found, ...]


Part = tuple[Slice | Given, ...]


def cut(
    paths: Sequence[str], sizes: Sequence[int | None], *, shape: LogShape | None, most: int
) -> list[tuple[Slice, ...]]:
    """Return all that is to be read, in order: small files together, large ones in ranges.

    A file of unknown size, and a large one that cannot be cut, is a part of its own.

    Args:
        paths: Files or addresses.
        sizes: Of `sizes_of`.
        shape: What --mapping says; None is guessed for each file.
        most: Bytes of a part, about.
    """
    parts: list[tuple[Slice, ...]] = []
    held: list[Slice] = []
    room = most
    for path, size in zip(paths, sizes, strict=True):
        if size is None or size > room:
            parts += [tuple(held)] if held else []
            held, room = [], most
        if size is None or size > most:
            parts += [(one,) for one in _ranges(path, size, shape=shape, most=most)]
        else:
            held.append(Slice(path))
            room -= size
    return [*parts, tuple(held)] if held else parts


def sizes_of(paths: Sequence[str]) -> list[int | None]:
    """Return the bytes of each file; None where nobody says."""
    with ThreadPoolExecutor(ASKED_AT_ONCE) as pool:
        return list(pool.map(_size, paths))


def read_slice(
    one: Slice | Given,
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
        first: Number of the first line that begins in a range of bytes.
        tell: Told once which shape a file is read as.
        ended: Told how many lines began in a range, once all were read.

    Raises:
        UsageError: the file cannot be opened, or its lines have no shape that is known.
    """
    if isinstance(one, Given):
        yield from read_lines(one.lines, one.shape)
        return
    if one.end is None or one.shape is None:
        yield from read_file(one.path, shape=shape, tell=tell)
        return
    if one.begins:
        tell(one.shape)
    if one.path.lower().endswith(ENDING):
        rows = one.end - one.start
        lines = Parquet(one.path).rows(columns_of(one.shape), start=one.start, most=rows)
        yield from read_lines(lines, one.shape)
        ended(rows)
        return
    with opened_at(one.path, max(0, one.start - 1)) as file:
        inside = Range(file, one.start, one.end)
        yield from read_lines(json_lines(inside, one.path, first=first), one.shape)
        ended(inside.begun)


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


def _ranges(path: str, size: int | None, *, shape: LogShape | None, most: int) -> list[Slice]:
    found: tuple[LogShape, list[int]] | None = None
    if size is not None:
        with suppress(UsageError):  # whoever reads it says so
            if path.lower().endswith(ENDING):
                found = _row_edges(path, shape, count=-(-size // most))
            elif known := _line_shape(path, shape):
                found = known, _byte_edges(size, most)
    if found is None:
        return [Slice(path)]
    known, edges = found
    return [Slice(path, start, end, known) for start, end in pairwise(edges)]


def _byte_edges(size: int, most: int) -> list[int]:
    edges = [0]
    least = max(1, most // FINEST)
    while (left := size - edges[-1]) > 0:
        step = most if left > 2 * most else max(least, left // 2)
        edges.append(size if left < least + step else edges[-1] + step)
    return edges


def _row_edges(
    path: str, shape: LogShape | None, *, count: int
) -> tuple[LogShape, list[int]] | None:
    file = Parquet(path)
    groups = file.groups
    known = known_shape(path, first_lines(file.rows(most=MOST_FIRST), shape), shape)
    if known is None or len(groups) < 3:
        return None
    count = min(count, len(groups) - 1)
    places = (round(at * (len(groups) - 1) / count) for at in range(count + 1))
    return known, sorted({groups[at] for at in places})


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
