"""A case's turns in, what it needs of a product out; what a product lacks is named."""

from collections.abc import Sequence
from enum import StrEnum

from brightline.ports import Technique
from brightline.records import Request, Role, Turn

_TRIED = 48
"""Wordings of a technique that are looked at: nobody says how many it has."""


class Need(StrEnum):
    """What a case needs of the product beyond one message of the user."""

    SYSTEM = "system"
    """A system turn of ours."""
    TURNS = "turns"
    """A second turn of the user."""
    HISTORY = "history"
    """An assistant's turn that the product never said."""
    TASKS = "scope.does"
    """A task of the product in the policy; without one the technique gives no case."""


def needs_of(turns: Sequence[Turn]) -> frozenset[Need]:
    """Return what a product must take to be asked these turns."""
    roles = [turn.role for turn in turns]
    needs = set()
    if roles[:1] == [Role.SYSTEM]:
        needs.add(Need.SYSTEM)
    if roles.count(Role.USER) > 1:
        needs.add(Need.TURNS)
    if Role.ASSISTANT in roles:
        needs.add(Need.HISTORY)
    return frozenset(needs)


def technique_needs(technique: Technique) -> tuple[Need, ...]:
    """Return what any wording of a technique needs, in the order of `Need`."""
    found: set[Need] = set()
    for wording in range(_TRIED):
        bare = Request(objective="Say hello.", product="it", does=(), wording=wording)
        turns = technique.wrap(bare)
        if not turns:
            turns = technique.wrap(bare.model_copy(update={"does": ("greet people",)}))
            found |= {Need.TASKS} if turns else set()
        found |= needs_of(turns)
    return tuple(need for need in Need if need in found)
