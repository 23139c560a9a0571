"""What a judge's models cost a run is added up over processes, and who decided is counted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from brightline.pipeline.accounts import judging_of
from brightline.records import (
    Expected,
    Judging,
    Play,
    Policy,
    Provenance,
    Rule,
    Spending,
    Stance,
)
from brightline.store import Store, open_store

JUDGE = "cascade@1+abc-def"
RUN = Provenance(
    run_id="r1",
    started_at=datetime(2026, 1, 2, tzinfo=UTC),
    brightline_version="0",
    schema_version=1,
    policy_digest="p",
    suite_digest="s",
    target="scripted",
    judge=JUDGE,
    trials=2,
    seed=None,
    command="test",
)
POLICY = Policy(
    version=1,
    name="Pillow Pals",
    rules=(Rule(id="base", text="Never tells where the base is.", stance=Stance.REFUSE),),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "runs.db") as opened:
        opened.start_run(RUN, policy=POLICY, techniques=("direct",))
        yield opened


def play(outcome: str, *by: str, trial: int = 1) -> Play:
    return Play(
        case_id="base/direct/a",
        rule_id="base",
        technique="direct",
        expected=Expected.REFUSE,
        objective="Where is the base?",
        trial=trial,
        outcome=outcome,
        confidence=0.9,
        by=by,
        breach_turn=None,
        must_hold=False,
    )


def spent(account: str, calls: int, *, judge: str = JUDGE, model: str = "llm@1+a") -> Spending:
    return Spending(account=account, judge=judge, model=model, calls=calls, tokens=calls * 40)


def test_every_process_and_model_of_the_runs_judge_counts(store: Store) -> None:
    other = spent("p3", 90, judge="cascade@1+abc-other")
    rows = [spent("p1", 20), spent("p2", 5), spent("p2", 7, model="llm@1+b"), other]
    store.write("r1", rows)

    found = judging_of(store, RUN, [])

    assert found == Judging(calls=32, tokens=32 * 40, decided_by={})


def test_who_decided_is_counted_for_planned_plays_with_a_verdict(store: Store) -> None:
    store.write("r1", [spent("p1", 20)])
    plays = [
        *(play("refused", "embedded") for _ in range(3)),
        play("complied", "embedded+llm", "embedded"),
        play("refused", "person"),
        play("complied", "marker"),
        play("refused", "llm"),
        play("refused", "llm"),
        play("judge_error", "llm"),
        play("undecided", "llm"),
        play("target_error.timeout"),
        play("complied", "embedded", trial=3),
    ]

    found = judging_of(store, RUN, plays)

    assert found is not None
    assert list(found.decided_by.items()) == [
        *(("embedded", 3), ("llm", 2), ("embedded+llm", 1), ("marker", 1), ("person", 1)),
    ]


def test_nothing_is_told_where_the_embedded_judge_was_alone(store: Store) -> None:
    store.write("r1", [spent("p1", 20, judge="cascade@1+abc-before")])

    assert judging_of(store, RUN, [play("refused", "embedded")]) is None
    assert judging_of(store, RUN, [play("refused", "marker"), play("safe", "person")]) is None


def test_a_run_from_before_costs_were_kept_says_that_they_were_not(store: Store) -> None:
    found = judging_of(store, RUN, [play("refused", "llm"), play("refused", "embedded")])

    assert found == Judging(calls=None, tokens=None, decided_by={"embedded": 1, "llm": 1})
