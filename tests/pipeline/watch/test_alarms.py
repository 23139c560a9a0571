"""Counts by minute are heard in their order, and what rang is listened to anew."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from statistics import fmean

import numpy as np
import pytest

from brightline.measure.alarm import RUN_LENGTH
from brightline.pipeline.watch.alarms import NO_MINUTE, Listener, alarms_of
from brightline.records import (
    ANY_RULE,
    DayCount,
    Policy,
    Rule,
    RuleCount,
    Scan,
    Stance,
    WatchAlarm,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
START = 29_000_000
RULES = tuple(f"rule-{number}" for number in range(5))


def policy(*, tolerance: float = 0.01, stance: Stance = Stance.REFUSE) -> Policy:
    rules = tuple(
        Rule(id=name, text="Never writes a pillow fight.", stance=stance, tolerance=tolerance)
        for name in RULES
    )
    return Policy(version=1, name="Pip", rules=rules)


def scan(of: Policy | None = None, *, share: float = 1.0) -> Scan:
    return Scan(
        id="s1",
        started_at=NOW,
        policy=of or policy(),
        policy_digest="0" * 12,
        policy_file="policy.yaml",
        judge="embedded@1",
        sources=("log.jsonl",),
        share=share,
    )


def day(minutes: dict[int, int], **flagged: dict[int, int]) -> DayCount:
    rules = {
        name.replace("_", "-"): RuleCount(flagged=sum(of.values()), minutes=of)
        for name, of in flagged.items()
    }
    return DayCount(day="2025-02-20", minutes=minutes, rules=rules)


def rung(days: Sequence[DayCount], *, of: Policy | None = None) -> tuple[WatchAlarm, ...]:
    return alarms_of(scan(of), days, now=NOW)


def test_a_rule_that_breaks_rings_at_the_minute_in_which_it_is_sure() -> None:
    quiet = {START + at: 10 for at in range(60)}
    loud = {START + 60 + at: 10 for at in range(10)}
    hits = dict.fromkeys(loud, 5)

    first, *_ = rung([day(quiet | loud, rule_0=hits)])

    assert first.rule_id == "rule-0"
    assert first.at is not None
    assert START + 60 <= first.at.timestamp() / 60 < START + 63
    assert first.rung_at == NOW
    assert first.accepted == 0.01
    assert first.value >= RUN_LENGTH
    assert first.flagged >= 5


def test_what_rang_is_listened_to_anew() -> None:
    minutes = {START + at: 10 for at in range(10)}

    alarms = rung([day(minutes, rule_0=dict.fromkeys(minutes, 5))])

    assert len(alarms) >= 2
    assert sum(one.flagged for one in alarms) <= 50
    assert sum(one.heard for one in alarms) <= 100


def test_within_what_is_accepted_nothing_rings() -> None:
    luck = np.random.default_rng(1)
    minutes = {START + at: 10 for at in range(500)}
    hits = {at: int(luck.binomial(10, 0.003)) for at in minutes}

    assert not rung([day(minutes, rule_0=hits)])


def test_days_and_parts_of_a_minute_come_in_any_order() -> None:
    first = day({START + at: 20 for at in range(30)}, rule_0={START + 29: 3})
    second = day({START + 30 + at: 20 for at in range(9)}, rule_0={START + 31: 12})
    halves = [
        day(dict.fromkeys(one.minutes, 10), rule_0=hits)
        for one in (second, first)
        for hits in (one.rules["rule-0"].minutes, {})
    ]

    assert rung([second, first]) == rung([first, second]) == rung(halves)


def test_what_has_no_time_is_heard_last_and_as_one() -> None:
    timed = day({START: 100}, rule_0={})

    only = rung([day({NO_MINUTE: 100}, rule_0={NO_MINUTE: 30}), timed])

    assert [(one.at, one.heard, one.flagged) for one in only] == [(None, 200, 30)]


def test_many_rules_that_break_at_once_need_less_each_than_one_alone() -> None:
    def ringing(exchanges: int, rules: int) -> int:
        hits = {f"rule_{at}": {START: 4} for at in range(rules)}
        return len(rung([day({START: exchanges}, **hits)]))

    most = max(size for size in range(4, 200) if ringing(size, rules=5) == 5)

    assert ringing(most, rules=1) == 0


def test_a_rule_that_only_allows_has_no_alarm() -> None:
    minutes = {START + at: 10 for at in range(10)}
    days = [day(minutes, rule_0=dict.fromkeys(minutes, 10))]

    assert rung(days)
    assert not rung(days, of=policy(stance=Stance.ALLOW))


def test_whoever_stops_and_goes_on_hears_the_same() -> None:
    luck = np.random.default_rng(2)
    minutes = range(START, START + 300)
    parts = [day({at: 10}, rule_1={at: int(luck.binomial(10, 0.05))}) for at in minutes]

    at_once = Listener(policy())
    whole = at_once.hear(parts, now=NOW)
    states: dict[str, str] = {}
    stepwise: list[WatchAlarm] = []
    for part in parts:
        again = Listener(policy(), states=states)
        stepwise += again.hear([part], now=NOW)
        states = again.states()

    assert len(whole) >= 2
    assert tuple(stepwise) == whole
    assert states == at_once.states()


def test_a_rule_that_was_added_begins_anew_and_one_that_was_dropped_is_left_out() -> None:
    states = Listener(policy()).states()
    fewer = {rule: states[rule] for rule in RULES[1:]} | {"gone": states["rule-0"]}

    assert Listener(policy(), states=fewer).values() == dict.fromkeys([*RULES, ANY_RULE], 0.0)


EIGHT = tuple(f"rule-{number}" for number in range(8))
PER_MINUTE = 5


def eight(**own: float) -> Policy:
    """Return a policy of eight rules that accepts 2 %, but for what is said of a rule."""
    rules = tuple(
        Rule(
            id=name,
            text="Never writes a pillow fight.",
            stance=Stance.REFUSE,
            tolerance=own.get(name.replace("-", "_")),
        )
        for name in EIGHT
    )
    return Policy(version=1, name="Pip", rules=rules)


Flags = Callable[[np.random.Generator], set[str]]


def scattered(rate: float) -> Flags:
    """Flag so many exchanges, each under a rule of its own."""
    return lambda luck: {str(luck.choice(EIGHT))} if luck.random() < rate else set()


def together(rate: float) -> Flags:
    """Flag so many exchanges, each under every rule."""
    return lambda luck: set(EIGHT) if luck.random() < rate else set()


def minute(at: int, flags: Flags, luck: np.random.Generator) -> DayCount:
    said = [flags(luck) for _ in range(PER_MINUTE)]
    hits = {name: sum(name in one for one in said) for name in EIGHT}
    rules = {
        name: RuleCount(flagged=count, minutes={at: count})
        for name, count in hits.items()
        if count
    }
    return DayCount(minutes={at: PER_MINUTE}, rules=rules, flagged={at: sum(map(bool, said))})


def exchanges_until(flags: Flags, luck: np.random.Generator, *, most: int) -> int:
    """Return after how many exchanges the first alarm of any kind rings, or the most."""
    listener = Listener(eight())
    for at in range(START, START + most // PER_MINUTE):
        if listener.hear([minute(at, flags, luck)], now=NOW):
            return (at + 1 - START) * PER_MINUTE
    return most


def test_many_rules_that_are_broken_a_little_ring_together() -> None:
    luck = np.random.default_rng(5)
    days = [minute(START + at, scattered(0.12), luck) for at in range(150)]
    alone = [one.model_copy(update={"flagged": {}}) for one in days]

    first, *_ = rung(days, of=eight())

    assert (first.rule_id, first.name, first.accepted) == (ANY_RULE, "all rules together", 0.02)
    assert first.heard <= 150
    assert first.flagged > 0.02 * first.heard
    assert not rung(alone, of=eight()), "each rule is within what is accepted of it"


def test_where_one_rule_rings_all_together_say_no_more() -> None:
    loud = {START + at: 5 for at in range(20)}
    one = day(dict.fromkeys(loud, 10), rule_0=loud)

    alarms = rung([one.model_copy(update={"flagged": loud})], of=eight())

    assert len(alarms) >= 2
    assert {one.rule_id for one in alarms} == {"rule-0"}


def test_where_all_together_ring_for_one_rule_it_is_named() -> None:
    def until(*, together: bool) -> int:
        listener = Listener(eight())
        for at in range(START, START + 200):
            hits = {at: int(at % 2 == 0)}
            one = day({at: 5}, rule_0=hits)
            heard = one.model_copy(update={"flagged": hits if together else {}})
            if alarms := listener.hear([heard], now=NOW):
                assert [one.rule_id for one in alarms] == ["rule-0"]
                return at - START
        raise AssertionError

    assert until(together=True) < until(together=False)


def test_how_loud_it_is_tells_when_it_rings() -> None:
    listener, loudest = Listener(eight()), 0.0
    for at in range(START, START + 200):
        loudest = max(listener.values().values())
        hits = {at: int(at % 2 == 0)}
        if listener.hear([day({at: 5}, rule_0=hits)], now=NOW):
            break
        assert max(listener.values().values()) < RUN_LENGTH

    assert loudest > RUN_LENGTH / 100


def test_what_a_rule_accepts_by_its_own_word_is_no_reason_for_an_alarm() -> None:
    minutes = {START + at: 10 for at in range(200)}
    hits = dict.fromkeys(minutes, 1)
    days = [day(minutes, rule_0=hits).model_copy(update={"flagged": hits})]

    assert not rung(days, of=eight(rule_0=0.15))
    assert rung(days, of=eight(rule_1=0.15))


def test_a_policy_of_one_rule_rings_by_it_alone() -> None:
    only = Policy(version=1, name="Pip", rules=eight().rules[:1])

    assert ANY_RULE not in Listener(only).states()


def test_a_state_from_before_all_were_heard_together_goes_on() -> None:
    luck = np.random.default_rng(6)
    listener = Listener(eight())
    listener.hear([minute(START, scattered(0.5), luck)], now=NOW)
    states = listener.states()
    older = {rule: state for rule, state in states.items() if rule != ANY_RULE}

    again = Listener(eight(), states=older)

    assert again.states() | {ANY_RULE: ""} == states | {ANY_RULE: ""}
    assert again.values()[ANY_RULE] == 0.0
    days = [minute(START + at, scattered(0.12), luck) for at in range(1, 99)]
    assert ANY_RULE in {one.rule_id for one in again.hear(days, now=NOW)}


@pytest.mark.parametrize(
    "runs", [4, pytest.param(300, marks=pytest.mark.promise)], ids=["short", "promise"]
)
@pytest.mark.parametrize("flags", [scattered, together])
def test_no_alarm_of_all_rings_more_often_than_once_in_the_run_length(
    flags: Callable[[float], Flags], runs: int
) -> None:
    luck = np.random.default_rng(7)
    most = 2 * RUN_LENGTH

    waits = [exchanges_until(flags(0.02), luck, most=most) for _ in range(runs)]

    assert fmean(waits) >= RUN_LENGTH  # those that had to stop would have gone on
