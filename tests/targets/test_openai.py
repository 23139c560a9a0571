"""OpenAI chat: what is sent, and what each shape of answer means."""
# ruff: noqa: ANN401, FBT001, PLR0917 - fixtures are functions, keys are planted

import json
from typing import Any

import pytest

from brightline.errors import ConfigurationError, TargetError
from brightline.records import Conversation, Fault, TargetOptions
from brightline.targets.openai import OpenAITarget

# Under trio httpx2 leaves the generator of a body that we stop reading to the collector.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <async_generator object")


async def ask(serving: Any, hello: Conversation, content: bytes, **options: Any) -> Any:
    async def answer(peer: Any, asked: Any) -> None:
        del asked
        await peer.say(content)

    async with serving(answer) as base:
        target = OpenAITarget.from_spec(f"{base}/v1", TargetOptions(**options))
        try:
            return await target.answer(hello)
        finally:
            await target.aclose()


def message(page: Any, finish: str | None = "stop", **fields: Any) -> bytes:
    found: bytes = page({"choices": [{"message": fields, "finish_reason": finish}]})
    return found


def stream(*events: object) -> bytes:
    texts = [event if isinstance(event, str) else json.dumps(event) for event in events]
    body = "".join(f"data: {text}\n\n" for text in texts).encode()
    return (
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
        b"transfer-encoding: chunked\r\n\r\n" + b"%x\r\n" % len(body) + body + b"\r\n"
    )


def delta(finish: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"model": "m-1", "choices": [{"delta": fields, "finish_reason": finish}]}


async def test_the_request_carries_what_was_asked_for(
    serving: Any, good: Any, hello: Conversation
) -> None:
    del good
    seen: list[Any] = []

    async def answer(peer: Any, asked: Any) -> None:
        seen.append(asked)
        await peer.answer({"choices": [{"message": {"content": "x"}}]})

    options = TargetOptions(
        model="m-1",
        max_tokens=7,
        temperature=0.5,
        environment={"OPENAI_API_KEY": " sk-123456\n"},
    )
    async with serving(answer) as base:
        target = OpenAITarget.from_spec(f"{base}/v1/?api-version=2", options)
        await target.answer(hello.model_copy(update={"seed": 4}))
        await target.aclose()

    assert seen[0].line == "POST /v1/chat/completions?api-version=2 HTTP/1.1"
    assert seen[0].headers["authorization"] == "Bearer sk-123456"
    assert seen[0].headers["accept-encoding"] == "identity"
    assert seen[0].json() == {
        "model": "m-1",
        "max_tokens": 7,
        "temperature": 0.5,
        "seed": 4,
        "messages": [
            {"role": "system", "content": "Be kind."},
            {"role": "user", "content": "Say hello."},
        ],
    }


@pytest.mark.parametrize("content", [None, "", [], [{"type": "text", "text": ""}]])
async def test_no_content_is_an_empty_reply(
    content: Any, serving: Any, hello: Conversation, page: Any
) -> None:
    reply = await ask(serving, hello, message(page, content=content))

    assert reply.text == ""


async def test_parts_of_content_are_joined(
    serving: Any, hello: Conversation, page: Any
) -> None:
    parts = [{"type": "text", "text": "a"}, {"type": "image"}, {"type": "text", "text": "b"}]

    assert (await ask(serving, hello, message(page, content=parts))).text == "ab"


async def test_a_number_as_content_is_malformed(
    serving: Any, hello: Conversation, page: Any
) -> None:
    with pytest.raises(TargetError) as caught:
        await ask(serving, hello, message(page, content=7))

    assert caught.value.slug == Fault.MALFORMED


async def test_a_refusal_field_is_a_refusal_with_its_text(
    serving: Any, hello: Conversation, page: Any
) -> None:
    reply = await ask(serving, hello, message(page, content=None, refusal="I can't."))

    assert (reply.text, reply.stop) == ("I can't.", "refusal")


@pytest.mark.parametrize("finish", ["content_filter", "length", "tool_calls"])
async def test_the_reason_to_stop_is_kept(
    finish: str, serving: Any, hello: Conversation, page: Any
) -> None:
    assert (await ask(serving, hello, message(page, finish, content=""))).stop == finish


async def test_tools_and_reasoning_are_kept(
    serving: Any, hello: Conversation, page: Any
) -> None:
    content = message(
        page,
        content=None,
        reasoning_content="hm",
        tool_calls=[{"function": {"name": "send", "arguments": '{"to": 1}'}}, None, {}],
    )

    reply = await ask(serving, hello, content)

    assert reply.reasoning == "hm"
    assert [(tool.name, tool.arguments) for tool in reply.tools] == [("send", '{"to": 1}')]


async def test_a_lone_surrogate_becomes_a_replacement_character(
    serving: Any, hello: Conversation
) -> None:
    body = rb'{"choices": [{"message": {"content": "a\ud83d b\ud83d\ude00"}}]}'
    head = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body)

    reply = await ask(serving, hello, head + body)

    assert reply.text == "a\ufffd b\U0001f600"


async def test_a_stream_is_put_together(serving: Any, hello: Conversation) -> None:
    call = {"index": 0, "function": {"name": "send", "arguments": '{"a"'}}
    content = stream(
        delta(role="assistant", content="Hel"),
        delta(content="lo\n\ndata: [DONE]\n."),
        delta(reasoning_content="h"),
        delta(reasoning_content="m"),
        delta(tool_calls=[call]),
        delta(tool_calls=[{"index": 0, "function": {"arguments": ": 1}"}}]),
        delta("stop"),
        {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 4}},
        "[DONE]",
    )

    reply = await ask(serving, hello, content, stream=True)

    assert reply.text == "Hello\n\ndata: [DONE]\n."
    assert (reply.stop, reply.reasoning, reply.tokens, reply.model) == ("stop", "hm", 7, "m-1")
    assert reply.tools[0].arguments == '{"a": 1}'


async def test_a_stream_that_is_never_closed_ends_at_its_mark(
    serving: Any, hello: Conversation
) -> None:
    content = stream(delta(content="x"), "[DONE]")

    assert (await ask(serving, hello, content, stream=True, deadline_s=5.0)).text == "x"


async def test_a_stream_without_its_end_broke_off(serving: Any, hello: Conversation) -> None:
    content = stream(delta(content="x")) + b"0\r\n\r\n"

    with pytest.raises(TargetError) as caught:
        await ask(serving, hello, content, stream=True)

    assert caught.value.slug == Fault.CONNECT


@pytest.mark.parametrize(
    ("event", "fault"),
    [
        ({"error": {"type": "server_error", "message": "x"}}, Fault.HTTP_5XX),
        ({"error": {"message": "x"}}, Fault.MALFORMED),
        ("{cut", Fault.MALFORMED),
        ("x" * 1_200_000, Fault.TOO_LARGE),
    ],
)
async def test_a_broken_event_is_a_fault(
    event: Any, fault: Fault, serving: Any, hello: Conversation
) -> None:
    content = stream(delta(content="x"), event) + b"0\r\n\r\n"

    with pytest.raises(TargetError) as caught:
        await ask(serving, hello, content, stream=True)

    assert caught.value.slug == fault


async def test_a_filter_in_a_stream_is_a_block(serving: Any, hello: Conversation) -> None:
    content = stream({"error": {"code": "content_filter"}}, "[DONE]")

    assert (await ask(serving, hello, content, stream=True)).stop == "content_filter"


async def test_plain_json_is_read_although_a_stream_was_asked_for(
    serving: Any, hello: Conversation, page: Any
) -> None:
    reply = await ask(serving, hello, message(page, content="plain"), stream=True)

    assert reply.text == "plain"


async def test_an_alias_is_accepted_when_no_name_is_expected(
    serving: Any, hello: Conversation, page: Any
) -> None:
    content = page({"model": "gpt-x", "choices": [{"message": {"content": "x"}}]})

    reply = await ask(serving, hello, content, model="our-deployment", expected_model="")

    assert reply.model == "gpt-x"


@pytest.mark.parametrize("home", ["", "https://api.openai.com/v1"])
def test_the_provider_itself_needs_key_and_model(home: str) -> None:
    with pytest.raises(ConfigurationError, match="OPENAI_API_KEY is not set"):
        OpenAITarget.from_spec(home, TargetOptions(model="m"))
    with pytest.raises(ConfigurationError, match="no model"):
        OpenAITarget.from_spec(home, TargetOptions(environment={"OPENAI_API_KEY": "sk-1"}))


@pytest.mark.parametrize(
    "url",
    ["", "ftp://x/v1", "http://", "http://[", "https://me:hidden@x/v1", "http://x:99999/"],
)
def test_an_address_that_is_none_is_said_without_repeating_it(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        OpenAITarget.from_spec(url, TargetOptions())

    assert "hidden" not in str(caught.value)


def test_a_key_with_a_line_break_inside_is_named() -> None:
    options = TargetOptions(environment={"OPENAI_API_KEY": "sk-1\nsk-2"})

    with pytest.raises(ConfigurationError, match="Authorization") as caught:
        OpenAITarget.from_spec("https://host/v1", options)

    assert "OPENAI_API_KEY" in caught.value.hint
    assert "sk-1" not in str(caught.value)


def test_the_name_says_what_changes_the_answers_and_no_secret() -> None:
    options = TargetOptions(
        model="m", temperature=0.0, stream=True, environment={"OPENAI_API_KEY": "sk-planted"}
    )

    target = OpenAITarget.from_spec("https://host/v1?key=hidden", options)

    assert target.name == "openai:https://host/v1, model m, temperature 0, streamed"
    assert "sk-planted" not in repr(options)


@pytest.mark.parametrize(("sends", "takes"), [(None, True), (True, True), (False, False)])
def test_the_system_prompt_is_sent_unless_told_otherwise(
    sends: bool | None, takes: bool
) -> None:
    options = TargetOptions(sends_system=sends)

    assert OpenAITarget.from_spec("http://localhost/v1", options).takes_system is takes
