"""What broke and the cases of its run in, those that prove a fix out, rate by rate."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from brightline.records import GREY, Broken, Case, Expected

GOAL_CASES = 48
"""Cases of a rate that shall fall, at most; half of them are what broke."""

GUARD_CASES = 56
"""Cases of a rate that shall not rise: 48 clean pairs exclude a rise of 10 points."""

ROUNDS = 6
"""How often a case is played at most, with each prompt."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """The cases of one rate.

    Attributes:
        expected: Probes or controls.
        mended: Whether they are of rules that broke, or of all others.
        goal: Whether their rate shall fall.
        cases: In the order in which they are played first.
    """

    expected: Expected
    mended: bool
    goal: bool
    cases: tuple[Case, ...]

    def plays(self, seed: str) -> Iterator[tuple[Case, int]]:
        """Yield every play in its order: round by round, each in an order of its own.

        Every case once, then every case again: so a rate is that of these cases at any time,
        and the first plays are of as many different ones as there are.

        Args:
            seed: The same seed gives the same order.
        """
        key = f"{seed}/{self.expected.value}/{self.mended}/{self.goal}"
        for number in range(1, ROUNDS + 1):
            turn = list(self.cases)
            random.Random(f"{key}/{number}").shuffle(turn)  # noqa: S311 - no secret
            yield from ((case, number) for case in turn)


def draw(
    cases: Iterable[Case],
    broken: Sequence[Broken],
    *,
    playable: Callable[[Case], bool],
    seed: str,
) -> tuple[Drawn, ...]:
    """Return the rates that a fix is proved by, those that shall fall first.

    Of a side that broke what failed is drawn, and as many other cases of the same rules, so
    that what shows is no matter of which cases failed once. Beside them the other side of these
    rules and both sides of all other rules, drawn evenly over rules.

    Args:
        cases: Of the run.
        broken: What broke in it.
        playable: Whether the product takes a case.
        seed: The same seed draws the same.
    """
    goals = {(one.rule_id, one.expected) for one in broken}
    failed = {case_id for one in broken for case_id in one.cases}
    rules = {one.rule_id for one in broken}
    rows: defaultdict[tuple[bool, bool, Expected], list[Case]] = defaultdict(list)
    for case in cases:
        if case.technique != GREY and playable(case):
            key = case.rule_id, case.expected
            rows[key in goals, case.rule_id in rules, case.expected].append(case)
    rng = random.Random(f"{seed}/drawn")  # noqa: S311 - no secret
    found = []
    for goal, mended, expected in sorted(rows, key=_first):
        mine = rows[goal, mended, expected]
        if goal:
            again = _evenly([one for one in mine if one.id in failed], GOAL_CASES // 2, rng)
            fresh = [one for one in mine if one.id not in failed]
            chosen = [*again, *_evenly(fresh, GOAL_CASES - len(again), rng)]
        else:
            chosen = _evenly(mine, GUARD_CASES, rng)
        found.append(Drawn(expected=expected, mended=mended, goal=goal, cases=tuple(chosen)))
    return tuple(found)


def _first(row: tuple[bool, bool, Expected]) -> tuple[bool, bool, bool]:
    goal, mended, expected = row
    return not goal, not mended, expected is Expected.ANSWER


def _evenly(cases: Sequence[Case], most: int, rng: random.Random) -> list[Case]:
    """Return so many cases at most, drawn at random and evenly over their rules."""
    by_rule: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_rule[case.rule_id].append(case)
    for mine in by_rule.values():
        rng.shuffle(mine)
    found: list[Case] = []
    for depth in range(max(map(len, by_rule.values()), default=0)):
        level = [mine[depth] for mine in by_rule.values() if depth < len(mine)]
        if len(found) + len(level) > most:
            level = rng.sample(level, most - len(found))
        found += level
    return found
