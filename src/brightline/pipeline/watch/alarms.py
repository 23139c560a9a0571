"""Counts of a scan in, alarms out: which rule is broken more often than is accepted, and when.

All rules together are heard as one more: a product that breaks each of many a little rings.
Half of what may ring by chance is theirs and the rules share the other half, so that one
more rule costs all together nothing.

What is heard is the exchanges that were looked at, a minute at a time. Where only a share of
the traffic is, those are a simple random sample of it: the guarantee holds for them, and one
false alarm in so many of them is rarer among all.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from brightline.measure.alarm import RUN_LENGTH, Detector, alarming
from brightline.measure.plan import tolerance_of
from brightline.pipeline.watch.rises import Risen
from brightline.records import ANY_RULE, DayCount, Policy, Scan, Stance, WatchAlarm

NO_MINUTE = -1
_SECONDS = 60


class _Minute(NamedTuple):
    exchanges: int
    flagged: Mapping[str, int]


class Listener:
    """Listens to every rule of a policy that forbids something, and to all together."""

    def __init__(self, policy: Policy, *, states: Mapping[str, str] | None = None) -> None:
        """Begin, or go on where another left off.

        Args:
            policy: What is accepted of each rule.
            states: Of `states()`; what is not in it begins anew.
        """
        self._accepted = {
            rule.id: tolerance_of(policy, rule)
            for rule in policy.rules
            if rule.stance is not Stance.ALLOW
        }
        # Of a rule that accepts more by its own word no more is said than by its own alarm.
        self._apart = frozenset(
            rule.id
            for rule in policy.rules
            if rule.tolerance is not None and rule.tolerance > policy.tolerance.refuse
        )
        if len(self._accepted) > 1:
            self._accepted[ANY_RULE] = policy.tolerance.refuse
        self._detectors = {rule: Detector(rate) for rule, rate in self._accepted.items()}
        self._flagged = dict.fromkeys(self._accepted, 0)
        for rule, state in (states or {}).items():
            if rule in self._accepted:
                held = json.loads(state)
                self._detectors[rule].heard = held["heard"]
                self._detectors[rule].sums = held["sums"]
                self._flagged[rule] = held["flagged"]

    def hear(self, days: Iterable[DayCount], *, now: datetime) -> tuple[WatchAlarm, ...]:
        """Take up what was counted since it listened last, in the order of time.

        What rang is listened to anew, and so are all together with it. Where all together ring
        it is for the rules that would if there were no others, and in their own name only
        where no rule is. What has no time is heard last, as one step.

        Args:
            days: Counts of exchanges that were not heard yet.
            now: The moment at which alarms are found.
        """
        found: list[WatchAlarm] = []
        minutes = _minutes(days)
        for at in sorted(minutes, key=lambda minute: (minute == NO_MINUTE, minute)):
            heard = minutes[at]
            for rule, detector in self._detectors.items():
                flagged = self._flagged_under(rule, heard)
                detector.hear(heard.exchanges, [1.0] * flagged)
                self._flagged[rule] += flagged
            ringing = self._ringing()
            found += [self._alarm(rule, at, now) for rule in ringing]
            for rule in {*ringing, ANY_RULE} & self._accepted.keys() if ringing else ():
                self._restart(rule)
        return tuple(found)

    def values(self) -> dict[str, float]:
        """Return how loud each is: it rings at the run length, or before if others are so too.

        That is what its bets have come to times its share of all; shares sum to 1.
        """
        rules = len(self._detectors) - (ANY_RULE in self._detectors)
        half = 2 if ANY_RULE in self._detectors else 1
        return {
            rule: detector.value / (2 if rule == ANY_RULE else half * rules)
            for rule, detector in self._detectors.items()
        }

    def states(self) -> dict[str, str]:
        """Return all that is needed to go on later, by rule, as JSON."""
        return {
            rule: json.dumps(
                {
                    "heard": detector.heard,
                    "sums": detector.sums,
                    "flagged": self._flagged[rule],
                }
            )
            for rule, detector in self._detectors.items()
        }

    def _ringing(self) -> list[str]:
        # Weighted e-BH: while no rate is above what is accepted the sum of what is loud is an
        # e-detector, and nothing rings before that sum reaches the run length.
        values = self.values()
        if max(values.values(), default=0) * len(values) < RUN_LENGTH / 2:
            return []  # as a rule: none is near it, alone or with others
        ringing = alarming({rule: value * len(values) for rule, value in values.items()})
        if ANY_RULE not in ringing:
            return list(ringing)
        rules = [
            rule
            for rule, detector in self._detectors.items()
            if rule != ANY_RULE and (rule in ringing or detector.value >= RUN_LENGTH)
        ]
        return sorted(rules, key=lambda rule: (-values[rule], rule)) or [ANY_RULE]

    def _flagged_under(self, rule: str, heard: _Minute) -> int:
        flagged = heard.flagged.get(rule, 0)
        if rule != ANY_RULE:
            return flagged
        # At least so many were flagged under one of the others.
        return max(0, flagged - sum(heard.flagged.get(one, 0) for one in self._apart))

    def _alarm(self, rule: str, minute: int, now: datetime) -> WatchAlarm:
        detector = self._detectors[rule]
        return WatchAlarm(
            rule_id=rule,
            at=_moment(minute),
            rung_at=now,
            value=detector.value,
            accepted=detector.accepted,
            flagged=self._flagged[rule],
            heard=detector.heard,
        )

    def _restart(self, rule: str) -> None:
        self._detectors[rule] = Detector(self._accepted[rule])
        self._flagged[rule] = 0


def alarms_of(
    scan: Scan, days: Sequence[DayCount], *, now: datetime, risen: Risen | None = None
) -> tuple[WatchAlarm, ...]:
    """Return the alarms of a whole scan, in the order in which they rang, then its rises.

    Args:
        scan: Its policy says what is accepted.
        days: Its counts.
        now: The moment at which they are found.
        risen: Knows what came before; None: nothing did.
    """
    alarms = Listener(scan.policy).hear(days, now=now)
    risen = risen or Risen(scan.policy)
    return (*alarms, *risen.hear(days, now=now))


def _minutes(days: Iterable[DayCount]) -> dict[int, _Minute]:
    exchanges: dict[int, int] = {}
    flagged: dict[int, dict[str, int]] = {}
    for day in days:
        for minute, count in day.minutes.items():
            exchanges[minute] = exchanges.get(minute, 0) + count
        by_rule = {rule: counted.minutes for rule, counted in day.rules.items()}
        for rule, minutes in (*by_rule.items(), (ANY_RULE, day.flagged)):
            for minute, count in minutes.items():
                of = flagged.setdefault(minute, {})
                of[rule] = of.get(rule, 0) + count
    return {at: _Minute(count, flagged.get(at, {})) for at, count in exchanges.items()}


def _moment(minute: int) -> datetime | None:
    if minute == NO_MINUTE:
        return None
    return datetime.fromtimestamp(minute * _SECONDS, UTC)
