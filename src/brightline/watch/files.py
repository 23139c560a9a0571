"""Files of logs in, what each line shows out, one at a time: no file is held whole."""

import csv
import gzip
import io
import json
import sys
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

from brightline.errors import UsageError
from brightline.records import LogShape, Sighting, Skipped
from brightline.watch.logs import guess_shape, read_line
from brightline.watch.otlp import read_export
from brightline.watch.traces import Traces

FIRST = 50
"""Lines of a file from which its shape is guessed."""

LARGEST_LINE = 16 * 1024 * 1024
"""Bytes of one line; a longer one is counted as unreadable, and not held."""

STDIN = "-"
GZIP = b"\x1f\x8b"
TRACES = LogShape(name="OpenTelemetry export", turns=(), reply=())


class Unreadable(NamedTuple):
    """A line that nothing can be read from."""

    where: str
    """`file:line`."""
    why: str
    rest: bool = False
    """Whether all that follows in the file is lost with it."""


class _Line(NamedTuple):
    where: str
    value: object


Found = Sighting | Skipped | Unreadable


def read_file(
    path: str, *, shape: LogShape | None = None, tell: Callable[[LogShape], None]
) -> Iterator[Found]:
    """Yield what each line of a file shows, in its order; a bad line stops nothing.

    JSON lines and CSV, plain or with gzip; `-` is standard input.

    Args:
        path: Of the file.
        shape: Where the parts of a line stand; None guesses by the first lines.
        tell: Told once which shape the file is read as.

    Raises:
        UsageError: the file cannot be opened, or its lines have no shape that is known.
    """
    with _opened(path) as file:
        lines = _csv_lines(file, path) if _is_csv(path) else _json_lines(file, path)
        held = deque(islice(lines, FIRST))
        values = [line.value for line in held if isinstance(line, _Line)]
        known = shape or _shape(values)
        if known is None:
            if not values and not held:
                return
            raise UsageError(
                f"{path}: the lines have no shape that is known",
                slug="log-shape-unknown",
                hint="Name where request and reply stand in a mapping file: --mapping FILE.",
            )
        tell(known)
        yield from (
            _traces(_all(held, lines)) if known is TRACES else _read(_all(held, lines), known)
        )


def _all(
    held: "deque[_Line | Unreadable]", lines: Iterator[_Line | Unreadable]
) -> Iterator[_Line | Unreadable]:
    while held:
        yield held.popleft()
    yield from lines


def _shape(values: list[object]) -> LogShape | None:
    if any(isinstance(one, dict) and _EXPORTS & one.keys() for one in values):
        return TRACES
    return guess_shape(values)


_EXPORTS = {"resourceSpans", "resourceLogs"}


def _read(lines: Iterable[_Line | Unreadable], shape: LogShape) -> Iterator[Found]:
    for line in lines:
        if isinstance(line, Unreadable):
            yield line
        elif not isinstance(line.value, dict):
            yield Unreadable(line.where, "it is no JSON object")
        else:
            yield read_line(line.value, shape, name=line.where)


def _traces(lines: Iterable[_Line | Unreadable]) -> Iterator[Found]:
    traces = Traces()
    for line in lines:
        if isinstance(line, Unreadable):
            yield line
        else:
            yield from traces.add(*read_export(line.value))
    yield from traces.rest()


def _json_lines(file: IO[bytes], path: str) -> Iterator[_Line | Unreadable]:
    number = 0
    while True:
        number += 1
        where = f"{path}:{number}"
        try:
            raw = file.readline(LARGEST_LINE + 1)
        except (OSError, EOFError, zlib.error) as error:
            yield Unreadable(where, f"the file is damaged from here on: {error}", rest=True)
            return
        if not raw:
            return
        if len(raw) > LARGEST_LINE:
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(LARGEST_LINE)
            yield Unreadable(where, "it is longer than 16 MiB")
        elif text := raw.strip().removeprefix(b"\xef\xbb\xbf"):
            yield _decoded(text, where)


def _decoded(raw: bytes, where: str) -> _Line | Unreadable:
    try:
        return _Line(where, json.loads(raw))
    except (ValueError, RecursionError) as error:
        told = error.msg.lower() if isinstance(error, json.JSONDecodeError) else "not UTF-8"
        return Unreadable(where, f"it is not JSON: {told}")


def _csv_lines(file: IO[bytes], path: str) -> Iterator[_Line | Unreadable]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    rows = csv.DictReader(text)
    try:
        for row in rows:
            yield _Line(f"{path}:{rows.line_num}", {key: row[key] for key in row if key})
    except (csv.Error, OSError, EOFError, zlib.error) as error:
        yield Unreadable(f"{path}:{rows.line_num}", f"it is not CSV: {error}", rest=True)


def _is_csv(path: str) -> bool:
    return path.removesuffix(".gz").endswith(".csv")


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    """Open a file, or standard input, through gzip where it is packed.

    Raises:
        UsageError: it cannot be opened.
    """
    with ExitStack() as held:
        try:
            raw: IO[bytes] = (
                sys.stdin.buffer if path == STDIN else held.enter_context(Path(path).open("rb"))
            )
        except OSError as error:
            raise UsageError(
                f"{path} cannot be read: {error.strerror}",
                slug="log-unreadable",
                hint="Check the path; `-` reads standard input.",
            ) from error
        file = io.BufferedReader(_Raw(raw))
        packed = file.peek(2)[:2] == GZIP
        yield io.BufferedReader(gzip.GzipFile(fileobj=file)) if packed else file


class _Raw(io.RawIOBase):
    """A stream of bytes that can only be read on, so that its first bytes can be looked at."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, into: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill a buffer with what comes next; 0 at the end."""
        some = self._stream.read(len(into))
        into[: len(some)] = some
        return len(some)
