"""Records in, durable rows out: many tasks write, one commits for all of them."""

import math
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

import anyio
import anyio.to_thread

from brightline.records import Record

LINGER_S = 0.004
"""Shortest time from one commit to the next, which a batch stays open for: a commit costs more
than its rows.  A row that comes alone is written at once."""

SOON_S = 0.03
"""How long rows that nobody waits for may stay in memory."""

MOST = 1_000
"""Rows of a batch from which on `put_soon` waits, too."""


class _Batch:
    """Rows that are committed together."""

    __slots__ = ("done", "rows", "urgent")

    def __init__(self) -> None:
        self.rows: list[Record] = []
        self.done = anyio.Event()
        self.urgent = anyio.Event()
        """Set once somebody waits for it."""


class Ledger:
    """Commits the rows of many tasks in groups, in the order in which they came."""

    def __init__(self, write: Callable[[Sequence[Record]], None]) -> None:
        """Take the function that makes rows durable; a thread calls it, one at a time."""
        self._write = write
        self._batch = _Batch()
        self._error: Exception | None = None
        self._told = False
        self._closing = False
        self._stirred = anyio.Event()
        self._wrote_at = -math.inf

    async def __aenter__(self) -> Self:
        self._group = anyio.create_task_group()
        await self._group.__aenter__()
        self._group.start_soon(self._run)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is left; raise a failed write unless something else flies already."""
        self._closing = True
        self._stirred.set()
        self._batch.urgent.set()
        # The group is told of no error: it would wrap it, and the writer ends by itself.
        await self._group.__aexit__(None, None, None)
        if error is None and self._error is not None and not self._told:
            raise self._error

    async def put(self, records: Sequence[Record]) -> None:
        """Write rows; return once they are durable.

        Raises:
            Exception: whatever the write raised; every row after it raises the same.
        """
        batch = self._add(*records)
        batch.urgent.set()
        await batch.done.wait()
        self._check()

    async def put_soon(self, record: Record) -> None:
        """Write a row soon, at the latest when the ledger closes.

        Raises:
            Exception: whatever an earlier write raised.
        """
        batch = self._add(record)
        if len(batch.rows) >= MOST:
            batch.urgent.set()
            await batch.done.wait()
            self._check()

    def _add(self, *records: Record) -> _Batch:
        self._check()
        self._batch.rows.extend(records)
        self._stirred.set()
        return self._batch

    def _check(self) -> None:
        if self._error is not None:
            self._told = True
            raise self._error

    async def _run(self) -> None:
        """Commit batch after batch, also while the tasks around are cancelled."""
        with anyio.CancelScope(shield=True):
            while self._batch.rows or not self._closing:
                await self._stirred.wait()
                await self._linger()
                batch, self._batch = self._batch, _Batch()
                if not self._closing:
                    self._stirred = anyio.Event()
                if batch.rows:
                    await self._commit(batch)

    async def _linger(self) -> None:
        """Leave the batch open for a moment, if others are likely to join it."""
        if not self._closing:
            with anyio.move_on_after(SOON_S):
                await self._batch.urgent.wait()
        pause_s = self._wrote_at + LINGER_S - anyio.current_time()
        if pause_s > 0 and not self._closing:
            await anyio.sleep(pause_s)

    async def _commit(self, batch: _Batch) -> None:
        try:
            if self._error is None:
                await anyio.to_thread.run_sync(self._write, batch.rows)
        except Exception as error:  # noqa: BLE001 - raised in every task that waits
            self._error = error
        finally:
            self._wrote_at = anyio.current_time()
            batch.done.set()
