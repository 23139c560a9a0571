"""A limit of dense prose in, the acts that it names out: what is let, whose business it is."""

import re
from collections.abc import Iterator

from brightline.craft.draft.phrases import CUT, Act, tidy, verbs_in
from brightline.craft.later import later

_LETS = later(
    r"(?:.*?\b)?(?:do not|does not|don't|doesn't|never|not) (?:lets?|allows?|permits?) "
    r"(?:(?:the|an?|our|any|your) )?(?P<who>[a-z-]+s|anyone|anybody|people|them|user|customer"
    r"|guest|member|caller) (?:to )?(?P<act>[a-z]+\b.*)",
    re.IGNORECASE,
)
"""`We do not let hirers cruise after dark`."""
_BUSINESS = later(
    r"(?P<what>(?:who|what|where|when|which|how|whether|if)\b.+?) (?:is|are) (?:strictly )?"
    r"(?:nobody|no one|none)(?: else)?(?:'s|\u2019s)? (?:business|concern|affair)\b",
    re.IGNORECASE,
)
"""`Where a boat is and who is aboard are nobody's business`."""
_QUESTION = later(
    r",?\s*(?:\b(?:and|or)\b)?\s*(?=\b(?:who|what|where|when|which|how|whether)\b)",
    re.IGNORECASE,
)


def prose_acts(text: str) -> Iterator[Act]:
    """Yield the acts of a limit in one of these forms; none for another.

    Args:
        text: The limit, with the clause in front of its order.
    """
    lets, business = _LETS.match(text), _BUSINESS.match(text)
    if lets is not None:
        act = tidy(CUT.sub("", lets["act"]))
        verb, _, rest = act.partition(" ")
        yield from list(verbs_in(act, by="user")) or ([Act(verb, rest, "user")] if rest else [])
    elif business is not None:
        said = [one.strip(" ,") for one in _QUESTION.split(business["what"])]
        yield from (Act("know", f"{one[:1].lower()}{one[1:]}") for one in said if one)
