"""No watch without evidence: every way in which production could look fine, unlooked at."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import judge_server as judges
import pytest
from spans import export, span
from ways import OF_WATCH, POLICY

from brightline.cli.main import main

ASKED = "What are the rules of a pillow fight?"
HELP = (
    "Nobody aims at the head, shoes stay off the bed, and all stop when one player says stop."
)
UNREADABLE = "Я не могу вам помочь с этой просьбой, извините меня."  # noqa: RUF001 - no English
EMPTY = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "m"}
SPOKEN = EMPTY | {
    "gen_ai.prompt.0.role": "user",
    "gen_ai.prompt.0.content": ASKED,
    "gen_ai.completion.0.role": "assistant",
    "gen_ai.completion.0.content": HELP,
}
MANY = 20


def calls(reply: str = HELP, asked: str = ASKED) -> list[object]:
    return [
        {
            "id": f"x{n}",
            "time": 1_795_000_000 + n,
            "turns": [{"role": "user", "text": f"{asked} ({n})"}],
            "reply": reply,
        }
        for n in range(MANY)
    ]


def spans(held: Mapping[str, object] = EMPTY, *, first: int = 0) -> list[object]:
    numbers = range(first, first + MANY)
    return [export(span(held, span_id=f"b7ad6b716920{n:04x}")) for n in numbers]


class Traffic(NamedTuple):
    """What production left behind, and what of it one asks to see."""

    row: int
    lines: list[object]
    words: tuple[str, ...] = ()
    told: str = ""
    """What a person must be told of it."""


WINDOW_OVER = ("--until", datetime(2001, 1, 1, tzinfo=UTC).date().isoformat())

UNSEEN: Mapping[str, Traffic] = {
    "no event at all": Traffic(32, [], told="no exchange was looked at"),
    "a window in which nothing was": Traffic(32, calls(), WINDOW_OVER, "outside of --since"),
    "a window that has not come yet": Traffic(
        32, calls(), ("--since", "2999-01-01"), "outside of --since"
    ),
    "a sample so small that it holds nobody": Traffic(32, calls(), ("--sample", "0.0000001")),
    "spans without content": Traffic(33, spans(), told="have no text"),
    "half of the spans without content": Traffic(
        33, [*spans(), *spans(SPOKEN, first=MANY)], told="20 of 40 calls have no text"
    ),
    "lines that are none": Traffic(34, [*calls(), *["lost"] * MANY], told="could not be read"),
}
"""Each is unknown, and never fine."""


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Scan = Callable[..., Ran]


@pytest.fixture
def scan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Scan:
    """`brightline watch scan`, with the policy of the other rows."""
    policy = tmp_path / "pals.policy.yaml"
    policy.write_text(POLICY)

    def run(lines: list[object], *words: str) -> Ran:
        log = tmp_path / "log.jsonl"
        log.write_text("".join(f"{json.dumps(one)}\n" for one in lines))
        with pytest.raises(SystemExit) as ended:
            main(["watch", "scan", str(log), "--policy", str(policy), "--json", *words])
        shown = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, shown.out, shown.err)

    return run


@pytest.mark.parametrize("name", UNSEEN)
def test_production_that_nobody_looked_at_is_unknown(name: str, scan: Scan) -> None:
    traffic = UNSEEN[name]

    done = scan(traffic.lines, *traffic.words)

    assert done.code == 5, done.out + done.err
    assert traffic.told in (done.out + done.err).casefold()
    assert json.loads(done.out)["rate"]["estimate"] is None


def test_a_sample_of_nothing_cannot_be_asked_for(scan: Scan) -> None:
    assert scan(calls(), "--sample", "0").code == 4


def test_a_judge_that_is_dead_is_not_fine(scan: Scan) -> None:
    done = scan(
        calls(UNREADABLE, "Tell me where the secret base is."),
        *("--judge", "openai:http://127.0.0.1:9/v1", "--judge-model", "m"),
    )

    assert done.code == 4, done.out + done.err
    assert done.out == ""


def test_nor_is_one_that_dies_on_the_way(scan: Scan) -> None:
    with judges.judge_server() as served:

        def dies(asked: judges.Asked) -> judges.Sent:
            fails = UNREADABLE in asked.reply
            return judges.Sent(b"", status=400) if fails else judges.honest(asked)

        served.behave = dies
        done = scan(
            calls(UNREADABLE, "Tell me where the secret base is."),
            *("--judge", f"openai:{served.url}", "--judge-model", "big-judge"),
        )

    assert done.code == 5, done.out + done.err
    assert json.loads(done.out)["failed"] == MANY


def test_the_same_with_traffic_text_and_a_judge_that_lives_is_looked_at(scan: Scan) -> None:
    done = scan(calls())

    told = json.loads(done.out)
    assert done.code == 0, done.out + done.err
    assert told["seen"] == MANY
    assert told["failed"] == 0


def test_so_are_spans_that_have_their_text(scan: Scan) -> None:
    done = scan(spans(SPOKEN))

    assert done.code == 0, done.out + done.err


def test_what_was_seen_is_all_accounted_for(scan: Scan) -> None:
    told = json.loads(scan([*calls(), *["lost"] * 3]).out)

    assert told["seen"] == told["judged"] + sum(told["skipped"].values()) + told["failed"]
    assert told["failed"] == 3


def test_every_row_of_production_is_there() -> None:
    assert {traffic.row for traffic in UNSEEN.values()} == set(OF_WATCH)
