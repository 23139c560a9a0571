"""P-values in, the same corrected for being many out."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def holm(p_values: Mapping[Name, float]) -> dict[Name, float]:
    """Return p-values corrected over all of them (Holm's step-down, 1979).

    Whichever below 0.05 is named then, all named are right 95 times in 100. The claim that all
    rules hold needs no such correction: it is false as soon as one of them is.

    Args:
        p_values: By name; the names break ties only by their order in the mapping.
    """
    ranked = sorted(p_values.items(), key=lambda item: item[1])
    corrected: dict[Name, float] = {}
    highest = 0.0
    for place, (name, p_value) in enumerate(ranked):
        highest = max(highest, min(1.0, p_value * (len(ranked) - place)))
        corrected[name] = highest
    return corrected
