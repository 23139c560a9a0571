"""A queue gives out the plan, then what its outcomes ask for, and ends when all are known."""

import anyio
from tests.run.conftest import case_of

from brightline.records import Case
from brightline.run.queue import Queue


def cases(*names: str) -> list[tuple[Case, int]]:
    return [(case_of("Hello?", id_=f"rule/direct/{name}"), 1) for name in names]


async def test_it_waits_for_an_outcome_that_may_ask_for_more() -> None:
    queue = Queue(cases("a"))
    taken: list[str] = []

    async def work() -> None:
        while found := await queue.take(1):
            taken.append(found[0][0].id[-1])
            if found[0][0].id.endswith("b"):
                queue.heard()

    async with anyio.create_task_group() as group:
        group.start_soon(work)
        group.start_soon(work)
        with anyio.fail_after(2):
            await anyio.wait_all_tasks_blocked()
        assert taken == ["a"], "both wait, for nobody knows yet what becomes of it"
        queue.heard(cases("b"))

    assert taken == ["a", "b"]


async def test_the_plan_goes_before_what_its_outcomes_ask_for() -> None:
    queue = Queue(cases("a", "b"))
    first = await queue.take(1)
    queue.heard(cases("again"))
    rest = await queue.take(9)
    queue.heard()
    queue.heard()

    assert [case.id for case, _ in (*first, *rest)] == [
        "rule/direct/a",
        "rule/direct/b",
        "rule/direct/again",
    ]
    assert await queue.take(1) == []


async def test_a_closed_queue_lets_go_of_whoever_waits() -> None:
    queue = Queue(cases("a"))
    await queue.take(1)

    async with anyio.create_task_group() as group:
        group.start_soon(queue.take, 1)
        await anyio.wait_all_tasks_blocked()
        queue.close()
    assert await queue.take(1) == []


async def test_it_gives_out_no_more_than_is_asked_for() -> None:
    queue = Queue(cases("a", "b", "c"))
    first = await queue.take(2)
    queue.heard(cases("d", "e"))

    assert [len(first), len(await queue.take(2)), len(await queue.take(2))] == [2, 2, 1]
