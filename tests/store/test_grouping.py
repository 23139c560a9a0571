"""Threads that store at once share a transaction, and what becomes of it."""

import threading
from collections.abc import Sequence

import pytest
import watched_rows as watched

from brightline.errors import StoreError
from brightline.records import Received
from brightline.store.grouping import Grouping

THREADS = 5


class Disk:
    """Stores batches once it is let, or fails; the first batch holds up the others."""

    def __init__(self) -> None:
        self.full = False
        self.groups: list[int] = []
        self.begun, self.go = threading.Event(), threading.Event()

    def store(self, batches: Sequence[Sequence[Received]]) -> list[int]:
        self.groups.append(len(batches))
        self.begun.set()
        self.go.wait()
        if self.full:
            raise StoreError("the disk is full", slug="store-disk-full")
        return [len(batch) for batch in batches]


def take_in_at_once(disk: Disk) -> list[object]:
    """Return what each of some threads was told: the first is stored while the others come."""
    grouping = Grouping(disk.store)
    told: list[object] = []

    def send(number: int) -> None:
        try:
            told.append(grouping.take_in([watched.received(number)] * (number + 1)))
        except StoreError as error:
            told.append(error.slug)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(THREADS)]
    threads[0].start()
    disk.begun.wait()
    for thread in threads[1:]:
        thread.start()
    while len(grouping._waiting) < THREADS - 1:
        pass
    disk.go.set()
    for thread in threads:
        thread.join()
    return told


def test_what_comes_while_the_disk_is_busy_is_stored_together() -> None:
    disk = Disk()

    assert sorted(take_in_at_once(disk)) == [1, 2, 3, 4, 5]
    assert disk.groups == [1, THREADS - 1]


def test_a_disk_that_is_full_is_said_to_every_thread_and_is_tried_again_by_the_next() -> None:
    disk = Disk()
    disk.full = True

    assert take_in_at_once(disk) == ["store-disk-full"] * THREADS
    grouping = Grouping(disk.store)
    with pytest.raises(StoreError):
        grouping.take_in([watched.received(1)])
    disk.full = False
    assert grouping.take_in([watched.received(1)]) == 1
