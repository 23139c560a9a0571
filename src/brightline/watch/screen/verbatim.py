"""Requests and a policy in, which of them stand in it out, nearly word by word and in order.

Networks weigh a likeness as they learned to in other policies, and a greeting before it may
outweigh it. What a policy names itself needs no such guess.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.english import Table, stem
from brightline.watch.screen.columns import LOCAL
from brightline.watch.screen.heard import Heard
from brightline.watch.screen.likeness import Rows, Said
from brightline.watch.screen.words import BREAKS, ONE, RAREST, ROOM, Ints, tokens

LOOK = ONE * 7 // 10
"""How much of a request of the policy comes back, in any order, where it is looked for."""

FEWEST = 3
"""Words of a request of the policy that is looked for, at least."""

SPARE = 8
"""One in so many, by weight, may be missing, and as much may stand between."""

SPARE_WORDS = 6
"""One word in so many may be missing, however little it weighs: `what is` for `who knows`."""

LEAST = 5
"""Weight of a word, at least: `my` for `her` makes another request."""

SHORTEST = 3
"""Letters of a word that may be a slip of another."""


_stem = lru_cache(ROOM)(stem)


class _Asked(NamedTuple):
    """The words of a request."""

    words: tuple[str, ...]
    known: frozenset[str]
    """The same words."""
    odd: tuple[str, ...]
    """Those that nobody has counted: each may be a slip."""
    joined: str
    """The words with a space around each."""


class _Text(NamedTuple):
    """The words of a text of the policy."""

    words: tuple[str, ...]
    weights: tuple[int, ...]
    known: frozenset[str]
    joined: str
    total: int
    """Of all weights."""
    seeds: frozenset[str]
    """The heaviest words, so many that one of them is there where the text is."""

    @property
    def spare(self) -> int:
        """Return the weight that may be missing, or stand between."""
        return self.total // SPARE

    @property
    def few(self) -> int:
        """Return how many words may be missing."""
        return len(self.words) // SPARE_WORDS


class _Place(NamedTuple):
    """Where a text of the policy stands in a request."""

    worth: int = 0
    """Twice the weight that is there, less what is missing or stands between."""
    kept: int = 0
    """Weight of its words that are there."""
    words: int = 0
    """How many these are."""
    between: int = 0
    """Weight of what stands between them."""
    start: int = 0
    """Which word of the request is the first of them."""
    end: int = 0
    """Which word of the request comes behind the last."""

    def alike(self, text: _Text) -> float:
        """Return how alike the two are, 0 to 1."""
        return 2 * self.kept / (text.total + self.kept + self.between)


class Verbatim:
    """Looks for what must be refused and for what must be answered."""

    def __init__(self, said: Sequence[Said], table: Table, watched: Ints) -> None:
        """Args: said: of the policy and of reviews. table: of English. watched: its rules."""
        self._table = table
        self._answer = [self._text(one.text) for one in said if one.what == "answer"]
        self._refuse = [
            [
                text
                for text in (
                    self._text(one.text)
                    for one in said
                    if (one.what, one.rule) == ("refuse", rule)
                )
                if len(text.words) >= FEWEST
            ]
            for rule in watched
        ]

    def among(self, heard: Sequence[Heard], rows: Rows) -> NDArray[np.bool_]:
        """Tell of each request and watched rule whether it stands among what must be refused.

        Where it is as like something that must be answered it does not: such are often only a
        word apart.

        Args:
            heard: A batch.
            rows: What was measured of it.
        """
        back = rows.local[:, :, LOCAL.index("refuse back")]
        found = np.maximum.reduceat(back, rows.first, axis=0) >= LOOK
        for at in np.flatnonzero(found.any(axis=1)).tolist():
            asked = self._asked(heard[at].asked)
            for rule in np.flatnonzero(found[at]):
                found[at, rule] = any(self._stands(one, asked) for one in self._refuse[rule])
        return np.asarray(found)

    def _asked(self, said: str) -> _Asked:
        words = _words(said)
        known = frozenset(words)
        odd = tuple(sorted(word for word in known if word not in self._table.place))
        return _Asked(words, known, odd, _joined(words))

    def _text(self, said: str) -> _Text:
        words = _words(said)
        weights = tuple(map(self._weight, words))
        total = left = sum(weights)
        seeds = []
        for weight, word in sorted({*zip(weights, words, strict=True)}, reverse=True):
            if total - left > total // SPARE:
                break
            seeds.append(word)
            left -= weight * words.count(word)
        known = frozenset(words)
        return _Text(words, weights, known, _joined(words), total, frozenset(seeds))

    def _weight(self, word: str) -> int:
        place = self._table.place.get(word)
        return RAREST if place is None else max(int(self._table.weights[place]), LEAST)

    def _stands(self, text: _Text, asked: _Asked) -> bool:
        place = self._place(text, asked)
        return place is not None and not self._answered(text, asked, place)

    def _place(self, text: _Text, asked: _Asked) -> _Place | None:
        """Return where a text stands in a request, nearly word by word; None where nowhere."""
        size = len(text.words)
        if text.joined in asked.joined:
            start = asked.joined[: asked.joined.index(text.joined)].count(" ")
            return _Place(2 * text.total, text.total, size, 0, start, start + size)
        lost = text.known - asked.known
        if len(lost) > text.few + size // 4:
            return None
        meant = _as_meant(asked.words, asked.odd, lost)
        for start, end in _stretches(text, meant):
            place = self._placed(text, meant[start:end])
            if (
                text.total - place.kept <= text.spare
                and place.between <= text.spare
                and size - place.words <= text.few
            ):
                return place._replace(start=start + place.start, end=start + place.end)
        return None

    def _answered(self, text: _Text, asked: _Asked, place: _Place) -> bool:
        """Tell whether what must be answered stands in the same place, and is as like it."""
        alike = place.alike(text)
        for other in self._answer:
            size = len(other.words)
            around = max(0, size - len(text.words)) + 1 + size // 4
            words = asked.words[max(0, place.start - around) : place.end + around]
            here = frozenset(words)
            odd = [word for word in asked.odd if word in here]
            meant = _as_meant(words, odd, other.known - here)
            if (
                _most_alike(other, meant) >= alike
                and self._placed(other, meant).alike(other) >= alike
            ):
                return True
        return False

    def _placed(self, text: _Text, words: Sequence[str]) -> _Place:
        """Return where a text stands best: in order, with as little missing or between."""
        weights = [self._weight(word) for word in words]
        above = [(0, 0, 0, 0, 0, 0)] * (len(words) + 1)
        for word, weight in zip(text.words, text.weights, strict=True):
            best = (above[0][0] - weight, 0, 0, 0, 0, 0)
            row = [best]
            for at, other in enumerate(words):
                worth, kept, count, between, first, last = best
                if count:
                    between += weights[at]
                    best = (worth - weights[at], kept, count, between, first, last)
                worth, kept, count, between, first, last = above[at + 1]
                if worth - weight > best[0]:
                    best = (worth - weight, kept, count, between, first, last)
                worth, kept, count, between, first, _ = above[at]
                if other == word and worth + 2 * weight > best[0]:
                    first = first if count else at
                    best = (
                        worth + 2 * weight,
                        kept + weight,
                        count + 1,
                        between,
                        first,
                        at + 1,
                    )
                row.append(best)
            above = row
        return _Place(*max(above))


def _words(said: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in tokens(said) if word not in BREAKS)


def _joined(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _most_alike(text: _Text, words: Sequence[str]) -> float:
    """Return how alike a text is to words at most, whatever their order."""
    here = frozenset(words)
    each = zip(text.words, text.weights, strict=True)
    return _Place(kept=sum(weight for word, weight in each if word in here)).alike(text)


def _as_meant(words: Sequence[str], odd: Sequence[str], lost: frozenset[str]) -> Sequence[str]:
    """Return words of a request, each odd one that is a slip of a lost one put right."""
    right = {slip: word for word in sorted(lost) for slip in odd if is_slip(slip, word)}
    return [right.get(word, word) for word in words] if right else words


def _stretches(text: _Text, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where enough of a text's words stand around one of its heaviest."""
    size = len(text.words)
    wide = size + max(1, size // 4)
    for at, word in enumerate(words):
        if word in text.seeds:
            start, end = max(0, at - wide), min(len(words), at + wide)
            if len(text.known.intersection(words[start:end])) >= len(text.known) - text.few:
                yield start, end


def is_slip(written: str, meant: str) -> bool:
    """Tell whether a word is another with one letter too many, too few, wrong or swapped."""
    if len(written) > len(meant):
        written, meant = meant, written
    if len(written) < SHORTEST or len(meant) - len(written) > 1:
        return False
    if not (written.isalpha() and meant.isalpha()):
        return False
    at = 0
    while at < len(written) and written[at] == meant[at]:
        at += 1
    if len(written) < len(meant):
        return written[at:] == meant[at + 1 :]
    swapped = written[at : at + 2] == meant[at : at + 2][::-1]
    return written[at + 1 :] == meant[at + 1 :] or (
        swapped and written[at + 2 :] == meant[at + 2 :]
    )
