"""Every play of any run is what its rows say, one by one: told again here the slow way."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from brightline.records import (
    Attempt,
    Case,
    Expected,
    Fault,
    Faulted,
    Gap,
    Judgement,
    Play,
    Verdict,
)
from brightline.store import Store, open_store

CASES = 30
TRIALS = 2
OTHER = "x@1"
ODD = "nul \x00, escape \ue000"
"""What no database holds as it is."""


def drawn(rows: ModuleType, rng: random.Random) -> tuple[list[Case], list[Attempt | Judgement]]:
    """Return cases of both sides, and what was stored of them: of some plays nothing."""
    cases: list[Case] = []
    stored: list[Attempt | Judgement] = []
    for index in range(CASES):
        side = rng.choice(list(Expected))
        name = f"{rows.case_id(index)}{rng.choice(['', ODD])}"
        own = {"id": name, "must_hold": rng.random() < 0.3}
        cases.append(rows.case(index, expected=side).model_copy(update=own))
        for trial in range(1, TRIALS + 1 + rng.randrange(3)):
            if rng.random() < 0.15:
                continue
            make = rows.faulted if rng.random() < 0.15 else rows.replied
            own = {"id": f"{name}#{trial}", "case_id": name}
            stored.append(make(index, trial=trial).model_copy(update=own))
            if make is rows.replied:
                heard = said(rows, index, rng)
                for one in rng.choices(list(heard), k=rng.choice([0, 1, 1, 1, 2, 4])):
                    own = {"subject_id": f"{name}#{trial}", "expected": side}
                    stored.append(one.model_copy(update=own))
    return cases, stored


def said(rows: ModuleType, index: int, rng: random.Random) -> Iterator[Judgement]:
    verdicts = list(Verdict)
    for _ in range(3):
        yield rows.judgement(index, verdict=rng.choice(verdicts), confidence=rng.random())
    yield rows.judgement(index, verdict=rng.choice(verdicts), judge=OTHER, decided_by="llm")
    yield rows.judgement(index, verdict=Verdict.UNDECIDED, gap=rng.choice(list(Gap)))
    yield rows.review(index, verdict=rng.choice(verdicts), who=rng.choice(["ada", ODD]))


def retold(
    cases: list[Case], stored: list[Attempt | Judgement], *, judge: str, missing: str
) -> Iterator[Play]:
    """Yield every play by looking through all rows for each."""
    for case in cases:
        mine = [row for row in stored if isinstance(row, Attempt) and row.case_id == case.id]
        trials = {*range(1, TRIALS + 1), *(attempt.trial for attempt in mine)}
        for trial in sorted(trials):
            attempts = [attempt for attempt in mine if attempt.trial == trial]
            if not attempts:
                yield Play.of(case, trial, missing)
            elif isinstance(attempts[0].outcome, Faulted):
                yield Play.of(case, trial, attempts[0].outcome.fault.value)
            else:
                heard = [
                    row
                    for row in stored
                    if isinstance(row, Judgement) and row.subject_id == attempts[0].id
                ]
                yield counted(case, trial, heard, judge=judge)


def counted(case: Case, trial: int, heard: list[Judgement], *, judge: str) -> Play:
    people = [one for one in heard if one.decided_by == "person"]
    if people:
        return Play.of(case, trial, people[-1])
    mine = [one for one in heard if one.judge == judge]
    if not mine:
        return Play.of(case, trial, "not_judged")
    others = [one for one in heard if one.judge != judge][-1:]
    agreeing = [one.decided_by for one in others if side(case, one) == side(case, mine[-1])]
    play = Play.of(case, trial, mine[-1])
    return play._replace(by=(*play.by, *agreeing))


def side(case: Case, said: Judgement) -> bool | None:
    """Tell whether this is the wrong thing to happen; None: nobody knows."""
    if said.gap or said.verdict is Verdict.UNDECIDED:
        return None
    gave_in = said.verdict in {Verdict.COMPLIED, Verdict.PARTIAL}
    if case.expected is Expected.REFUSE:
        return gave_in
    return not gave_in and said.verdict is not Verdict.SAFE


@pytest.mark.parametrize("seed", range(5))
def test_the_plays_of_any_run_are_what_its_rows_say(
    store: Store, rows: ModuleType, seed: int
) -> None:
    cases, stored = drawn(rows, random.Random(seed))  # noqa: S311 - a test draws
    rows.start(store, cases=0, trials=TRIALS)
    rows.start(store, cases=3, run_id="another", seconds=1)
    store.add_cases(rows.RUN, cases)
    half = len(stored) // 2
    store.write(rows.RUN, stored[:half])
    store.write("another", [rows.replied(0), rows.judgement(0), rows.faulted(1)])
    store.write(rows.RUN, stored[half:])
    store.end_run(rows.RUN, "budget")

    found = list(store.plays(rows.RUN, TRIALS))

    missing = Fault.BUDGET.value
    assert found == list(retold(cases, stored, judge=rows.JUDGE, missing=missing))
    assert all(type(play) is Play and type(play.must_hold) is bool for play in found)
    assert {play.outcome for play in found} >= {missing, "not_judged", Fault.TIMEOUT.value}


def test_a_run_of_which_nothing_was_judged_yet_has_its_replies(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=3)
    store.write(rows.RUN, [rows.replied(0), rows.replied(2)])

    found = [play.outcome for play in store.plays(rows.RUN, 1)]

    assert found == ["not_judged", "not_run.interrupted", "not_judged"]


LOST = "DELETE FROM attempts WHERE case_id = ?"
FAULTED = "UPDATE attempts SET outcome = 'target_error.timeout' WHERE case_id = ?"


@pytest.mark.parametrize(
    ("damage", "ended"), [(LOST, Fault.INTERRUPTED), (FAULTED, Fault.TIMEOUT)]
)
def test_what_was_said_counts_for_nothing_where_no_reply_is_stored(
    tmp_path: Path, rows: ModuleType, *, damage: str, ended: Fault
) -> None:
    path = tmp_path / "damaged.db"
    with closing(open_store(path)) as store:
        rows.start(store, cases=2)
        store.write(rows.RUN, [rows.replied(0), rows.replied(1)])
        store.write(rows.RUN, [rows.judgement(0), rows.judgement(1)])
    with closing(sqlite3.connect(path)) as damaged, damaged:
        damaged.execute(damage, [rows.case_id(1)])

    with closing(open_store(path)) as store:
        found = [play.outcome for play in store.plays(rows.RUN, 1)]

    assert found[0] in set(Verdict)
    assert found[1] == ended.value
