"""Group commit: durable before it returns, in order, and honest about failures."""

import threading
from collections.abc import Sequence

import anyio
import pytest

from brightline.records import Intent, Record
from brightline.run.ledger import MOST, Ledger


def row(number: int) -> Intent:
    return Intent(attempt_id=f"a#{number}", turn=1, number=1)


class Disk:
    def __init__(self) -> None:
        self.rows: list[Record] = []
        self.commits = 0

    def write(self, rows: Sequence[Record]) -> None:
        self.rows += rows
        self.commits += 1


async def test_a_row_is_there_when_put_returns() -> None:
    disk = Disk()

    async with Ledger(disk.write) as ledger:
        for number in range(1, 6):
            await ledger.put([row(number)])
            assert len(disk.rows) == number


async def test_many_writers_share_a_commit_and_none_is_lost() -> None:
    disk = Disk()

    async with Ledger(disk.write) as ledger:

        async def work(first: int) -> None:
            for number in range(first, first + 20):
                await ledger.put([row(number)])
                assert row(number) in disk.rows

        async with anyio.create_task_group() as group:
            for first in range(0, 1000, 20):
                group.start_soon(work, first)

    assert len(disk.rows) == 1000
    assert len({str(written) for written in disk.rows}) == 1000
    assert disk.commits < 200


async def test_rows_that_nobody_waits_for_come_in_order_and_before_the_end() -> None:
    disk = Disk()

    async with Ledger(disk.write) as ledger:
        for number in range(2_500):
            await ledger.put_soon(row(number))

    assert disk.rows == [row(number) for number in range(2_500)]


async def test_rows_that_nobody_waits_for_do_not_pile_up() -> None:
    largest = 0

    def write(rows: Sequence[Record]) -> None:
        nonlocal largest
        largest = max(largest, len(rows))

    async with Ledger(write) as ledger:
        for number in range(5_000):
            await ledger.put_soon(row(number))

    assert largest <= MOST


async def test_a_row_added_while_another_is_written_is_written_too() -> None:
    entered, leave = threading.Event(), threading.Event()
    disk = Disk()

    def write(rows: Sequence[Record]) -> None:
        entered.set()
        leave.wait(10)
        disk.write(rows)

    async with Ledger(write) as ledger:
        await ledger.put_soon(row(1))
        await anyio.to_thread.run_sync(entered.wait, 10)
        await ledger.put_soon(row(2))
        leave.set()

    assert disk.rows == [row(1), row(2)]


def broken(rows: Sequence[Record]) -> None:
    raise OSError(28, f"no space for {len(rows)}")


async def test_a_failed_write_fails_everyone_who_waits_and_comes_later() -> None:
    failed = 0

    async with Ledger(broken) as ledger:

        async def work(number: int) -> None:
            nonlocal failed
            with pytest.raises(OSError, match="no space"):
                await ledger.put([row(number)])
            failed += 1

        async with anyio.create_task_group() as group:
            for number in range(10):
                group.start_soon(work, number)
        with pytest.raises(OSError, match="no space"):
            await ledger.put_soon(row(99))

    assert failed == 10


async def test_a_failed_write_that_nobody_saw_is_raised_at_the_end() -> None:
    with pytest.raises(OSError, match="no space"):
        async with Ledger(broken) as ledger:
            await ledger.put_soon(row(1))


async def test_an_error_of_the_body_flies_as_it_is_and_rows_are_kept() -> None:
    disk = Disk()

    async def write_and_fail() -> None:
        async with Ledger(disk.write) as ledger:
            await ledger.put_soon(row(1))
            raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        await write_and_fail()

    assert disk.rows == [row(1)]


async def test_rows_are_kept_when_the_body_is_cancelled() -> None:
    disk = Disk()

    with anyio.CancelScope() as scope:
        async with Ledger(disk.write) as ledger:
            await ledger.put_soon(row(1))
            scope.cancel()
            await anyio.sleep_forever()

    assert disk.rows == [row(1)]
