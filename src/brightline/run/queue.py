"""A plan in, its plays out, and then the plays that their outcomes ask for."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

import anyio

from brightline.records import Case


class Queue:
    """What is still to be played: the plan in its order, then what its outcomes ask for.

    The plan is read as it is played, so that its length costs no memory. A plan that has ended
    is read again when an outcome was heard: it may go on then.
    """

    def __init__(self, plan: Iterable[tuple[Case, int]]) -> None:
        """Take the planned plays: cases with the number of the trial, from 1."""
        self._plan: Iterator[tuple[Case, int]] = iter(plan)
        self._more: deque[tuple[Case, int]] = deque()
        self._awaited = 0
        self._closed = False
        self._changed = anyio.Event()

    async def take(self, most: int) -> list[tuple[Case, int]]:
        """Return the next plays, at most so many; none when there will be no more.

        Waits while the plan is over and an outcome is awaited that may ask for more. Each play
        taken is awaited until `heard` is called for it.

        Raises:
            Exception: whatever the plan raised.
        """
        while not self._closed:
            found = list(islice(self._plan, most))
            while self._more and len(found) < most:
                found.append(self._more.popleft())
            self._awaited += len(found)
            if found:
                return found
            if not self._awaited:
                self.close()
                break
            await self._changed.wait()
        return []

    def expect(self) -> None:
        """Note that what a play asks for will be known later; `heard` tells that it is."""
        self._awaited += 1

    def heard(self, more: Iterable[tuple[Case, int]] = ()) -> None:
        """Note an awaited outcome, with the plays that it asks for."""
        self._awaited -= 1
        self._more.extend(more)
        self._wake()  # also without more: what was heard may have added to the plan

    def close(self) -> None:
        """Give nothing out any more."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()
