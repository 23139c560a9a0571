"""Exchanges in, how many of them are clearly not in English out.

Screen and judge read English best. It is only counted what surely is another language.
"""

from collections.abc import Iterable
from itertools import islice

from brightline.pipeline.languages import ENGLISH, language_of
from brightline.records import Role, Specimen

LOOKED_AT = 2000
"""Exchanges looked at, at most."""

LEAST = 20
"""Exchanges of which a language is told, at least: of fewer nothing is said."""

LETTERS = 8
"""Letters of a text of which a language is told, at least."""


def foreign_share(kept: Iterable[Specimen]) -> float:
    """Return the share of exchanges whose user clearly does not write English.

    Args:
        kept: Exchanges; the first 2,000 are looked at.

    Returns:
        0 where the language of fewer than 20 can be told.
    """
    told = [
        found
        for one in islice(kept, LOOKED_AT)
        for found in [_is_foreign(_asked(one))]
        if found is not None
    ]
    return sum(told) / len(told) if len(told) >= LEAST else 0.0


def _asked(one: Specimen) -> str:
    turns = one.sighting.exchange.turns
    return next((turn.text for turn in reversed(turns) if turn.role is Role.USER), "")[:2000]


def _is_foreign(text: str) -> bool | None:
    """Tell whether a text is not in English; None where nobody can say."""
    if sum(map(str.isalpha, text)) < LETTERS:
        return None
    found = language_of(text)
    return None if found is None else found != ENGLISH
