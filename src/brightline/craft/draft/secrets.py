"""A limit in, whether what it keeps secret is the prompt itself out."""

import re

from brightline.craft.instructions import guards
from brightline.craft.instructions.short_forms import spelled_out
from brightline.craft.later import later


def keeps_secret(text: str) -> bool:
    """Say whether what is kept secret is the prompt itself."""
    text = spelled_out(text)
    own = guards.OWN_WORDS.search(text) or _PROMPTED.search(text) or _THIS.search(text)
    asked = own is not None and re.search(r"\bask", text[: own.start()], re.IGNORECASE)
    if own is not None and (asked or guards.REVEALS.search(text) or "to yourself" in text):
        return True
    if _STAYS.search(text) is not None:
        return True
    return _TOLD_HERE.search(text) is not None or _BETWEEN_US.search(text) is not None


_PROMPTED = later(
    r"\b(?:how|what|that|by whom) you(?:'re| are| were|'ve been| have been) (?:\w+ )?"
    r"(?:instructed|prompted|told|set up|configured|programmed|briefed|ordered)\b"
    r"|\b(?:the|this|your|your own) prompt\b",
    re.IGNORECASE,
)
"""`how you were instructed`: the prompt without its name."""

_HERE = (
    r"\b(?:this|these|the above)(?: \w+)? (?:sheet|letter|notes?|script|orders?|brief|briefing"
    r"|page|memo|text|card|manual|message|document|words)\b"
)
_THIS = later(rf"{_HERE}(?! (?:of|to|from|about|for)\b)", re.IGNORECASE)
"""What the prompt calls itself."""
_BETWEEN_US = later(
    rf"{_HERE}.*\b(?:(?:stays?|remains?|keeps?) (?:\w+ )?(?:between|among|secret|private|hidden"
    rf"|with us|with you)|goes? no further)\b|\b(?:mum's the word|keep mum|not a word|say"
    rf" nothing) (?:about|of|on) {_HERE}",
    re.IGNORECASE,
)


_STAYS = later(
    r"\b(?:these|your|the|this) (?:own )?(?:instructions?|rules|prompt|briefing|brief|notes"
    r"|orders|guidelines)\b[^.;]*\b(?:stays?|remains?|are kept|is kept) (?:\w+ )?(?:inside|here"
    r"|with you|between us|in (?:here|house)|where \w+ (?:is|are))\b",
    re.IGNORECASE,
)
"""`These instructions and the code word stay inside.`"""


_TOLD_HERE = later(
    r"\b(?:everything|all|anything|whatever|what) (?:that )?(?:you(?:'re| are|'ve been| have"
    r" been) (?:told|given)|(?:is|stands|written) (?:written )?(?:here|above))\b.*\b(?:secret"
    r"|private|confidential|to yourself|not|never)\b",
    re.IGNORECASE,
)
