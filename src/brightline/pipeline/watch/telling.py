"""What a scan does in, lines on stderr out."""

from collections.abc import Callable
from typing import Self, TextIO

from brightline.pipeline.watch.scanning import Telling
from brightline.records import LogShape
from brightline.report.clean import one_line
from brightline.watch.opening import STDIN

DRAWN_S = 0.5
"""Seconds between two states of the line, on a terminal."""

WRITTEN_S = 20.0
"""Seconds between two lines, elsewhere."""


class Reading:
    """Says which files are read and how far it is; a context manager that ends its line."""

    def __init__(self, stream: TextIO, *, clock: Callable[[], float]) -> None:
        """Begin.

        Args:
            stream: Where to write, stderr as a rule.
            clock: Monotonic seconds.
        """
        self._stream = stream
        self._clock = clock
        self._drawn = stream.isatty()
        self._pause = DRAWN_S if self._drawn else WRITTEN_S
        self._started = clock()
        self._next = self._started + self._pause
        self._count = 0
        self._begun = False
        self.telling = Telling(shape=self._shape, problem=self._line, looked=self._looked)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end_line()

    def _shape(self, path: str, shape: LogShape) -> None:
        name = "standard input" if path == STDIN else path
        self._line(f"reading {name} as {shape.name}")

    def _looked(self) -> None:
        self._count += 1
        if self._count % 100:
            return
        now = self._clock()
        if now < self._next:
            return
        self._next = now + self._pause
        speed = self._count / max(now - self._started, 0.001)
        words = f"{self._count:,} exchanges looked at, {speed:,.0f} a second"
        if self._drawn:
            self._stream.write(f"\r{words}\x1b[K")
            self._stream.flush()
            self._begun = True
        else:
            self._line(words)

    def _line(self, words: str) -> None:
        self._end_line()
        self._stream.write(f"{one_line(words)}\n")
        self._stream.flush()

    def _end_line(self) -> None:
        if self._begun:
            self._stream.write("\r\x1b[K")
            self._begun = False
