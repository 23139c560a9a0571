"""One control before the run: what it shows, and what a wrong target is called."""
# ruff: noqa: ANN401, PLR0917 - fixtures are functions

from typing import Any

import anyio
import pytest

from brightline.errors import ConfigurationError, TargetError, UsageError
from brightline.records import Conversation, Fault, Reply, TargetOptions
from brightline.run.preflight import left_after, preflight
from brightline.run.settings import RunSettings
from brightline.targets.openai import OpenAITarget


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        (Reply(text="Hi."), "answered"),
        (Reply(text="Hi.", stop="stop"), "answered"),
        (Reply(text=" "), "empty"),
        (Reply(text="", stop="content_filter"), "content_filter"),
        (Reply(text="I am", stop="length"), "length"),
    ],
)
async def test_it_says_what_came(
    reply: Reply, status: str, scripted: Any, make_case: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        assert [turn.text for turn in conversation.turns] == ["Prompt.", "First."]
        return reply.model_copy(update={"session": "s", "model": "m"})

    found = await preflight(
        scripted(answer),
        make_case("First.", "Second."),
        RunSettings(system_prompt="Prompt."),
    )

    assert (found.status, found.text, found.session, found.model) == (
        status,
        reply.text,
        "s",
        "m",
    )


@pytest.mark.parametrize(
    "fault",
    [
        Fault.DNS,
        Fault.TLS,
        Fault.CONNECT,
        Fault.TIMEOUT,
        Fault.HTTP_4XX,
        Fault.MALFORMED,
        Fault.TOO_LARGE,
        Fault.CRASHED,
        Fault.WRONG_TARGET,
    ],
)
async def test_what_will_not_pass_is_a_configuration_error(
    fault: Fault, scripted: Any, make_case: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        raise TargetError(conversation.attempt_id, slug=fault.value, hint="Check reply.")

    with pytest.raises(ConfigurationError) as caught:
        await preflight(scripted(answer), make_case("a"))

    assert caught.value.slug.startswith("target-")
    assert caught.value.hint == "Check reply."


@pytest.mark.parametrize(("failures", "answered"), [(1, True), (2, True), (3, False)])
async def test_a_busy_product_is_asked_again_and_is_not_misconfigured(
    failures: int, *, answered: bool, scripted: Any, make_case: Any
) -> None:
    count = iter(range(9))

    async def answer(conversation: Conversation) -> Reply:
        if next(count) < failures:
            raise TargetError("busy", slug=Fault.HTTP_5XX.value, retry_after_s=0.0)
        return Reply(text=conversation.attempt_id)

    if answered:
        assert (await preflight(scripted(answer), make_case("a"))).status == "answered"
        return
    with pytest.raises(TargetError, match="busy"):
        await preflight(scripted(answer), make_case("a"))


@pytest.mark.parametrize(("cap", "failures"), [(1, 0), (2, 1), (3, 2)])
async def test_its_calls_and_tokens_count_to_the_budget_of_the_run(
    cap: int, failures: int, scripted: Any, make_case: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        if len(target.asked) <= failures:
            raise TargetError("busy", slug=Fault.RATE_LIMITED.value, retry_after_s=0.0)
        return Reply(text=conversation.attempt_id, tokens=30)

    target = scripted(answer)
    settings = RunSettings(budget_calls=cap, budget_tokens=100, max_tokens=50)

    found = await preflight(target, make_case("a"), settings)
    left = left_after(found, settings)

    assert (found.calls, found.spent) == (failures + 1, 30)
    assert (left.budget_calls, left.budget_tokens) == (0, 70)
    assert left.calls_before == failures + 1


async def test_it_is_not_tried_more_often_than_the_budget_allows(
    scripted: Any, make_case: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        raise TargetError(conversation.attempt_id, slug=Fault.HTTP_5XX.value, retry_after_s=0.0)

    target = scripted(answer)

    with pytest.raises(TargetError):
        await preflight(target, make_case("a"), RunSettings(budget_calls=2))

    assert len(target.asked) == 2


async def test_a_budget_for_not_a_single_call_is_an_error_that_says_so(
    scripted: Any, make_case: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        return Reply(text=conversation.attempt_id)

    target = scripted(answer)

    with pytest.raises(UsageError) as caught:
        await preflight(target, make_case("a"), RunSettings(budget_tokens=3))

    assert caught.value.slug == "budget-too-small"
    assert target.asked == []


async def test_a_wrong_address_shows_within_five_seconds(
    free_tcp_port: int, make_case: Any
) -> None:
    target = OpenAITarget.from_spec(f"http://127.0.0.1:{free_tcp_port}/v1", TargetOptions())

    with anyio.fail_after(5), pytest.raises(ConfigurationError) as caught:
        await preflight(target, make_case("a"))
    await target.aclose()

    assert "--target" in caught.value.hint


@pytest.mark.parametrize("after", [None, 1.0])
async def test_a_limited_product_is_asked_again_while_there_is_time(
    after: float | None, scripted: Any, make_case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(seconds: float) -> None:
        waits.append(seconds)

    async def answer(conversation: Conversation) -> Reply:
        if len(target.asked) <= 4:
            raise TargetError(
                "slow", slug=Fault.RATE_LIMITED.value, retryable=True, retry_after_s=after
            )
        return Reply(text=conversation.attempt_id)

    waits: list[float] = []
    monkeypatch.setattr(anyio, "sleep", at_once)
    target = scripted(answer)

    assert (await preflight(target, make_case("a"))).calls == 5
    assert waits == ([0.5, 1.0, 2.0, 4.0] if after is None else [1.0] * 4)


async def test_a_product_that_is_only_limited_cannot_be_used(
    scripted: Any, make_case: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        raise TargetError(
            conversation.attempt_id, slug=Fault.RATE_LIMITED.value, retry_after_s=40.0
        )

    with pytest.raises(ConfigurationError, match="rate limited, and asks us to wait 40 s"):
        await preflight(scripted(answer), make_case("a"))
