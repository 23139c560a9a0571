"""Short texts in, kinds of them out, and the words that name a kind.

Likeness is the share of the shorter text's character n-grams that the longer one has too, each
weighed by how rare it is (TF-IDF); kinds are joined by their average likeness (UPGMA).
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Likeness = NDArray[np.float64]

ALIKE = 0.3
"""Average likeness from which on two groups are one kind."""

MOST = 500
"""Distinct texts that are compared with each other; the others join the one they are like."""

LEAST_SPEAKERS = 5
"""Who said something of a kind, below which it is not summed up: one could be known by it."""

LEAST_SAYING = 3
"""Who said a word, below which it is in no label; and at least half of all must."""

LEAST_TELLING = 0.2
"""How telling a word of a label is, at least."""

WORDS = 4
"""Words of a label at most."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_TAG = re.compile(r"\[[a-z ]+\]")
_GRAMS = (3, 4, 5)
"""Bytes of a word and its edges that are compared."""

BUCKETS = 4096
"""Counters for n-grams; two that share one only look more common."""

_TINY = 1e-9


@dataclass(frozen=True)
class Said:
    """What somebody wrote."""

    speaker: str
    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of it, in their order."""
        return tuple(_words(self.text))


def kinds(texts: Sequence[str]) -> list[list[int]]:
    """Return every index in exactly one group of texts that are of one kind.

    Args:
        texts: In any order; the groups depend on what is in them only.

    Returns:
        Groups in order of their smallest index, each in order of index.
    """
    same: defaultdict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        same[" ".join(_words(text)) or text].append(index)
    distinct = sorted(same, key=lambda text: (-len(same[text]), text))
    first = _Ngrams(distinct[:MOST])
    groups = _joined(first.likeness(distinct[:MOST]))
    of = {member: group for group in groups for member in group}
    for start in range(MOST, len(distinct), MOST):
        likeness = first.likeness(distinct[start : start + MOST])
        for late, row in enumerate(likeness, start=start):
            near = int(row.argmax())
            if row[near] >= ALIKE:
                of[near].append(late)
            else:
                groups.append([late])
    return sorted(sorted(at for one in group for at in same[distinct[one]]) for group in groups)


def nearest(text: str, others: Sequence[str]) -> int:
    """Return which of some texts, at least one, is most like a text; of equals the first."""
    return int(_Ngrams([text, *others]).likeness([text])[0, 1:].argmax())


def like_one(text: str, others: Sequence[str]) -> int | None:
    """Return which of some texts is of one kind with a text and most like it, if any is."""
    if not others:
        return None
    likeness = _Ngrams([text, *others]).likeness([text])[0, 1:]
    near = int(likeness.argmax())
    return near if likeness[near] >= ALIKE else None


def label(kind: Sequence[Said], rest: Iterable[Said], telling: Callable[[str], float]) -> str:
    """Return a few words that many who said something of a kind have in common.

    A word is in it only where several different people wrote it, so that none names one of
    them. Where too few wrote of it at all, the label is empty.

    Args:
        kind: The one that is shown first stands first: its words give the order.
        rest: All the other traffic.
        telling: How telling a word of the language is, 0 to 1.
    """
    speakers = {one.speaker for one in kind}
    if len(speakers) < LEAST_SPEAKERS:
        return ""
    inside, outside = _saying(kind), _saying(rest)
    others = max((len(who) for who in outside.values()), default=0)
    needed = max(LEAST_SAYING, len(speakers) / 2)
    worth = {
        word: telling(word)
        * len(who)
        / len(speakers)
        * (1 - len(outside.get(word, ())) / max(others, 1))
        for word, who in inside.items()
        if len(who) >= needed and telling(word) >= LEAST_TELLING
    }
    best = sorted(
        (word for word in worth if worth[word] > 0), key=lambda one: (-worth[one], one)
    )
    order = {word: place for place, word in reversed(list(enumerate(kind[0].words)))}
    return " ".join(sorted(best[:WORDS], key=lambda one: (order.get(one, len(order)), one)))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(_TAG.sub(" ", text))]


def _saying(said: Iterable[Said]) -> dict[str, set[str]]:
    """Return who said each word."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in said:
        for word in one.words:
            found[word].add(one.speaker)
    return found


class _Ngrams:
    """What texts are compared with, and how rare each n-gram is among them."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = _counts(texts)
        holders = np.maximum(np.count_nonzero(counts, axis=0), 1)
        self._rare = np.log(1 + len(texts) / holders)
        self._weights, self._own = self._weighed(counts)

    def likeness(self, texts: Sequence[str]) -> Likeness:
        """Return how like each text is to each that they are compared with."""
        weights, own = self._weighed(_counts(texts))
        found = np.minimum(1.0, weights @ self._weights.T / np.minimum.outer(own, self._own))
        # Rounded, so that sums in another order join the same two.
        return np.asarray(np.round(found, 6), np.float64)

    def _weighed(self, counts: Likeness) -> tuple[Likeness, Likeness]:
        told = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0)
        weights = told * self._rare
        return weights, np.maximum((weights**2).sum(axis=1), _TINY)


def _counts(texts: Sequence[str]) -> Likeness:
    """Return how often each n-gram stands in each text."""
    counts = np.zeros((len(texts), BUCKETS), np.float64)
    for row, text in enumerate(texts):
        for word in _words(text):
            edged = f" {word} ".encode()
            for size in _GRAMS:
                for at in range(len(edged) - size + 1):
                    counts[row, zlib.crc32(edged[at : at + size]) % BUCKETS] += 1
    return counts


def _joined(likeness: Likeness) -> list[list[int]]:
    """Return groups: the two that are most alike are joined until none are alike enough."""
    size = np.ones(len(likeness))
    groups = [[one] for one in range(len(likeness))]
    np.fill_diagonal(likeness, -1)
    while likeness.size:
        one, other = sorted(divmod(int(likeness.argmax()), len(likeness)))
        if likeness[one, other] < ALIKE:
            break
        joined = size[one] * likeness[one] + size[other] * likeness[other]
        likeness[one] = likeness[:, one] = joined / (size[one] + size[other])
        likeness[one, one] = likeness[other] = likeness[:, other] = -1
        size[one] += size[other]
        groups[one] += groups[other]
        groups[other] = []
    return [group for group in groups if group]
