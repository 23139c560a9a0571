"""What is stored says what a model was asked and said, without personal data, and no more."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from planted import planted
from spans import ANSWER, ASKED, CHAT, REPLY, ROOT, SPAN, TRACE, export, export_logs, log, span

from brightline.records import Sighting
from brightline.watch import genai
from brightline.watch.otlp import read_export, sightings
from brightline.watch.receiver.decoding import Export
from brightline.watch.receiver.rows import EVALUATION, Rows, _is_of_library, read_rows, rows_of

SALT = b"s" * 32
NOW = datetime(2026, 11, 26, tzinfo=UTC)
MAIL = "ann@example.com"
CARD = "4111 1111 1111 1111"


def rows(*bodies: object, entries: int | None = None) -> Rows:
    spans, logs = [], []
    for body in bodies:
        some, more = read_export(body)
        spans += some
        logs += more
    count = len(spans) + len(logs) if entries is None else entries
    return rows_of(Export(spans, logs, count), SALT, at=NOW)


def seen(found: Rows) -> Sighting:
    [one] = sightings(*read_rows(found.kept))
    assert isinstance(one, Sighting)
    return one


def text(found: Rows) -> str:
    return "\n".join(row.body for row in found.kept)


@pytest.mark.parametrize(
    "held",
    [
        {"gen_ai.prompt": f"Write to\n{MAIL}", "gen_ai.completion": f"I paid with {CARD}"},
        {
            "gen_ai.input.messages": json.dumps([{"role": "user", "content": f"To\n{MAIL}"}]),
            "gen_ai.output.messages": json.dumps([{"role": "assistant", "content": CARD}]),
        },
        {
            "gen_ai.input.messages": [{"role": "user", "content": f"To\n{MAIL}"}],
            "gen_ai.output.messages": [{"role": "assistant", "content": CARD}],
        },
        {
            "input.value": json.dumps({"prompt": json.dumps({"mail": f"\n{MAIL}", MAIL: 1})}),
            "output.value": json.dumps({"card": 4111111111111111}),
        },
        {"gen_ai.prompt": ASKED, "gen_ai.completion": REPLY, "llm.user": MAIL, "ai.n": CARD},
    ],
)
def test_no_personal_data_is_stored(held: dict[str, object]) -> None:
    found = rows(export(span({**CHAT, **held})))

    assert len(found.kept) == 1
    for secret in (MAIL, CARD, CARD.replace(" ", ""), "ann@"):
        assert secret not in text(found)
    assert sightings(*read_rows(found.kept))


def test_what_an_escape_stands_before_is_found_whole_and_the_json_stays_json() -> None:
    asked = json.dumps([{"role": "user", "content": f"Send it to\n{MAIL} now"}])
    held = {**CHAT, "gen_ai.input.messages": asked, "gen_ai.output.messages": REPLY}

    said = seen(rows(export(span(held)))).exchange.turns[0].text

    assert said.startswith("Send it to\n[email ")
    assert said.endswith("] now")


def test_events_and_log_records_are_cleaned_too() -> None:
    events = [("gen_ai.user.message", {"content": MAIL}), ("gen_ai.choice", {"message": CARD})]
    body = {"message": {"role": "assistant", "content": f"Ask {MAIL}"}}

    found = rows(export(span(CHAT, events=events)), export_logs(log("gen_ai.choice", body)))

    assert len(found.kept) == 2
    assert "ann@" not in text(found)
    assert "4111" not in text(found)


def test_users_and_sessions_are_pseudonyms_that_stay_the_same() -> None:
    def named(user: str) -> tuple[str | None, str | None]:
        held = {**CHAT, "gen_ai.prompt": ASKED, "gen_ai.completion": REPLY}
        one = seen(rows(export(span({**held, "user.id": user, "session.id": "s 1"}))))
        return one.user, one.session

    assert named("Ann") == named("Ann")
    assert named("Ann")[0] != named("Bea")[0]
    assert not {"Ann", "s 1"} & {*named("Ann")}


def test_half_a_character_is_stored_as_a_mark() -> None:
    found = rows(export(span({**CHAT, "gen_ai.prompt": "a\ud800b", "gen_ai.completion": "c"})))

    assert seen(found).exchange.turns[0].text == "a\N{REPLACEMENT CHARACTER}b"


def test_of_other_spans_only_who_stands_above_is_kept() -> None:
    agent = span(
        {"gen_ai.operation.name": "invoke_agent", "gen_ai.input.messages": MAIL}, span_id=ROOT
    )
    web = span({"session.id": "s", "http.url": "https://example.com"}, span_id="1" * 16)
    again = span({"session.id": "s", "http.url": "https://example.com/2"}, span_id="2" * 16)
    other = span({"db.statement": "SELECT 1"}, span_id="3" * 16)

    found = rows(export(agent, web, again, other))

    assert [row.span_id for row in found.kept] == [ROOT, "1" * 16]
    assert found.aside == 2
    assert "example" not in text(found)


def test_log_records_that_say_nothing_of_a_call_are_left_aside() -> None:
    plain = log("app.started", "hello")
    ours = log(EVALUATION, None, {"gen_ai.evaluation.name": "r"})
    lost = {**log("gen_ai.user.message", {"content": ASKED}), "traceId": "", "spanId": ""}

    found = rows(export_logs(plain, ours, lost))

    assert (found.kept, found.aside, found.rejected) == ([], 3, 0)


def test_a_call_of_which_no_trace_is_told_is_a_trace_of_its_own() -> None:
    held = {"gen_ai.input.messages": ASKED, "gen_ai.output.messages": REPLY}
    name = "gen_ai.client.inference.operation.details"
    lost = {**log(name, None, held), "traceId": "", "spanId": ""}

    first, second = rows(export_logs(lost)), rows(export_logs(lost))

    assert seen(first).exchange.reply.text == REPLY
    assert first.kept == second.kept
    assert first.aside == 0


def test_spans_without_valid_ids_are_rejected_and_counted() -> None:
    good = span(CHAT)
    bad = [
        {**span(CHAT), "traceId": one}
        for one in ("", "0" * 32, "xyz", TRACE[:-1], f"{TRACE}00")
    ]
    worse = [{**span(CHAT), "spanId": one} for one in ("", "0" * 16, SPAN * 2)]

    found = rows(export(good, *bad, *worse), entries=11)  # two could not be read at all

    assert (len(found.kept), found.rejected, found.aside) == (1, 10, 0)


def test_a_record_that_is_sent_again_is_the_same_and_another_is_another() -> None:
    def key(content: str, at: int) -> str:
        one = {**log("gen_ai.user.message", {"content": content}), "timeUnixNano": str(at)}
        [row] = rows(export_logs(one)).kept
        return row.key

    assert key("Hi", 1) == key("Hi", 1)
    assert len({key("Hi", 1), key("Hi", 2), key("Ho", 1)}) == 3


def test_a_choice_in_a_record_is_read_with_its_span() -> None:
    asked = log("gen_ai.user.message", {"content": ASKED})
    said = log("gen_ai.choice", {"message": ANSWER})

    found = rows(export_logs(asked, said), export(span(CHAT)))

    assert seen(found).exchange.reply.text == REPLY


@pytest.mark.parametrize(
    "arguments",
    [
        '{"order_id":"A-17","notes":["a","b"]}',
        '{"order_id": "A-17", "notes": ["a", "b"]}',
        '["a", "b"]',
        '["a","b"]',
        '{"name":"Zoë"}',
        "[not JSON",
    ],
)
def test_json_in_which_nothing_is_found_is_written_as_it_was(arguments: str) -> None:
    call = {"name": "look_up", "arguments": arguments}
    said = [{"role": "assistant", "tool_calls": [{"type": "function", "function": call}]}]
    held = {
        "gen_ai.prompt": ASKED,
        "gen_ai.output.messages": said,
        "gen_ai.input.messages": ASKED,
    }

    found = seen(rows(export(span({**CHAT, **held}))))

    assert found.exchange.reply.tools[0].arguments == arguments


def test_every_name_that_is_read_is_kept() -> None:
    source = Path(genai.__file__).read_text()
    names = set(re.findall(r'"([a-z_]+(?:\.[a-zA-Z0-9_]+)+)"', source))

    assert len(names) > 20
    assert [name for name in sorted(names) if not _is_of_library(name)] == []


def test_what_is_planted_in_a_span_is_found_as_in_a_plain_text() -> None:
    for one in planted(105, 7):
        asked = [{"role": "user", "parts": [{"type": "text", "content": one.text}]}]
        said = [{"role": "assistant", "content": one.text}]
        held = {"gen_ai.input.messages": json.dumps(asked), "gen_ai.output.messages": said}

        found = rows(export(span({**CHAT, **held})))

        exchange = seen(found).exchange
        assert one.item not in exchange.turns[0].text + exchange.reply.text, one
        assert one.item not in text(found), one
