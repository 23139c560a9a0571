"""The usual shapes of logs are known by sight, and what fits none is never guessed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from brightline.records import LogShape, Role, Sighting, Skip, Skipped
from brightline.watch.logs import SHAPES, guess_shape, read_line, read_time

ASKED, REPLY = "Which berries can I eat?", "I only help with your own garden."
USER = {"role": "user", "content": ASKED}
SAID = {"role": "assistant", "content": REPLY}
BLOCKS = [{"type": "text", "text": REPLY}]

LINES: dict[str, dict[str, object]] = {
    "ours": {
        "id": "7",
        "time": "2026-11-24T04:21:00Z",
        "turns": [{"role": "user", "text": ASKED}],
        "reply": REPLY,
    },
    "chat completions": {
        "request": {"model": "m", "messages": [USER]},
        "response": {"id": "7", "choices": [{"message": SAID, "finish_reason": "stop"}]},
    },
    "responses": {
        "id": "7",
        "request": {"instructions": "You are Pip.", "input": ASKED},
        "response": {
            "output": [
                {"type": "reasoning", "summary": []},
                {
                    "type": "message",
                    "role": "assistant",
                    "content": [{"type": "output_text", "text": REPLY}],
                },
            ]
        },
    },
    "messages": {
        "id": 7,
        "request": {"system": "You are Pip.", "messages": [USER]},
        "response": {"role": "assistant", "content": BLOCKS, "stop_reason": "end_turn"},
    },
    "batch": {
        "id": "7",
        "request": {"body": {"messages": [USER]}},
        "response": {"body": {"choices": [{"message": SAID}]}},
    },
    "fine-tuning": {"id": "7", "messages": [USER, SAID]},
    "from and value": {
        "id": "7",
        "conversations": [{"from": "human", "value": ASKED}, {"from": "gpt", "value": REPLY}],
    },
    "trace": {"id": "7", "input": {"messages": [USER]}, "output": SAID, "sessionId": "s"},
    "inputs": {
        "id": "7",
        "inputs": {"messages": [USER]},
        "outputs": {"choices": [{"message": SAID}]},
    },
    "prompt and response": {"id": "7", "prompt": ASKED, "response": REPLY},
    "question and answer": {"id": "7", "question": ASKED, "answer": REPLY},
    "messages and completion": {"id": "7", "messages": [USER], "completion": REPLY},
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_usual_shape_is_known_by_sight(line: dict[str, object]) -> None:
    shape = guess_shape([line])
    assert shape is not None

    found = read_line(line, shape, name="logs.jsonl:1")

    assert isinstance(found, Sighting)
    assert found.id == "7"
    assert found.exchange.turns[-1].text == ASKED
    assert found.exchange.reply.text == REPLY


def test_a_line_that_fits_no_shape_is_not_guessed() -> None:
    assert guess_shape([{"level": "info", "message": "started"}, 7, None, "x", []]) is None


def test_the_shape_is_that_of_most_lines() -> None:
    odd = {"messages": [USER, SAID]}
    usual = [LINES["prompt and response"]] * 3

    shape = guess_shape([odd, *usual])

    assert shape is not None
    assert shape.name == "prompt and response"


def test_lines_without_an_exchange_say_why() -> None:
    shape = guess_shape([LINES["chat completions"]])
    assert shape is not None
    lines = (
        {"request": {"messages": [USER]}, "response": {"error": "overloaded"}},
        {"request": {"messages": []}, "response": None},
        {
            "request": {"messages": [{"role": "system", "content": "x"}]},
            "response": {"choices": [{"message": SAID}]},
        },
    )

    found = [read_line(line, shape, name="l:1") for line in lines]

    assert [one.why for one in found if isinstance(one, Skipped)] == [
        Skip.NO_REPLY,
        Skip.NO_CONTENT,
        Skip.NO_REQUEST,
    ]


def test_a_mapping_reads_a_shape_of_a_users_own() -> None:
    shape = LogShape(
        name="mine",
        turns=("data.chat",),
        reply=("data.bot.0.words",),
        id=("meta.key",),
        time=("meta.at",),
    )
    line = {
        "meta": {"key": "k1", "at": 1795494060},
        "data": {"chat": [USER], "bot": [{"words": REPLY}]},
    }

    found = read_line(line, shape, name="l:1")

    assert isinstance(found, Sighting)
    assert (found.id, found.exchange.reply.text) == ("k1", REPLY)
    assert found.time == datetime(2026, 11, 24, 4, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-24T04:21:00Z",
        "2026-11-24T05:21:00+01:00",
        "2026-11-24 04:21:00",
        1795494060,
        "1795494060.0",
        1795494060000,
        1795494060000000000,
    ],
)
def test_a_moment_is_read_in_every_usual_unit(value: object) -> None:
    assert read_time(value) == datetime(2026, 11, 24, 4, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, "", "soon", [], float("nan"), float("inf"), -1e30, "²"),
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))),
    ],
)
def test_what_is_no_moment_is_none(value: object) -> None:
    assert read_time(value) is None


def test_a_line_without_an_id_is_named_by_what_it_says_and_tells_its_place() -> None:
    shape = guess_shape([LINES["prompt and response"]])
    assert shape is not None
    line = {"prompt": ASKED, "response": REPLY, "time": "2026-11-03T10:00:00Z"}

    found = read_line(line, shape, name="logs.jsonl:12")
    again = read_line(line, shape, name="other.jsonl:1")
    later = read_line(line | {"time": "2026-11-03T10:05:00Z"}, shape, name="logs.jsonl:13")

    assert isinstance(found, Sighting)
    assert found.source == "logs.jsonl:12"
    assert found.id == again.id
    assert found.id != later.id


WHEN = datetime(2026, 11, 24, 4, 21, tzinfo=UTC)
LATER = "2027-01-01T00:00:00Z"


def time_of(**said: object) -> datetime | None:
    line = {"prompt": ASKED, "response": REPLY, **said}
    shape = guess_shape([line])
    assert shape is not None
    found = read_line(line, shape, name="l:1")
    assert isinstance(found, Sighting)
    return found.time


@pytest.mark.parametrize(
    "name",
    [
        *("ts", "@timestamp", "datetime", "date", "createdAt", "created_at", "sent_at"),
        *("when", "time", "timestamp", "startTime", "event_time"),
    ],
)
@pytest.mark.parametrize(
    "value",
    ["2026-11-24T04:21:00Z", 1795494060, 1795494060000, 1795494060_000_000, 1795494060e9],
)
def test_a_time_is_known_by_its_name_and_that_it_is_one(name: str, value: object) -> None:
    assert time_of(**{name: value}) == WHEN
    assert time_of(metadata={name: value}) == WHEN
    assert time_of(**{name: "soon"}) is None


def test_a_time_of_any_other_name_is_none() -> None:
    other = {"due": 1795494060, "text": "2026-11-24T04:21:00Z", "user": {"created_at": LATER}}

    assert time_of(**other) is None


def test_where_one_name_holds_no_time_another_is_asked() -> None:
    assert time_of(time="04:21", ts=1795494060) == WHEN
    assert time_of(time={"took": 7}, request={"ts": 1795494060}) == WHEN
    assert time_of(createdAt={"$date": "2026-11-24T04:21:00Z"}) == WHEN
    assert time_of(when=3, date="20261124") == WHEN.replace(hour=0, minute=0)


def test_the_plainest_name_counts_first_and_the_line_before_its_parts() -> None:
    assert time_of(date=LATER, ts=1795494060) == WHEN
    assert time_of(metadata={"ts": LATER}, sent_at=1795494060) == WHEN


def test_the_time_of_the_last_message_is_that_of_the_exchange() -> None:
    line = {"messages": [{**USER, "ts": LATER}, {**SAID, "ts": 1795494060}]}
    shape = guess_shape([line])
    assert shape is not None

    found = read_line(line, shape, name="l:1")

    assert isinstance(found, Sighting)
    assert found.time == WHEN


def test_a_mapping_that_names_a_time_names_the_only_one() -> None:
    shape = LogShape(name="mine", turns=("prompt",), reply=("response",), time=("at",))
    line = {"prompt": ASKED, "response": REPLY, "at": "soon", "ts": 1795494060}

    found = read_line(line, shape, name="l:1")

    assert isinstance(found, Sighting)
    assert found.time is None


@pytest.mark.parametrize("key", ["role", "from", "who", "sender", "author", "speaker"])
@pytest.mark.parametrize("text", ["text", "says", "message", "body"])
@pytest.mark.parametrize("word", ["user", "member", "Customer", "end-user"])
def test_who_speaks_is_known_by_usual_words(key: str, text: str, word: str) -> None:
    turns = [{key: "coach", text: "Hello."}, {key: word, text: ASKED}]
    found = read_line({"turns": turns, "reply": REPLY}, SHAPES[0], name="f:1")
    assert isinstance(found, Sighting)
    assert [turn.role for turn in found.exchange.turns] == [Role.ASSISTANT, Role.USER]


@pytest.mark.parametrize("key", ["role", "from", "who"])
def test_who_speaks_is_never_guessed(key: str) -> None:
    turns = [{key: "Grundkunde", "text": ASKED}]
    line = {"turns": turns, "reply": REPLY}
    found = read_line(line, SHAPES[0], name="f:1")
    assert isinstance(found, Skipped)
    assert (found.why, found.word) == (Skip.UNKNOWN_ROLE, "grundkunde")
    assert guess_shape([line]) == SHAPES[0]


def test_a_reply_of_unknown_speakers_is_not_guessed_and_one_alone_is_by_its_place() -> None:
    turns = [{"role": "user", "text": ASKED}]
    reply = {"from": "kettle-v2", "text": REPLY}
    alone = read_line({"turns": turns, "reply": reply}, SHAPES[0], name="f:1")
    listed = read_line({"turns": turns, "reply": [reply, reply]}, SHAPES[0], name="f:1")
    assert isinstance(alone, Sighting)
    assert isinstance(listed, Skipped)
    assert listed.why is Skip.UNKNOWN_ROLE


def test_a_mapping_says_who_speaks_under_which_key() -> None:
    shape = LogShape(
        name="mine",
        turns=("turns",),
        reply=(),
        role=("wer",),
        text=("sagt",),
        user_roles=("Kunde", "agent"),
        assistant_roles=("Berater",),
    )
    said = [("Berater", "Hallo."), ("agent", ASKED), ("kunde", ASKED), ("berater", REPLY)]
    line = {"turns": [{"wer": who, "sagt": text} for who, text in said]}
    found = read_line(line, shape, name="f:1")
    assert isinstance(found, Sighting)
    assert found.exchange.reply.text == REPLY
    roles = [turn.role for turn in found.exchange.turns]
    assert roles == [Role.ASSISTANT, Role.USER, Role.USER]
