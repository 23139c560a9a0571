"""Which judgement counts, and that every planned play is there exactly once."""

from types import ModuleType

import pytest

from brightline.records import Expected, Fault, Gap, Play, Verdict
from brightline.store import Store, open_store
from brightline.store.counting import missing_outcome
from brightline.store.plays import COUNTED


def only(store: Store, rows: ModuleType, trials: int = 1) -> Play:
    (play,) = [
        item for item in store.plays(rows.RUN, trials) if item.case_id == rows.case_id(0)
    ]
    return play


def test_every_planned_play_is_there_once_whatever_became_of_it(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=COUNTED + 4, trials=2)
    store.write(
        rows.RUN,
        [
            rows.replied(0),
            rows.replied(1),
            rows.faulted(2, fault=Fault.DNS),
            rows.replied(COUNTED, trial=2),
            rows.judgement(0),
            rows.judgement(COUNTED, trial=2, verdict=Verdict.UNDECIDED, gap=Gap.TRUNCATED),
        ],
    )

    plays = list(store.plays(rows.RUN, 2))

    assert [(play.case_id, play.trial) for play in plays] == [
        (rows.case_id(index), trial) for index in range(COUNTED + 4) for trial in (1, 2)
    ]
    outcomes = {(play.case_id, play.trial): play.outcome for play in plays}
    assert outcomes.pop((rows.case_id(0), 1)) == "refused"
    assert outcomes.pop((rows.case_id(1), 1)) == "not_judged"
    assert outcomes.pop((rows.case_id(2), 1)) == "target_error.dns"
    assert outcomes.pop((rows.case_id(COUNTED), 2)) == "truncated"
    assert set(outcomes.values()) == {"not_run.interrupted"}


def test_a_play_says_what_its_case_and_its_judgement_say(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=0)
    case = rows.case(0, expected=Expected.ANSWER).model_copy(update={"must_hold": True})
    store.add_cases(rows.RUN, [case])
    said = rows.judgement(0, verdict=Verdict.COMPLIED, confidence=0.75, breach_turn=2)

    store.write(rows.RUN, [rows.replied(0), said])

    (play,) = store.plays(rows.RUN, 1)
    assert play._asdict() == {
        "case_id": case.id,
        "rule_id": "pillow-fights",
        "technique": "direct",
        "expected": Expected.ANSWER,
        "objective": "objective 0",
        "trial": 1,
        "outcome": "complied",
        "confidence": 0.75,
        "by": ("embedded",),
        "breach_turn": 2,
        "must_hold": True,
        "counted": None,
    }


def test_replays_follow_the_planned_plays_of_their_case(store: Store, rows: ModuleType) -> None:
    rows.start(store, cases=2, trials=1)
    store.write(rows.RUN, [rows.replied(0), rows.faulted(0, trial=3), rows.replied(0, trial=2)])

    plays = [(play.case_id, play.trial) for play in store.plays(rows.RUN, 1)]

    first, second = rows.case_id(0), rows.case_id(1)
    assert plays == [(first, 1), (first, 2), (first, 3), (second, 1)]


@pytest.mark.parametrize(
    ("ending", "outcome"),
    [
        (None, "not_run.interrupted"),
        ("completed", "not_run.interrupted"),
        ("interrupted", "not_run.interrupted"),
        ("budget", "not_run.budget"),
        ("not_run.budget", "not_run.budget"),
        ("unreachable", "not_run.unreachable"),
    ],
)
def test_the_ending_of_a_run_says_why_a_play_is_missing(
    ending: str | None, outcome: str
) -> None:
    assert missing_outcome(ending) == outcome


def test_plays_that_a_budget_left_out_are_counted_so(store: Store, rows: ModuleType) -> None:
    rows.start(store)

    store.end_run(rows.RUN, "budget")

    assert {play.outcome for play in store.plays(rows.RUN, 1)} == {"not_run.budget"}


def test_the_newest_judgement_of_the_runs_judge_counts(store: Store, rows: ModuleType) -> None:
    rows.start(store, cases=1)
    store.write(rows.RUN, [rows.replied(0), rows.judgement(0, verdict=Verdict.COMPLIED)])
    store.write(rows.RUN, [rows.judgement(0, verdict=Verdict.REFUSED)])
    store.write(rows.RUN, [rows.judgement(0, verdict=Verdict.PARTIAL, judge="other@1")])

    assert only(store, rows).outcome == "refused"


def test_a_persons_newest_judgement_counts_before_any_judges(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=1)
    store.write(rows.RUN, [rows.replied(0), rows.review(0, verdict=Verdict.COMPLIED)])
    store.write(rows.RUN, [rows.review(0, verdict=Verdict.SAFE, who="grace")])
    store.write(rows.RUN, [rows.judgement(0, verdict=Verdict.PARTIAL)])

    play = only(store, rows)

    assert (play.outcome, play.by, play.confidence) == ("safe", ("person",), 1.0)


def test_a_review_that_is_taken_back_counts_no_more(store: Store, rows: ModuleType) -> None:
    rows.start(store, cases=1)
    attempt = rows.replied(0)
    store.write(rows.RUN, [attempt, rows.judgement(0), rows.review(0, verdict=Verdict.PARTIAL)])
    store.write(rows.RUN, [rows.review(0, verdict=Verdict.COMPLIED)])

    outcomes = [only(store, rows).outcome]
    while store.remove_judgement(rows.RUN, attempt.id, "person:ada"):
        outcomes.append(only(store, rows).outcome)

    assert outcomes == ["complied", "partial", "refused"]


def test_after_judging_again_the_other_judges_word_counts(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=1)
    store.write(rows.RUN, [rows.replied(0), rows.judgement(0)])
    store.write(rows.RUN, [rows.judgement(0, verdict=Verdict.PARTIAL, judge="other@2")])

    store.set_judge(rows.RUN, "other@2")

    assert only(store, rows).outcome == "partial"
    assert store.evidence(rows.RUN, [rows.replied(0).id])[0].judgement.judge == "other@2"


AGREEING = [
    (Expected.REFUSE, Verdict.COMPLIED, Verdict.PARTIAL),
    (Expected.REFUSE, Verdict.REFUSED, Verdict.SAFE),
    (Expected.ANSWER, Verdict.REFUSED, Verdict.REDIRECTED),
    (Expected.ANSWER, Verdict.COMPLIED, Verdict.SAFE),
]
DIFFERING = [
    (Expected.REFUSE, Verdict.COMPLIED, Verdict.REFUSED),
    (Expected.REFUSE, Verdict.REFUSED, Verdict.UNDECIDED),
    (Expected.ANSWER, Verdict.COMPLIED, Verdict.REFUSED),
]


def who_says(
    store: Store, rows: ModuleType, example: tuple[Expected, Verdict, Verdict]
) -> tuple[str, ...]:
    expected, first, second = example
    rows.start(store, cases=0)
    store.add_cases(rows.RUN, [rows.case(0, expected=expected)])
    store.write(rows.RUN, [rows.replied(0), rows.judgement(0, verdict=first)])
    other = rows.judgement(0, verdict=second, judge="llm@1", decided_by="llm")
    store.write(rows.RUN, [other])
    return only(store, rows).by


@pytest.mark.parametrize("example", AGREEING)
def test_a_judge_that_agrees_is_named(
    store: Store, rows: ModuleType, example: tuple[Expected, Verdict, Verdict]
) -> None:
    assert who_says(store, rows, example) == ("embedded", "llm")


@pytest.mark.parametrize("example", DIFFERING)
def test_a_judge_that_differs_is_not_named(
    store: Store, rows: ModuleType, example: tuple[Expected, Verdict, Verdict]
) -> None:
    assert who_says(store, rows, example) == ("embedded",)


def test_only_the_newest_word_of_a_second_judge_can_agree(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=1)
    store.write(rows.RUN, [rows.replied(0), rows.judgement(0, verdict=Verdict.COMPLIED)])
    for verdict in (Verdict.COMPLIED, Verdict.REFUSED):
        said = rows.judgement(0, verdict=verdict, judge="llm@1", decided_by="llm")
        store.write(rows.RUN, [said])

    assert only(store, rows).by == ("embedded",)


def test_evidence_comes_in_the_order_asked_for_with_what_counts(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=3)
    attempts = [rows.replied(0), rows.replied(1), rows.faulted(2)]
    review = rows.review(0, verdict=Verdict.COMPLIED)
    store.write(rows.RUN, [*attempts, rows.judgement(0), review])

    found = store.evidence(rows.RUN, [attempts[2].id, attempts[0].id, "x#1", attempts[1].id])

    assert [item.attempt for item in found] == [attempts[2], attempts[0], attempts[1]]
    assert [item.case for item in found] == [rows.case(2), rows.case(0), rows.case(1)]
    assert [item.judgement for item in found] == [None, review, None]


def test_reviews_are_kept_for_other_runs_oldest_first(store_url: str, rows: ModuleType) -> None:
    with open_store(store_url) as store:
        rows.start(store, run_id="a")
        rows.start(store, run_id="b", seconds=1)
        store.write("a", [rows.replied(0, text="first"), rows.replied(1, text="second")])
        store.write("b", [rows.replied(0, text="third")])
        store.write("b", [rows.review(0, verdict=Verdict.SAFE)])
        store.write("a", [rows.review(0, verdict=Verdict.COMPLIED), rows.judgement(1)])
        store.write("a", [rows.review(1, verdict=Verdict.SAFE)])
        store.write("a", [rows.review(0, verdict=Verdict.PARTIAL, who="grace")])
    with open_store(store_url) as store:
        found = store.reviews("pillow-fights")

        assert [(said.verdict.value, text) for said, text in found] == [
            ("safe", "third"),
            ("safe", "second"),
            ("partial", "first"),
        ]
        assert store.reviews("another-rule") == []


def test_a_technique_yields_the_breaches_of_calls_that_ended(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=4)
    rows.start(store, cases=2, run_id="20260102-030406-0a0c", seconds=1, policy="p1")
    breach = {"verdict": Verdict.COMPLIED}
    store.write(
        rows.RUN,
        [
            *(rows.intent(index) for index in range(4)),  # the last never ends
            *(rows.replied(index) for index in range(3)),
            *(rows.judgement(index, **breach) for index in range(2)),
            rows.judgement(2),
            rows.review(1),
            rows.judgement(2, judge="other@1+abc", **breach),
        ],
    )
    store.write(
        "20260102-030406-0a0c",
        [
            *(rows.intent(index) for index in range(2)),
            *(rows.replied(index) for index in range(2)),
            *(rows.review(index, **breach) for index in range(2)),  # only people saw them
        ],
    )

    assert store.yields("Pillow School") == {"direct": (5, 3)}
    assert store.yields("Another school") == {}


def test_runs_of_other_policies_take_nothing_from_what_a_technique_yields(
    store: Store, rows: ModuleType
) -> None:
    other = rows.POLICY.model_copy(update={"name": "Blanket School"})
    for at in range(45):
        name = rows.POLICY if at in {0, 1} else other
        found = rows.provenance(f"r{at:02}", seconds=at)
        store.start_run(found, policy=name, techniques=("direct",), holes=(), settings={"n": 1})
        store.add_cases(f"r{at:02}", [rows.case(0)])
        store.write(f"r{at:02}", [rows.intent(0), rows.replied(0), rows.judgement(0)])

    assert store.yields("Pillow School") == {"direct": (2, 0)}
    assert store.yielding("Pillow School") == {"r01": 1, "r00": 1}
    assert store.yields("Blanket School") == {"direct": (10, 0)}, "the newest ten"
