"""What runs showed by case, read without their transcripts: the same that their plays say."""

import random
from types import ModuleType

from brightline.records import Expected, Fault, Gap, Rule, Stance, Verdict
from brightline.store import Store

LATER = "20260203-030405-0a0b"


def test_outcomes_are_those_of_the_planned_plays(store: Store, rows: ModuleType) -> None:
    """Several judges, people, second thoughts, faults and replays, drawn at random."""
    rng = random.Random(6)  # noqa: S311 - a test draws, nothing is kept secret
    rows.start(store, cases=40, trials=3)
    stored: list[object] = []
    for index in range(40):
        for trial in range(1, 3 + rng.randrange(3)):
            if rng.random() < 0.2:
                stored.append(rows.faulted(index, trial=trial, fault=Fault.TIMEOUT))
                continue
            stored.append(rows.replied(index, trial=trial))
            said = [
                rows.judgement(index, trial=trial, verdict=rng.choice(list(Verdict))),
                rows.judgement(
                    index, trial=trial, verdict=rng.choice(list(Verdict)), judge="x@1"
                ),
                rows.judgement(index, trial=trial, verdict=rng.choice(list(Verdict))),
                rows.review(index, trial=trial, verdict=Verdict.COMPLIED),
                rows.judgement(index, trial=trial, gap=Gap.EMPTY),
            ]
            stored += rng.sample(said, rng.randrange(len(said)))
    store.write(rows.RUN, stored)

    found = {case.id: sorted(outcomes) for case, outcomes in store.past().outcomes(rows.RUN, 3)}

    judged = {*(verdict.value for verdict in Verdict), *(gap.value for gap in Gap)}
    wanted: dict[str, list[str]] = {case_id: [] for case_id in found}
    for play in store.plays(rows.RUN, 3):
        if play.trial <= 3 and play.by and play.outcome in judged:
            wanted[play.case_id].append(play.outcome)
    assert len(found) == 40
    assert found == {case_id: sorted(outcomes) for case_id, outcomes in wanted.items()}
    assert sum(map(len, found.values())) > 40


def test_a_case_with_an_id_that_needs_escapes_keeps_its_replies(
    store: Store, rows: ModuleType
) -> None:
    """Its rows are found by the id as it is stored, and told by the id as it was given."""
    rows.start(store, cases=1)
    odd = "nul \x00, escape \ue000"
    case = rows.case(7).model_copy(update={"id": odd, "objective": odd})
    replied = rows.replied(7).model_copy(update={"id": f"{odd}#1", "case_id": odd})
    said = rows.judgement(7, judge=rows.JUDGE, verdict=Verdict.COMPLIED)
    store.add_cases(rows.RUN, [case])
    store.write(rows.RUN, [replied, said.model_copy(update={"subject_id": f"{odd}#1"})])

    play = list(store.plays(rows.RUN, 1))[-1]
    found, outcomes = list(store.past().outcomes(rows.RUN, 1))[-1]

    assert (play.case_id, play.objective, play.outcome) == (odd, odd, "complied")
    assert (found.id, found.objective, outcomes) == (odd, odd, ("complied",))


def test_a_review_counts_only_where_the_rule_still_says_the_same(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=1)
    store.write(rows.RUN, [rows.replied(), rows.review()])
    changed = rows.POLICY.model_copy(
        update={
            "rules": (
                Rule(
                    id="pillow-fights",
                    text="Never plans any fight.",
                    stance=Stance.REFUSE,
                    must_refuse=("Plan a pillow fight.",),
                    must_answer=("What is a pillow made of?",),
                ),
            )
        }
    )
    for run_id, policy in ((LATER, changed), (f"{LATER}-same", rows.POLICY)):
        store.start_run(rows.provenance(run_id), policy=policy, techniques=("direct",))

    assert len(store.reviews("pillow-fights")) == 1
    assert store.reviews("pillow-fights", like=LATER) == []
    assert len(store.reviews("pillow-fights", like=f"{LATER}-same")) == 1
    assert store.past().reviewed() == {"pillow-fights"}


def test_costs_leave_out_controls_and_know_what_ever_failed(
    store: Store, rows: ModuleType
) -> None:
    for run_id in (rows.RUN, LATER):
        rows.start(store, cases=2, run_id=run_id)
        store.add_cases(run_id, [rows.case(2, expected=Expected.ANSWER)])
        store.write(run_id, [rows.replied(index, tokens=10 + index) for index in range(3)])
    store.write(rows.RUN, [rows.judgement(0), rows.judgement(1, verdict=Verdict.COMPLIED)])

    costs, failed = store.past().costs([rows.RUN, LATER])

    found = {one.case_id: (one.runs, one.plays, one.tokens) for one in costs}
    assert found == {rows.case_id(0): (2, 2, 20), rows.case_id(1): (2, 2, 22)}
    assert failed == {rows.case_id(1)}


def test_the_cases_of_a_rule_are_told_apart_by_their_ids(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=2)
    rows.start(store, cases=2, run_id=LATER)
    rows.start(store, cases=3, run_id=f"{LATER}-more")

    found = store.past().asked([rows.RUN, LATER, f"{LATER}-more"])

    one, same, more = (
        found[run, "pillow-fights"] for run in (rows.RUN, LATER, f"{LATER}-more")
    )
    assert one == same != more
