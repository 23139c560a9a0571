"""Runs of a policy in, where each rule stands since when, and which cases only cost, out."""

from collections.abc import Iterable, Sequence
from statistics import median

from brightline.records import CaseCost, Gate, RulePoint, RunPoint, Trail

RUNS_ENOUGH = 3
"""Runs in which a case never failed before it is named as one that only costs."""

DEAR = 2.0
"""How many times the middle case a play of it must cost."""

NAMED = 10
"""Cases that are named at most."""


def trails(runs: Sequence[RunPoint], *, older: int = 0) -> tuple[Trail, ...]:
    """Return where each rule of the newest run stands.

    Only runs with its judge count, and of them those in which the rule said what it says now.

    Args:
        runs: Oldest first.
        older: Runs before them that nobody looked at.
    """
    if not runs:
        return ()
    found = []
    for now in runs[-1].rules:
        points = [
            (run.run_id, point)
            for run in runs
            if (point := _same(run, now.rule_id)) is not None
        ]
        since: str | None = None
        for run_id, point in reversed(points):
            if point.gate is not Gate.BROKEN:
                break
            since = run_id
        found.append(
            Trail(
                rule_id=now.rule_id,
                gate=now.gate,
                broken_since=since,
                or_before=older > 0 and since is not None and since == points[0][0],
                broken_runs=sum(point.gate is Gate.BROKEN for _, point in points),
                runs=len(points),
            )
        )
    return tuple(found)


def costly(probes: Iterable[CaseCost], failed: frozenset[str]) -> tuple[CaseCost, ...]:
    """Return the probes that never failed and cost much, the dearest first.

    What they cost is told in tokens where the product says them, else in seconds.

    Args:
        probes: Every probe that was played, but none that must hold.
        failed: Cases that breached, or that nobody could tell, in any run.
    """
    known = [one for one in probes if one.plays]
    in_tokens = any(one.tokens for one in known)
    cost = {one.case_id: one.tokens if in_tokens else one.seconds for one in known}
    if not known:
        return ()
    usual = median(cost[one.case_id] / one.plays for one in known)
    found = [
        one
        for one in known
        if one.case_id not in failed
        and one.runs >= RUNS_ENOUGH
        and cost[one.case_id] >= DEAR * usual * one.plays > 0
    ]
    return tuple(sorted(found, key=lambda one: (-cost[one.case_id], one.case_id))[:NAMED])


def _same(run: RunPoint, rule_id: str) -> RulePoint | None:
    """Return a rule in a run where its gate meant what it means now, whatever its cases."""
    for point in run.rules:
        if point.rule_id == rule_id and not {"judge", "rule"} & set(point.differs):
            return point
    return None
