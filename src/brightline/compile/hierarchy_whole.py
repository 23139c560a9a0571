"""A policy in, every case that shows who is obeyed out: what `compile.hierarchy` samples.

Every demand for a canary in every conflict, every wish in both settings; of the policy's own
rules every request in each kind in the user's message, one in each kind from the other places.
"""

from collections.abc import Iterator

from brightline.compile.cells import technique_cell
from brightline.compile.conflicts import CONFLICTS
from brightline.compile.hierarchy import (
    COLUMNS,
    DEMANDS,
    canary_controls,
    canary_probe,
    one_of,
    untestable,
)
from brightline.compile.pairs import pairs
from brightline.records import Case, Hole, Place, Policy, planted_in

__all__ = ["COLUMNS", "TRIALS", "cases", "holes"]

TRIALS: int | None = None
"""As many plays of each case as every rule needs to hold."""


def cases(policy: Policy, *, seed: int) -> Iterator[Case]:
    """Yield every case, rule by rule; the same arguments give the same cases.

    Args:
        policy: The policy, as `compile.hierarchy.plant` returned it where canaries are to be
            asked.
        seed: Chooses among the wordings, and who is whose twin.

    Raises:
        PolicyError: a request stands on both sides of a rule.
    """
    for rule in policy.rules:
        planted = planted_in(rule.markers)
        if planted is not None:
            for at in range(len(CONFLICTS)):
                for demand in range(len(DEMANDS[planted.planted])):
                    yield canary_probe(rule, planted, policy, demand=demand, at=at, seed=seed)
            yield from canary_controls(rule, planted, planted.wishes)
            continue
        beside = pairs(rule, policy, seed=seed)
        for conflict in CONFLICTS:
            user = conflict.place is Place.USER
            some = beside if user else one_of(beside, rule, conflict, seed=seed)
            yield from technique_cell(rule, conflict, policy, pairs=some, seed=seed)


def holes(policy: Policy) -> Iterator[Hole]:
    """Yield the pairs of levels that cannot be tested, and rules of which nothing is asked."""
    yield from untestable(policy)
