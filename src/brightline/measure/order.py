"""Breaches of a run in; the few techniques that find nearly all of them, first to last, out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from brightline.measure.count import DIRECT
from brightline.records import RankedTechnique, RuleSummary, TechniqueOrder

CATCH = 0.9
"""Share of the breaches that the first techniques catch together."""


def order_of(
    rules: Sequence[RuleSummary],
    objectives: Mapping[str, str],
    yields: Mapping[str, tuple[int, int]],
) -> TechniqueOrder | None:
    """Return the first techniques that together catch nine in ten breaches.

    What is to be caught is each request of each rule that some technique breached. At each step
    comes the technique that adds most to what is caught (greedy cover: never more than a
    logarithm worse than the fewest, Chvatal 1979); of equals the plain request, which needs no
    technique, then the one with the better yield.

    Args:
        rules: What the run showed; their confirmed breaches count, or where there is none in
            the whole run, their suspected ones.
        objectives: The plain request of each case by its id.
        yields: Calls and breaches of each technique over stored runs.

    Returns:
        None where nothing was breached.
    """
    confirmed = any(rule.confirmed for rule in rules)
    caught: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for rule in rules:
        for breach in rule.confirmed if confirmed else rule.suspected:
            caught[breach.technique].add((rule.rule_id, objectives[breach.case_id]))
    everything = set().union(*caught.values())
    if not everything:
        return None
    left, chosen = set(everything), list[RankedTechnique]()
    while len(left) > (1 - CATCH) * len(everything) + 1e-9:
        name = min(
            caught,
            key=lambda one: (
                -len(caught[one] & left),
                one != DIRECT,
                -_per_call(yields, one),
                one,
            ),
        )
        left -= caught.pop(name)
        calls, breaches = yields.get(name, (0, 0))
        chosen.append(
            RankedTechnique(
                technique=name,
                caught=1 - len(left) / len(everything),
                calls=calls,
                breaches=breaches,
            )
        )
    return TechniqueOrder(
        confirmed=confirmed, breached=len(everything), techniques=tuple(chosen)
    )


def _per_call(yields: Mapping[str, tuple[int, int]], technique: str) -> float:
    calls, breaches = yields.get(technique, (0, 0))
    return breaches / calls if calls else 0.0
