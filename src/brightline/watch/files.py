"""Files of logs in, what each line shows out, one at a time: no file is held whole."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from brightline.errors import UsageError
from brightline.records import LogShape, Sighting, Skipped
from brightline.watch.documents import document_values, is_document
from brightline.watch.lines import DAMAGE, Line, Lines, Unreadable, csv_lines, json_lines
from brightline.watch.logs import guess_shape, is_of_shape, read_line, what_is_missing
from brightline.watch.opening import LOOKED_AT, opened
from brightline.watch.otlp import read_export
from brightline.watch.parquet import ENDING, Parquet
from brightline.watch.traces import Traces

FIRST = 50
"""Lines of a file from which its shape is guessed."""

MOST_FIRST = 500
"""Lines that are looked at for one with text in it."""

MOST_HELD = 8 * 1024 * 1024
"""Bytes of these lines, about."""

TRACES = LogShape(name="OpenTelemetry export", turns=(), reply=())

_EXPORTS = frozenset({"resourceSpans", "resourceLogs", "resourceMetrics"})
_MOST_KEYS = 12
_LONGEST_KEY = 40

Found = Sighting | Skipped | Unreadable


def read_file(
    path: str, *, shape: LogShape | None = None, tell: Callable[[LogShape], None]
) -> Iterator[Found]:
    """Yield what each line of a file shows, in its order; a bad line stops nothing.

    JSON lines, one JSON document, CSV and Parquet, all but the last plain or with gzip; `-` is
    standard input.

    Args:
        path: Of the file.
        shape: Where the parts of a line stand; None guesses by the first lines.
        tell: Told once which shape the file is read as.

    Raises:
        UsageError: the file cannot be opened, or its lines have no shape that is known.
    """
    with log_lines(path, shape) as (known, lines):
        if known:
            tell(known)
            yield from read_lines(lines, known)


@contextmanager
def log_lines(
    path: str, shape: LogShape | None
) -> "Iterator[tuple[LogShape | None, Iterator[Line | Found]]]":
    """Open a file, and yield as what it is read and its lines, which `read_lines` reads.

    The shape is None where the file is empty. Spans come as the exchanges that they make.

    Raises:
        UsageError: as `read_file` does.
    """
    if path.lower().endswith(ENDING):
        file = Parquet(path)
        known = known_shape(path, first_lines(file.rows(most=MOST_FIRST), shape), shape)
        yield known, file.rows(columns_of(known)) if known else iter(())
        return
    with _lines(path) as lines:
        first = first_lines(lines, shape)
        known = known_shape(path, first, shape)
        every = chain(_given_out(first), lines)
        yield known, _traces(every) if known is TRACES else every


def columns_of(shape: LogShape) -> list[str]:
    """Return the paths that a shape leads to."""
    inside = {"role", "text", "user_roles", "assistant_roles"}
    parts = shape.model_dump(exclude={"name", *inside}).values()
    return [path for paths in parts for path in paths]


def known_shape(
    path: str, first: "Sequence[Line | Unreadable]", shape: LogShape | None
) -> LogShape | None:
    """Return as what a file is read; None where it is empty.

    Raises:
        UsageError: nobody knows.
    """
    values = [line.value for line in first if isinstance(line, Line)]
    known = _shape(values, shape)
    if known is None and first:
        raise _no_shape(path, first, shape)
    return known


@contextmanager
def _lines(path: str) -> Iterator[Lines]:
    with opened(path) as file:
        if path.lower().removesuffix(".gz").endswith((".csv", ".tsv")):
            yield csv_lines(file, path)
            return
        try:
            head = file.peek(LOOKED_AT)
        except DAMAGE:
            head = b""  # reading will say so
        yield document_values(file, path) if is_document(head) else json_lines(file, path)


def first_lines(lines: Lines, shape: LogShape | None) -> "deque[Line | Unreadable]":
    """Return lines from which a shape can be told; one that shows nothing is looked past."""
    held: deque[Line | Unreadable] = deque()
    size = 0
    for line in lines:
        held.append(line)
        size += line.size if isinstance(line, Line) else 0
        if len(held) >= MOST_FIRST or size >= MOST_HELD:
            break
        if len(held) % FIRST == 0:
            values = [one.value for one in held if isinstance(one, Line)]
            if _shape(values, shape) is not None:
                break
    return held


def _given_out(held: "deque[Line | Unreadable]") -> Iterator[Line | Unreadable]:
    while held:
        yield held.popleft()


def _shape(values: list[object], shape: LogShape | None) -> LogShape | None:
    if shape is not None:
        fits = any(is_of_shape(read_line(one, shape, name="")) for one in values)
        return shape if fits else None
    if any(map(_is_export, values)):
        return TRACES
    return guess_shape(values)


def _is_export(value: object) -> bool:
    return isinstance(value, dict) and not _EXPORTS.isdisjoint(value)


def _no_shape(
    path: str, first: Sequence[Line | Unreadable], shape: LogShape | None
) -> UsageError:
    values = [line.value for line in first if isinstance(line, Line)]
    if not values and isinstance(first[0], Unreadable):
        return UsageError(
            f"{path}: none of the first {len(first)} lines can be read; {first[0].where}:"
            f" {first[0].why}",
            slug="log-shape-unknown",
            hint="Name a file of JSON lines, one JSON document, CSV or Parquet.",
        )
    keys = next((list(map(_shortened, one)) for one in values if isinstance(one, dict)), [])
    shown = ", ".join(keys[:_MOST_KEYS]) + (", …" if len(keys) > _MOST_KEYS else "")
    has = f"; the first has the keys {shown}" if keys else ""
    if shape is not None:
        why, hint = what_is_missing(values, shape)
        return UsageError(
            f"{path}: {shape.name} where request and reply stand, and there they are in none"
            f" of the first {len(values)} lines: {why}{has}",
            slug="log-shape-unknown",
            hint=hint,
        )
    return UsageError(
        f"{path}: the lines have no shape that is known{has}",
        slug="log-shape-unknown",
        hint="Name where request and reply stand in a mapping file: --mapping FILE.",
    )


def _shortened(key: object) -> str:
    told = str(key)
    return told if len(told) <= _LONGEST_KEY else f"{told[:_LONGEST_KEY]}…"


def read_lines(lines: "Iterable[Line | Found]", shape: LogShape) -> Iterator[Found]:
    """Yield what each line shows, of lines that are exchanges one by one."""
    for line in lines:
        if not isinstance(line, Line):
            yield line
        elif not isinstance(line.value, dict):
            yield Unreadable(line.where, "it is no JSON object")
        else:
            yield read_line(line.value, shape, name=line.where)


def _traces(lines: Iterable[Line | Unreadable]) -> Iterator[Found]:
    traces = Traces()
    for line in lines:
        if isinstance(line, Unreadable):
            yield line
        elif not _is_export(line.value):
            yield Unreadable(line.where, "it is no export of OpenTelemetry")
        else:
            yield from traces.add(*read_export(line.value))
    yield from traces.rest()
