"""Replies in, how much of another is worded as they are, out: a house repeats itself."""

import re
from collections import defaultdict

RUN = 3
"""Words of a run that counts as the same wording: two are chance, five leave little."""

MANY = 2
"""Requests, or ways to ask, from which on a run is the house's own: more are not told apart."""

_WORD = re.compile(r"\w+")


class House:
    """What a product says again and again, by its runs of three words.

    Letter case, spacing and signs aside. A text of fewer words is one run.
    """

    def __init__(self) -> None:
        self._kept: set[tuple[str, ...]] = set()
        self._requests: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        self._ways: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        """Of each run the first two requests that got it, and two ways in which they came."""

    def keeps(self, text: str) -> None:
        """Take in a reply that is known to be as it should: all of it is the house's own."""
        self._kept.update(_runs(text))

    def says(self, text: str, request: str, way: str | None = None) -> None:
        """Take in any other reply: the house's own is what comes to another request as well.

        Args:
            text: The reply.
            request: What it replies to.
            way: How that was asked. What one way of asking brings forth, whatever is asked, is
                not the house's own: it may be how it gives way. None where that is not told.
        """
        for run in _runs(text):
            _add(self._requests[run], request)
            if way is not None:
                _add(self._ways[run], way)

    def share(self, text: str, request: str, way: str | None = None) -> float:
        """Return how much of a reply to a request is the house's own, in [0, 1]."""
        runs = _runs(text)
        own = sum(self._is_own(run, request, way) for run in runs)
        return own / len(runs) if runs else 0.0

    def _is_own(self, run: tuple[str, ...], request: str, way: str | None) -> bool:
        if run in self._kept:
            return True
        if len(self._requests.get(run, set()) | {request}) == 1:
            return False
        return way is None or len(self._ways.get(run, set()) | {way}) > 1


def _add(known: set[str], one: str) -> None:
    if len(known) < MANY:
        known.add(one)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    if len(words) < RUN:
        return {tuple(words)} if words else set()
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
