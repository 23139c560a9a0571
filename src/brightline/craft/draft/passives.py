"""A clause in the passive in, what is done to which things out: `Rates must not be shown`."""

import re
from collections.abc import Iterator

from brightline.craft.draft.lists import split_list
from brightline.craft.draft.phrases import CUT, WITHOUT, Act, tidy
from brightline.craft.draft.turns import (
    BY_YOU,
    CANNOT_BE,
    NEXT,
    NOBODY,
    PASSIVE,
    TOLD,
    WHAT,
)
from brightline.craft.draft.verbs import base_of
from brightline.craft.later import later

VERBAL = later(
    r"\b(?:is|are|was|were|has|have|must|should|shall|will|can|may)\b", re.IGNORECASE
)

_SAME = frozenset({"reset", "set", "read", "let", "put", "split", "quit"})
"""Verbs whose passive looks like their base."""


def passives_of(main: str) -> Iterator[Act]:
    """`Balances must not be shown`, `Basic fares cannot be changed`."""
    found = CANNOT_BE.match(main) or PASSIVE.match(main)
    if found is None or re.match(r"(?:you|it|we|i)\b", found["what"], re.IGNORECASE):
        return
    done = found["done"].casefold()
    verb = base_of(done)
    if verb and (verb != done or done in _SAME) and not done.endswith("ing"):
        rest = CUT.sub("", WITHOUT.sub("", NEXT.sub("", found["rest"]))).strip(" ,.")
        rest = BY_YOU.sub("", rest)
        if done in TOLD and WHAT.match(rest):
            yield from (Act(verb, one) for one in split_list(rest))
            return
        particle = re.match(r"(?:out|over|away|up|down|off)\b", rest)
        if particle is not None:
            verb, rest = f"{verb} {particle[0]}", rest[particle.end() :].strip()
        *others, what = re.split(r",\s*(?:but|yet|and) ", found["what"])
        if not any(map(VERBAL.search, others)):
            what = found["what"]  # what stands before is no clause of its own
        for thing in split_list(what):
            yield Act(verb, f"{thing} {rest}".strip(), by="thing")
        gets = NOBODY.search(found["rest"])
        if gets is not None:
            yield Act("", tidy(gets["what"]), by="want")
