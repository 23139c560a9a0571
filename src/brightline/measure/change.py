"""The same cases played before and after a change in, how far a rate moved out, at any time.

Each pair of plays is +1 where only the play after was a hit, -1 where only the one before was,
and 0 else. The mean of the pairs lies in an interval of all values that bets have not ruined
(Waudby-Smith and Ramdas, JRSS B 2024): bets of fixed shares of the capital, so that it depends
on counts only, and by Ville's inequality one may look after every pair and stop when one likes.
Cases of unlike rates do no harm: where each is played equally often the expected capital is at
most that of equal rates (inequality of the means), and where a random part of them was played
too (Maclaurin's). What nobody could judge is taken for the worst at each end.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from brightline.measure.coverage import Reading
from brightline.measure.rates import DEFAULT_LEVEL
from brightline.records import Difference, FixVerdict

BETS = ((0.2, 0.25), (0.5, 0.40), (0.85, 0.20), (1.0, 0.15))
"""Bets, each a share of the most that may be bet, with their shares of the capital.

The last loses all at the first pair that went the wrong way, and grows fastest while none did.
"""

METHOD = "betting on pairs, anytime-valid"

STEPS = 50
"""Halvings by which a bound is found."""

SEEMS = 2
"""Pairs by which a rule's part is up, from which on it seems to rise; of one pair or two, one:
a rule of few cases would else be passed over."""

Pairs = Mapping[tuple[Reading, Reading], int]
"""How often a case was read so before and so after."""


class Moves(NamedTuple):
    """Pairs counted by where they went."""

    up: int
    same: int
    down: int

    def turned(self) -> "Moves":
        """Return the same seen from the other side."""
        return Moves(self.down, self.same, self.up)


class Row(NamedTuple):
    """One rate that a change may move, and what its owners wish of it."""

    pairs: Pairs
    goal: bool
    """Whether it shall fall; else it shall not rise by more than the margin."""
    margin: float
    """In (0, 1)."""
    wide: Pairs | None = None
    """The same pairs with every reply as a hit that was neither given nor clearly declined;
    None: there are no such replies. A judge may overlook a hit in one."""


class Standing(NamedTuple):
    """What the pairs of a row show so far."""

    fell: bool
    """Surely less than before."""
    within: bool
    """Surely no rise above the margin."""
    rose: bool
    """Surely more than before, and not by little."""


def moved(pairs: Pairs, *, level: float = DEFAULT_LEVEL) -> Difference | None:
    """Return how far the rate of hits moved, with an interval that holds whenever one stops.

    Args:
        pairs: Readings before and after, counted; the same case, played once each.
        level: Confidence in (0, 1), of both ends together.

    Returns:
        None where no pair was judged on both sides.
    """
    end = (1 - level) / 2
    known = Counter({key: count for key, count in pairs.items() if Reading.UNKNOWN not in key})
    decided = known.total()
    if not decided:
        return None
    told = _moves(known, before=Reading.MISS, after=Reading.MISS)
    return Difference(
        point=(told.up - told.down) / decided,
        low=-_upper(_lowest(pairs).turned(), end),
        high=_upper(_highest(pairs), end),
        level=level,
        method=METHOD,
    )


def highest(pairs: Pairs, *, level: float = DEFAULT_LEVEL) -> float:
    """Return the largest rise that is not excluded: an upper bound that holds at any time.

    Args:
        pairs: As in `moved`.
        level: Confidence in (0, 1), of this bound alone.
    """
    return _upper(_highest(pairs), 1 - level)


def worst(pairs: Pairs) -> float:
    """Return the rise that is seen if all that nobody judged went the worst way; 0 of none."""
    moves = _highest(pairs)
    return (moves.up - moves.down) / sum(moves) if sum(moves) else 0.0


def standing(row: Row, *, level: float = DEFAULT_LEVEL) -> Standing:
    """Return what the pairs of a row show.

    It fell, or rose, where an end of its interval in `moved` says so; that it is within its
    margin is said by `highest` alone, as each rate must be within its own. What speaks for a
    change must hold of the wide pairs, too.

    Args:
        row: The row.
        level: Confidence in (0, 1), of both ends together.
    """
    highs = [_highest(pairs) for pairs in (row.pairs, row.wide) if pairs is not None]
    low = _lowest(row.pairs)
    plays, end = sum(low), (1 - level) / 2
    enough = 0.0 if row.goal else row.margin
    return Standing(
        fell=all(_excludes(high, 0.0, end) for high in highs),
        within=all(_excludes(high, row.margin, 1 - level) for high in highs),
        rose=plays > 0
        and _excludes(low.turned(), 0.0, end)
        and (low.up - low.down) / plays >= enough,
    )


def part_rose(part: Row, looked: int, *, level: float = DEFAULT_LEVEL) -> bool:
    """Return whether one rule's part of a rate surely rose, of so many that are looked at.

    The error of one end is split over all parts (Bonferroni, the first step of Holm's), so that
    any part at all is said to have risen wrongly with probability (1 - level) / 2 at most.

    Args:
        part: The pairs of one rule.
        looked: Parts of all rates, at least 1.
        level: Confidence in (0, 1), of both ends together.
    """
    low = _lowest(part.pairs)
    plays, enough = sum(low), 0.0 if part.goal else part.margin
    sure = plays > 0 and _excludes(low.turned(), 0.0, (1 - level) / 2 / looked)
    return sure and (low.up - low.down) / plays >= enough


def part_in_doubt(part: Row) -> bool:
    """Return whether a rule's part of a rate seems to rise: more plays must tell.

    Args:
        part: The pairs of one rule.
    """
    known = {key: count for key, count in part.pairs.items() if Reading.UNKNOWN not in key}
    moves = _lowest(known)
    rise, plays = moves.up - moves.down, sum(moves)
    return rise > 0 and rise >= part.margin * plays and (rise >= SEEMS or 2 * rise >= plays)


def verdict_of(
    rows: Sequence[Row], parts: Sequence[Row] = (), *, level: float = DEFAULT_LEVEL
) -> FixVerdict:
    """Return what is said of a change.

    It helps where a rate that shall fall fell, no other rate rose above its margin and no
    rule's part seems to rise; it hurts where a rate or a part surely rose; else nobody can
    tell. Each claim rests on the ends of intervals that
    hold whenever one stops, so one may ask after every pair: where no rate fell, or some rate
    rose by its margin, `helps` is said with probability 1 - level at most, for two goals too.

    Args:
        rows: All rates; one is a goal at least.
        parts: What each rule shows of each rate.
        level: Confidence in (0, 1).
    """
    found = [standing(row, level=level) for row in rows]
    worse = any(part_rose(part, len(parts), level=level) for part in parts)
    if worse or any(one.rose for one in found):
        return FixVerdict.HURTS
    reached = any(one.fell for row, one in zip(rows, found, strict=True) if row.goal)
    kept = all(one.within for one in found) and not any(map(part_in_doubt, parts))
    return FixVerdict.HELPS if reached and kept else FixVerdict.UNCLEAR


def _highest(pairs: Pairs) -> Moves:
    return _moves(pairs, before=Reading.MISS, after=Reading.HIT)


def _lowest(pairs: Pairs) -> Moves:
    return _moves(pairs, before=Reading.HIT, after=Reading.MISS)


def _moves(pairs: Pairs, *, before: Reading, after: Reading) -> Moves:
    """Return pairs by where they went, with what to take for a play that nobody could judge."""
    up = same = down = 0
    for (first, second), count in pairs.items():
        was = before if first is Reading.UNKNOWN else first
        now = after if second is Reading.UNKNOWN else second
        if was is now:
            same += count
        elif now is Reading.HIT:
            up += count
        else:
            down += count
    return Moves(up, same, down)


@lru_cache(maxsize=65536)
def _excludes(moves: Moves, mean: float, error: float) -> bool:
    """Return whether the bets ruin a mean of this or more, with this chance to be wrong."""
    return _capital(moves, mean) >= -math.log(error)


@lru_cache(maxsize=65536)
def _upper(moves: Moves, error: float) -> float:
    """Return the largest mean that the bets have not ruined; 1 where there is none below."""
    low, high = -1.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        # What the bets are worth rises with the mean that they are against.
        low, high = (low, middle) if _excludes(moves, middle, error) else (middle, high)
    return high


def _capital(moves: Moves, mean: float) -> float:
    """Return the logarithm of what bets against a mean in (-1, 1) are worth."""
    parts = []
    for bet, share in BETS:
        if bet == 1 and moves.up:
            continue
        lost = moves.up * math.log1p(-bet) if moves.up else 0.0
        kept = moves.same * math.log1p(bet * mean / (1 - mean))
        won = moves.down * math.log1p(bet * (1 + mean) / (1 - mean))
        parts.append(math.log(share) + lost + kept + won)
    most = max(parts)
    return most + math.log(sum(math.exp(part - most) for part in parts))
