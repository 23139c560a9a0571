"""What goes wrong again and again in, a few lines that say so, and one when it is over, out."""

import time
from collections.abc import Callable
from datetime import timedelta

from brightline.errors import BrightlineError
from brightline.report.watched.wording import span_words

AGAIN_S, LONGEST_S = 60.0, 3600.0
"""Seconds until it is said again: the first time, and at most; each wait is twice as long."""


class Trouble:
    """Says once that something does not work, then ever more rarely, and when it does again."""

    def __init__(
        self,
        say: Callable[[str], object],
        over: str,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin without any.

        Args:
            say: Told what goes wrong.
            over: What to say once it works again.
            clock: Seconds.
        """
        self._say = say
        self._over = over
        self._clock = clock
        self._since: float | None = None
        self._next_s = self._wait_s = 0.0

    def has(self, words: str) -> None:
        """Take up that it does not work now, and say so where it is time to."""
        now = self._clock()
        if self._since is None:
            self._since, self._wait_s = now, AGAIN_S
            self._say(words)
        elif now >= self._next_s:
            self._wait_s = min(2 * self._wait_s, LONGEST_S)
            self._say(f"for {self._span(now)} now: {words}")
        else:
            return
        self._next_s = now + self._wait_s

    def ends(self) -> None:
        """Take up that it works, and say so where it did not."""
        if self._since is not None:
            self._say(f"{self._over}, after {self._span(self._clock())}")
            self._since = None

    def _span(self, now: float) -> str:
        since = now if self._since is None else self._since
        return span_words(timedelta(seconds=now - since))


def words_of(error: BrightlineError) -> str:
    """Return what went wrong and where, without what its hint says: to start it again."""
    place = f"{error.where}: " if error.where else ""
    return f"{place}{error.message} [{error.slug}]"
