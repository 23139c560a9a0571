"""Signals in, a flag out that a reading looks at: it ends soon, and keeps what is done."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

GENTLE = b"\nstopping: what was looked at is kept; once more stops at once\n"
_STDERR = 2

Item = TypeVar("Item")


class _StoppedError(Exception):
    """Breaks off the wait for the next line."""


class Stop:
    """Whether a person wants the reading to end."""

    def __init__(self) -> None:
        self.asked = False
        self._waits = False

    def until(self, items: Iterator[Item]) -> Iterator[Item]:
        """Yield items until it is asked for, also while the next is waited for."""
        try:
            while not self.asked:
                self._waits = True
                one = next(items, self)
                self._waits = False
                if isinstance(one, Stop):
                    return
                yield one
        except _StoppedError:
            return

    def hear(self, _number: int, _frame: FrameType | None) -> None:
        """Take up a signal: the second ends the program."""
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        os.write(_STDERR, GENTLE)
        if self._waits:
            self._waits = False
            raise _StoppedError


@contextmanager
def stopped_by_signals() -> Iterator[Stop]:
    """Yield what the first Ctrl-C or SIGTERM sets; for the main thread."""
    stop = Stop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, stop.hear) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
