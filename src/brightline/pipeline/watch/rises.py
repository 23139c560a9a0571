"""Counts of a scan in, where more is suspect than before out, rule by rule.

Nothing is decided by it: a change of traffic makes it ring too. It hears what no flag tells, a
rule whose breaches the judge leaves undecided.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from brightline.measure.alarm import alarming
from brightline.measure.rise import RUN_LENGTH, Rise, nothing_heard
from brightline.records import DayCount, Policy, RuleCount, Stance, WatchAlarm
from brightline.watch.tally import LEVEL_BITS, LEVELS, NO_MINUTE

RISES = "rises:"
"""Where the state is kept among those of detectors; no rule is called so."""

_SECONDS = 60


class Risen:
    """Listens to every rule of a policy that forbids something.

    Each has its share of what may ring by chance, once in `RUN_LENGTH` exchanges over all of
    them, beside what alarms may. What has no time has no before, and is not heard.
    """

    def __init__(self, policy: Policy, *, by: str = "", state: str | None = None) -> None:
        """Begin, or go on where another left off.

        Args:
            policy: Names the rules.
            by: What suspicion hangs on besides: when that changes it begins anew.
            state: Of `state`.
        """
        self._rules = [rule.id for rule in policy.rules if rule.stance is not Stance.ALLOW]
        self._by = by
        self._rise = nothing_heard(len(self._rules), len(LEVELS) + 1)
        held = json.loads(state) if state else None
        if held and (held["by"], held["rules"]) == (by, self._rules):
            sums = [[-np.inf if bet is None else bet for bet in of] for of in held["sums"]]
            self._rise = Rise(np.array(held["past"], np.int64), np.array(sums, np.float64))

    @property
    def state(self) -> str:
        """All that is needed to go on later, as JSON."""
        return json.dumps(
            {
                "by": self._by,
                "rules": self._rules,
                "past": self._rise.past.tolist(),
                "sums": [
                    [None if bet == -np.inf else bet for bet in of]
                    for of in self._rise.sums.tolist()
                ],
            }
        )

    def values(self) -> dict[str, float]:
        """Return how loud each is: it rings at the run length, or before if others are so."""
        each = self._rise.values / max(1, len(self._rules))
        return dict(zip(self._rules, each.tolist(), strict=True))

    def hear(self, days: Iterable[DayCount], *, now: datetime) -> tuple[WatchAlarm, ...]:
        """Take up what was counted since it listened last, in the order of time.

        Within a minute nobody knows the order, and it is drawn.

        Args:
            days: Counts of exchanges that were not heard yet.
            now: The moment at which rises are found.
        """
        found: list[WatchAlarm] = []
        if not self._rules:
            return ()
        exchanges, levels = self._minutes(days)
        for minute in sorted(exchanges):
            heard = int(self._rise.past[0].sum())
            luck = np.random.default_rng([heard, minute % (1 << 32)])  # before 1970 too
            rows = self._rows(exchanges[minute], levels.get(minute, {}), luck)
            self._rise.hear(rows, luck)
            ringing = alarming(
                {rule: loud * len(self._rules) for rule, loud in self.values().items()},
                run_length=RUN_LENGTH,
            )
            found += [self._found(rule, minute, now) for rule in ringing]
            self._rise.restart([self._rules.index(rule) for rule in ringing])
        return tuple(found)

    def _minutes(
        self, days: Iterable[DayCount]
    ) -> tuple[dict[int, int], dict[int, dict[int, list[int]]]]:
        """Return exchanges by minute, and by minute and rule the levels of the suspect."""
        exchanges: dict[int, int] = {}
        levels: dict[int, dict[int, list[int]]] = {}
        for day in days:
            for minute, count in day.minutes.items():
                if minute != NO_MINUTE:
                    exchanges[minute] = exchanges.get(minute, 0) + count
            for at, rule in enumerate(self._rules):
                for key, count in day.rules.get(rule, RuleCount()).levels.items():
                    minute, level = divmod(key, 1 << LEVEL_BITS)
                    levels.setdefault(minute, {}).setdefault(at, []).extend([level] * count)
        return exchanges, levels

    def _rows(
        self, count: int, levels: dict[int, list[int]], luck: np.random.Generator
    ) -> NDArray[np.int64]:
        rows = np.zeros((count, len(self._rules)), np.int64)
        for at, of in levels.items():
            rows[luck.permutation(count)[: len(of)], at] = luck.permutation(of)[:count]
        return rows

    def _found(self, rule: str, minute: int, now: datetime) -> WatchAlarm:
        at = self._rules.index(rule)
        past = self._rise.past[at]
        return WatchAlarm(
            rule_id=rule,
            at=datetime.fromtimestamp(minute * _SECONDS, UTC),
            rung_at=now,
            value=float(self._rise.values[at]),
            accepted=0.0,
            flagged=int(past[1:].sum()),
            heard=int(past.sum()),
            rise=True,
        )


def without_levels(days: Sequence[DayCount]) -> tuple[DayCount, ...]:
    """Return counts without what only a listener needs, and only once."""
    return tuple(
        day.model_copy(
            update={
                "rules": {
                    rule: of.model_copy(update={"levels": {}}) for rule, of in day.rules.items()
                }
            }
        )
        for day in days
    )
