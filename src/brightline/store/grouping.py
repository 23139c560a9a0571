"""Rows of several threads in, one durable transaction for all of them out."""

from collections.abc import Callable, Sequence
from threading import Lock

from brightline.records import Received

Store = Callable[[Sequence[Sequence[Received]]], list[int]]
"""Stores some batches in one transaction; returns how many rows of each were new."""


class _Batch:
    """What one thread brought, and what became of it."""

    def __init__(self, rows: Sequence[Received]) -> None:
        self.rows = rows
        self.new: int | None = None
        self.error: BaseException | None = None


class Grouping:
    """Lets a thread store what came while the one before it waited for the disk.

    A disk takes as long to make one row durable as a hundred: this is what lets many senders be
    answered in the time of one.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Batch] = []
        self._joining = Lock()
        self._storing = Lock()

    def take_in(self, rows: Sequence[Received]) -> int:
        """Return how many of some rows were new, once all of them are durable.

        Raises:
            StoreError: nothing of them was stored, nor of those that were to be with them.
        """
        mine = _Batch(rows)
        with self._joining:
            self._waiting.append(mine)
        with self._storing:
            if mine.new is None and mine.error is None:
                self._store_all()
        if mine.error is not None:
            raise mine.error
        return mine.new or 0

    def _store_all(self) -> None:
        with self._joining:
            batches, self._waiting = self._waiting, []
        try:
            new = self._store([batch.rows for batch in batches])
        except BaseException as error:  # noqa: BLE001 - raised by each thread that waits
            for batch in batches:
                batch.error = error
            return
        for batch, count in zip(batches, new, strict=True):
            batch.new = count
