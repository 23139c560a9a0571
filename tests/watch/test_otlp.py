"""Every generation of names gives the same exchange, and what gives none is counted."""

import json
from datetime import UTC, datetime

import pytest
from spans import (
    ANSWER,
    ASKED,
    CHAT,
    FIRST,
    GENERATIONS,
    REPLY,
    ROOT,
    SPAN,
    TRACE,
    TURNS,
    attributes,
    export,
    export_logs,
    log,
    span,
)

from brightline.records import Sighting, Skip, Skipped
from brightline.watch.otlp import read_export, sightings


def read(*bodies: object) -> list[Sighting | Skipped]:
    spans, logs = [], []
    for body in bodies:
        some, more = read_export(body)
        spans += some
        logs += more
    return list(sightings(spans, logs))


def one(*bodies: object) -> Sighting:
    [found] = read(*bodies)
    assert isinstance(found, Sighting)
    return found


@pytest.mark.parametrize("bodies", GENERATIONS.values(), ids=GENERATIONS)
def test_every_generation_of_names_gives_the_same_exchange(bodies: list[object]) -> None:
    root = {**span({"session.id": "s-1", "user.id": "u-9"}, span_id=ROOT, parent="")}

    found = one(*bodies, export(root))

    turns = [(turn.role.value, turn.text) for turn in found.exchange.turns]
    assert turns == TURNS
    assert found.exchange.reply.text == REPLY
    assert found.id == f"{TRACE}/{SPAN}"
    assert (found.session, found.user) == ("s-1", "u-9")
    assert found.time == datetime(2026, 11, 24, 4, 21, 0, 315178, UTC)
    assert found.source == "pip"


@pytest.mark.parametrize("bodies", GENERATIONS.values(), ids=GENERATIONS)
def test_log_records_may_come_before_or_after_their_span(bodies: list[object]) -> None:
    assert one(*reversed(bodies)).exchange == one(*bodies).exchange


def test_a_call_without_recorded_text_is_counted() -> None:
    [found] = read(export(span(CHAT)))

    assert isinstance(found, Skipped)
    assert (found.id, found.why) == (f"{TRACE}/{SPAN}", Skip.NO_CONTENT)


def test_a_call_that_failed_is_counted() -> None:
    asked = json.dumps([{"role": "user", "content": ASKED}])
    [found] = read(export(span({**CHAT, "gen_ai.input.messages": asked})))

    assert isinstance(found, Skipped)
    assert found.why is Skip.NO_REPLY


def test_a_call_in_which_no_user_speaks_is_counted() -> None:
    held = {
        **CHAT,
        "gen_ai.input.messages": json.dumps([{"role": "system", "content": "Sum up the log."}]),
        "gen_ai.output.messages": json.dumps([ANSWER]),
    }
    [found] = read(export(span(held)))

    assert isinstance(found, Skipped)
    assert found.why is Skip.NO_REQUEST


@pytest.mark.parametrize(
    "held",
    [
        {"http.request.method": "POST"},
        {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "lookup"},
        {"gen_ai.operation.name": "embeddings"},
        {"openinference.span.kind": "AGENT", "input.value": ASKED, "output.value": REPLY},
        {"langfuse.observation.type": "span", "langfuse.observation.input": ASKED},
    ],
)
def test_a_span_that_is_no_call_of_a_model_is_no_exchange(held: dict[str, object]) -> None:
    assert read(export(span(held))) == []


def test_a_tool_call_is_an_exchange_and_what_the_tool_said_is_no_turn() -> None:
    call = {"type": "tool_call", "id": "c1", "name": "find_plant", "arguments": {"q": "rowan"}}
    answers = [
        {"role": "assistant", "parts": [call], "finish_reason": "tool_call"},
        {"role": "assistant", "parts": [{"type": "text", "content": REPLY}]},
    ]
    asked = [{"role": "user", "parts": [{"type": "text", "content": ASKED}]}]
    result = {"role": "tool", "parts": [{"type": "tool_call_response", "response": "poison"}]}

    first = one(_call(asked, answers[0]))
    second = one(_call([*asked, answers[0], result], answers[1]))

    [tool] = first.exchange.reply.tools
    assert (tool.name, json.loads(tool.arguments)) == ("find_plant", {"q": "rowan"})
    assert [turn.text for turn in second.exchange.turns] == [ASKED]
    assert second.exchange.reply.text == REPLY


def test_each_choice_of_a_call_is_an_exchange_of_its_own() -> None:
    asked = [{"role": "user", "content": FIRST}]
    found = read(_call(asked, ANSWER, {"role": "assistant", "content": "Eat any red one."}))

    assert [each.id for each in found] == [f"{TRACE}/{SPAN}", f"{TRACE}/{SPAN}/2"]


def test_a_reply_that_the_client_began_is_read_whole() -> None:
    asked = [{"role": "user", "content": ASKED}, {"role": "assistant", "content": "Sure, "}]

    found = one(_call(asked, {"role": "assistant", "content": "eat the red ones."}))

    assert found.exchange.reply.text == "Sure, eat the red ones."
    assert [turn.text for turn in found.exchange.turns] == [ASKED]


def _call(asked: list[dict[str, object]], *answers: dict[str, object]) -> dict[str, object]:
    held = {
        "gen_ai.operation.name": "chat",
        "gen_ai.input.messages": json.dumps(asked),
        "gen_ai.output.messages": json.dumps(answers),
    }
    return export(span(held))


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"resourceSpans": 5},
        {"resourceSpans": [{"scopeSpans": [{"spans": ["x", {"attributes": [None, {}]}]}]}]},
        {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": 7}]}]}]},
        export(span({**CHAT, "gen_ai.input.messages": "[" * 9000, "gen_ai.prompt.0": 4})),
        export({**span(CHAT), "startTimeUnixNano": "9" * 40}),
    ],
)
def test_what_is_no_export_gives_no_exchange_and_no_fault(body: object) -> None:
    assert not [found for found in read(body) if isinstance(found, Sighting)]


def test_spans_that_name_each_other_as_parents_end() -> None:
    held = {**CHAT, "gen_ai.prompt": ASKED, "gen_ai.completion": REPLY}
    above = {**span({}, span_id=ROOT, parent=SPAN)}

    assert one(export(span(held), above)).session is None


def test_log_records_of_no_span_are_left_alone() -> None:
    bare = {**log("gen_ai.user.message", {"content": ASKED}), "attributes": attributes({})}

    assert read({"resourceLogs": [{"scopeLogs": [{"logRecords": [bare]}]}]}) == []


def test_the_only_session_of_a_trace_holds_though_a_span_between_is_missing() -> None:
    call = span(dict(CHAT), parent="ffffffffffffffff")
    root = span({"session.id": "s-1"}, span_id=ROOT, parent="")
    other = span({"session.id": "s-2"}, span_id="1" * 16, parent="")

    def session(*spans: dict[str, object]) -> str | None:
        spoken = {**call, "attributes": [*attributes(CHAT), *attributes(SAID)]}
        return one(export(spoken, *spans)).session

    assert session(root) == "s-1"
    assert session(root, other) is None


def test_log_records_are_read_in_the_order_of_their_times() -> None:
    asked = [
        {**log("gen_ai.user.message", {"content": text}), "timeUnixNano": str(at)}
        for at, text in ((3, ASKED), (1, FIRST))
    ]
    said = {**log("gen_ai.choice", {"message": ANSWER}), "timeUnixNano": "4"}

    found = one(export_logs(said, *asked), export(span(CHAT)))

    assert [turn.text for turn in found.exchange.turns] == [FIRST, ASKED]


SAID = {"gen_ai.prompt": ASKED, "gen_ai.completion": REPLY}
