"""What was counted, kept and read in, how often it happens out: of all, by rule, by day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from brightline.measure.window import window_rate
from brightline.pipeline.watch.strata import PICKED, Part, parts_of, strata_of, whole_days
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
        """Return the part of a window that can be known: of old days all is deleted."""
        every = [one for day in days for one in self._by_day.get(day.day, ())]
        known = whole_days(days, every) or days
        kept = [one for day in known for one in self._by_day.get(day.day, ())]
        parts = parts_of(known, kept, self._readings, picked=self._picked)
        seen = sum(
            sum(day.sizes.values()) + day.skipped.get(Skip.SAMPLED_OUT.value, 0)
            for day in known
        )
        return _Window(parts, seen)

    def _rate(self, part: _Window, rule_id: str | None = None) -> WindowRate:
        answers = {name: answer(one, rule_id) for name, one in self._readings.items()}
        return window_rate(strata_of(part.parts, answers), seen=part.seen)
