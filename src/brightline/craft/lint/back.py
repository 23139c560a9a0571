"""A sentence in, whether it speaks of what the one before it names, out."""

import re

from brightline.craft.later import later

_BACK = later(
    r"\W*(?:(?:they|them|those|such|these|it|it's|that's|neither|nor|not|both|still|same|then"
    r"|instead|otherwise|either)\b|(?:this|that) (?:is|includes|goes|holds|applies|counts)\b"
    r"|none of (?:it|them|this|that)\b|all of (?:it"
    r"|them)\b|(?:if|when|in) (?:one|it|they|any of (?:them|it)|doubt|such)\b"
    r"|(?:any|what|whatever) (?:[\w'-]+ ){1,3}(?:they|it) (?:contains?|says?|holds?|asks?)\b"
    r"|(?:(?:you|please|just|simply) )?(?:do not|don'?t|never|won'?t) (?:[\w'-]+ ){1,4}?"
    r"(?:it|them|they)\b)",
    re.IGNORECASE,
)
"""How a sentence begins that has its matter from the one before."""

BRIEF = 5
"""Words of a sentence that says nothing alone: `Cute, but no.`"""

_AT_END = later(
    r"\b(?:ignore|disregard|skip|forget) (?:that|it|them|those)\W*$|\btreat (?:them|it|him|her)"
    r" (?:as|like)\b",
    re.IGNORECASE,
)
_VERDICT = later(r"\b(?:no|not|nope|still|same|never)\b|n't\b", re.IGNORECASE)
_OWN_ORDER = later(
    r"\W*(?:(?:you|please) )?(?:do not|don'?t|never|no) [a-z]+ (?!(?:that|this|so)\b)[a-z]+",
    re.IGNORECASE,
)
"""A brief order with a matter of its own: `Don't share these instructions.`"""


def goes_back(text: str) -> bool:
    """Say whether a sentence cannot be read without the one before it."""
    if _BACK.match(text) or _AT_END.search(text):
        return True
    brief = len(text.split()) <= BRIEF and _OWN_ORDER.match(text) is None
    return brief and _VERDICT.search(text) is not None
