"""An application of its own shape: its body, its reply's place, its sessions."""
# ruff: noqa: ANN401, FBT001, PLR0917 - fixtures are functions, keys are planted

import json
from typing import Any

import anyio
import pytest

from brightline.errors import ConfigurationError, TargetError
from brightline.records import Conversation, Fault, HttpSpec, Role, TargetOptions, Turn
from brightline.targets.http import HttpTarget

SPEC: dict[str, Any] = {
    "brightline_target": 1,
    "url": "http://127.0.0.1:1/chat",
    "body": {"message": "{{ last_user }}", "history": "{{ turns }}"},
    "reply": "answer.text",
}


def target_of(env: dict[str, str] | None = None, **changes: Any) -> HttpTarget:
    spec = HttpSpec.model_validate(SPEC | changes)
    return HttpTarget.from_spec("t.yaml", TargetOptions(http=spec, environment=env or {}))


async def play(
    serving: Any, conversations: list[Conversation], replies: list[Any], **changes: Any
) -> tuple[list[Any], list[Any]]:
    seen: list[Any] = []
    waiting = iter(replies)

    async def answer(peer: Any, asked: Any) -> None:
        seen.append(asked)
        await peer.answer(next(waiting))

    async with serving(answer) as base:
        target = target_of({"KEY": "key-123456"}, url=f"{base}/chat", **changes)
        try:
            got = [await target.answer(conversation) for conversation in conversations]
        finally:
            await target.aclose()
    return seen, got


def said(*texts: str, session: str | None = None) -> Conversation:
    roles = (Role.USER, Role.ASSISTANT)
    turns = tuple(Turn(role=roles[i % 2], text=text) for i, text in enumerate(texts))
    return Conversation(turns=turns, attempt_id="r/d/0#1", session=session)


async def test_each_placeholder_is_filled_once(serving: Any) -> None:
    body = {
        "message": "{{ last_user }}",
        "history": "{{ turns }}",
        "user": "test-{{ attempt }}",
        "key": "${KEY}",
        "deep": [{"all": "So far:\n{{ turns }}"}, 3, None],
    }
    tricky = "{{ turns }} {{ secret }} ${KEY} {% x %}"

    seen, _ = await play(
        serving, [said("a", "b", tricky)], [{"answer": {"text": "x"}}], body=body
    )

    sent = seen[0].json()
    assert sent["message"] == tricky
    assert sent["history"][2] == {"role": "user", "content": tricky}
    assert sent["user"] == "test-r/d/0#1"
    assert sent["key"] == "key-123456"
    assert sent["deep"] == [{"all": f"So far:\nuser: a\nassistant: b\nuser: {tricky}"}, 3, None]


async def test_the_session_that_comes_back_is_sent_along(serving: Any) -> None:
    replies = [{"answer": {"text": "x"}, "id": 7}, {"answer": {"text": "y"}, "id": 7}]

    seen, got = await play(
        serving,
        [said("a"), said("a", "x", "b", session="7")],
        replies,
        body={"message": "{{ last_user }}"},
        session={"from": "id", "send_as": "conversation"},
    )

    assert [asked.json() for asked in seen] == [
        {"message": "a"},
        {"message": "b", "conversation": "7"},
    ]
    assert [reply.session for reply in got] == ["7", "7"]


async def test_a_get_sends_its_body_as_a_query(serving: Any) -> None:
    seen, _ = await play(
        serving,
        [said("a b&c")],
        [{"answer": {"text": "x"}}],
        method="GET",
        body={"q": "{{ last_user }}", "n": 3, "none": None},
    )

    assert seen[0].line == "GET /chat?q=a+b%26c&n=3 HTTP/1.1"
    assert seen[0].body == b""


@pytest.mark.parametrize(
    ("path", "body", "text"),
    [
        ("a.0.b", {"a": [{"b": "x"}]}, "x"),
        ("a.-1", {"a": ["x", "y"]}, "y"),
        ("a.b", {"a.b": "x"}, "x"),
        ("a", {"a": None}, ""),
        ("a", {"a": ["x", "y"]}, "xy"),
        ("a.*.b", {"a": [{"b": "x"}, {"c": "-"}, {"b": "y"}]}, "xy"),
        ("a.-1.p.*.t", {"a": [{"p": [{"t": "-"}]}, {"p": [{"t": "x"}, {"t": None}]}]}, "x"),
    ],
)
async def test_the_reply_is_found_at_its_path(
    path: str, body: Any, text: str, serving: Any
) -> None:
    _, got = await play(serving, [said("q")], [body], reply=path)

    assert got[0].text == text


@pytest.mark.parametrize("body", [{}, {"answer": 3}, {"answer": {"txt": "x"}}, [1], "text"])
async def test_nothing_at_the_path_is_malformed_and_names_the_key(
    body: Any, serving: Any
) -> None:
    with pytest.raises(TargetError) as caught:
        await play(serving, [said("q")], [body])

    assert caught.value.slug == Fault.MALFORMED
    assert "Check reply." in caught.value.hint


async def test_the_hint_names_paths_that_hold_text_the_longest_first(serving: Any) -> None:
    body = {"id": "7", "data": {"answer": [{"text": "Hello there."}], "n": 3, "note": " "}}
    with pytest.raises(TargetError) as caught:
        await play(serving, [said("q")], [body], reply="data.answer.text")

    assert caught.value.hint == "Check reply. Text stands at: data.answer.0.text, id."


async def test_a_missing_session_is_malformed_and_names_the_key(serving: Any) -> None:
    with pytest.raises(TargetError) as caught:
        await play(
            serving,
            [said("q")],
            [{"answer": {"text": "x"}}],
            session={"from": "id", "send_as": "id"},
        )

    assert "Check session.from." in caught.value.hint


@pytest.mark.parametrize(
    ("where", "given", "sent"),
    [
        ("header:X-Session", {"x_session": "s-1"}, ("x-session", "s-1")),
        ("cookie:sid", {"set_cookie": "sid=s-1; Path=/; HttpOnly"}, ("cookie", "a=b; sid=s-1")),
    ],
)
async def test_a_session_beside_the_body_is_sent_along_and_need_be_given_once(
    where: str, given: dict[str, str], sent: tuple[str, str], serving: Any
) -> None:
    seen: list[Any] = []

    async def answer(peer: Any, asked: Any) -> None:
        seen.append(asked)
        await peer.answer({"answer": {"text": "x"}}, **(given if len(seen) == 1 else {}))

    async with serving(answer) as base:
        target = target_of(
            url=f"{base}/chat",
            body={"message": "{{ last_user }}"},
            headers={"Cookie": "a=b"},
            session={"from": where, "send_as": where},
        )
        first = await target.answer(said("a"))
        second = await target.answer(said("a", "x", "b", session=first.session))
        await target.aclose()

    assert (first.session, second.session) == ("s-1", "s-1")
    assert seen[1].headers[sent[0]] == sent[1]
    assert seen[1].json() == {"message": "b"}


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ({"location": "/jobs/7"}, {"answer": {"text": "queued"}}),
        ({}, {"job": "7"}),
    ],
)
async def test_a_request_that_was_only_taken_is_no_reply(
    head: dict[str, str], body: Any, serving: Any
) -> None:
    async def answer(peer: Any, asked: Any) -> None:
        del asked
        await peer.answer(body, 202, **head)

    async with serving(answer) as base:
        target = target_of(url=f"{base}/chat")
        with pytest.raises(TargetError, match="202 Accepted") as caught:
            await target.answer(said("a"))
        await target.aclose()

    assert "python:module:function" in caught.value.hint


async def test_a_stream_that_the_file_does_not_name_is_told(serving: Any) -> None:
    async def answer(peer: Any, asked: Any) -> None:
        del asked
        await peer.answer(b'data: {"delta": "x"}\n\n', content_type="text/event-stream")

    async with serving(answer) as base:
        target = target_of(url=f"{base}/chat")
        with pytest.raises(TargetError) as caught:
            await target.answer(said("a"))
        await target.aclose()

    assert "stream: sse" in caught.value.hint


async def test_events_are_joined(serving: Any) -> None:
    events = [{"answer": {"text": "Hel"}}, {"model": "m"}, {"answer": {"text": "lo"}}]
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events).encode()

    async def answer(peer: Any, asked: Any) -> None:
        del asked
        await peer.answer(body, content_type="text/event-stream")

    async with serving(answer) as base:
        target = target_of(url=base, stream="sse")
        reply = await target.answer(said("q"))
        await target.aclose()

    assert (reply.text, reply.model) == ("Hello", "m")


async def test_several_turns_are_not_sent_as_one(serving: Any) -> None:
    with pytest.raises(ConfigurationError, match="several turns"):
        await play(serving, [said("a", "b", "c")], [], body={"m": "{{ last_user }}"})


def test_whether_several_turns_can_be_played_is_known_before() -> None:
    assert target_of().takes_turns
    assert not target_of(body={"m": "{{ last_user }}"}).takes_turns


def test_a_reply_that_we_made_up_is_sent_only_where_all_turns_are() -> None:
    session = {"from": "id", "send_as": "id"}
    keeps_it = target_of(body={"m": "{{ last_user }}"}, session=session)

    assert target_of().takes_history
    assert keeps_it.takes_turns
    assert not keeps_it.takes_history


@pytest.mark.parametrize("key", ["url", "headers", "body"])
def test_a_variable_that_is_not_set_is_named(key: str) -> None:
    change = {
        "url": {"url": "https://${NOT_SET}/x"},
        "headers": {"headers": {"X-Key": "${NOT_SET}"}},
        "body": {"body": {"a": ["${NOT_SET}"], "m": "{{ turns }}"}},
    }[key]

    with pytest.raises(ConfigurationError, match="NOT_SET") as caught:
        target_of(**change)

    assert key in str(caught.value)


def test_the_name_shows_variables_unexpanded_and_no_query() -> None:
    target = target_of({"HOST": "internal", "KEY": "k"}, url="https://${HOST}/c?k=${KEY}")

    assert target.name == "http:https://${HOST}/c"


def test_a_file_that_nobody_read_is_said() -> None:
    with pytest.raises(ConfigurationError, match="not read"):
        HttpTarget.from_spec("t.yaml", TargetOptions())


@pytest.mark.parametrize(("system", "takes"), [(True, True), (False, False)])
def test_the_file_says_whether_a_system_turn_is_taken(system: bool, takes: bool) -> None:
    assert target_of(system=system).takes_system is takes


@pytest.mark.parametrize(
    ("options", "changes", "told"),
    [
        ({"temperature": 0.5}, {}, "--temperature is not sent"),
        ({"stream": True}, {}, "--stream is not sent"),
        ({"sends_system": True}, {}, "--system-prompt send is not sent"),
        ({"stream": True}, {"stream": "sse"}, ""),
        ({"sends_system": True}, {"system": True}, ""),
    ],
)
def test_an_option_that_the_file_has_no_place_for_is_refused(
    options: dict[str, Any], changes: dict[str, Any], told: str
) -> None:
    spec = HttpSpec.model_validate(SPEC | changes)
    given = TargetOptions.model_validate({"http": spec} | options)

    if told:
        with pytest.raises(ConfigurationError, match=told):
            HttpTarget.from_spec("t.yaml", given)
    else:
        assert HttpTarget.from_spec("t.yaml", given).takes_system is bool(changes.get("system"))


def test_who_sends_no_system_prompt_sends_none_though_the_file_takes_it() -> None:
    spec = HttpSpec.model_validate(SPEC | {"system": True})

    target = HttpTarget.from_spec("t.yaml", TargetOptions(http=spec, sends_system=False))

    assert not target.takes_system
    assert "without system prompt" in target.name


async def test_a_deadline_that_was_asked_for_goes_before_that_of_the_file(
    serving: Any,
) -> None:
    async def hangs(peer: Any, asked: Any) -> None:
        del peer, asked
        await anyio.sleep_forever()

    async with serving(hangs) as base:
        spec = HttpSpec.model_validate(SPEC | {"url": f"{base}/chat", "deadline_s": 50})
        options = TargetOptions(http=spec, deadline_s=0.1, deadline_asked=True)
        target = HttpTarget.from_spec("t.yaml", options)
        with pytest.raises(TargetError, match=r"within 0\.1 s"):
            await target.answer(said("a"))
        await target.aclose()
