"""Exchanges in, plain values for another process out; and back, as far as looking needs them.

As records they would take twice as long: most of what a second process costs.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from brightline.records import Exchange, Record, Reply, Sighting, Turn

Values = tuple[Any, ...]
"""Of the fields of a record, in their order."""

Kind = TypeVar("Kind", bound=Record)


class Package(NamedTuple):
    """What is needed to look at an exchange."""

    id: str
    exchange: Exchange


def packed(sightings: Iterable[Sighting]) -> list[Values]:
    """Return exchanges as plain values."""
    return [
        (
            one.id,
            tuple(map(_values, one.exchange.turns)),
            _values(one.exchange.reply),
            one.exchange.objective,
        )
        for one in sightings
    ]


def unpacked(packages: Iterable[Values]) -> list[Package]:
    """Return the exchanges as they were."""
    return [
        Package(
            name,
            Exchange(
                turns=tuple(_made(Turn, turn) for turn in turns),
                reply=_made(Reply, reply),
                objective=objective,
            ),
        )
        for name, turns, reply, objective in packages
    ]


def _values(record: Record) -> Values:
    return tuple(record.__dict__.values())


def _made(kind: type[Kind], values: Values) -> Kind:
    return kind(**dict(zip(_names(kind), values, strict=True)))


@cache
def _names(kind: type[Record]) -> tuple[str, ...]:
    return tuple(kind.model_fields)
