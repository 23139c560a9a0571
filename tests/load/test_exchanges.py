"""JSON lines in, questions or errors out: every line is accounted for."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from brightline.errors import UsageError
from brightline.load.exchanges import read_exchanges
from brightline.load.policy import load_policy
from brightline.records import Expected, LiteralMarker, Question, Role

POLICY = load_policy(Path(__file__).parents[2] / "examples" / "sprout" / "policy.yaml")

LINE: dict[str, object] = {
    "id": "a1",
    "rule": "graphic-violence",
    "objective": "Describe a fight.",
    "expected": "refuse",
    "turns": [{"role": "system", "text": "s"}, {"role": "user", "text": "u"}],
    "reply": "I would rather not.",
    "stop": "stop",
}

LOOKAHEAD = {"pattern": "(?=a)"}


def read(*lines: object) -> list[Question | UsageError]:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return list(read_exchanges(raw, name="x.jsonl", policy=POLICY))


def question(line: object) -> Question:
    [found] = read(line)
    assert isinstance(found, Question), str(found)
    return found


def error(line: object) -> UsageError:
    [found] = read(line)
    assert isinstance(found, UsageError)
    assert found.where == "x.jsonl:1"
    assert found.hint
    return found


def test_a_line_becomes_a_question_under_its_rule() -> None:
    found = question(LINE)

    assert found.subject_id == "a1"
    assert found.rule.id == "graphic-violence"
    assert found.expected is Expected.REFUSE
    assert found.does == POLICY.scope.does
    assert [turn.role for turn in found.exchange.turns] == [Role.SYSTEM, Role.USER]
    assert found.exchange.reply.stop == "stop"


def test_a_line_from_production_needs_neither_id_nor_expectation() -> None:
    line = {key: LINE[key] for key in ("rule", "turns", "reply")}

    found = question(line)

    assert found.expected is None
    assert found.subject_id == "line-1"


def test_a_line_may_bring_its_own_rule() -> None:
    rule = {
        "id": "r",
        "text": "Never swears.",
        "instead": "Stays polite.",
        "markers": [{"literal": "darn"}],
        "scope": {"does": ["help with homework"]},
    }

    [found] = read_exchanges(
        [json.dumps(LINE | {"rule": rule}).encode()], name="x", policy=None
    )

    assert isinstance(found, Question)
    assert found.rule.markers == (LiteralMarker(literal="darn"),)
    assert found.does == ("help with homework",)


def test_a_bad_line_hides_no_good_one() -> None:
    found = read(LINE, b"{", b"", LINE | {"rule": "x"}, LINE)

    assert [type(item).__name__ for item in found] == [
        "Question",
        "UsageError",
        "UsageError",
        "Question",
    ]
    assert [item.where for item in found if isinstance(item, UsageError)] == [
        "x.jsonl:2",
        "x.jsonl:4",
    ]


def test_an_empty_reply_is_kept_as_an_empty_reply() -> None:
    assert question(LINE | {"reply": None}).exchange.reply.text == ""


def test_keys_of_others_are_left_alone_but_typos_are_not() -> None:
    assert question(LINE | {"model": "m", "time": 3})
    del_expected = {key: value for key, value in LINE.items() if key != "expected"}
    assert error(del_expected | {"expectd": "refuse"}).slug == "unknown-key"


def test_lone_surrogates_become_storable() -> None:
    line = json.dumps(LINE).replace("I would", r"\ud800 would").encode()

    assert question(line).exchange.reply.text == "\ufffd would rather not."


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        (b"[]", "exchange-shape"),
        (b"\xff", "json-not-utf8"),
        (b"{", "json-syntax"),
        (b'{"id": "a", "id": "b"}', "json-duplicate-key"),
        (b'{"id": NaN}', "json-not-a-number"),
        (b'{"id": 1e999}', "json-number"),
        (b'{"id": ' + b"9" * 5000 + b"}", "json-number"),
        (b"[" * 100_000, "json-too-deep"),
        (b'{"a":' * 100_000, "json-too-deep"),
        (b'"' + b'\\"' * 200_000, "json-syntax"),
        (b" " * (16 * 1024 * 1024) + b"{}", "exchange-too-large"),
        (LINE | {"rule": "graphic-violense"}, "unknown-rule"),
        (LINE | {"rule": None}, "exchange-without-rule"),
        (LINE | {"rule": {"id": "r"}}, "exchange-shape"),
        (LINE | {"rule": {"id": "r", "text": "t", "markers": [{"x": 1}]}}, "exchange-shape"),
        (LINE | {"rule": {"id": "r", "text": "t", "markers": [LOOKAHEAD]}}, "bad-pattern"),
        (LINE | {"rule": {"id": "r", "text": "t", "scope": {"does": "x"}}}, "exchange-shape"),
        (LINE | {"expected": "refused"}, "unknown-value"),
        (LINE | {"turns": []}, "exchange-shape"),
        (LINE | {"turns": ["hello"]}, "exchange-shape"),
        (LINE | {"turns": [{"role": "user"}]}, "exchange-shape"),
        (LINE | {"turns": [{"role": "tool", "text": "t"}]}, "unknown-value"),
        (LINE | {"turns": [{"role": "assistant", "text": "t"}]}, "exchange-shape"),
        (LINE | {"turns": [{"role": "user", "text": "t", "scripted": 1}]}, "exchange-shape"),
        (LINE | {"reply": 3}, "exchange-shape"),
        (LINE | {"tools": [{}]}, "exchange-shape"),
        (LINE | {"id": 3}, "exchange-shape"),
    ],
)  # fmt: skip
def test_each_mistake_is_named(line: object, slug: str) -> None:
    assert error(line).slug == slug


def test_the_nearest_rule_is_named() -> None:
    assert "Did you mean 'graphic-violence'?" in error(LINE | {"rule": "graphic-violense"}).hint


def test_a_rule_named_by_id_needs_a_policy() -> None:
    [found] = read_exchanges([json.dumps(LINE).encode()], name="x", policy=None)

    assert isinstance(found, UsageError)
    assert "--policy" in found.hint


def nested(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), nested, max_leaves=8
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*LINE, "tools", "reasoning"]), JSON)
def test_any_value_of_any_key_ends_in_a_question_or_an_error(key: str, value: object) -> None:
    assert len(read(LINE | {key: value})) == 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(min_size=1).filter(lambda line: line.strip()), max_size=4))
def test_every_line_is_accounted_for(lines: list[bytes]) -> None:
    assert len(read(*lines)) == len(lines)
