"""An adaptive run: fewer calls, honest rates, and the same verdict after a kill."""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from adaptive_lab import CARD, LEAKY, NOW, RATES, SOUND, WEAK, Product, order, play, policy

from brightline.errors import UsageError
from brightline.measure.sequential import anytime_upper, plays_to_decide
from brightline.measure.spend import OF, UNIFORM
from brightline.pipeline.evidence.reporting import build_baseline
from brightline.pipeline.planning.spending import PLAYS_PER_CONTROL, Adaptive, counted_first
from brightline.pipeline.playing.opening import provenance_of
from brightline.records import (
    Case,
    Expected,
    Gate,
    JudgeCard,
    Judgement,
    Play,
    Policy,
    Report,
    Role,
    Turn,
    Verdict,
)
from brightline.report.html import render as html
from brightline.report.json import render as json_text
from brightline.report.live import Standing
from brightline.report.terminal import render as text
from brightline.store import Store, open_store

LAB = Path(__file__).parents[1] / "adaptive_lab.py"


def gates(report: Report) -> dict[str, Gate]:
    return {rule.rule_id: rule.gate for rule in report.summary.rules}


def attempts(store: Store) -> list[str]:
    return sorted(attempt.id for attempt in store.attempts("r1"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, list[str]]:
    """A run that nobody killed, one call at a time."""
    with open_store(tmp_path_factory.mktemp("whole") / "runs.db") as store:
        report = play(store, order(Product(RATES)))
        return report, attempts(store)


def test_a_sound_rule_holds_with_a_bound_that_may_be_looked_at(
    whole: tuple[Report, list[str]],
) -> None:
    sound = next(rule for rule in whole[0].summary.rules if rule.rule_id == SOUND)

    assert sound.gate is Gate.HOLDS
    assert sound.under_refusal.upper == anytime_upper(0, sound.under_refusal.decided)
    assert sound.under_refusal.decided == plays_to_decide(0.10)
    assert sound.under_refusal.method.startswith("betting")
    assert sound.beyond is None, "its interval is for a fixed number of plays"


def test_what_was_searched_is_in_no_rate_and_told(whole: tuple[Report, list[str]]) -> None:
    summary, made = whole[0].summary, whole[1]

    assert summary.searched == len(made) - summary.planned
    assert summary.searched > 0
    assert {rule.rule_id: bool(rule.confirmed) for rule in summary.rules} == {
        SOUND: False,
        WEAK: True,
        LEAKY: True,
    }


def test_the_report_says_what_to_play_first_and_what_was_searched(
    whole: tuple[Report, list[str]],
) -> None:
    report = whole[0]
    told, shown, page = json.loads(json_text(report)), text(report), html(report)

    assert report.summary.order is not None
    first = report.summary.order.techniques[0]
    assert first.calls >= first.breaches > 0
    assert told["order"][0]["technique"] == first.technique
    assert told["searched"] == report.summary.searched
    for words in (shown, page):
        assert "breached request" in words
        assert "searched for breaches" in " ".join(words.split())


def test_a_rule_that_breaks_is_stopped_and_its_cells_are_named(tmp_path: Path) -> None:
    # Slow enough that the run knows what was said before it has asked much more.
    product = Product(RATES, takes_s=0.02)
    with open_store(tmp_path / "runs.db") as store:
        wanted = order(product, strict=True)
        report = play(store, wanted)

    assert gates(report) == {SOUND: Gate.HOLDS, WEAK: Gate.BROKEN, LEAKY: Gate.BROKEN}
    assert len(product.asked) < 0.75 * wanted.plan.plays
    asked = {tuple(name.split("/")[:2]) for name in product.asked}
    cells = {(case.rule_id, case.technique) for case in wanted.plan.cases()}
    named = {(hole.rule_id, hole.technique) for hole in report.summary.not_tested}
    assert named == cells - asked


@pytest.mark.parametrize(("at_once", "kills"), [(1, (7, 40)), (8, (25,))])
def test_a_killed_run_comes_to_the_same_verdict(
    tmp_path: Path, whole: tuple[Report, list[str]], *, at_once: int, kills: tuple[int, ...]
) -> None:
    database = tmp_path / "runs.db"
    for calls in kills:
        words = [sys.executable, str(LAB), str(database), str(at_once), str(calls)]
        assert subprocess.run(words, check=False).returncode == 9
    product = Product(RATES)
    with open_store(database) as store:
        before = set(attempts(store))
        left = play(store, order(product, at_once=at_once))

    assert before
    assert before.isdisjoint(product.asked), "what is stored is not paid for again"
    assert gates(left) == gates(whole[0])
    for rule, other in zip(left.summary.rules, whole[0].summary.rules, strict=True):
        assert rule.under_refusal == other.under_refusal


def test_it_goes_on_with_no_run_that_was_played_otherwise(tmp_path: Path) -> None:
    with open_store(tmp_path / "runs.db") as store:
        plain, adaptive = (
            provenance_of(order(Product({}), trials=3, adaptive=how), run_id="r", now=NOW)
            for how in (False, True)
        )
        store.start_run(plain, policy=policy(), techniques=())
        store.add_cases("r", ())

        assert store.find_unfinished(plain) is not None
        assert store.find_unfinished(adaptive) is None


def test_an_adaptive_run_is_no_baseline(tmp_path: Path) -> None:
    with open_store(tmp_path / "runs.db") as store:
        play(store, order(Product({}), budget_calls=20))
        with pytest.raises(UsageError, match="adaptive"):
            build_baseline(store, store.find_run("r1"))


def test_whoever_watches_a_run_is_told_what_its_budget_still_allows(tmp_path: Path) -> None:
    product, told = Product({}), list[Standing]()
    with open_store(tmp_path / "runs.db") as store:
        play(store, order(product, budget_calls=20), tell=told.append)

        assert (told[-1].calls, told[-1].calls_left) == (len(product.asked), 0)
        assert all(here.calls + (here.calls_left or 0) == 20 for here in told)

    with open_store(tmp_path / "others.db") as store:
        play(store, order(Product({})), tell=told.append)

        assert told[-1].calls_left is None


# --- which plays count, without a store ------------------------------------------------------


def planned(
    *, rules: int = 4, techniques: int = 6, cases: int = 2, trials: int = 8
) -> list[Play]:
    return [
        Play(
            case_id=f"r{rule}/t{technique}/{side.value}{case}",
            rule_id=f"r{rule}",
            technique=f"t{technique}",
            expected=side,
            objective="x",
            trial=trial,
            outcome="not_run.interrupted",
            confidence=0.0,
            by=(),
            breach_turn=None,
            must_hold=False,
        )
        for rule in range(rules)
        for technique in range(techniques)
        for side in Expected
        for case in range(cases)
        for trial in range(1, trials + 1)
    ]


def rules_of(count: int, tolerance: float) -> Policy:
    base = policy(tolerance)
    rules = tuple(
        base.rules[0].model_copy(update={"id": f"r{number}"}) for number in range(count)
    )
    return base.model_copy(update={"rules": rules})


def simulated(
    seed: int, rates: dict[tuple[str, str], float], *, calls: int, killed_at: int = 0
) -> tuple[list[Play], list[Play]]:
    """Play an adaptive run without a store; returns its plays, marked, and in their order."""
    slots = {(play.case_id, play.trial): play for play in planned()}
    like = {play.case_id: play for play in slots.values()}
    plan = rules_of(4, 0.05)

    def begin() -> Adaptive:
        run = Adaptive(
            list(slots.values()),
            policy=plan,
            card=CARD,
            trials=8,
            seed=seed,
            fetch=lambda name: case_of(like[name]),
        )
        run.goes_on = True
        return run

    run = begin()
    made: list[Play] = []
    while len(made) < calls and (taken := next(run, None)) is not None:
        case, trial = taken
        chance = random.Random(f"{seed}/{case.id}/{trial}")  # noqa: S311 - a simulation
        hit = chance.random() < rates.get((case.rule_id, case.technique), 0)
        said = verdict(case, trial, breach=hit and case.expected is Expected.REFUSE)
        run.heard(case, trial, said)
        play = like[case.id]._replace(
            trial=trial, outcome=said.verdict.value, confidence=0.95, by=("embedded",)
        )
        made.append(play)
        slots[case.id, trial] = play
        if len(made) == killed_at:
            run = begin()
    marked = counted_first(list(slots.values()), policy=plan, card=CARD, trials=8, seed=seed)
    return marked, made


def test_a_run_taken_up_from_its_plays_goes_on_as_it_would_have() -> None:
    rates = {("r2", "t4"): 0.3, ("r1", "t1"): 0.2}

    for killed_at in (1, 17, 60):
        assert simulated(5, rates, calls=80, killed_at=killed_at) == simulated(
            5, rates, calls=80
        )


def case_of(play: Play) -> Case:
    return Case(
        id=play.case_id,
        rule_id=play.rule_id,
        technique=play.technique,
        expected=play.expected,
        objective="x",
        turns=(Turn(role=Role.USER, text="x"),),
    )


def verdict(case: Case, trial: int, *, breach: bool) -> Judgement:
    answers = case.expected is Expected.ANSWER or breach
    return Judgement(
        subject_id=f"{case.id}#{trial}",
        rule_id=case.rule_id,
        expected=case.expected,
        verdict=Verdict.COMPLIED if answers else Verdict.REFUSED,
        confidence=0.95,
        decided_by="embedded",
        judge="oracle@1",
        reason="it is so",
    )


def hits(plays: list[Play]) -> tuple[int, int]:
    probes = [play for play in plays if play.expected is Expected.REFUSE]
    return sum(play.outcome == "complied" for play in probes), len(probes)


def test_searching_leaves_the_rates_as_they_are() -> None:
    """One technique breaks at .5, so a rule's rate is .083; what is searched says far more."""
    rates = {(f"r{rule}", "t3"): 0.5 for rule in range(4)}
    first, everything = [0, 0], [0, 0]
    for seed in range(12):
        marked, made = simulated(seed, rates, calls=150)
        for total, plays in ((first, [p for p in marked if p.counted]), (everything, made)):
            found, of = hits(plays)
            total[0] += found
            total[1] += of

    assert first[0] / first[1] == pytest.approx(0.5 / 6, abs=0.04)
    assert everything[0] / everything[1] > 0.15, "the twin that counts all"


def test_three_in_ten_calls_are_the_first_of_the_uniform_order() -> None:
    for seed in range(3):
        _, made = simulated(seed, {("r1", "t1"): 0.4}, calls=90)
        played = {(play.case_id, play.trial) for play in made}
        reached = sum(len(line) for line in first_of_order(planned(), played, seed))
        assert reached >= UNIFORM / OF * len(made)


def first_of_order(
    plays: list[Play], played: set[tuple[str, int]], seed: int
) -> list[list[Play]]:
    from itertools import takewhile

    from brightline.measure.slices import in_order

    sides = {(play.rule_id, play.expected) for play in plays}
    return [
        list(
            takewhile(
                lambda play: (play.case_id, play.trial) in played,
                in_order(
                    (play for play in plays if (play.rule_id, play.expected) == side), seed
                ),
            )
        )
        for side in sides
    ]


def test_the_search_goes_where_it_was_broken() -> None:
    _, made = simulated(2, {("r2", "t4"): 0.9}, calls=120)

    count = Counter(play.technique for play in made if play.expected is Expected.REFUSE)
    assert count.most_common(1)[0][0] == "t4"


def test_a_rule_with_a_breach_does_not_take_the_search_from_the_others() -> None:
    count = Counter[str]()
    for seed in range(4):
        _, made = simulated(seed, {("r0", "t0"): 0.3, ("r0", "t1"): 0.2}, calls=100)
        count.update(play.rule_id for play in made if play.expected is Expected.REFUSE)

    assert count["r0"] < 0.3 * count.total(), "a quarter would be its part"


def test_no_play_is_given_out_twice_and_all_are_in_the_end() -> None:
    _, made = simulated(1, {("r2", "t4"): 0.3}, calls=10_000)

    played = [(play.case_id, play.trial) for play in made]
    assert len(played) == len(set(played))
    assert set(played) >= {(play.case_id, play.trial) for play in planned()}


# --- what comes next, play by play -----------------------------------------------------------

UNSURE_CARD = CARD.model_copy(update={"confirm_at": None})
"""Of a judge whose word alone is not taken."""

Said = Callable[[Case, int], Verdict]


def walked(
    said: Said, *, calls: int, card: JudgeCard = UNSURE_CARD, without: str = ""
) -> list[tuple[Case, int]]:
    """Return the plays of a run in their order, each heard before the next is chosen.

    Args:
        said: What is said of a reply.
        calls: Plays at most.
        card: Of the judge.
        without: A rule that has no probes.
    """
    slots = [
        play
        for play in planned()
        if play.rule_id != without or play.expected is Expected.ANSWER
    ]
    like = {play.case_id: play for play in slots}
    run = Adaptive(
        slots,
        policy=rules_of(4, 0.05),
        card=card,
        trials=8,
        seed=1,
        fetch=lambda name: case_of(like[name]),
    )
    run.goes_on = True
    made: list[tuple[Case, int]] = []
    while len(made) < calls and (taken := next(run, None)) is not None:
        made.append(taken)
        heard = verdict(*taken, breach=False).model_copy(update={"verdict": said(*taken)})
        run.heard(*taken, heard)
    return made


def holding(case: Case, trial: int) -> Verdict:
    del trial
    return Verdict.REFUSED if case.expected is Expected.REFUSE else Verdict.COMPLIED


def test_probes_come_before_controls_and_some_controls_come_all_the_same() -> None:
    made = walked(holding, calls=100)

    controls = sum(case.expected is Expected.ANSWER for case, _ in made)
    assert controls == pytest.approx(100 / PLAYS_PER_CONTROL, abs=1)


def test_a_rule_without_probes_takes_no_play_from_those_that_wait_for_a_person() -> None:
    made = walked(lambda *_: Verdict.COMPLIED, calls=60, without="r3")

    controls = sum(case.expected is Expected.ANSWER for case, _ in made)
    assert controls == pytest.approx(60 / PLAYS_PER_CONTROL, abs=1)


def test_a_suspicion_is_played_again_once_and_further_replays_wait() -> None:
    def said(case: Case, trial: int) -> Verdict:
        broken = case.rule_id == "r1" and case.expected is Expected.REFUSE
        return Verdict.COMPLIED if broken else holding(case, trial)

    made = walked(said, calls=60)
    again = [trial for case, trial in made if trial > 1 and case.rule_id == "r1"]

    assert again == [2]


def test_a_trusted_breach_is_replayed_at_once_and_its_rule_left_when_it_is_confirmed() -> None:
    def said(case: Case, trial: int) -> Verdict:
        broken = case.rule_id == "r1" and case.expected is Expected.REFUSE
        return Verdict.COMPLIED if broken else holding(case, trial)

    made = walked(said, calls=60, card=CARD)
    first = next(number for number, (case, trial) in enumerate(made) if trial == 2)

    assert made[first - 1][0].id == made[first][0].id
    rest = [case for case, trial in made[first + 2 :] if case.expected is Expected.REFUSE]
    assert sum(case.rule_id == "r1" for case in rest) <= 1


def test_a_rule_whose_breach_did_not_come_again_is_searched_on() -> None:
    broke: list[str] = []

    def said(case: Case, trial: int) -> Verdict:
        if case.rule_id == "r1" and case.expected is Expected.REFUSE and not broke:
            broke.append(case.id)
            return Verdict.COMPLIED
        return holding(case, trial)

    count = Counter(
        case.rule_id
        for case, _ in walked(said, calls=100, card=CARD)
        if case.expected is Expected.REFUSE
    )

    assert broke
    assert count["r1"] >= count.total() / 4, "as often as the others, or more"


@pytest.mark.parametrize("suspects", [1, 2])
def test_one_harmless_reply_under_suspicion_ends_no_search_and_two_cases_do(
    suspects: int,
) -> None:
    broke: list[str] = []

    def said(case: Case, trial: int) -> Verdict:
        probe = case.rule_id == "r1" and case.expected is Expected.REFUSE
        if probe and trial == 1 and len(broke) < suspects:
            broke.append(case.id)
            return Verdict.COMPLIED
        return holding(case, trial)

    count = Counter(
        case.rule_id for case, _ in walked(said, calls=100) if case.expected is Expected.REFUSE
    )

    assert len(broke) == suspects
    assert (count["r1"] >= count.total() / 4) is (suspects == 1)
