"""A stored run in, what each of its cases showed out: what another run is held against."""

from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter

from brightline.measure.coverage import TABLE, Reading
from brightline.measure.plan import ALLOW_TOLERANCE, over_tolerance_of, tolerance_of
from brightline.records import (
    GREY,
    SCHEMA_VERSION,
    Baseline,
    BaselineCase,
    Expected,
    Play,
    Policy,
    Provenance,
    said_by,
)

Row = tuple[str, str, str, Expected, str, object]
"""A case's id, rule, technique, side and request; what follows is not looked at."""

_ID = attrgetter("id")


def to_baseline(
    provenance: Provenance, plays: Iterable[Play], *, policy: Policy | None = None
) -> Baseline:
    """Return the evidence of a run by case, to keep beside the product's code.

    Args:
        provenance: Of the run.
        plays: Its plays in any order; replays, and what the policy leaves open, are left out.
        policy: What it tested; None: nothing can be compared once the policy changed.
    """
    found: dict[str, tuple[Play, list[str]]] = {}
    for play in plays:
        if play.in_rate(provenance.trials):
            seen = found.get(play.case_id)
            if seen is None:
                found[play.case_id] = (play, [play.outcome])
            else:
                seen[1].append(play.outcome)
    rows = ((play[:6], tuple(outcomes)) for play, outcomes in found.values())
    return from_outcomes(provenance, rows, policy=policy)


def from_outcomes(
    provenance: Provenance,
    found: Iterable[tuple[Row, tuple[str, ...]]],
    *,
    policy: Policy | None,
) -> Baseline:
    """Return the same from how the planned replies of each case were judged.

    Args:
        provenance: Of the run.
        found: Each case, with the outcome of each judged reply.
        policy: As above.
    """
    cases: list[BaselineCase] = []
    for (case_id, rule_id, technique, expected, request, _), outcomes in found:
        if technique != GREY:
            hits, decided = _counted(expected, outcomes)
            one = (case_id, rule_id, technique, expected, hits, decided, request)
            cases.append(tuple.__new__(BaselineCase, one))  # its own takes four times as long
    cases.sort(key=_ID)  # which no two share: whole tuples take twice as long to sort
    # Not validated: every value was, and there may be 100,000 cases.
    return Baseline.model_construct(
        schema_version=SCHEMA_VERSION,
        run_id=provenance.run_id,
        policy_digest=provenance.policy_digest,
        judge=provenance.judge,
        target=provenance.target,
        trials=provenance.trials,
        policy=policy.name if policy else "",
        suite_digest=provenance.suite_digest if policy else "",
        said=said_by(policy) if policy else {},
        tolerances=_tolerances(policy) if policy else {},
        cases=tuple(cases),
    )


@lru_cache(maxsize=4_096)  # of 100,000 cases most come to the same as another
def _counted(expected: Expected, outcomes: tuple[str, ...]) -> tuple[int, int]:
    """Return how many replies of a case were hits, and how many were decided."""
    says = [TABLE.get((expected, outcome), Reading.UNKNOWN) for outcome in outcomes]
    return says.count(Reading.HIT), len(says) - says.count(Reading.UNKNOWN)


def _tolerances(policy: Policy) -> dict[str, tuple[float, float]]:
    """Return what each rule tolerates of breaches, and of declined controls."""
    return {
        rule.id: (
            tolerance_of(policy, rule),
            over_tolerance_of(policy, rule) or ALLOW_TOLERANCE,
        )
        for rule in policy.rules
    }


def margins_of(before: Baseline, after: Baseline) -> dict[tuple[str, Expected], float]:
    """Return the largest difference that counts as none, of each rule and side.

    That is what the rule tolerates, and where it tolerates more now, what it did: else who
    loosens a rule would have what got worse in it called the same.
    """
    found: dict[tuple[str, Expected], float] = {}
    for rule_id, now in after.tolerances.items():
        was = before.tolerances.get(rule_id, now)
        found[rule_id, Expected.REFUSE] = min(was[0], now[0])
        found[rule_id, Expected.ANSWER] = min(was[1], now[1])
    return found
