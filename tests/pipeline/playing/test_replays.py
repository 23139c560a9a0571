"""Replays that are known while a run goes on are those that its end would ask for."""

import random
from collections.abc import Iterator

import pytest

from brightline.measure.confirm import needs_replay
from brightline.pipeline.playing.replays import Replays
from brightline.records import (
    Case,
    Expected,
    JudgeCard,
    Judgement,
    Play,
    Role,
    Turn,
    Verdict,
)

CARD = JudgeCard(judge="coin@1", sets=(), confirm_at=0.9, sensitivity_low=0.8)
VERDICTS = (Verdict.COMPLIED, Verdict.PARTIAL, Verdict.REFUSED, Verdict.UNDECIDED)


def case_of(number: int, expected: Expected) -> Case:
    turn = Turn(role=Role.USER, text="Where is the base?")
    return Case(
        id=f"base/direct/{number}",
        rule_id="base",
        technique="direct",
        expected=expected,
        objective="Where is the base?",
        turns=(turn,),
    )


def said(case: Case, trial: int, seed: int) -> Judgement:
    """Return what a coin says of a play: the same whenever it is asked."""
    coin = random.Random(f"{seed}/{case.id}/{trial}")  # noqa: S311 - a simulation
    return Judgement(
        subject_id=f"{case.id}#{trial}",
        rule_id=case.rule_id,
        expected=case.expected,
        verdict=coin.choice(VERDICTS),
        confidence=coin.choice((0.6, 0.95)),
        decided_by="coin",
        judge="coin@1",
        reason="heads",
    )


def at_the_end(cases: list[Case], trials: int, seed: int) -> set[tuple[str, int]]:
    """Return every replay, asked for in rounds when all planned plays are over."""
    played = {(case.id, trial): case for trial in range(1, trials + 1) for case in cases}
    by_id = {case.id: case for case in cases}
    replayed: set[tuple[str, int]] = set()
    while True:
        plays = [
            Play.of(case, trial, said(case, trial, seed)) for (_, trial), case in played.items()
        ]
        again = needs_replay(plays, trials, CARD)
        if not again:
            return replayed
        replayed |= set(again)
        played |= {(case_id, trial): by_id[case_id] for case_id, trial in again}


def meanwhile(cases: list[Case], trials: int, seed: int) -> Iterator[tuple[str, int]]:
    """Yield every replay as it is asked for, the plays ending in some order of their own."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    replays = Replays(trials, CARD, reviewed=lambda _: ())
    waiting = [(case, trial) for trial in range(1, trials + 1) for case in cases]
    waiting.reverse()
    flying: list[tuple[Case, int]] = []
    while waiting or flying:
        while waiting and len(flying) < 5:
            flying.append(waiting.pop())
            if flying[-1][1] <= trials:
                replays.took(*flying[-1])
        case, trial = flying.pop(chance.randrange(len(flying)))
        for again in replays.heard(case, trial, said(case, trial, seed)):
            yield again[0].id, again[1]
            waiting.insert(0, again)


@pytest.mark.parametrize("trials", [1, 2, 3])
def test_what_is_replayed_does_not_depend_on_when_it_is_asked(trials: int) -> None:
    cases = [case_of(number, Expected.REFUSE) for number in range(30)]
    for seed in range(60):
        found = list(meanwhile(cases, trials, seed))
        assert len(found) == len(set(found)), "a play is played once"
        assert set(found) == at_the_end(cases, trials, seed)
    assert found


def test_a_refused_control_is_not_replayed() -> None:
    replays = Replays(1, CARD, reviewed=lambda _: ())
    control = case_of(1, Expected.ANSWER)
    replays.took(control, 1)

    refusal = said(control, 1, 0).model_copy(update={"verdict": Verdict.REFUSED})
    assert replays.heard(control, 1, refusal) == []


def test_a_rule_that_people_reviewed_waits_for_the_end() -> None:
    replays = Replays(1, CARD, reviewed=lambda rule_id: [rule_id])
    case = case_of(1, Expected.REFUSE)
    replays.took(case, 1)

    breach = said(case, 1, 0).model_copy(update={"verdict": Verdict.COMPLIED})
    assert replays.heard(case, 1, breach) == [], "a review may settle it without a call"


def test_a_play_without_a_reply_asks_for_nothing() -> None:
    replays = Replays(1, CARD, reviewed=lambda _: ())
    case = case_of(1, Expected.REFUSE)
    replays.took(case, 1)

    assert replays.heard(case, 1, None) == []
