"""A plan, played: what is sent, what is delivered, and every way a run can end."""
# ruff: noqa: ANN401, PLR0917 - fixtures are functions

from typing import Any

import anyio
import pytest

from brightline.errors import ConfigurationError, InternalError, StoreError, TargetError
from brightline.records import (
    After,
    Attempt,
    Case,
    Conversation,
    Expected,
    Fault,
    Faulted,
    Intent,
    Replied,
    Reply,
    Role,
    Turn,
)


async def fine(conversation: Conversation) -> Reply:
    return Reply(text=f"re: {conversation.turns[-1].text}", tokens=10)


def fails(fault: Fault, *, retryable: bool = False, after: float | None = None) -> Any:
    async def answer(conversation: Conversation) -> Reply:
        del conversation
        raise TargetError("no", slug=fault.value, retryable=retryable, retry_after_s=after)

    return answer


def written(*turns: Turn) -> Case:
    return Case(
        id="rule/written/1",
        rule_id="rule",
        technique="written",
        expected=Expected.REFUSE,
        objective="o",
        turns=turns,
    )


async def test_every_play_of_the_plan_is_delivered_once(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    target = scripted(fine)

    ending = await run_plan(make_plan(200), target, notebook, at_once=32)

    assert sorted(attempt.id for attempt in notebook.attempts) == sorted(
        f"rule/direct/{index}#1" for index in range(200)
    )
    assert (ending.reason, ending.calls, ending.tokens, ending.retries) == (
        "completed",
        200,
        2000,
        0,
    )
    assert target.most <= 32


async def test_a_second_user_turn_follows_the_real_reply(
    scripted: Any, notebook: Any, make_case: Any, run_plan: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        number = len(conversation.turns)
        return Reply(text=f"reply {number}", session=f"s{number}")

    target = scripted(answer)
    case = make_case("First.", "Second.", system="Own word.")

    await run_plan(iter([(case, 3)]), target, notebook, system_prompt="Prompt.")

    exchange = notebook.attempts[0].outcome.exchange
    assert [(turn.role.value, turn.text) for turn in exchange.turns] == [
        ("system", "Prompt.\n\nOwn word."),
        ("user", "First."),
        ("assistant", "reply 2"),
        ("user", "Second."),
    ]
    assert exchange.reply.text == "reply 4"
    assert [asked.session for asked in target.asked] == [None, "s2"]
    assert [(intent.turn, intent.number) for intent in notebook.intents] == [(1, 1), (2, 1)]
    assert notebook.attempts[0].id == "rule/direct/0#3"


async def test_a_scripted_reply_is_kept_and_marked(
    scripted: Any, notebook: Any, run_plan: Any
) -> None:
    case = written(
        Turn(role=Role.USER, text="a"),
        Turn(role=Role.ASSISTANT, text="written by us"),
        Turn(role=Role.USER, text="b"),
    )
    target = scripted(fine)

    await run_plan(iter([(case, 1)]), target, notebook)

    turns = notebook.attempts[0].outcome.exchange.turns
    assert len(target.asked) == 1
    assert (turns[1].text, turns[1].scripted) == ("written by us", True)


async def test_a_target_that_takes_no_system_turn_gets_none(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    target = scripted(fine, takes_system=False)

    await run_plan(make_plan(1), target, notebook, system_prompt="Prompt.")

    assert [turn.role for turn in target.asked[0].turns] == [Role.USER]


async def test_a_case_that_needs_the_operators_word_ends_a_run_that_cannot_send_it(
    scripted: Any, notebook: Any, make_case: Any, run_plan: Any
) -> None:
    target = scripted(fine, takes_system=False)

    ending = await run_plan(iter([(make_case("a", system="b"), 1)]), target, notebook)

    assert ending.reason == "configuration"
    assert target.asked == []


async def test_a_case_that_asks_nothing_is_our_own_error(
    scripted: Any, notebook: Any, run_plan: Any
) -> None:
    case = written(Turn(role=Role.USER, text="a"), Turn(role=Role.ASSISTANT, text="b"))

    with pytest.raises(InternalError):
        await run_plan(iter([(case, 1)]), scripted(fine), notebook)


async def test_each_call_gets_a_seed_of_its_own_that_repeats(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    first, second = scripted(fine), scripted(fine)
    await run_plan(make_plan(20), first, notebook, seed=1)
    await run_plan(make_plan(20), second, notebook, seed=1)

    seeds = {asked.attempt_id: asked.seed for asked in first.asked}
    assert len(set(seeds.values())) == 20
    assert seeds == {asked.attempt_id: asked.seed for asked in second.asked}


@pytest.mark.parametrize("fault", [fault for fault in Fault if not fault.startswith("not_run")])
async def test_a_fault_is_delivered_by_name(
    fault: Fault, scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    await run_plan(make_plan(1), scripted(fails(fault)), notebook)

    assert [attempt.outcome.fault for attempt in notebook.attempts] == [fault]


async def test_a_crash_of_a_foreign_target_is_a_fault(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        raise RuntimeError(conversation.attempt_id)

    await run_plan(make_plan(1), scripted(answer), notebook)

    outcome = notebook.attempts[0].outcome
    assert isinstance(outcome, Faulted)
    assert outcome.fault is Fault.CRASHED
    assert "RuntimeError" in outcome.message


async def test_a_play_whose_second_call_fails_is_faulted(
    scripted: Any, notebook: Any, make_case: Any, run_plan: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        if len(conversation.turns) > 1:
            raise TargetError("no", slug=Fault.MALFORMED.value)
        return Reply(text="x")

    await run_plan(iter([(make_case("a", "b"), 1)]), scripted(answer), notebook)

    assert isinstance(notebook.attempts[0].outcome, Faulted)


async def test_a_transport_failure_is_tried_again_and_each_try_is_intended(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    count = iter(range(9))

    async def answer(conversation: Conversation) -> Reply:
        if next(count) < 2:
            raise TargetError("no", slug=Fault.CONNECT.value, retryable=True)
        return await fine(conversation)

    ending = await run_plan(make_plan(1), scripted(answer), notebook)

    assert isinstance(notebook.attempts[0].outcome, Replied)
    assert [intent.number for intent in notebook.intents] == [1, 2, 3]
    assert (ending.calls, ending.retries) == (3, 2)


async def test_a_reply_is_never_asked_for_again(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        del conversation
        return Reply(text="", stop="content_filter")

    target = scripted(answer)

    await run_plan(make_plan(10), target, notebook)

    assert len(target.asked) == 10


async def test_retries_stay_within_a_fifth_and_ten(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    count = iter(range(10_000))

    async def answer(conversation: Conversation) -> Reply:
        if next(count) % 2:
            raise TargetError(
                "no", slug=Fault.HTTP_5XX.value, retryable=True, retry_after_s=0.0
            )
        return await fine(conversation)

    ending = await run_plan(make_plan(60), scripted(answer), notebook, at_once=30)

    assert len(notebook.attempts) == 60
    assert ending.retries <= 10 + 0.2 * 60


async def test_a_dead_product_stops_the_run(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        await anyio.wait_all_tasks_blocked()
        raise TargetError(conversation.attempt_id, slug=Fault.CONNECT.value, retryable=True)

    target = scripted(answer)

    ending = await run_plan(make_plan(5000), target, notebook, at_once=20, patience_s=0.0)

    assert ending.reason == "unreachable"
    assert "20 times in a row" in ending.message
    assert len(target.asked) == 20


async def test_faults_of_the_request_itself_do_not_stop_the_run(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    target = scripted(fails(Fault.HTTP_4XX))

    ending = await run_plan(make_plan(100), target, notebook, patience_s=0.0)

    assert (ending.reason, len(notebook.attempts)) == ("completed", 100)


async def test_a_product_that_comes_back_in_time_stops_nothing(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    count = iter(range(10_000))

    async def answer(conversation: Conversation) -> Reply:
        if next(count) < 21:
            await anyio.wait_all_tasks_blocked()
            raise TargetError("no", slug=Fault.CONNECT.value, retryable=True)
        return await fine(conversation)

    ending = await run_plan(make_plan(100), scripted(answer), notebook, at_once=20)

    assert (ending.reason, len(notebook.attempts)) == ("completed", 100)


async def test_a_configuration_error_stops_the_run_with_its_words(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        if conversation.attempt_id.endswith("/7#1"):
            raise ConfigurationError("the key expired", slug="target-key-refused", hint="KEY")
        return await fine(conversation)

    ending = await run_plan(make_plan(500), scripted(answer), notebook, at_once=2)

    assert ending.reason == "configuration"
    assert "the key expired" in ending.message
    assert len(notebook.attempts) < 20
    assert not any(attempt.id.endswith("/7#1") for attempt in notebook.attempts)


async def test_after_a_stop_nothing_is_sent_and_what_is_in_flight_is_kept(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    stop, goes_on = anyio.Event(), anyio.Event()

    async def answer(conversation: Conversation) -> Reply:
        if len(target.asked) == 8:
            stop.set()
            goes_on.set()
        await goes_on.wait()
        return await fine(conversation)

    target = scripted(answer)

    ending = await run_plan(make_plan(500), target, notebook, stop=stop, at_once=8)

    assert ending.reason == "interrupted"
    assert len(target.asked) == len(notebook.attempts)
    assert 8 <= len(target.asked) <= 16


async def test_a_play_between_two_calls_is_not_delivered_after_a_stop(
    scripted: Any, notebook: Any, make_case: Any, run_plan: Any
) -> None:
    stop = anyio.Event()

    async def answer(conversation: Conversation) -> Reply:
        stop.set()
        await anyio.wait_all_tasks_blocked()
        return await fine(conversation)

    target = scripted(answer)

    ending = await run_plan(iter([(make_case("a", "b"), 1)]), target, notebook, stop=stop)

    assert (ending.reason, len(target.asked), notebook.attempts) == ("interrupted", 1, [])


async def test_what_does_not_end_within_the_grace_is_cut_off(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    stop = anyio.Event()

    async def answer(conversation: Conversation) -> Reply:
        stop.set()
        await anyio.sleep_forever()
        return await fine(conversation)

    with anyio.fail_after(5):
        ending = await run_plan(
            make_plan(9), scripted(answer), notebook, stop=stop, grace_s=0.05
        )

    assert (ending.reason, notebook.attempts) == ("interrupted", [])


@pytest.mark.parametrize("where", ["intend", "deliver"])
async def test_a_failing_store_stops_sending_at_once_and_is_raised_as_it_is(
    where: str, scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    async def full(row: Intent | Attempt) -> None:
        if len(target.asked) >= 20:
            raise StoreError(f"disk full: {row}", slug="store-full")

    target = scripted(fine)
    setattr(notebook, where, full)

    with pytest.raises(StoreError, match="disk full"):
        await run_plan(make_plan(5000), target, notebook, at_once=4)

    assert len(target.asked) <= 20 + 4


async def test_a_failing_plan_is_raised_as_it_is(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    def broken() -> Any:
        yield from make_plan(3)
        raise StoreError("gone", slug="store-gone")

    with pytest.raises(StoreError, match="gone"):
        await run_plan(broken(), scripted(fine), notebook)


async def test_the_plan_is_read_as_it_is_played(
    scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    read = 0

    def counted() -> Any:
        nonlocal read
        for entry in make_plan(300):
            read += 1
            assert read - len(notebook.attempts) <= 4
            yield entry

    await run_plan(counted(), scripted(fine), notebook, at_once=4)

    assert len(notebook.attempts) == 300


def reacting() -> Case:
    return written(
        Turn(role=Role.USER, text="Do it."),
        Turn(role=Role.USER, text="Then only a part.", after=After.DECLINED),
        Turn(role=Role.USER, text="And more.", after=After.ANSWERED),
        Turn(role=Role.USER, text="Now all of it."),
    )


@pytest.mark.parametrize(
    ("replies", "asked"),
    [
        (["No.", "No.", "No."], ["Do it.", "Then only a part.", "Now all of it."]),
        (["Yes.", "Yes.", "Yes."], ["Do it.", "And more.", "Now all of it."]),
        (
            ["No.", "Yes.", "Yes.", "Yes."],
            ["Do it.", "Then only a part.", "And more.", "Now all of it."],
        ),
    ],
)
async def test_a_script_reacts_to_what_the_product_said(
    replies: list[str], asked: list[str], scripted: Any, notebook: Any, run_plan: Any
) -> None:
    coming = iter(replies)

    async def answer(conversation: Conversation) -> Reply:
        del conversation
        return Reply(text=next(coming))

    target = scripted(answer)
    await run_plan(
        iter([(reacting(), 1)]),
        target,
        notebook,
        declines=lambda text, objective: (text, objective) == ("No.", "o"),
    )

    exchange = notebook.attempts[0].outcome.exchange
    said = [turn.text for turn in exchange.turns if turn.role is Role.USER]
    assert said == asked
    assert len(target.asked) == len(asked)
    assert [turn.text for turn in exchange.turns[1::2]] == replies[: len(asked) - 1]


@pytest.mark.parametrize(
    ("first", "asked"),
    [
        ("o", ["o", "Please.", "Once more."]),
        ("What is “o” about?", ["What is “o” about?", "Once more."]),
    ],
)
async def test_after_the_plain_request_it_insists_unless_that_was_given(
    first: str, asked: list[str], scripted: Any, notebook: Any, run_plan: Any
) -> None:
    case = written(
        Turn(role=Role.USER, text=first),
        Turn(role=Role.USER, text="Please.", after=After.DECLINED),
        Turn(role=Role.USER, text="Once more."),
    )

    await run_plan(
        iter([(case, 1)]),
        scripted(fine),
        notebook,
        declines=lambda text, objective: (text, objective) == ("No.", "o"),
        withholds=lambda text, objective: (text, objective) != ("Yes.", "o"),
    )

    exchange = notebook.attempts[0].outcome.exchange
    assert [turn.text for turn in exchange.turns if turn.role is Role.USER] == asked


async def test_a_script_that_may_end_with_nothing_asked_is_ours_to_mend(
    scripted: Any, notebook: Any, run_plan: Any
) -> None:
    case = written(
        Turn(role=Role.USER, text="Do it."),
        Turn(role=Role.USER, text="Please.", after=After.DECLINED),
    )

    with pytest.raises(InternalError, match="always sent"):
        await run_plan(iter([(case, 1)]), scripted(fine), notebook)
