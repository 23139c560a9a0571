"""Plays out of a queue, each call recorded before it is sent, many first calls in a commit."""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence

import anyio

from brightline.records import Case, Intent, Withdrawal
from brightline.run.queue import Queue

Intend = Callable[[Sequence[Intent | Withdrawal]], Awaitable[None]]
"""Stores intents, or takes them back; returns once that is durable."""

MOST = 16
"""Plays at most whose first calls are recorded at once: a kill may leave them unsent."""

PART = 4
"""One in so many of the calls in flight: a run that is slow records few ahead."""


class Intents:
    """What is recorded of the calls of a run.

    The first call of a play is recorded before somebody takes the play, so that nobody waits
    for a commit of his own. A run that ends by itself takes back what was never sent; after a
    kill it counts as sent, for nobody knows.
    """

    def __init__(self, queue: Queue, intend: Intend, *, at_once: int) -> None:
        self._queue = queue
        self._intend = intend
        self._most = max(1, min(MOST, at_once // PART))
        self._ready: deque[tuple[Case, int]] = deque()
        self._taking = anyio.Lock()
        self._unsent: dict[str, None] = {}

    async def take(self) -> tuple[Case, int] | None:
        """Return the next play, its first call recorded; None when there will be no more.

        Raises:
            Exception: whatever the plan or the write raised.
        """
        if not self._ready:
            async with self._taking:
                if not self._ready:
                    await self._take_more()
        return self._ready.popleft() if self._ready else None

    async def record(self, attempt_id: str, turn: int, number: int) -> None:
        """Record a call that is about to be sent, unless it was recorded with its play.

        Raises:
            Exception: whatever the write raised.
        """
        if attempt_id not in self._unsent:
            await self._intend([Intent(attempt_id=attempt_id, turn=turn, number=number)])

    def sent(self, attempt_id: str) -> None:
        """Note that a call of a play is being sent: from now on it may have been paid for."""
        self._unsent.pop(attempt_id, None)

    async def withdraw(self) -> None:
        """Take back the intents of plays of which nothing was sent.

        Raises:
            Exception: whatever the write raised.
        """
        left = [Withdrawal(attempt_id=name) for name in self._unsent]
        self._unsent.clear()
        if left:
            await self._intend(left)

    async def _take_more(self) -> None:
        found = await self._queue.take(self._most)
        if found:
            names = [f"{case.id}#{trial}" for case, trial in found]
            await self._intend([Intent(attempt_id=name, turn=1, number=1) for name in names])
            self._unsent.update(dict.fromkeys(names))
            self._ready.extend(found)
