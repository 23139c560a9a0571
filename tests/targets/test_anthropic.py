"""Anthropic's messages: what is sent, and what each shape of answer means."""
# ruff: noqa: ANN401, PLR0917 - fixtures are functions, keys are planted

import json
from typing import Any

import pytest

from brightline.errors import ConfigurationError, TargetError
from brightline.records import Conversation, Fault, Role, TargetOptions, Turn
from brightline.targets.anthropic import AnthropicTarget

# Under trio httpx2 leaves the generator of a body that we stop reading to the collector.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <async_generator object")


async def ask(serving: Any, hello: Conversation, content: bytes, **options: Any) -> Any:
    async def answer(peer: Any, asked: Any) -> None:
        del asked
        await peer.say(content)

    async with serving(answer) as base:
        target = AnthropicTarget.from_spec(base, TargetOptions(model="m-1", **options))
        try:
            return await target.answer(hello)
        finally:
            await target.aclose()


def stream(*events: dict[str, Any]) -> bytes:
    body = "".join(
        f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events
    ).encode()
    return (
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
        b"transfer-encoding: chunked\r\n\r\n" + b"%x\r\n" % len(body) + body + b"\r\n"
    )


START = {
    "type": "message_start",
    "message": {"model": "m-1", "content": [], "usage": {"input_tokens": 5}},
}
END = {
    "type": "message_delta",
    "delta": {"stop_reason": "end_turn"},
    "usage": {"output_tokens": 4},
}


def piece(index: int, **delta: str) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": index, "delta": delta}


async def test_the_request_carries_the_system_turn_apart(
    serving: Any, hello: Conversation
) -> None:
    seen: list[Any] = []

    async def answer(peer: Any, asked: Any) -> None:
        seen.append(asked)
        await peer.answer({"content": []})

    options = TargetOptions(
        model="m-1", temperature=0.0, environment={"ANTHROPIC_API_KEY": "sk-ant-1"}
    )
    async with serving(answer) as base:
        target = AnthropicTarget.from_spec(f"{base}/v1/", options)
        await target.answer(hello)
        await target.aclose()

    assert seen[0].line == "POST /v1/messages HTTP/1.1"
    assert seen[0].headers["x-api-key"] == "sk-ant-1"
    assert seen[0].headers["anthropic-version"] == "2023-06-01"
    assert seen[0].json() == {
        "model": "m-1",
        "max_tokens": 1024,
        "temperature": 0.0,
        "system": "Be kind.",
        "messages": [{"role": "user", "content": "Say hello."}],
    }


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("end_turn", "stop"),
        ("max_tokens", "length"),
        ("refusal", "refusal"),
        ("tool_use", "tool_calls"),
        ("pause_turn", "pause_turn"),
    ],
)
async def test_reasons_to_stop_have_one_name(
    said: str, kept: str, serving: Any, hello: Conversation, page: Any
) -> None:
    assert (await ask(serving, hello, page({"content": [], "stop_reason": said}))).stop == kept


async def test_blocks_are_told_apart(serving: Any, hello: Conversation, page: Any) -> None:
    content = [
        {"type": "thinking", "thinking": "hm"},
        {"type": "text", "text": "a"},
        {"type": "tool_use", "name": "send", "input": {"to": 1}},
        {"type": "text", "text": "b"},
    ]
    usage = {"input_tokens": 1, "output_tokens": 2, "cache_read_input_tokens": 4}

    reply = await ask(serving, hello, page({"content": content, "usage": usage}))

    assert (reply.text, reply.reasoning, reply.tokens) == ("ab", "hm", 7)
    assert (reply.tools[0].name, reply.tools[0].arguments) == ("send", '{"to": 1}')


async def test_a_stream_is_put_together(serving: Any, hello: Conversation) -> None:
    block = {"type": "tool_use", "name": "send", "input": {}}
    content = stream(
        START,
        {"type": "content_block_start", "index": 0, "content_block": {"type": "thinking"}},
        piece(0, thinking="hm"),
        {"type": "content_block_start", "index": 1, "content_block": {"type": "text"}},
        {"type": "ping"},
        piece(1, text="Hel"),
        piece(1, text="lo"),
        {"type": "content_block_start", "index": 2, "content_block": block},
        piece(2, partial_json='{"to"'),
        piece(2, partial_json=": 1}"),
        END,
        {"type": "message_stop"},
    )

    reply = await ask(serving, hello, content, stream=True, deadline_s=5.0)

    assert (reply.text, reply.reasoning, reply.stop) == ("Hello", "hm", "stop")
    assert (reply.tokens, reply.model, reply.tools[0].arguments) == (9, "m-1", '{"to": 1}')


@pytest.mark.parametrize(
    ("last", "fault"),
    [
        ({"type": "ping"}, Fault.CONNECT),
        ({"type": "error", "error": {"type": "overloaded_error"}}, Fault.HTTP_5XX),
    ],
)
async def test_a_stream_that_does_not_end_well_is_a_fault(
    last: dict[str, Any], fault: Fault, serving: Any, hello: Conversation
) -> None:
    content = stream(START, piece(0, text="Hel"), last) + b"0\r\n\r\n"

    with pytest.raises(TargetError) as caught:
        await ask(serving, hello, content, stream=True)

    assert caught.value.slug == fault
    assert caught.value.retryable


def test_key_and_model_are_needed() -> None:
    with pytest.raises(ConfigurationError, match="ANTHROPIC_API_KEY is not set"):
        AnthropicTarget.from_spec("", TargetOptions(model="m"))
    with pytest.raises(ConfigurationError, match="no model"):
        AnthropicTarget.from_spec("http://localhost:1", TargetOptions())


async def test_a_reply_that_only_called_a_tool_is_not_sent_again_as_an_empty_text(
    serving: Any,
) -> None:
    seen: list[Any] = []

    async def answer(peer: Any, asked: Any) -> None:
        seen.append(asked.json()["messages"])
        await peer.answer({"content": [{"type": "text", "text": "x"}]})

    said = ((Role.USER, "Open."), (Role.ASSISTANT, ""), (Role.USER, "Open now."))
    turns = tuple(Turn(role=role, text=text) for role, text in said)
    async with serving(answer) as base:
        target = AnthropicTarget.from_spec(base, TargetOptions(model="m-1"))
        await target.answer(Conversation(turns=turns, attempt_id="r/d/0#1"))
        await target.aclose()

    assert seen == [
        [{"role": "user", "content": "Open."}, {"role": "user", "content": "Open now."}]
    ]
