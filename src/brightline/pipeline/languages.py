"""A text in, the language that it is in out: told by its letters or by its small words.

Screen and judge know English best, so nobody may be left to guess what they read.
"""

import re
from collections import Counter
from collections.abc import Iterable

ENGLISH = "English"

LEAST_WORDS = 2
"""Small words of a language that a text has at least, before it is taken to be in it."""

_SMALL = """
English: i can't don't won't the of and to is my you it for how what can that this with are
  not have your from be i'm it's do does which should would please where why who in on at or
  but we our they them there here will i'd if as by so about an a am yes no all now
German: der die das und ist ich nicht ein eine einen wie mein meine mir kann zu den dem mit
  für auf was sie wir sind im von bei auch nur oder aber wenn dir dich ihnen ihre ihr hat
  haben wird werden darf kein keine leider gern ja nein am an um vom bis nach immer jetzt
  alle man hier da ihren steht
French: le la les des est une je pas que pour dans avec mon ma sur qui comment puis peux du
  et vous nous votre vos ce cette il elle un ne au aux en plus mais ou sont ai à son peut
  oui c'est n'est d'abord qu'il s'il nos leur
Spanish: el los las una es por para mi con como cómo qué puedo y del se la de que en no lo
  te le su sus un al pero más está son si sobre usted eso ese sí muy hay queda van
Portuguese: os uma não é meu minha da em com posso um que de do dos das para por se no na
  você seu sua ao mais mas são está isso esse eu te
Italian: il gli di che non per sono mio mia come posso della lo la le un una è con si da del
  al nel ma più anche questo ti mi alla dei
Dutch: het een van niet ik dat mijn hoe voor zijn kan de en is op te met die dit maar je u
  we wij uw ook naar bij geen als dan er
Swedish: och är jag inte att det som på min hur en ett av för med den till kan du vi om har
  men var din ditt
Polish: nie się jak czy jest na moje mam i w z do to o że dla po od za co jestem może
Turkish: bir ve bu için ne mi de da ile çok var yok değil ben size lütfen kadar daha
"""
"""Small words of each language, on a line of its own that goes on where it is indented."""

_KNOWN = {
    name: frozenset(words.split())
    for name, _, words in (
        line.partition(":") for line in _SMALL.replace("\n  ", " ").strip().splitlines()
    )
}

_LETTERS = {
    "Japanese": r"[\u3040-\u30ff]",
    "Chinese": r"[\u4e00-\u9fff]",
    "Korean": r"[\uac00-\ud7af]",
    "Hebrew": r"[\u0590-\u05ff]",
    "Arabic letters": r"[\u0600-\u06ff]",
    "Cyrillic letters": r"[\u0400-\u04ff]",
    "Greek": r"[\u0370-\u03ff]",
    "Devanagari letters": r"[\u0900-\u097f]",
    "Thai": r"[\u0e00-\u0e7f]",
}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def language_of(text: str) -> str | None:
    """Return the language that a text is in, or its letters; None where nobody can say.

    Args:
        text: Of more than one language, that which has most of it.
    """
    words = _WORD.findall(text.casefold())
    letters = "".join(words)
    if sum(_LATIN.match(letter) is None for letter in letters) * 2 > len(letters):
        return _by_letters(letters)
    found = Counter(name for word in words for name, known in _KNOWN.items() if word in known)
    ranked = found.most_common(2)
    if not ranked or ranked[0][1] < LEAST_WORDS:
        return None
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:
        return None
    return ranked[0][0]


def others(texts: Iterable[str]) -> tuple[int, dict[str, int]]:
    """Return of how many texts the language is known, and how many are in which but English.

    Args:
        texts: Each is looked at alone.

    Returns:
        The count, and those of each language, the commonest first.
    """
    found = Counter(name for text in texts if (name := language_of(text)) is not None)
    told = found.total()
    found.pop(ENGLISH, None)
    return told, dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _by_letters(letters: str) -> str | None:
    found = {name: len(re.findall(range_, letters)) for name, range_ in _LETTERS.items()}
    if found["Japanese"]:  # it is written with Chinese letters, too
        return "Japanese"
    name = max(found, key=lambda one: found[one])
    return name if found[name] else None
