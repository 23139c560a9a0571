"""A text in, whether it is in English out."""

import re

_WORD = re.compile(r"[^\W\d_]+")

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
    return not (other >= 2 and other > english)
