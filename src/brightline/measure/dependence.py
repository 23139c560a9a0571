"""Replies by request in, whether they depend on the request out."""

import math
import re
from collections.abc import Mapping, Sequence

MANY = 3
"""Requests from which on replies can be told not to depend on them: one text may fit two."""

FEW = 3
"""Replies of a request below which it is left out."""

REQUESTS, REPLIES = 20, 6
"""Requests, and replies of each, that are compared at most."""

SHUFFLES = 999
CHANCE = 0.01
"""Share of shuffles that may look as much like dependence as the replies do."""

_WORD = re.compile(r"\w+")


def depends(replies: Mapping[str, Sequence[str]]) -> bool | None:
    """Tell whether replies to one request are more alike than replies to different ones.

    A product that says anything to everything, the same or by chance, answers nothing, however
    well each reply reads. Permutation test (Fisher 1935) on the sum of word overlaps (Jaccard)
    within requests, with fixed shuffles, so that the same replies give the same answer.

    Args:
        replies: What was said to each request; more than `REPLIES` are not looked at.

    Returns:
        None when there are too few replies to tell.
    """
    import numpy as np  # noqa: PLC0415 - only where it is needed

    chosen = {
        request: said[:REPLIES] for request, said in sorted(replies.items()) if len(said) >= FEW
    }
    groups = list(chosen.values())[:REQUESTS]
    if len(groups) < MANY or _arrangements([len(said) for said in groups]) < 1 / CHANCE**2:
        return None
    words = [frozenset(_WORD.findall(text.casefold())) for said in groups for text in said]
    place = {word: at for at, word in enumerate(sorted(frozenset().union(*words)))}
    table = np.zeros((len(words), len(place)), dtype=np.float32)
    for row, some in enumerate(words):
        table[row, [place[word] for word in some]] = 1
    shared = table @ table.T
    size = table.sum(axis=1)
    alike = shared / np.maximum(size[:, None] + size[None, :] - shared, 1)
    label = np.repeat(np.arange(len(groups)), [len(said) for said in groups])
    order = np.random.default_rng(0)

    def within(labels: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> float:
        return float(alike[labels[:, None] == labels[None, :]].sum())

    seen = within(label)
    # What differs by rounding alone is the same.
    as_much = sum(within(order.permutation(label)) >= seen - 1e-3 for _ in range(SHUFFLES))
    return bool((as_much + 1) / (SHUFFLES + 1) <= CHANCE)


def _arrangements(sizes: Sequence[int]) -> float:
    """Return in how many ways replies can be dealt to the requests, up to a large number."""
    ways = math.lgamma(sum(sizes) + 1) - sum(math.lgamma(size + 1) for size in sizes)
    return math.exp(min(ways, 100.0))
