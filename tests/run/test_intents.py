"""Every call is recorded before it is sent, first calls in groups, the unsent taken back."""
# ruff: noqa: ANN401, PLR0917 - fixtures are functions

from collections.abc import Sequence
from typing import Any

import anyio

from brightline.records import Conversation, Intent, Reply, Withdrawal


async def fine(conversation: Conversation) -> Reply:
    await anyio.lowlevel.checkpoint()
    return Reply(text=conversation.attempt_id, tokens=10)


async def test_no_call_is_sent_before_it_is_recorded(
    scripted: Any, notebook: Any, make_case: Any, run_plan: Any
) -> None:
    recorded: set[tuple[str, int]] = set()
    early: list[str] = []

    async def intend(rows: Sequence[Intent | Withdrawal]) -> None:
        await anyio.sleep(0.001)
        recorded.update((row.attempt_id, row.turn) for row in rows if isinstance(row, Intent))

    async def answer(conversation: Conversation) -> Reply:
        turn = sum(turn.role == "user" for turn in conversation.turns)
        if (conversation.attempt_id, turn) not in recorded:
            early.append(conversation.attempt_id)
        return await fine(conversation)

    notebook.intend = intend
    plan = ((make_case("a", "b", id_=f"rule/direct/{index}"), 1) for index in range(100))
    await run_plan(plan, scripted(answer), notebook, at_once=32)

    assert len(recorded) == 200
    assert early == []


async def test_first_calls_share_commits_when_many_are_in_flight(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    commits: dict[int, int] = {}

    for at_once in (1, 64):
        sizes: list[int] = []

        async def intend(rows: Sequence[Intent | Withdrawal], sizes: list[int] = sizes) -> None:
            sizes.append(len(rows))

        notebook.intend = intend
        await run_plan(make_plan(320), scripted(fine), notebook, at_once=at_once)
        commits[at_once] = len(sizes)

    assert commits == {1: 320, 64: 20}


async def test_a_run_that_stops_takes_back_what_it_recorded_and_never_sent(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    stop = anyio.Event()

    async def answer(conversation: Conversation) -> Reply:
        if len(target.asked) == 40:
            stop.set()
        return await fine(conversation)

    target = scripted(answer)
    await run_plan(make_plan(5000), target, notebook, stop=stop, at_once=64)

    asked = {conversation.attempt_id for conversation in target.asked}
    assert {intent.attempt_id for intent in notebook.intents} == asked
    assert notebook.most > len(notebook.intents), "some were recorded ahead"
