"""What was counted, kept and read in, how often it happens out: of all, by rule, by day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from brightline.measure.window import window_rate
from brightline.pipeline.watch.strata import PICKED, Part, parts_of, strata_of
from brightline.records import (
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


class _Window(NamedTuple):
    parts: tuple[Part, ...]
    seen: int

    @property
    def is_known(self) -> bool:
        """Whether something was read of each stratum."""
        return all(part.read for part in self.parts if part.size)


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
        """Return a window; only what of it can be known where nobody can know all any more."""
        every = self._of_days(days)
        if every.is_known:
            return every
        left = self._of_days([day for day in days if day.day not in self._lost])
        return left if left.seen and left.is_known else every

    def _of_days(self, days: Sequence[DayCount]) -> _Window:
        kept = [one for day in days for one in self._by_day.get(day.day, ())]
        parts = parts_of(days, kept, self._readings, picked=self._picked)
        seen = sum(
            sum(day.sizes.values()) + day.skipped.get(Skip.SAMPLED_OUT.value, 0) for day in days
        )
        return _Window(parts, seen)

    def _rate(self, part: _Window, rule_id: str | None = None) -> WindowRate:
        answers = {name: answer(one, rule_id) for name, one in self._readings.items()}
        return window_rate(strata_of(part.parts, answers), seen=part.seen)
