"""One control before the run: what it shows, and what a wrong target is called."""
# ruff: noqa: ANN401, PLR0917 - fixtures are functions

from typing import Any

import anyio
import pytest

from brightline.errors import ConfigurationError, TargetError
from brightline.records import Conversation, Fault, Reply, TargetOptions
from brightline.run.preflight import preflight
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
        scripted(answer), make_case("First.", "Second."), system_prompt="Prompt."
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


async def test_a_wrong_address_shows_within_five_seconds(
    free_tcp_port: int, make_case: Any
) -> None:
    target = OpenAITarget.from_spec(f"http://127.0.0.1:{free_tcp_port}/v1", TargetOptions())

    with anyio.fail_after(5), pytest.raises(ConfigurationError) as caught:
        await preflight(target, make_case("a"))
    await target.aclose()

    assert "--target" in caught.value.hint
