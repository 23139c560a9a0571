"""What load_target accepts, and what it says of everything else."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from brightline.errors import PolicyError
from brightline.load.target import load_target, parse_target

EXAMPLES = Path(__file__).parents[2] / "examples"

GOOD = """\
brightline_target: 1
url: https://app.example.com/api/chat
headers: {Authorization: "Bearer ${KEY}"}
body: {message: "{{ last_user }}", stream: false, top: 3, share: 0.5, none: null, list: [a b]}
reply: answer.0.text
"""


def problems_of(text: str) -> list[tuple[str, str]]:
    try:
        parse_target(text, name="t.yaml")
    except PolicyError as error:
        return [(p.where.removeprefix("t.yaml:"), p.slug) for p in error.problems]
    return []


def test_the_example_of_the_bank_loads() -> None:
    spec = load_target(EXAMPLES / "bank" / "target.yaml")

    assert spec.headers == {"Authorization": "Bearer ${HARBOUR_KEY}"}
    assert spec.session is not None
    assert spec.session.from_ == "conversation.id"
    assert spec.deadline_s == 45


def test_a_body_arrives_as_the_json_it_says() -> None:
    assert parse_target(GOOD, name="t.yaml").body == {
        "message": "{{ last_user }}",
        "stream": False,
        "top": 3,
        "share": 0.5,
        "none": None,
        "list": ["a b"],
    }


@pytest.mark.parametrize(
    ("old", "new", "where", "slug"),
    [
        ("reply:", "replies:", "5:1", "unknown-key"),
        ("https://app.example.com/api/chat", "app.example.com", "2:6", "bad-url"),
        ("https://app.example.com/api/chat", "ftp://app.example.com", "2:6", "bad-url"),
        ("https://app.example.com/api/chat", "https://", "2:6", "bad-url"),
        ("https://app.example.com/api/chat", "http://[x", "2:6", "bad-url"),
        ("https://app.example.com/api/chat", "http://a:99999999/", "2:6", "bad-url"),
        ("https://app.example.com/api/chat", "https://me:pw@x.example", "2:6", "bad-url"),
        ("chat\n", "chat?q={{ last_user }}\n", "2:6", "bad-placeholder"),
        ("${KEY}", "${}", "3:26", "bad-variable"),
        ("${KEY}", "${A B}", "3:26", "bad-variable"),
        ("${KEY}", "${KEY", "3:26", "bad-variable"),
        ("Authorization", "A b", "3:11", "bad-header"),
        ("Bearer", "Bea\\nrer", "3:26", "bad-header"),
        ("last_user", "last_usr", "4:17", "bad-placeholder"),
        ("{{ last_user }}", "{{ last_user", "4:17", "bad-placeholder"),
        ("{{ last_user }}", "hello", "4:1", "body-without-user"),
        ("none: null", 'none: "{{ session }}"', "4:1", "session-missing"),
        ("none: null", 'none: "{{ system }}"', "4:1", "system-unused"),
        ("none: null", "none: no", "4:77", "ambiguous-text"),
        ("none: null", "none: 012", "4:77", "ambiguous-text"),
        ("none: null", "none: .inf", "4:77", "ambiguous-text"),
        ("answer.0.text", "answer..text", "5:8", "bad-path"),
        ("answer.0.text", "answer\nmethod: post", "6:9", "unknown-value"),
        ("answer.0.text", "answer\nsystem: yes", "6:9", "bad-bool"),
        ("answer.0.text", "answer\nsystem: true", "6:1", "body-without-system"),
        ("answer.0.text", "answer\ndeadline_s: 0", "6:13", "out-of-range"),
        ("answer.0.text", "answer\ndeadline_s: 10%", "6:13", "bad-number"),
        ("answer.0.text", "answer\nsession: {from: id}", "6:10", "missing-key"),
        ("answer.0.text", "answer\nsession: {from: id, send_as: hdr:X}", "6:1", "bad-session"),
        ("answer.0.text", "a\nsession: {from: 'header:', send_as: x}", "6:1", "bad-session"),
        ("answer.0.text", "answer\nstream: ssе", "6:9", "unknown-value"),  # noqa: RUF001 - a Cyrillic letter
    ],
)  # fmt: skip
def test_each_mistake_is_named_at_its_place(
    *, old: str, new: str, where: str, slug: str
) -> None:
    assert old in GOOD

    assert (where, slug) in problems_of(GOOD.replace(old, new))


def test_a_password_in_the_address_is_not_repeated() -> None:
    with pytest.raises(PolicyError) as caught:
        parse_target(GOOD.replace("https://", "ftp://me:hunter2@"), name="t.yaml")

    assert "hunter2" not in str(caught.value)


def test_an_address_from_the_environment_is_left_for_later() -> None:
    assert problems_of(GOOD.replace("https://app.example.com/api/chat", "${URL}/chat")) == []
    assert problems_of(GOOD.replace("app.example.com", "${HOST}")) == []


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 20), st.text(max_size=8))
def test_any_change_ends_in_a_target_or_in_problems(at: int, cut: int, new: str) -> None:
    for where, _ in problems_of(GOOD[:at] + new + GOOD[at + cut :]):
        line, column = where.split(":")
        assert int(line) >= 1
        assert int(column) >= 1


def test_a_session_that_no_body_can_carry_is_named() -> None:
    text = 'brightline_target: 1\nurl: http://x.example\nbody: "{{ last_user }}"\nreply: a\n'
    text += "session: {from: id, send_as: id}\n"

    assert problems_of(text) == [("5:1", "bad-session")]
    assert problems_of(text.replace("as: id", "as: header:X-Id")) == []
