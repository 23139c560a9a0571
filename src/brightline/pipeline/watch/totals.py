"""Counts of days in, what they come to out: exchanges by what became of them, and by rule."""

from collections import Counter
from collections.abc import Iterable

from brightline.records import DayCount


class Totals:
    """What the days of a scan come to."""

    def __init__(self, days: Iterable[DayCount] = ()) -> None:
        """Begin with some days."""
        self.outcomes: Counter[str] = Counter()
        """Exchanges: `judged`, `failed`, or why they were not looked at."""
        self.judged: Counter[str] = Counter()
        """By rule."""
        self.flagged: Counter[str] = Counter()
        """By rule."""
        self.add(days)

    def add(self, days: Iterable[DayCount]) -> None:
        """Add what was counted of other exchanges."""
        for day in days:
            self.outcomes["judged"] += day.judged
            self.outcomes["failed"] += day.failed
            self.outcomes.update(day.skipped)
            for rule_id, rule in day.rules.items():
                self.judged[rule_id] += rule.judged
                self.flagged[rule_id] += rule.flagged

    @property
    def seen(self) -> int:
        """All of them."""
        return self.outcomes.total()
