"""Two stored runs in, what became worse or better out: the same cases against themselves."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from brightline.errors import UsageError
from brightline.measure.coverage import Reading, reading
from brightline.measure.holm import holm
from brightline.measure.rates import DEFAULT_LEVEL, rate
from brightline.records import (
    SCHEMA_VERSION,
    Baseline,
    BaselineCase,
    Change,
    Expected,
    Play,
    Provenance,
    Rate,
    Trend,
)


class _Pairs(NamedTuple):
    """Cases of a rule that both runs decided and that came out differently."""

    worse: int
    better: int
    paired: int


class Overlap(NamedTuple):
    """How many cases two runs share, and how many only one of them has."""

    common: int
    only_before: int
    only_after: int


def overlap(before: Baseline, after: Baseline) -> Overlap:
    """Return how many cases two runs share: only these are compared."""
    old, new = ({case.id for case in run.cases} for run in (before, after))
    return Overlap(len(old & new), len(old - new), len(new - old))


def to_baseline(provenance: Provenance, plays: Iterable[Play]) -> Baseline:
    """Return the evidence of a run by case, to keep beside the product's code.

    Args:
        provenance: Of the run.
        plays: Its plays in any order; replays are left out.
    """
    counts: dict[str, tuple[Play, list[int]]] = {}
    for play in plays:
        if not play.in_rate(provenance.trials):
            continue
        says = reading(play)
        seen = counts.setdefault(play.case_id, (play, [0, 0]))[1]
        seen[0] += says is Reading.HIT
        seen[1] += says is not Reading.UNKNOWN
    return Baseline(
        schema_version=SCHEMA_VERSION,
        run_id=provenance.run_id,
        policy_digest=provenance.policy_digest,
        judge=provenance.judge,
        target=provenance.target,
        trials=provenance.trials,
        cases=tuple(
            BaselineCase(
                id=case_id,
                rule_id=play.rule_id,
                technique=play.technique,
                expected=play.expected,
                hits=hits,
                decided=decided,
            )
            for case_id, (play, (hits, decided)) in sorted(counts.items())
        ),
    )


def compare(
    before: Baseline,
    after: Baseline,
    *,
    level: float = DEFAULT_LEVEL,
    across: bool = False,
) -> tuple[Change, ...]:
    """Return how each rule and each cell moved, rules by their paired cases.

    A case counts as a hit in a run when more than half of its decided plays were. A rule is
    worse when the exact McNemar test in that direction says so after Holm's correction over
    the rules. Rules are compared by their probes, those without any by their controls. Cells
    are shown only: worse or better where their intervals do not touch. Where the runs played
    different suites, only the cases that both have count; what shares none is new.

    Args:
        before: The run to compare with.
        after: The run in question.
        level: Confidence in (0, 1); a rule changed when p is below 1 - level.
        across: Compare although the policy, the judge or every case is another.

    Returns:
        Rules first, then cells, each sorted by id.

    Raises:
        UsageError: the two runs had different policies or judges or no case in common, and
            `across` is False.
    """
    if not across:
        _check_same(before, after)
    old, new = _by_rule(before), _by_rule(after)
    names = sorted({*old, *new})
    sides = {name: _side((*old.get(name, ()), *new.get(name, ()))) for name in names}
    chosen = {
        name: (
            _of_side(old.get(name, ()), sides[name]),
            _of_side(new.get(name, ()), sides[name]),
        )
        for name in names
    }
    pairs = {name: _pair(*cases) for name, cases in chosen.items()}
    p_worse = holm(
        {name: _p_value(pair.worse, pair) for name, pair in pairs.items() if pair.paired}
    )
    p_better = holm(
        {name: _p_value(pair.better, pair) for name, pair in pairs.items() if pair.paired}
    )
    trials, alpha = (before.trials, after.trials), 1 - level
    changes: list[Change] = []
    for name, cases in chosen.items():
        rates = _rates(_common(*cases), trials, level)
        trend, p_value = _rate_trend(*rates), None
        if name in p_worse:
            pair = pairs[name]
            p_value = p_worse[name] if pair.worse >= pair.better else p_better[name]
            trend = _trend(p_worse[name], p_better[name], alpha)
        changes.append(
            Change(
                rule_id=name,
                technique=None,
                trend=trend,
                before=rates[0],
                after=rates[1],
                p_value=p_value,
            )
        )
    return (*changes, *_cell_changes(chosen, trials, level))


def _check_same(before: Baseline, after: Baseline) -> None:
    for what, old, new in (
        ("policy", before.policy_digest, after.policy_digest),
        ("judge", before.judge, after.judge),
    ):
        if old != new:
            raise UsageError(
                f"the baseline was made with another {what}: {old}, this run with {new}",
                slug="baseline-does-not-fit",
                where=f"run {before.run_id}",
                hint=f"Make a new baseline with this {what}.",
            )

    if not overlap(before, after).common:
        raise UsageError(
            "the baseline was made with another suite: no case is in both runs",
            slug="baseline-does-not-fit",
            where=f"run {before.run_id}",
            hint="Make a new baseline with this suite.",
        )


def _common(
    old: Sequence[BaselineCase], new: Sequence[BaselineCase]
) -> tuple[Sequence[BaselineCase], Sequence[BaselineCase]]:
    """Return the cases that both have; all of one side where the other has nothing like it."""
    if not old or not new:
        return old, new
    both = {case.id for case in old} & {case.id for case in new}
    kept = [case for case in new if case.id in both]
    return [case for case in old if case.id in both], kept or new


def _by_rule(run: Baseline) -> dict[str, list[BaselineCase]]:
    found: defaultdict[str, list[BaselineCase]] = defaultdict(list)
    for case in run.cases:
        found[case.rule_id].append(case)
    return dict(found)


def _side(cases: Sequence[BaselineCase]) -> Expected:
    probes = any(case.expected is Expected.REFUSE for case in cases)
    return Expected.REFUSE if probes else Expected.ANSWER


def _of_side(cases: Iterable[BaselineCase], side: Expected) -> list[BaselineCase]:
    return [case for case in cases if case.expected is side]


def _pair(old: Iterable[BaselineCase], new: Iterable[BaselineCase]) -> _Pairs:
    earlier = {case.id: case for case in old if case.decided}
    worse = better = paired = 0
    for case in new:
        if case.decided and case.id in earlier:
            paired += 1
            was, now = _mostly_hit(earlier[case.id]), _mostly_hit(case)
            worse += now and not was
            better += was and not now
    return _Pairs(worse, better, paired)


def _mostly_hit(case: BaselineCase) -> bool:
    return 2 * case.hits > case.decided


def _p_value(moved: int, pair: _Pairs) -> float:
    """Return how likely so many cases or more move this way if both ways are as likely."""
    total = pair.worse + pair.better
    ways = sum(math.comb(total, count) for count in range(moved, total + 1))
    return ways / (1 << total)


def _trend(p_worse: float, p_better: float, alpha: float) -> Trend:
    if p_worse < alpha:
        return Trend.WORSE
    return Trend.BETTER if p_better < alpha else Trend.SAME


def _rates(
    cases: tuple[Sequence[BaselineCase], Sequence[BaselineCase]],
    trials: tuple[int, int],
    level: float,
) -> tuple[Rate | None, Rate | None]:
    old, new = cases
    return _rate(old, trials[0], level), _rate(new, trials[1], level)


def _rate(cases: Sequence[BaselineCase], trials: int, level: float) -> Rate | None:
    if not cases:
        return None
    decided = sum(case.decided for case in cases)
    return rate(
        sum(case.hits for case in cases),
        decided,
        undecided=max(0, trials * len(cases) - decided),
        level=level,
    )


def _rate_trend(before: Rate | None, after: Rate | None) -> Trend:
    if before is None:
        return Trend.NEW
    if after is None:
        return Trend.GONE
    if after.low > before.high:
        return Trend.WORSE
    return Trend.BETTER if after.high < before.low else Trend.SAME


def _cell_changes(
    chosen: Mapping[str, tuple[Sequence[BaselineCase], Sequence[BaselineCase]]],
    trials: tuple[int, int],
    level: float,
) -> Iterator[Change]:
    for name, (old, new) in chosen.items():
        for technique in sorted({case.technique for case in (*old, *new)}):
            cell = (
                [case for case in old if case.technique == technique],
                [case for case in new if case.technique == technique],
            )
            rates = _rates(_common(*cell), trials, level)
            yield Change(
                rule_id=name,
                technique=technique,
                trend=_rate_trend(*rates),
                before=rates[0],
                after=rates[1],
            )
