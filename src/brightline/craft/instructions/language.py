"""A text in, whether it is in English out."""

import re

from brightline.craft.later import later

_WORD = later(r"[^\W\d_]+")

_ENGLISH_WORDS = """
the a an and or of to in on for with by at as if when not no never do does is are be you your
it its they them their user users any all this that must should can may will only about from
don t always unless without before after give answer help ask say provide avoid use
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())

_OTHER_WORDS = """
der die das und oder nicht kein keine ist sind du sie wenn nie niemals immer nur mit von zu
auf ein eine den dem im le la les des du et ou ne pas jamais est sont vous il elle si toujours
seulement avec pour dans un une el los las y o nunca siempre es son usted si solo con para en
una por no al del que se il lo gli non mai sempre sei sono e per di da che de het een en niet
nooit altijd u als alleen met van voor je os as nao n\u00e3o sempre voc\xea ou com para em och
inte aldrig alltid om bara f\xf6r ikke aldri alltid kun ou nie zawsze tylko
"""
_OTHER = frozenset(_OTHER_WORDS.split())


def is_english(text: str) -> bool:
    """Say whether plain rules for English may read a text; short ones without a sign are."""
    found = [word.casefold() for word in _WORD.findall(text)]
    if not found:
        return True
    letters = sum(map(len, found))
    foreign = (
        0
        if text.isascii()
        else sum(1 for word in found for letter in word if ord(letter) > 0x24F)
    )
    if foreign * 3 > letters:
        return False
    english = sum(word in _ENGLISH for word in found)
    other = sum(word in _OTHER and word not in _ENGLISH for word in found)
    if english == 0 and _SURE.search(text) is not None:
        return False
    return not (other > english and other >= 2)


def reads_english(text: str) -> bool:
    """Say whether a whole text is in English: so many of its words are those of grammar."""
    found = [word.casefold() for word in _WORD.findall(text)]
    english = sum(word in _ENGLISH for word in found)
    return len(found) < FEW or english >= len(found) * LEAST


FEW = 6
"""Words of a text of which its language cannot be told by their share."""

LEAST = 0.14
"""Share of words of grammar in a text of English at least; others have half of that at most."""

_SURE = later(
    r"\b(?:nicht|niemals|kein(?:e[mnrs]?)?|jamais|interdit\w*|nunca|jam\u00e1s|prohibid[oa]s?"
    r"|nessun[oa]?|vietat[oaie]|niet|nooit|geen|n\u00e3o|proibid[oa]s?|nigdy|nikdy|aldrig"
    r"|ikke|asla|yasak|dilarang|verboten|untersagt)\b",
    re.IGNORECASE,
)
"""Words that no English text holds: one of them is enough to tell."""

_SAYS_NO = later(
    r"\b(?:nichts?|niemals|nie|kein\w*|weder|verboten|untersagt|unzul\u00e4ssig|nur\b.{0,80}\bwenn"
    r"|ne|rien|jamais|aucune?|interdit\w*|seulement si|sauf si|refuse[rz]"
    r"|nunca|jam\u00e1s|no|ning\u00fan|ninguna|prohibid[oa]s?"
    r"|mai|nessun[oa]?|vietat[oaie]|soltanto se|non"
    r"|niet|nooit|geen|verboden|alleen als|n\u00e3o|nenhuma?|proibid[oa]s?|somente se"
    r"|nigdy|nie wolno|zabronion\w+|tylko je\u015bli|nikdy|nesm\w+|zak\u00e1z\w+"
    r"|inte|aldrig|ingen|inga|f\u00f6rbjud\w+|ikke|aldri|forbudt|ei|\u00e4l\u00e4|kielletty"
    r"|soha|tilos|nem|niciodat\u0103|interzis\w*|nu (?:ai|dai|da|oferi|spune)"
    r"|asla|yasak|de\u011fil|jangan|tidak|dilarang|kh\u00f4ng|\u0111\u1eebng|nikad|nemoj\w*|zabranjen\w*"
    r"|\u043d\u0435|\u043d\u0438\u043a\u043e\u0433\u0434\u0430"
    r"|\u043d\u0435\u043b\u044c\u0437\u044f|\u0437\u0430\u043f\u0440\u0435\u0449\w+"
    r"|\u0437\u0430\u0431\u043e\u0440\u043e\u043d\w+|\u043d\u0456\u043a\u043e\u043b\u0438"
    r"|\u03bc\u03b7\u03bd?|\u03c0\u03bf\u03c4\u03ad"
    r"|\u05dc\u05d0|\u05d0\u05e1\u05d5\u05e8|\u0644\u0627|\u0645\u0645\u0646\u0648\u0639|\u0646\u0647\u06cc\u06ba)\b"
    r"|\u0928\u0939\u0940\u0902|\u092e\u0924 "
    r"|\u4e0d|\u7981\u6b62|\u52ff|\u4e25\u7981|\u7edd\u4e0d|\u306a\u3044\u3067|\u3057\u306a\u3044|\u307e\u305b\u3093|\u7981\u3058"
    r"|\ub9c8\uc138\uc694|\ub9d0\ub77c|\uae08\uc9c0|\uc548 \ub3fc|\uc544\ub2c8",
    re.IGNORECASE,
)
"""Words that say no, or only if, in the larger languages."""


def says_no(text: str) -> bool:
    """Say whether a text in another language than English forbids something, or bounds it."""
    return _SAYS_NO.search(text) is not None
