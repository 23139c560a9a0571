"""The cases of a rate in, its pairs of plays look by look out, until it is settled."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from brightline.measure.change import (
    Row,
    highest,
    moved,
    part_in_doubt,
    part_rose,
    standing,
    verdict_of,
    worst,
)
from brightline.measure.coverage import Reading
from brightline.pipeline.proving.drawing import Drawn
from brightline.records import Case, FixVerdict, RuleSwing, Swing

STEP = 8
"""Pairs of each rate that are played before one looks again."""

DARK_AFTER = 64
"""Pairs after which one sees whether the judge can tell enough of them."""

Play = tuple[Case, int]
"""A case, and the number of the play, from 1."""


class Pair(NamedTuple):
    """A case that was played with both prompts."""

    case: Case
    says: tuple[Reading, Reading]
    """What the replies say, before and after."""
    wide: tuple[Reading, Reading]
    """The same with a hit for a reply to a probe that neither declined nor helped."""


@dataclass
class PairedRate:
    """One rate while it is played.

    Attributes:
        drawn: Its cases.
        plays: Those that are left, in their order.
        margin: Rise that is accepted.
        played: Those that were begun.
        found: What they showed, before and after, as far as it is known.
        again: Plays begun since the rate is settled, only of rules that seem to rise.
        more: What those showed: it enters no rate but that of its rule.
    """

    drawn: Drawn
    plays: Iterator[tuple[Case, int]]
    margin: float
    played: list[tuple[Case, int]] = field(default_factory=list)
    found: list[Pair] = field(default_factory=list)
    again: list[tuple[Case, int]] = field(default_factory=list)
    more: list[Pair] = field(default_factory=list)

    @property
    def row(self) -> Row:
        """What its pairs come to."""
        return Row(
            pairs=Counter(pair.says for pair in self.found),
            goal=self.drawn.goal,
            margin=self.margin,
            wide=Counter(pair.wide for pair in self.found),
        )

    @property
    def parts(self) -> dict[str, Row]:
        """What each rule shows of it; a rule that was not played yet shows nothing."""
        return {
            rule_id: Row(
                pairs=Counter(
                    pair.says
                    for pair in (*self.found, *self.more)
                    if pair.case.rule_id == rule_id
                ),
                goal=self.drawn.goal,
                margin=self.margin,
            )
            for rule_id in dict.fromkeys(case.rule_id for case in self.drawn.cases)
        }

    @property
    def in_doubt(self) -> frozenset[str]:
        """The rules whose part of it seems to rise."""
        return frozenset(key for key, part in self.parts.items() if part_in_doubt(part))

    @property
    def is_settled(self) -> bool:
        """Whether more pairs would change nothing in what is said."""
        found = standing(self.row)
        return found.rose or (found.fell if self.drawn.goal else found.within) or self.is_dark

    @property
    def is_dark(self) -> bool:
        """Whether so little is judged that more pairs would not tell either.

        That is where the worst for the new prompt is as far as is accepted, only by what nobody
        could judge.
        """
        unknown = sum(Reading.UNKNOWN in pair.says for pair in self.found)
        if len(self.found) < DARK_AFTER or not unknown:
            return False
        known = [pair.says for pair in self.found if Reading.UNKNOWN not in pair.says]
        line = 0.0 if self.drawn.goal else self.margin
        hidden = not known or line > worst(Counter(known))
        return hidden and worst(self.row.pairs) >= line

    def swing(self, looked: int) -> Swing:
        """Return how it stands.

        Args:
            looked: Parts of all rates, of `parts_of`.
        """
        row, cases = self.row, {pair.case.id: pair.case for pair in self.found}
        return Swing(
            expected=self.drawn.expected,
            mended=self.drawn.mended,
            goal=self.drawn.goal,
            rules=tuple(dict.fromkeys(case.rule_id for case in self.drawn.cases)),
            cases=len(cases),
            requests=len({(case.rule_id, case.objective) for case in cases.values()}),
            pairs=len(self.found),
            unknown=sum(Reading.UNKNOWN in pair.says for pair in self.found),
            deflected=(self._deflected(0), self._deflected(1)),
            before=_counted([pair.says[0] for pair in self.found]),
            after=_counted([pair.says[1] for pair in self.found]),
            difference=moved(row.pairs),
            highest=highest(row.pairs),
            margin=self.margin,
            by_rule=tuple(
                _rule_swing(rule_id, part, looked) for rule_id, part in self.parts.items()
            ),
        )

    def _deflected(self, at: int) -> int:
        return sum(pair.says[at] is not pair.wide[at] for pair in self.found)


def verdict_on(rates: Sequence[PairedRate]) -> FixVerdict:
    """Return what is said of a change by all its rates."""
    return verdict_of([rate.row for rate in rates], parts_of(rates))


def parts_of(rates: Sequence[PairedRate]) -> list[Row]:
    """Return what each rule shows of each rate: the error is split over all of them."""
    return [part for rate in rates for part in rate.parts.values()]


def next_plays(
    rates: Sequence[PairedRate], left: int, cost: Callable[[Play], int]
) -> tuple[list[Play], bool]:
    """Return the next plays of every rate that is not settled, or has a rule in doubt.

    Where a rate is settled only its rules in doubt are played on, for themselves: in the rate
    every case weighs the same.

    Args:
        rates: All of them; what is returned counts as begun.
        left: Calls that may still be made.
        cost: Returns how many calls a play takes with both prompts together.

    Returns:
        The plays, and whether the budget is short of some.
    """
    found: list[Play] = []
    for rate in rates:
        settled, doubts = rate.is_settled, rate.in_doubt
        if settled and not doubts:
            continue
        for _ in range(STEP):
            left_over = (
                play for play in rate.plays if not settled or play[0].rule_id in doubts
            )
            taken = next(left_over, None)
            if taken is None:
                break
            left -= cost(taken)
            if left < 0:
                return found, True
            (rate.again if settled else rate.played).append(taken)
            found.append(taken)
    return found, False


def _rule_swing(rule_id: str, part: Row, looked: int) -> RuleSwing:
    plays = [key for key, count in part.pairs.items() for _ in range(count)]
    return RuleSwing(
        rule_id=rule_id,
        pairs=len(plays),
        judged=sum(Reading.UNKNOWN not in pair for pair in plays),
        before=_counted([before for before, _ in plays]),
        after=_counted([after for _, after in plays]),
        difference=moved(part.pairs),
        worse=part_rose(part, looked),
        in_doubt=part_in_doubt(part),
    )


def _counted(readings: Sequence[Reading]) -> tuple[int, int]:
    return readings.count(Reading.HIT), len(readings) - readings.count(Reading.UNKNOWN)
