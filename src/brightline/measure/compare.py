"""Two stored runs in, what became worse or better out: the same cases against themselves."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from brightline.measure.comparable import Both, Sides, comparison_of, sides_of
from brightline.measure.hierarchy import difference
from brightline.measure.holm import holm
from brightline.measure.paired import draw_hits, flips_p_value, in_parts
from brightline.measure.rates import DEFAULT_LEVEL, rate
from brightline.records import (
    DIGEST_LENGTH,
    Baseline,
    BaselineCase,
    Change,
    Comparison,
    Difference,
    Expected,
    Rate,
    Trend,
    digest,
)

MARGIN = 0.05
"""Difference that counts as none where nobody says how much is tolerated."""

ITSELF = "the same plays"

REQUESTS_ENOUGH = 20
"""Requests from which on a request with all its cases is what may have changed by chance.

With fewer, such a test sees so little that a rule could get much worse unseen; then each case
stands for itself, and what is said is said of these cases."""

Cases = Sequence[BaselineCase]
Key = tuple[str, Expected]
"""A rule and which side of it."""

_ORDER = tuple(Expected)
_HITS, _DECIDED = attrgetter("hits"), attrgetter("decided")


class _Sum(NamedTuple):
    """What the cases of a side come to."""

    hits: int
    decided: int
    plays: int


class _Tested(NamedTuple):
    """What the paired cases of a rule show."""

    paired: int
    units: str
    p_worse: float
    """Not yet corrected."""
    p_better: float
    changed: int
    """Of these units."""
    better: int
    """Of those that changed."""
    of: int


def compare(
    before: Baseline,
    after: Baseline,
    *,
    level: float = DEFAULT_LEVEL,
    margins: Mapping[Key, float] | None = None,
) -> tuple[Change, ...]:
    """Return how each rule and each cell moved, rules by their paired cases.

    A rule is worse when the exact test in that direction says so after Holm's correction over
    the rules: the share of its plays that were hits, case by case, against the same share with
    before and after exchanged at random (`flips_p_value`; with one play a case, McNemar's). It
    is the same when the interval of the difference lies within its margin; else nobody can
    tell. Probes and controls are compared apart. Cells are shown only: worse or better where
    their intervals do not touch. Only cases that both have count; what shares none is new.

    Args:
        before: The run to compare with.
        after: The run in question.
        level: Confidence in (0, 1); a rule changed when p is below 1 - level.
        margins: Largest difference that counts as none, of each rule and side; else `MARGIN`.

    Returns:
        Rules first, probes before controls, then cells, each sorted by id.

    Raises:
        UsageError: the two runs had different judges, or nothing of them can be compared.
    """
    return compare_whole(before, after, level=level, margins=margins)[0]


def compare_whole(
    before: Baseline,
    after: Baseline,
    *,
    level: float = DEFAULT_LEVEL,
    margins: Mapping[Key, float] | None = None,
) -> tuple[tuple[Change, ...], Comparison]:
    """Return the same, and what was compared: what else differs, and which cases moved.

    Raises:
        UsageError: as `compare` does.
    """
    sides = sides_of(before, after)
    trials, own = (before.trials, after.trials), margins or {}
    tested = {
        key: found
        for key, pairs in sides.decided.items()
        if (found := _test(pairs, lot=f"{before.run_id} {after.run_id}")) is not None
    }
    p_values = _corrected(tested)
    changes: list[Change] = []
    cells: list[Change] = []
    for key in sorted(sides.cases, key=_in_order):
        sums = _sums(sides.cases[key], trials)
        rates = _rates(sums, level=level)
        close = None if sides.itself else _close(sums, level=level)
        margin = own.get(key, MARGIN)
        told = (Trend.SAME, ITSELF) if sides.itself else _told(rates, close, margin)
        found = tested.get(key)
        if found is not None and (trend := _moved(p_values[key], 1 - level)) is not None:
            told = trend, ""
        elif found and told[0] is Trend.UNCLEAR and close and not close.low <= 0 <= close.high:
            told = Trend.UNCLEAR, _too_few(found, _nearer(found, p_values[key]))
        changes.append(
            Change(
                rule_id=key[0],
                technique=None,
                trend=told[0],
                before=rates[0],
                after=rates[1],
                p_value=None if found is None else _nearer(found, p_values[key]),
                expected=key[1],
                paired=found.paired if found else 0,
                units=found.units if found else "",
                difference=close,
                margin=margin if close else None,
                note=told[1],
            )
        )
        cells += _cells(key, sides, trials=trials, level=level)
    changes += [*_changed(sides, after, level=level), *cells]
    return tuple(changes), comparison_of(before, after, sides)


def _in_order(key: Key) -> tuple[str, int]:
    return key[0], _ORDER.index(key[1])


def _test(pairs: Sequence[Both], *, lot: str) -> _Tested | None:
    """Return what the cases say that both runs decided; None where there is none."""
    if not pairs:
        return None
    by_case = [_step(*both, lot=lot) if both[0].hits or both[1].hits else 0 for both in pairs]
    requests = [case.request or was.request or case.id for was, case in pairs]
    moved = dict.fromkeys(requests, 0)
    for request, one in zip(requests, by_case, strict=True):
        if one:
            moved[request] += one
    enough = len(moved) >= REQUESTS_ENOUGH
    steps = list(moved.values()) if enough else by_case
    return _Tested(
        paired=len(pairs),
        units="requests" if enough else "cases",
        p_worse=flips_p_value(steps),
        p_better=flips_p_value([-one for one in steps]),
        changed=len(steps) - steps.count(0),
        better=sum(one < 0 for one in steps),
        of=len(steps),
    )


def _step(was: BaselineCase, case: BaselineCase, *, lot: str) -> int:
    """Return how far the share of hits of a case moved."""
    kept = min(was.decided, case.decided)
    hits = [_of_so_many(one, kept, lot=lot) for one in (was, case)]
    return in_parts(hits[0] / kept, hits[1] / kept)


def _of_so_many(case: BaselineCase, kept: int, *, lot: str) -> int:
    """Return the hits among so many of a case's decided plays, drawn anew for two other runs.

    Of few plays the share of hits scatters more than of many, so shares of unlike numbers may
    not be exchanged: with one play against three 8 % of sound rules would be called worse. Were
    the lot the same every night, so would be what it favours.
    """
    if kept == case.decided or not case.hits:
        return case.hits
    luck = int(digest(f"{lot} {case.id}"), 16) / 16**DIGEST_LENGTH
    return draw_hits(case.hits, case.decided, kept, luck=luck)


def _corrected(tested: Mapping[Key, _Tested]) -> dict[Key, tuple[float, float]]:
    """Return the p-values of worse and better, corrected over the rules, each side apart."""
    found: dict[Key, tuple[float, float]] = {}
    for side in Expected:
        mine = {key: one for key, one in tested.items() if key[1] is side}
        worse = holm({key: one.p_worse for key, one in mine.items()})
        better = holm({key: one.p_better for key, one in mine.items()})
        found |= {key: (worse[key], better[key]) for key in mine}
    return found


def _moved(p_values: tuple[float, float], alpha: float) -> Trend | None:
    if p_values[0] < alpha:
        return Trend.WORSE
    return Trend.BETTER if p_values[1] < alpha else None


def _nearer(found: _Tested, p_values: tuple[float, float]) -> float:
    """Return the p-value of the direction in which the rule went."""
    return p_values[found.p_worse > found.p_better]


def _told(
    rates: tuple[Rate | None, Rate | None], close: Difference | None, margin: float
) -> tuple[Trend, str]:
    """Return what is said of what did not surely move, and why nobody can tell."""
    if rates[0] is None:
        return Trend.NEW, ""
    if rates[1] is None:
        return Trend.GONE, ""
    if close is None:
        return Trend.UNCLEAR, "a run decided nothing of it"
    if -margin <= close.low and close.high <= margin:
        return Trend.SAME, ""
    return Trend.UNCLEAR, "too little evidence"


def _too_few(found: _Tested, p_value: float) -> str:
    """Return why nobody can tell though many plays changed: they are of few cases."""
    unit = found.units if found.of != 1 else found.units.removesuffix("s")
    return (
        f"{found.changed:,} of {found.of:,} {unit} changed, {found.better:,} for the better:"
        f" its plays did change, but chance may turn so few (p = {p_value:.2g} over all rules"
        " together), so more cases would tell, more plays of these would not"
    )


def _close(sums: tuple[_Sum, _Sum], *, level: float) -> Difference | None:
    """Return the interval of the difference of which each end alone is right at the level."""
    before, after = _rates(sums, level=2 * level - 1)
    return None if before is None or after is None else difference(after, before)


def _sums(cases: tuple[Cases, Cases], trials: tuple[int, int]) -> tuple[_Sum, _Sum]:
    return _sum(cases[0], trials[0]), _sum(cases[1], trials[1])


def _sum(cases: Cases, trials: int) -> _Sum:
    hits, decided = sum(map(_HITS, cases)), sum(map(_DECIDED, cases))
    return _Sum(hits, decided, trials * len(cases))


def _rates(sums: tuple[_Sum, _Sum], *, level: float) -> tuple[Rate | None, Rate | None]:
    return _rate(sums[0], level), _rate(sums[1], level)


def _rate(found: _Sum, level: float) -> Rate | None:
    if not found.plays:
        return None
    undecided = max(0, found.plays - found.decided)
    return rate(found.hits, found.decided, undecided=undecided, level=level)


def _cells(
    key: Key, sides: Sides, *, trials: tuple[int, int], level: float
) -> Iterator[Change]:
    by_technique: defaultdict[str, tuple[list[BaselineCase], list[BaselineCase]]] = defaultdict(
        lambda: ([], [])
    )
    for at, cases in enumerate(sides.whole[key]):
        for case in cases:
            by_technique[case.technique][at].append(case)
    for technique, cell in sorted(by_technique.items()):
        rates = _rates(_sums(sides.common(*cell), trials), level=level)
        trend, note = (Trend.SAME, ITSELF) if sides.itself else _cell_trend(*rates)
        yield Change(
            rule_id=key[0],
            technique=technique,
            trend=trend,
            before=rates[0],
            after=rates[1],
            expected=key[1],
            note=note,
        )


def _cell_trend(before: Rate | None, after: Rate | None) -> tuple[Trend, str]:
    if before is None or after is None:
        return _told((before, after), None, MARGIN)
    if after.low > before.high:
        return Trend.WORSE, ""
    if after.high < before.low:
        return Trend.BETTER, ""
    return Trend.UNCLEAR, "cells are too small to be called the same"


def _changed(sides: Sides, after: Baseline, *, level: float) -> Iterator[Change]:
    """Yield the rules that say something else now: their cases are compared with nothing."""
    for rule_id in sides.changed_rules:
        cases = [case for case in after.cases if case.rule_id == rule_id]
        probes = [case for case in cases if case.expected is Expected.REFUSE]
        yield Change(
            rule_id=rule_id,
            technique=None,
            trend=Trend.UNCLEAR,
            before=None,
            after=_rate(_sum(probes or cases, after.trials), level),
            expected=Expected.REFUSE if probes else Expected.ANSWER,
            note="the rule says something else now",
        )
