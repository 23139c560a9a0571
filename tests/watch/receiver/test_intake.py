"""Who is answered has it stored, many at once; who cannot be is told when to come again."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime

import anyio
import anyio.lowlevel
import pytest

from brightline.errors import StoreError
from brightline.records import Received
from brightline.watch.receiver.intake import MOST_ROWS, Intake
from brightline.watch.receiver.refusing import RefusedError

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def row(number: int) -> Received:
    return Received(trace_id="t", span_id=str(number), kind="span", at=NOW, body="{}")


class Shelf:
    """Keeps rows, once it is let."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.commits: list[list[Received]] = []
        self.fails = 0

    def keep(self, rows: Sequence[Received]) -> int:
        self.open.wait(10)
        if self.fails:
            self.fails -= 1
            raise StoreError("the disk is full", slug="store-full")
        known = {one.span_id for commit in self.commits for one in commit}
        self.commits.append(list(rows))
        return len({one.span_id for one in rows} - known)


async def refused(intake: Intake, *rows: Received) -> RefusedError:
    with pytest.raises(RefusedError) as found:
        await intake.take(rows)
    return found.value


async def test_nobody_is_answered_before_it_is_stored_and_all_who_wait_share_a_commit() -> None:
    shelf = Shelf()
    intake = Intake(shelf.keep)
    answered = []

    async def send(number: int) -> None:
        await intake.take([row(number)])
        answered.append(number)

    async with anyio.create_task_group() as group:
        group.start_soon(intake.run)
        for number in range(20):
            group.start_soon(send, number)
        await anyio.wait_all_tasks_blocked()
        assert answered == []
        shelf.open.set()
        while len(answered) < 20:
            await anyio.lowlevel.checkpoint()
        intake.close()

    assert sum(map(len, shelf.commits)) == 20
    assert len(shelf.commits) <= 2
    assert (intake.waiting, intake.counts["stored"]) == (20, 20)


async def test_what_is_known_is_not_counted_again() -> None:
    shelf = Shelf()
    shelf.open.set()
    intake = Intake(shelf.keep)

    async with anyio.create_task_group() as group:
        group.start_soon(intake.run)
        await intake.take([row(1), row(2)])
        await intake.take([row(2), row(3)])
        intake.close()

    assert (intake.counts["stored"], intake.counts["known"], intake.waiting) == (3, 1, 3)


async def test_when_the_store_fails_the_sender_is_told_to_come_again() -> None:
    shelf = Shelf()
    shelf.open.set()
    shelf.fails = 1
    intake = Intake(shelf.keep)

    async with anyio.create_task_group() as group:
        group.start_soon(intake.run)
        error = await refused(intake, row(1))
        await intake.take([row(1)])
        intake.close()

    assert error.status == 503
    assert error.retry_after_s
    assert shelf.commits == [[row(1)]]


async def test_above_the_limit_the_sender_is_told_to_come_later() -> None:
    shelf = Shelf()
    shelf.open.set()
    intake = Intake(shelf.keep, waiting=8, most_waiting=10)

    async with anyio.create_task_group() as group:
        group.start_soon(intake.run)
        await intake.take([row(number) for number in range(3)])
        error = await refused(intake, row(4))
        intake.waiting = 0
        await intake.take([row(4)])
        intake.close()

    assert error.status == 429
    assert error.retry_after_s


async def test_one_commit_holds_no_more_than_a_limit() -> None:
    shelf = Shelf()
    intake = Intake(shelf.keep)
    size = MOST_ROWS // 2
    half = [[row(of * size + number) for number in range(size)] for of in range(5)]

    async with anyio.create_task_group() as group:
        group.start_soon(intake.run)
        for rows in half:
            group.start_soon(intake.take, rows)
        await anyio.wait_all_tasks_blocked()
        shelf.open.set()
        intake.close()

    assert max(map(len, shelf.commits)) <= MOST_ROWS
    assert sum(map(len, shelf.commits)) == 5 * size


async def test_what_was_begun_is_stored_and_nothing_is_taken_after() -> None:
    shelf = Shelf()
    intake = Intake(shelf.keep)

    async with anyio.create_task_group() as group:
        group.start_soon(intake.run)
        group.start_soon(intake.take, [row(1)])
        await anyio.wait_all_tasks_blocked()
        intake.close()
        error = await refused(intake, row(2))
        shelf.open.set()

    assert error.status == 503
    assert shelf.commits == [[row(1)]]
