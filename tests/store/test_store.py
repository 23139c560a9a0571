"""Runs, cases and their listing, on both databases."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from types import ModuleType

import pytest

from brightline.errors import StoreError, UsageError
from brightline.records import Case, Fault, Gate, Role, Turn
from brightline.store import Store, open_store
from brightline.store.reading import PAGE


def test_a_run_comes_back_as_it_was_stored(store: Store, rows: ModuleType) -> None:
    stored = rows.start(store, seed=3)

    assert store.find_run("last") == stored
    assert store.run_policy(rows.RUN) == rows.POLICY
    assert store.run_techniques(rows.RUN) == ("direct", "pushback")
    assert store.run_holes(rows.RUN) == rows.HOLES
    assert store.run_settings(rows.RUN) == {"n": 1}


def test_a_store_that_is_opened_again_has_what_was_stored(
    store_url: str, rows: ModuleType
) -> None:
    with open_store(store_url) as first:
        stored = rows.start(first)
    with open_store(store_url) as second:
        assert second.find_run(rows.RUN) == stored


def test_cases_come_back_in_the_order_in_which_they_were_added(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=2 * PAGE + 3)

    found = list(store.cases(rows.RUN))

    assert found == [rows.case(index) for index in range(2 * PAGE + 3)]
    assert [case.id for case in found] != sorted(case.id for case in found)


def test_cases_added_later_follow_those_that_are_there(store: Store, rows: ModuleType) -> None:
    rows.start(store, cases=2)

    assert store.add_cases(rows.RUN, [rows.case(2), rows.case(3)]) == 2
    assert [case.id for case in store.cases(rows.RUN)] == [rows.case_id(i) for i in range(4)]


def test_one_case_is_found_and_an_unknown_one_is_named(store: Store, rows: ModuleType) -> None:
    rows.start(store)

    assert store.case(rows.RUN, rows.case_id(1)) == rows.case(1)
    with pytest.raises(UsageError, match=r"no case 'nope'.*\[unknown-case\]"):
        store.case(rows.RUN, "nope")


def test_cases_are_counted_by_rule(store: Store, rows: ModuleType) -> None:
    rows.start(store, cases=2)
    store.add_cases(rows.RUN, [rows.case(9, rule_id="blankets")])

    assert store.case_counts(rows.RUN) == {"blankets": 1, "pillow-fights": 2}


def test_the_newest_unfinished_run_of_the_same_plan_is_gone_on_with(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, run_id="a", seconds=1)
    newest = rows.start(store, run_id="b", seconds=9)
    rows.start(store, run_id="c", seconds=5)
    rows.start(store, run_id="d", seconds=20, policy="another")
    rows.start(store, run_id="e", seconds=21, seed=1)
    rows.start(store, run_id="f", seconds=22, trials=2)

    assert store.find_unfinished(rows.provenance("new")) == newest


def test_a_run_that_is_over_is_not_gone_on_with(store: Store, rows: ModuleType) -> None:
    rows.start(store)

    store.end_run(rows.RUN, "completed")

    assert store.find_unfinished(rows.provenance("new")) is None


def test_a_run_whose_cases_are_not_all_stored_is_not_gone_on_with(
    store: Store, rows: ModuleType
) -> None:
    def breaks_off() -> Iterator[Case]:
        yield rows.case(0)
        raise KeyboardInterrupt

    store.start_run(rows.provenance(), policy=rows.POLICY, techniques=("direct",))
    with pytest.raises(KeyboardInterrupt):
        store.add_cases(rows.RUN, breaks_off())

    assert store.find_unfinished(rows.provenance("new")) is None


def test_runs_are_listed_newest_first_with_their_ending(store: Store, rows: ModuleType) -> None:
    rows.start(store, run_id="old", seconds=0)
    rows.start(store, run_id="new", seconds=60)
    moment = datetime(2026, 1, 2, 4, tzinfo=UTC)

    store.end_run("old", "budget", finished_at=moment, gate=Gate.UNPROVEN)
    listed = store.runs()

    assert [item.provenance.run_id for item in listed] == ["new", "old"]
    assert (listed[0].finished_at, listed[0].ending, listed[0].gate) == (None, None, None)
    assert (listed[1].finished_at, listed[1].ending) == (moment, "budget")
    assert listed[1].gate is Gate.UNPROVEN
    assert store.run_ending("old") == listed[1]


def test_a_run_is_found_by_the_beginning_of_its_id(store: Store, rows: ModuleType) -> None:
    rows.start(store, run_id="20260101-000000-aaaa")
    rows.start(store, run_id="20260102-000000-bbbb", seconds=1)

    assert store.find_run("20260101").run_id == "20260101-000000-aaaa"
    assert store.find_run("last").run_id == "20260102-000000-bbbb"
    with pytest.raises(UsageError, match=r"2 runs begin with '2026'.*\[ambiguous-run\]"):
        store.find_run("2026")
    with pytest.raises(UsageError, match=r"20260102-000000-bbbb") as caught:
        store.find_run("20260102-000000-bbbx")
    assert caught.value.slug == "unknown-run"


@pytest.mark.parametrize("ref", ["", "%", "_", "\udcff", "a\x00b", "last "])
def test_an_odd_reference_names_no_run(store: Store, rows: ModuleType, ref: str) -> None:
    rows.start(store)

    with pytest.raises(UsageError, match="unknown-run"):
        store.find_run(ref)


def test_an_empty_store_says_that_no_run_is_there(store: Store) -> None:
    assert store.runs() == []
    with pytest.raises(UsageError, match="no-runs"):
        store.find_run("last")


@pytest.mark.parametrize("ask", ["run_policy", "run_holes", "run_ending", "purge"])
def test_asking_for_a_run_that_is_not_there_names_it(
    store: Store, rows: ModuleType, ask: str
) -> None:
    rows.start(store)

    with pytest.raises(UsageError, match=r"no run 'nope'.*\[unknown-run\]"):
        getattr(store, ask)("nope")


def test_the_same_run_cannot_be_started_twice(store: Store, rows: ModuleType) -> None:
    rows.start(store)

    with pytest.raises(StoreError, match="store-row-refused"):
        rows.start(store)


def test_another_judge_may_be_the_one_that_counts(store: Store, rows: ModuleType) -> None:
    rows.start(store)

    changed = store.set_judge(rows.RUN, "other@2")

    assert changed.judge == "other@2"
    assert store.find_run(rows.RUN) == changed


def test_text_of_any_kind_survives(store: Store, rows: ModuleType) -> None:
    odd = "nul \x00, escape \ue000, astral \U0001f9f8, bidi \u202e, quote ' \" \\0 \\u0000"
    rows.start(store)
    case = rows.case(7).model_copy(
        update={"objective": odd, "turns": (Turn(role=Role.USER, text=odd),)}
    )
    store.add_cases(rows.RUN, [case])
    said = rows.judgement(7, reason=odd, judge=rows.JUDGE)
    replied = rows.replied(7, text=odd)
    broken = rows.faulted(0, fault=Fault.MALFORMED, message=odd)

    store.write(rows.RUN, [replied, broken, said])

    assert store.case(rows.RUN, case.id) == case
    assert list(store.attempts(rows.RUN)) == [broken, replied]
    assert list(store.judgements(rows.RUN)) == [said]
    assert [play.objective for play in store.plays(rows.RUN, 1)][-1] == odd


def test_a_lone_surrogate_is_stored_as_the_mark_of_a_lost_character(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store)

    store.write(rows.RUN, [rows.replied(0, text="a\ud800b")])
    store.write(rows.RUN, [rows.faulted(1, message="a\ud800b")])

    reply, fault = store.attempts(rows.RUN)
    assert reply.outcome.exchange.reply.text == "a\ufffdb"
    assert fault.outcome.message == "a\ud800b"


def test_one_thread_writes_while_another_reads(store: Store, rows: ModuleType) -> None:
    rows.start(store, cases=40)
    problems: list[BaseException] = []

    def read() -> None:
        try:
            while sum(1 for _ in store.attempts(rows.RUN)) < 40:
                assert sum(1 for _ in store.plays(rows.RUN, 1)) == 40
        except BaseException as error:  # noqa: BLE001 - told to the other thread
            problems.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for index in range(40):
        store.write(rows.RUN, [rows.intent(index)])
        store.write(rows.RUN, [rows.replied(index), rows.judgement(index)])
    reader.join(30)

    assert not reader.is_alive()
    assert problems == []
