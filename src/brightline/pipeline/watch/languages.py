"""Exchanges in, how many of them are clearly not in English out.

Screen and judge read English. It is only counted what surely is another language: letters of
another script, or more small words of other languages than of English.
"""

import re
from collections.abc import Iterable
from itertools import islice

from brightline.records import Role, Specimen

LOOKED_AT = 2000
"""Exchanges looked at, at most."""

LEAST = 20
"""Exchanges of which a language is told, at least: of fewer nothing is said."""

_ENGLISH = """the of and to is my you it for how what can that this with are not have your from
be i'm it's do does which should would please where why who"""

_OTHERS = """
der das und ist ich nicht ein eine wie mein meine mir kann zu den dem mit für auf was
le les des est une je pas que pour dans avec mon ma sur qui comment puis peux du et
el los las una es por para mi con como cómo qué puedo y del se
os uma não é meu minha da em com posso um
il gli di che non per sono mio mia come posso della lo
het een van niet ik dat mijn hoe voor zijn kan
och är jag inte att det som på min hur
nie się jak czy jest na moje mam
bir ve bu için ne mi
"""
"""Small words of nine languages, German and French first, Turkish last."""

_OURS = frozenset(_ENGLISH.split())
_THEIRS = frozenset(_OTHERS.split()) - _OURS
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


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
    words = _WORD.findall(text.casefold())
    letters = [letter for word in words for letter in word if letter != "'"]
    if len(letters) < 8:
        return None
    if sum(_LATIN.match(letter) is None for letter in letters) > len(letters) / 2:
        return True
    english = sum(word in _OURS for word in words)
    others = sum(word in _THEIRS for word in words)
    return others > english if english or others else None
