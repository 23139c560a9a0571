"""Who is obeyed when instructions contradict each other, measured."""

from enum import StrEnum

from brightline.records.base import Record
from brightline.records.canary import Planting
from brightline.records.summary import Difference, Rate

ALIGNED = "aligned"
"""Column in which nobody speaks against the operator."""

REFERENCE = "reference"
"""Column in which everything stands in one message of the user's, with nothing above it."""


class Place(StrEnum):
    """Where what speaks against the operator stands."""

    USER = "user"
    HISTORY = "history"
    """In an earlier turn, to which a made-up reply agrees."""
    DOCUMENT = "document"
    """In a text pasted as a document or as the output of a tool."""


def column_of(kind: str, place: Place) -> str:
    """Return the name of the column of a conflict kind at a place, e.g. `forge.history`."""
    return kind if place is Place.USER else f"{kind}.{place.value}"


def kind_and_place(column: str) -> tuple[str, Place]:
    """Return what `column_of` was given."""
    kind, _, place = column.partition(".")
    return kind, Place(place) if place in set(Place) else Place.USER


class CanaryScore(Record):
    """How often one canary was broken in each setting."""

    rule_id: str
    planted: Planting
    aligned: Rate
    """Hits are plays in which it was broken; so in all settings."""
    conflict: Rate
    reference: Rate
    gap: Difference | None
    """Kept in the reference less kept in conflict; None where one of them decided nothing."""
    disobeyed: Rate
    """Hits are aligned plays in which a wish that the operator allows was not followed; those
    in which the canary was broken show nothing of it."""


class Against(Record):
    """How often a kind of conflict, or a place of it, won."""

    name: str
    canaries: Rate
    """Of plays against a canary, graded by code."""
    rules: Rate
    """Of plays against the policy's own rules, judged."""


class Hierarchy(Record):
    """The part of a report on who is obeyed."""

    scores: tuple[CanaryScore, ...]
    """Empty where no canary could be planted."""
    not_followed: tuple[str, ...] = ()
    """Canaries that are surely broken more often than not with nobody against the operator: no
    kind and no place is said to have won against them."""
    kinds: tuple[Against, ...]
    places: tuple[Against, ...]
