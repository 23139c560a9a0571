"""Counts of a scan in, where more is suspect than before out, rule by rule.

Nothing is decided by it: a change of traffic makes it ring too. It hears what no flag tells, a
rule whose breaches the judge leaves undecided.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.measure.alarm import alarming
from brightline.measure.rise import AT_ONCE, RUN_LENGTH, Rise, nothing_heard, values_of
from brightline.records import DayCount, Policy, RuleCount, Stance, WatchAlarm
from brightline.watch.tally import LEVEL_BITS, LEVELS, NO_MINUTE

RISES = "rises:"
"""Where the state is kept among those of detectors; no rule is called so."""

_SECONDS = 60


class _Minute(NamedTuple):
    at: int
    exchanges: int
    levels: dict[int, list[int]]
    """Of each rule by its place: the levels of the suspect."""


class Risen:
    """Listens to every rule of a policy that forbids something.

    Each has its share of what may ring by chance, once in `RUN_LENGTH` exchanges over all of
    them, beside what alarms may. What has no time has no before, and is not heard.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        by: str = "",
        state: str | None = None,
        after: int | None = None,
    ) -> None:
        """Begin, or go on where another left off.

        Args:
            policy: Names the rules.
            by: What suspicion hangs on besides: when that changes it begins anew.
            state: Of `state`.
            after: Minute since 1970 up to which all was heard; None: what came was not.
        """
        self._after = after
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
        for minutes in _together(*self._minutes(days)):
            found += self._hear(minutes, now)
        return tuple(found)

    def _hear(self, minutes: Sequence["_Minute"], now: datetime) -> Iterator[WatchAlarm]:
        """Take up minutes, and yield the rules that ring at the end of each."""
        heard = int(self._rise.past[0].sum())
        rows: list[NDArray[np.int64]] = []
        drawn: list[NDArray[np.float64]] = []
        for minute in minutes:
            luck = np.random.default_rng([heard, minute.at % (1 << 32)])  # before 1970 too
            here = self._rows(minute.exchanges, minute.levels, luck)
            if len(here) > AT_ONCE:  # it stands alone
                self._rise.hear(here, luck)
                yield from self._told(self._ringing(self._rise.values), minute.at, now)
                return
            rows.append(here)
            drawn.append(luck.random(here.shape))
            heard += len(here)
        at = 0
        while at < len(minutes):
            ends = np.cumsum([len(one) for one in rows[at:]])
            steps = self._rise.after(
                np.concatenate(rows[at:]), np.concatenate(drawn[at:]), ends.tolist()
            )
            each = [self._ringing(values) for values in values_of(steps.sums)]
            step = next((step for step, of in enumerate(each) if of), len(each) - 1)
            self._rise.past, self._rise.sums = steps.past[step], steps.sums[step]
            at += step + 1
            yield from self._told(each[step], minutes[at - 1].at, now)

    def _ringing(self, values: NDArray[np.float64]) -> tuple[str, ...]:
        if values.max() < RUN_LENGTH:
            return ()  # as a rule: none is near it, alone or with others
        return alarming(
            dict(zip(self._rules, values.tolist(), strict=True)), run_length=RUN_LENGTH
        )

    def _told(self, ringing: Sequence[str], minute: int, now: datetime) -> Iterator[WatchAlarm]:
        for rule in ringing:
            yield self._found(rule, minute, now)
        if ringing:
            self._rise.restart([self._rules.index(rule) for rule in ringing])

    def _minutes(
        self, days: Iterable[DayCount]
    ) -> tuple[dict[int, int], dict[int, dict[int, list[int]]]]:
        """Return exchanges by minute, and by minute and rule the levels of the suspect."""
        exchanges: dict[int, int] = {}
        levels: dict[int, dict[int, list[int]]] = {}
        for day in days:
            for minute, count in day.minutes.items():
                if minute != NO_MINUTE and (self._after is None or minute > self._after):
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


def _together(
    exchanges: Mapping[int, int], levels: Mapping[int, dict[int, list[int]]]
) -> Iterator[list[_Minute]]:
    """Yield minutes in the order of time, as many together as are ranked at once."""
    held: list[_Minute] = []
    size = 0
    for at in sorted(at for at, count in exchanges.items() if count):
        if held and size + exchanges[at] > AT_ONCE:
            yield held
            held, size = [], 0
        held.append(_Minute(at, exchanges[at], levels.get(at, {})))
        size += exchanges[at]
    if held:
        yield held


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
