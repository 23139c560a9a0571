"""Rows of many requests in, one commit for all of them out: acknowledged means stored."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import anyio
from anyio import to_thread

from brightline.errors import StoreError
from brightline.records import Received
from brightline.watch.receiver.refusing import RefusedError

Keep = Callable[[Sequence[Received]], int]
"""Stores rows, durably once it returns, and says how many were new."""

MOST_ROWS = 5_000
"""Rows of one commit, but for a request that brings more alone."""

RETRY_S = 5
"""When a sender shall come again."""


@dataclass(eq=False, slots=True)
class _Waiting:
    rows: Sequence[Received]
    done: anyio.Event = field(default_factory=anyio.Event)
    failed: StoreError | None = None


class Intake:
    """Stores what came, and lets each sender wait until it is."""

    def __init__(self, keep: Keep, *, waiting: int = 0, most_waiting: float = math.inf) -> None:
        """Begin.

        Args:
            keep: Called in a thread, by one at a time.
            waiting: Rows that are stored and were not looked at yet.
            most_waiting: Rows that may wait; above, senders are told to come later.
        """
        self.waiting = waiting
        self.counts: Counter[str] = Counter()
        """Rows by what became of them: `stored` and `known` from before."""
        self.failing: StoreError | None = None
        """Why nothing can be stored at present."""
        self._keep = keep
        self._most = most_waiting
        self._queue: list[_Waiting] = []
        self._more = anyio.Event()
        self._closed = False

    async def take(self, rows: Sequence[Received]) -> None:
        """Return once rows are stored.

        Raises:
            RefusedError: too many wait already, or they cannot be stored now.
        """
        self.check()
        if not rows:
            return
        mine = _Waiting(rows)
        self._queue.append(mine)
        self._more.set()
        await mine.done.wait()
        if mine.failed is not None:
            raise RefusedError(
                503, "it cannot be stored now", retry_after_s=RETRY_S
            ) from mine.failed

    def check(self) -> None:
        """Do nothing while more may come.

        Raises:
            RefusedError: too many rows wait already, or the receiver stops.
        """
        if self._closed:
            raise RefusedError(503, "the receiver stops", retry_after_s=1)
        if self.waiting + sum(len(one.rows) for one in self._queue) > self._most:
            raise RefusedError(429, "too much waits to be looked at", retry_after_s=RETRY_S)

    async def run(self) -> None:
        """Store what comes, until it is closed and nothing is left."""
        while not (self._closed and not self._queue):
            await self._more.wait()
            self._more = anyio.Event()
            while self._queue:
                await self._store(self._next())

    def close(self) -> None:
        """Take no more; what was begun is stored."""
        self._closed = True
        self._more.set()

    def _next(self) -> list[_Waiting]:
        group, size = [self._queue[0]], len(self._queue[0].rows)
        for one in self._queue[1:]:
            size += len(one.rows)
            if size > MOST_ROWS:
                break
            group.append(one)
        del self._queue[: len(group)]
        return group

    async def _store(self, group: Sequence[_Waiting]) -> None:
        rows = [row for one in group for row in one.rows]
        try:
            new = await to_thread.run_sync(self._keep, rows)
        except StoreError as error:
            self.failing = error
            for one in group:
                one.failed = error
        else:
            self.failing = None
            self.waiting += new
            self.counts["stored"] += new
            self.counts["known"] += len(rows) - new
        finally:
            for one in group:
                one.done.set()
