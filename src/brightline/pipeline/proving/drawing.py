"""What broke and the cases of its run in, those that prove a fix out, rate by rate."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from brightline.measure.coverage import Reading, reading
from brightline.records import GREY, Broken, Case, Expected, Play

GOAL_CASES = 48
"""Cases of a rate that shall fall, at most."""

GUARD_CASES = 56
"""Cases of a rate that shall not rise: 48 clean pairs exclude a rise of 10 points."""

LEAST_CASES = 8
"""Cases of a rule below which none is left out because the judge could not tell."""

CLEAR = (0.99, 0.96, 0.92, 0.85)
"""How surely a judge can tell replies to a case: the first that leaves enough cases counts."""

WEIGHT = 2
"""Plays of its own that what its request shows is worth to a case."""

GOAL_PAIRS, GUARD_PAIRS = 240, 480
"""Pairs of one rate about at most: a fall that 240 do not show is small."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """The cases of one rate.

    Attributes:
        expected: Probes or controls.
        mended: Whether they are what broke or controls of the same rules, or all else.
        goal: Whether they are what broke: their rate shall fall.
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
        most = GOAL_PAIRS if self.goal else GUARD_PAIRS
        for number in range(1, -(-most // max(1, len(self.cases))) + 1):
            turn = list(self.cases)
            random.Random(f"{key}/{number}").shuffle(turn)  # noqa: S311 - no secret
            yield from ((case, number) for case in turn)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the run shows of its cases, other than what came of them.

    Attributes:
        broken: What broke.
        clear: How surely the judge can tell replies to a case, by its id, from 0 to 1.
    """

    broken: Sequence[Broken]
    clear: Mapping[str, float]


def clearness(plays: Iterable[Play]) -> dict[str, float]:
    """Return how surely a judge can tell replies to each case: from those to its request too.

    It is known by whether a play was decided, never by how, so to draw by it favours nothing.

    Args:
        plays: Of the run; what was never sent tells nothing.
    """
    of_case: defaultdict[str, list[bool]] = defaultdict(list)
    of_request: defaultdict[tuple[str, Expected, str], list[bool]] = defaultdict(list)
    requests = {}
    for play in plays:
        requests[play.case_id] = play.rule_id, play.expected, play.objective
        if not play.outcome.startswith("not_run"):
            decided = reading(play) is not Reading.UNKNOWN
            of_case[play.case_id].append(decided)
            of_request[requests[play.case_id]].append(decided)
    found = {}
    for case_id, request in requests.items():
        own, like = of_case[case_id], of_request[request]
        share = sum(like) / len(like) if like else 1.0
        found[case_id] = (sum(own) + WEIGHT * share) / (len(own) + WEIGHT)
    return found


def draw(
    cases: Iterable[Case],
    known: Known,
    *,
    playable: Callable[[Case], bool],
    seed: str,
) -> tuple[Drawn, ...]:
    """Return the rates that a fix is proved by, those that shall fall first.

    What broke shall break less often. Beside it the controls of the same rules, the controls of
    all others, and all probes that did not break, of the same rules and others, each drawn
    evenly over rules. Where enough of a rule are left, cases are left out to which the judge
    could not tell replies: they would show nothing.

    Args:
        cases: Of the run.
        known: What broke in it, and which cases are clear.
        playable: Whether the product takes a case.
        seed: The same seed draws the same.
    """
    failed = {case_id for one in known.broken for case_id in one.cases}
    rules = {one.rule_id for one in known.broken}
    rows: defaultdict[tuple[bool, bool, Expected], list[Case]] = defaultdict(list)
    for case in cases:
        if case.technique != GREY and playable(case):
            goal = case.id in failed
            same = case.rule_id in rules and case.expected is Expected.ANSWER
            rows[goal, goal or same, case.expected].append(case)
    rng = random.Random(f"{seed}/drawn")  # noqa: S311 - no secret
    found = []
    for goal, mended, expected in sorted(rows, key=_first):
        mine = _clear(rows[goal, mended, expected], known.clear)
        chosen = tuple(_evenly(mine, GOAL_CASES if goal else GUARD_CASES, rng))
        found.append(Drawn(expected=expected, mended=mended, goal=goal, cases=chosen))
    return tuple(found)


def _clear(cases: Sequence[Case], clear: Mapping[str, float]) -> list[Case]:
    """Return the cases of which a judge can tell; of each rule the clearest, where few."""
    by_rule: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_rule[case.rule_id].append(case)
    found: list[Case] = []
    for mine in by_rule.values():
        ordered = sorted(mine, key=lambda case: -clear.get(case.id, 1.0))
        enough = ([case for case in mine if clear.get(case.id, 1.0) >= line] for line in CLEAR)
        found += next(
            (some for some in enough if len(some) >= LEAST_CASES), ordered[:LEAST_CASES]
        )
    return found


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
