"""Exchanges in, plain values for another process out; and back, as far as looking needs them.

As records they would take twice as long: most of what a second process costs.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from brightline.records import Exchange, Record, Reply, Role, Sighting, Turn
from brightline.watch.screen import TURNS

Values = tuple[Any, ...]
"""Of the fields of a record, in their order."""

Kind = TypeVar("Kind", bound=Record)


class Package:
    """What is needed to look at an exchange; the exchange is made once somebody asks for it.

    The judge does for one in five, the screen for none.
    """

    __slots__ = ("_exchange", "_values", "id")

    def __init__(self, values: Values) -> None:
        self.id: str = values[0]
        self._values = values
        self._exchange: Exchange | None = None

    @property
    def asked(self) -> str:
        """What the user wrote, as `screen.asked` has it."""
        said = [text for role, text, *_ in self._values[1] if role is Role.USER]
        return "\n".join(said[-TURNS:])

    @property
    def exchange(self) -> Exchange:
        """The exchange as it was."""
        if self._exchange is None:
            _, turns, reply, objective = self._values
            self._exchange = Exchange(
                turns=tuple(_made(Turn, turn) for turn in turns),
                reply=_made(Reply, reply),
                objective=objective,
            )
        return self._exchange


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
    return list(map(Package, packages))


def _values(record: Record) -> Values:
    return tuple(record.__dict__.values())


def _made(kind: type[Kind], values: Values) -> Kind:
    return kind(**dict(zip(_names(kind), values, strict=True)))


@cache
def _names(kind: type[Record]) -> tuple[str, ...]:
    return tuple(kind.model_fields)
