"""Logs that one process must read in, their lines for others to look at out.

What is packed, or no JSON lines, cannot be entered in the middle; standard input, a pipe and a
web server give it only once. Reading such a line costs little of what looking at it does.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from types import TracebackType
from typing import Self

from brightline.errors import UsageError
from brightline.pipeline.watch.scanning import ScanOrder, Telling
from brightline.pipeline.watch.stopping import Stop
from brightline.records import LogShape
from brightline.watch.files import TRACES, Found, log_lines, read_file, read_lines
from brightline.watch.lines import Line, unknown_file
from brightline.watch.opening import size_of
from brightline.watch.parts import Given, Part, Slice

LINES = 1_024
"""Lines of a part, at most."""

LONG = 16_384
"""Lines that are held of what can be read once, at most, until it is known how to look."""


class LongError(Exception):
    """More would have to be held than is."""


class Streams:
    """The logs of a scan that can be read only once; a context manager that closes them."""

    def __init__(self, order: ScanOrder, most: int, *, telling: Telling, stop: Stop) -> None:
        """Begin with none open.

        Args:
            order: Names all logs.
            most: Bytes of a part; a whole file that is longer is read here.
            telling: Told as what each is read here.
            stop: Asked whether it is to end.
        """
        self._order = order
        self._most = most
        self._telling = telling
        self._stop = stop
        self._open: dict[str, _Once | UsageError] = {}
        self._held = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._held.close()

    def read(
        self, path: str, /, *, shape: LogShape | None, tell: Callable[[LogShape], None]
    ) -> Iterator[Found]:
        """Read a file from its beginning, as `read_file` does; one that comes once is held.

        What it is read as is told once it is opened.

        Raises:
            LongError: so much of it is read that it cannot be held.
            UsageError: as `read_file` does.
        """
        if _size(path) is not None:
            yield from read_file(path, shape=shape, tell=tell)
            return
        once = self._opened(path)
        if once.shape:
            yield from read_lines(once.lines(), once.shape)

    def again(
        self, path: str, /, *, shape: LogShape | None, tell: Callable[[LogShape], None]
    ) -> Iterator[Found]:
        """Read a file from its beginning, for the last time."""
        if _size(path) is not None:
            yield from read_file(path, shape=shape, tell=tell)
            return
        once = self._opened(path)
        if once.shape:
            yield from read_lines(chain(once.let_go(), once.lines()), once.shape)

    def filled(self, parts: Sequence[Part], sizes: Sequence[int | None]) -> Iterator[Part]:
        """Yield parts that others can read, and the lines of those that they cannot.

        Once it is to end, what was read of these is all that comes.
        """
        known = dict(zip(self._order.sources, sizes, strict=True))
        for part in parts:
            one, size = part[0], known[part[0].path]
            is_whole = isinstance(one, Slice) and one.end is None
            if is_whole and (size is None or size > self._most):
                with ExitStack() as held:
                    yield from self._given(one.path, held)
            elif not self._stop.asked:
                yield part

    def _given(self, path: str, held: ExitStack) -> Iterator[Part]:
        if self._stop.asked and path not in self._open:
            return
        try:
            once = self._opened(path, held)
        except UsageError as error:
            if len(self._order.sources) == 1:
                raise
            yield (Given(path, TRACES, (unknown_file(path, error),)),)
            return
        if once.shape:
            lines = chain(once.let_go(), self._stop.until(once.lines()))
            for some in _some(lines, self._most):
                yield (Given(path, once.shape, some),)

    def _opened(self, path: str, held: ExitStack | None = None) -> "_Once":
        """Return a file that is open already, or open it: for as long as the scan goes on."""
        once = self._open.get(path)
        if once is None:
            try:
                once = _Once(path, self._order.shape, held or self._held)
                if once.shape:
                    self._telling.shape(path, once.shape)
            except UsageError as error:
                once = error
            if held is None:
                self._open[path] = once
        if isinstance(once, UsageError):
            raise once
        return once


class _Once:
    """A log of which the beginning can be read again, as long as it is held."""

    def __init__(self, path: str, shape: LogShape | None, held: ExitStack) -> None:
        """Open it; raises as `log_lines` does."""
        self.shape, self._rest = held.enter_context(log_lines(path, shape))
        self._is_held = True
        self._first: deque[Line | Found] = deque()

    def lines(self) -> Iterator[Line | Found]:
        """Yield all lines, from the first on as long as that is held."""
        yield from tuple(self._first)
        for line in self._rest:
            if self._is_held:
                self._first.append(line)
            if len(self._first) > LONG:
                raise LongError
            yield line

    def let_go(self) -> Iterator[Line | Found]:
        """Yield the lines that are held; they are not any more then."""
        self._is_held = False
        while self._first:
            yield self._first.popleft()


def _some(lines: Iterator[Line | Found], most: int) -> Iterator[tuple[Line | Found, ...]]:
    held: list[Line | Found] = []
    size = 0
    for line in lines:
        held.append(line)
        size += line.size if isinstance(line, Line) else 0
        if len(held) >= LINES or size >= most:
            yield tuple(held)
            held, size = [], 0
    if held:
        yield tuple(held)


def _size(path: str) -> int | None:
    try:
        return size_of(path)
    except UsageError:  # whoever reads it says so
        return 0
