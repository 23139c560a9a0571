"""Caps on calls and tokens: never passed, whatever happens."""
# ruff: noqa: ANN401, PLR0917 - fixtures are functions

from typing import Any

import anyio
import anyio.lowlevel
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from brightline.errors import TargetError
from brightline.records import Conversation, Fault, Reply, TargetOptions
from brightline.run.play import Queue, RunSettings, play
from brightline.targets.openai import OpenAITarget


@pytest.mark.parametrize("cap", [1, 7, 50])
async def test_no_call_passes_the_cap(
    cap: int, scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        await anyio.lowlevel.checkpoint()
        return Reply(text=conversation.attempt_id)

    target = scripted(answer)

    ending = await run_plan(make_plan(200), target, notebook, budget_calls=cap, at_once=16)

    assert len(target.asked) == len(notebook.intents) == len(notebook.attempts) == cap
    assert (ending.reason, ending.calls) == ("budget", cap)


@pytest.mark.parametrize(
    ("cap", "before", "says"),
    [
        (3, 0, "3 of 3 calls are sent"),
        (3, 1, "4 of 4 calls are sent, those that tried the target among them"),
        (0, 1, "1 of 1 calls are sent, those that tried the target among them"),
    ],
)
async def test_what_is_spent_adds_up_to_the_budget_that_was_given(
    scripted: Any,
    notebook: Any,
    make_plan: Any,
    run_plan: Any,
    *,
    cap: int,
    before: int,
    says: str,
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        return Reply(text=conversation.attempt_id)

    target = scripted(answer)

    ending = await run_plan(
        make_plan(20), target, notebook, budget_calls=cap, calls_before=before, at_once=1
    )

    assert ending.message == says


async def test_a_budget_that_just_suffices_completes(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        return Reply(text=conversation.attempt_id)

    ending = await run_plan(make_plan(20), scripted(answer), notebook, budget_calls=20)

    assert ending.reason == "completed"


async def test_tries_count_as_calls(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        raise TargetError(conversation.attempt_id, slug=Fault.CONNECT.value, retryable=True)

    target = scripted(answer)

    ending = await run_plan(make_plan(5), target, notebook, budget_calls=3, at_once=1)

    assert (ending.reason, ending.calls, len(target.asked)) == ("budget", 3, 3)
    assert notebook.attempts == []


@given(
    cap=st.integers(50, 5_000),
    costs=st.lists(st.integers(1, 60), min_size=1, max_size=30),
    at_once=st.integers(1, 20),
    unsure=st.integers(0, 4),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_tokens_never_pass_the_cap_when_replies_keep_to_theirs(
    cap: int,
    costs: list[int],
    at_once: int,
    unsure: int,
    scripted: Any,
    make_plan: Any,
) -> None:
    """A call takes at most its input and `max_tokens`; some do not say, some fail."""
    spent = 0

    async def answer(conversation: Conversation) -> Reply:
        nonlocal spent
        number = len(target.asked)
        cost = costs[number % len(costs)]
        await anyio.lowlevel.checkpoint()
        spent += cost
        if unsure and number % 5 < unsure:
            raise TargetError("?", slug=Fault.TIMEOUT.value)
        return Reply(text=conversation.attempt_id, tokens=cost)

    async def drop(row: object) -> None:
        del row

    target = scripted(answer)
    ending = anyio.run(
        lambda: play(
            Queue(make_plan(100)),
            target,
            settings=RunSettings(
                at_once=at_once, budget_tokens=cap, max_tokens=60, patience_s=1000
            ),
            intend=drop,
            deliver=drop,
            stop=anyio.Event(),
        )
    )

    assert spent <= cap
    assert spent <= ending.tokens <= cap
    assert ending.reason in {"completed", "budget"}


async def test_a_budget_waits_for_what_is_in_flight_before_it_gives_up(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        await anyio.lowlevel.checkpoint()
        return Reply(text=conversation.attempt_id, tokens=10)

    target = scripted(answer)

    ending = await run_plan(
        make_plan(100), target, notebook, budget_tokens=1100, max_tokens=100, at_once=50
    )

    assert (ending.reason, ending.tokens) == ("completed", 1000)


async def test_the_server_counts_as_many_calls_as_we_do(
    serving: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    asked = 0

    def respond(now: float) -> tuple[int, dict[str, str]]:
        nonlocal asked
        del now
        asked += 1
        if asked % 9 == 0:
            return 503, {"retry-after": "0"}
        return (429, {"retry-after": "0"}) if asked % 13 == 0 else (200, {})

    async with serving(respond) as base:
        target = OpenAITarget.from_spec(base, TargetOptions())
        ending = await run_plan(make_plan(300), target, notebook, at_once=8, budget_calls=180)
        await target.aclose()

    assert asked == ending.calls == len(notebook.intents) == 180
