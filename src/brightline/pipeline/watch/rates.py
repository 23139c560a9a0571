"""What was counted, kept and read in, how often it happens out: of all, by rule, by day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from brightline.measure.window import window_rate
from brightline.pipeline.watch.strata import PICKED, Part, parts_of, strata_of
from brightline.records import (
    NO_DAY,
    DayCount,
    Judgement,
    RuleWindow,
    Scan,
    Skip,
    Specimen,
    Stance,
    WindowRate,
    answer,
)

NEWEST = 7
"""Newest days that a rate of a scan may leave out while more comes in. With a week in which
nobody read, it is as unknown as it is."""

KEPT = 0.5
"""Part of the readings that must go on counting, for a rate to be about more."""


class _Window(NamedTuple):
    parts: tuple[Part, ...]
    seen: int
    aside: int
    """Exchanges that were read and do not count."""
    until: str | None = None
    newer: int = 0

    @property
    def is_known(self) -> bool:
        """Whether something was read of each stratum."""
        return self.seen > 0 and all(part.read for part in self.parts if part.size)

    @property
    def read(self) -> int:
        """How many readings count."""
        return sum(len(part.read) for part in self.parts)


class Rates:
    """Rates of parts of a window, from what was read of it."""

    def __init__(
        self, scan: Scan, kept: Iterable[Specimen], readings: Mapping[str, Judgement]
    ) -> None:
        """Begin.

        Args:
            scan: Whose policy names the rules.
            kept: Exchanges that were kept of the window.
            readings: What a person said, by exchange.
        """
        self._live = scan.live
        self._rules = [rule.id for rule in scan.policy.rules if rule.stance is not Stance.ALLOW]
        self._by_day: dict[str, list[Specimen]] = {}
        for one in kept:
            self._by_day.setdefault(one.day, []).append(one)
        self._readings = readings
        self._lost = {
            day
            for day, of in self._by_day.items()
            if any(one.emptied and one.sighting.id not in readings for one in of)
        }
        """Days of which some was deleted before anybody read it."""
        self._picked = {name for name, one in readings.items() if one.decided_by in PICKED}

    def of(self, days: Sequence[DayCount]) -> WindowRate:
        """Return how often any rule was broken on these days."""
        return self._rate(self._part(days))

    def by_rule(self, days: Sequence[DayCount]) -> Iterator[RuleWindow]:
        """Yield how often each rule was broken, in the order of the policy."""
        part = self._part(days)
        for rule_id in self._rules:
            counts = [day.rules[rule_id] for day in days if rule_id in day.rules]
            yield RuleWindow(
                rule_id=rule_id,
                judged=sum(one.judged for one in counts),
                flagged=sum(one.flagged for one in counts),
                undecided=sum(one.undecided for one in counts),
                rate=self._rate(part, rule_id),
            )

    def _part(self, days: Sequence[DayCount]) -> _Window:
        """Return the days of a window of which most is known, all where they are.

        Of what comes in after people read, some falls between what they read by draw. Then
        those readings say nothing of all, but still what they said of the days before.
        """
        every = self._known(days)
        if not self._live or not every.aside:
            return every
        ordered = sorted(days, key=lambda day: (day.day == NO_DAY, day.day))
        found = [every]
        for left in range(len(ordered) - 1, max(len(ordered) - 1 - NEWEST, 0), -1):
            part = self._known(ordered[:left])
            newer = sum(map(_looked_at, ordered[left:]))
            found.append(part._replace(until=ordered[left - 1].day, newer=newer))
        known = [one for one in found if one.is_known]
        most = max((one.read for one in known), default=0)
        return next((one for one in known if one.read >= KEPT * most), every)

    def _known(self, days: Sequence[DayCount]) -> _Window:
        """Return a window; only what of it can be known where nobody can know all any more."""
        every = self._of_days(days)
        if every.is_known:
            return every
        left = self._of_days([day for day in days if day.day not in self._lost])
        return left if left.is_known else every

    def _of_days(self, days: Sequence[DayCount]) -> _Window:
        kept = [one for day in days for one in self._by_day.get(day.day, ())]
        parts = parts_of(days, kept, self._readings, picked=self._picked)
        read = sum(one.sighting.id in self._readings for one in kept)
        count = sum(len(part.read) for part in parts)
        return _Window(parts, sum(map(_looked_at, days)), read - count)

    def _rate(self, part: _Window, rule_id: str | None = None) -> WindowRate:
        answers = {name: answer(one, rule_id) for name, one in self._readings.items()}
        rate = window_rate(strata_of(part.parts, answers), seen=part.seen)
        return rate.model_copy(
            update={"aside": part.aside, "until": part.until, "newer": part.newer}
        )


def _looked_at(day: DayCount) -> int:
    """Return the exchanges of a day that a rate is about."""
    return sum(day.sizes.values()) + day.skipped.get(Skip.SAMPLED_OUT.value, 0)
