"""The main clause of a limit in, the matters out that somebody else answers for or nobody."""

from collections.abc import Iterator

from brightline.craft.draft.lists import split_list
from brightline.craft.draft.phrases import Act, tidy
from brightline.craft.draft.turns import FOR_THEM, GETS_NO, LEFT_TO, SAYS_NOTHING

OF_OTHERS = (LEFT_TO, FOR_THEM, GETS_NO, SAYS_NOTHING)
"""Limits that name a matter, and whose it is or that nothing is said of it."""


def of_others(main: str) -> Iterator[Act]:
    """`Anything about brakes is for the workshop`, `It says nothing about fault`."""
    for form in OF_OTHERS:
        found = form.match(main)
        if found is not None:
            yield from (Act("discuss", thing) for thing in split_list(tidy(found["what"])))
            return
