"""Replies in, how much of another is worded as they are, out: a house repeats itself."""

import re

RUN = 3
"""Words of a run that counts as the same wording: two are chance, five leave little."""

_WORD = re.compile(r"\w+")


class House:
    """What a product says again and again, by its runs of three words.

    Letter case, spacing and signs aside. A text of fewer words is one run.
    """

    def __init__(self) -> None:
        self._said: dict[tuple[str, ...], str | None] = {}
        """Of each run the only request that got it; None where it is the house's own."""

    def keeps(self, text: str) -> None:
        """Take in a reply that is known to be as it should: all of it is the house's own."""
        self._said.update(dict.fromkeys(_runs(text)))

    def says(self, text: str, request: str) -> None:
        """Take in any other reply: the house's own is what comes to another request as well."""
        for run in _runs(text):
            if self._said.setdefault(run, request) != request:
                self._said[run] = None

    def share(self, text: str, request: str) -> float:
        """Return how much of a reply to a request is the house's own, in [0, 1]."""
        runs = _runs(text)
        own = sum(self._said.get(run, request) != request for run in runs)
        return own / len(runs) if runs else 0.0


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    if len(words) < RUN:
        return {tuple(words)} if words else set()
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
