"""More suspicion of a rule than before is told, apart from alarms, and decides nothing."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from brightline.pipeline.watch.alarms import alarms_of
from brightline.pipeline.watch.alerts import alerts_of
from brightline.pipeline.watch.rises import Risen, without_levels
from brightline.records import AlertKind, DayCount, Policy, Rule, RuleCount, Scan, Stance
from brightline.watch.tally import LEVEL_BITS, NO_MINUTE

NOW = datetime(2026, 11, 3, tzinfo=UTC)
DAY = 29_000_000
"""A minute since 1970."""
EACH = 20
"""Exchanges in a minute."""
RULES = ("keys", "fees")


def policy() -> Policy:
    return Policy(
        version=1,
        name="Lockside",
        rules=tuple(
            Rule(id=name, text=f"Never does {name}.", stance=Stance.REFUSE) for name in RULES
        ),
    )


def scan() -> Scan:
    return Scan(
        id="s1",
        started_at=NOW,
        policy=policy(),
        policy_digest="d",
        policy_file="policy.yaml",
        judge="embedded@1",
        sources=("logs",),
    )


def counted(minutes: range, *, share: float, seed: int = 1, time: bool = True) -> DayCount:
    """Return counts in which nothing is flagged, and of rule `keys` a share is half suspect."""
    luck = random.Random(seed)  # noqa: S311 - no secret
    levels: dict[str, Counter[int]] = {name: Counter() for name in RULES}
    for minute in minutes:
        for name in RULES:
            calm = 0.01
            for chance, level in ((calm, 2), (share if name == "keys" else 0, 6)):
                many = sum(luck.random() < chance for _ in range(EACH // 2))
                at = DAY + minute if time else NO_MINUTE
                levels[name][(at << LEVEL_BITS) + level] += many
    every = {DAY + minute if time else NO_MINUTE: 0 for minute in minutes}
    for minute in minutes:
        every[DAY + minute if time else NO_MINUTE] += EACH
    return DayCount(
        day="2026-11-03",
        minutes=every,
        rules={name: RuleCount(levels=dict(+of)) for name, of in levels.items()},
    )


def minutes_of(days: Iterable[DayCount]) -> Iterator[DayCount]:
    """Yield the counts of each minute apart, in the order of time."""
    for day in days:
        for minute, count in sorted(day.minutes.items()):
            rules = {
                rule: RuleCount(
                    levels={
                        key: many
                        for key, many in of.levels.items()
                        if key >> LEVEL_BITS == minute
                    }
                )
                for rule, of in day.rules.items()
            }
            yield DayCount(day=day.day, minutes={minute: count}, rules=rules)


CALM = counted(range(250), share=0.002)
OPEN = counted(range(250, 500), share=0.06, seed=2)


def test_a_hole_that_is_never_flagged_is_told_as_a_rise_of_its_rule_and_no_alarm() -> None:
    found = alarms_of(scan(), [CALM, OPEN], now=NOW)

    assert {(one.rule_id, one.rise) for one in found} == {("keys", True)}
    first = found[0].at
    assert first is not None
    assert first >= datetime.fromtimestamp((DAY + 250) * 60, UTC)


def test_while_nothing_changes_nothing_is_told() -> None:
    assert not alarms_of(scan(), [CALM, counted(range(250, 500), share=0.002, seed=3)], now=NOW)


def test_what_has_no_time_has_no_before() -> None:
    days = [CALM, counted(range(250, 500), share=0.06, time=False)]
    assert not Risen(policy()).hear(days, now=NOW)


def test_it_goes_on_where_it_was_left() -> None:
    whole = Risen(policy())
    whole.hear([CALM], now=NOW)
    told = whole.hear([OPEN], now=NOW)

    first = Risen(policy())
    first.hear([CALM], now=NOW)
    state = json.loads(json.dumps(first.state))
    second = Risen(policy(), state=state)

    assert second.hear([OPEN], now=NOW) == told
    assert second.state == whole.state
    assert told


def test_minutes_that_are_heard_together_ring_as_those_that_are_heard_one_by_one() -> None:
    whole, each = Risen(policy()), Risen(policy())
    days = [CALM, OPEN, counted(range(500, 750), share=0.3, seed=3)]
    told = whole.hear(days, now=NOW)

    one_by_one = [
        alarm for minute in minutes_of(days) for alarm in each.hear([minute], now=NOW)
    ]

    assert len(told) > 1, "nothing rang again after it had"
    assert [(one.rule_id, one.at, one.heard) for one in one_by_one] == [
        (one.rule_id, one.at, one.heard) for one in told
    ]


def test_a_screen_that_learned_hears_anew() -> None:
    first = Risen(policy(), by="before")
    first.hear([CALM], now=NOW)

    anew = Risen(policy(), by="after", state=first.state)

    assert anew.state == Risen(policy(), by="after").state
    assert Risen(policy(), by="before", state=first.state).state == first.state


def test_without_a_past_the_same_traffic_is_no_rise() -> None:
    """The broken twin: a rise is against what was before, and not against a figure."""
    assert not Risen(policy()).hear([OPEN], now=NOW)


def test_an_alert_says_that_nothing_is_decided() -> None:
    alerts = list(alerts_of(scan(), alarms_of(scan(), [CALM, OPEN], now=NOW)))

    assert [(one.kind, one.rule) for one in alerts] == [(AlertKind.RISE, "keys")]
    assert "nothing is decided" in alerts[0].text
    assert "brightline review s1 --findings" in alerts[0].text


def test_counts_that_were_heard_are_kept_without_levels() -> None:
    (kept,) = without_levels([OPEN])

    assert kept.minutes == OPEN.minutes
    assert not any(rule.levels for rule in kept.rules.values())


def test_a_clock_that_tells_a_time_before_1970_stops_nothing() -> None:
    early = DayCount(
        day="1969-12-31",
        minutes={-700: 3},
        rules={"keys": RuleCount(levels={(-700 << LEVEL_BITS) + 6: 2})},
    )
    listener = Risen(policy())

    assert not listener.hear([early], now=NOW)
    assert json.loads(listener.state)["past"][0][0] == 1
    assert json.loads(listener.state)["past"][0][6] == 2


def test_much_traffic_that_stays_as_it_is_does_not_cry_wolf() -> None:
    """A run length of 10,000 would allow for twenty of these."""
    days = [
        counted(range(at, at + 1_000), share=0.004, seed=at) for at in range(0, 10_000, 1_000)
    ]

    assert not Risen(policy()).hear(days, now=NOW)
