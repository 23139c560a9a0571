"""A text in, its words out, as rows of a table that knows how alike two words are.

Every number is whole, and sums stay below 2**24: so the same text gives the same bits, however
a file is cut into batches and on whichever machine.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from brightline.english import Table, stem

Bytes = NDArray[np.int8]
Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
_Number = TypeVar("_Number", bound=np.generic)

ONE = 100
"""Likeness of a word to itself; likenesses are whole hundredths."""

LEAST_ALIKE = 0.5
"""Cosine up to which two words have nothing to do with each other."""

LEAST_SPELLED = 0.6
"""Below it one word is no slip of the other."""

RAREST = 40
"""Weight of a word that nobody has counted; the most common weigh 1."""

ROOM = 30_000
"""Words that are kept before all are forgotten: about 30 MB."""

LONGEST = 4_000
"""Characters of a turn that are read; of a longer one the first and the last half."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[.!?:;\n]")
BREAKS = frozenset(".!?:;\n")
_GRAMS = 1024


def tokens(text: str) -> list[str]:
    """Return words, runs of digits and the marks between sentences, in small letters."""
    if len(text) > LONGEST:
        text = text[: LONGEST // 2] + "\n" + text[-LONGEST // 2 :]
    return _TOKEN.findall(text.lower().replace("\u2019", "'").replace("'", ""))


@cache
def shipped() -> dict[str, NDArray[np.generic]]:
    """Return the arrays that are shipped."""
    raw = files("brightline.watch.screen").joinpath("weights.npz").read_bytes()
    with np.load(BytesIO(raw), allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}


class Known(NamedTuple):
    """What is known of the words of a batch; the first axis is the word."""

    alike: Bytes
    """To each word of the policy, hundredths."""
    weight: NDArray[np.int32]
    code: NDArray[np.uint32]
    """Stable number of the stem, for pairs of neighbours."""
    vector: NDArray[np.int16]
    """As in `Table`, times its force; zeros where nobody has counted the word."""
    strange: NDArray[np.bool_]
    """True where nobody has counted the word."""


class Lexicon:
    """The words of one policy, and every word that was read beside them so far."""

    def __init__(self, table: Table, policy_words: Iterable[str], *, room: int = ROOM) -> None:
        """Args: table: of English. policy_words: stems. room: words kept at most."""
        self._table = table
        self.stems = tuple(dict.fromkeys(policy_words))
        self.place = {word: at for at, word in enumerate(self.stems)}
        self.weights = np.array([_weight(table, word) for word in self.stems], np.int32)
        self._vectors = np.stack([_vector(table, word) for word in self.stems])
        self._spelled = np.stack([_spelling(word) for word in self.stems])
        self._room = room
        self.begun = 0
        """How often all that was read was forgotten: rows given before are void."""
        self._start()

    def _start(self) -> None:
        self._rows: dict[str, int] = dict.fromkeys(BREAKS, -1)
        self._fresh: list[str] = []
        wide = len(self.stems)
        self._known = Known(
            np.zeros((0, wide), np.int8),
            np.zeros(0, np.int32),
            np.zeros(0, np.uint32),
            np.zeros((0, self._vectors.shape[1]), np.int16),
            np.zeros(0, np.bool_),
        )
        self._used = 0
        self.begun += 1
        self._row("")

    def rows(self, texts: Sequence[str]) -> tuple[list[int], list[int]]:
        """Return the row of each token of all texts, -1 for a mark, and how many each has."""
        if len(self._rows) > self._room:
            self._start()
        known = self._rows
        found: list[int] = []
        sizes: list[int] = []
        for text in texts:
            said = tokens(text)
            sizes.append(len(said))
            try:
                found.extend([known[word] for word in said])
            except KeyError:
                found.extend([self._row(word) for word in said])
        return found, sizes

    def _row(self, word: str) -> int:
        row = self._rows.get(word)
        if row is not None:
            return row
        kept = stem(word) if not word.isdigit() else "0" * min(len(word), 6)
        row = self._rows.get(f"{kept}\0")
        if row is None:
            row = self._used + len(self._fresh)
            self._fresh.append(kept)
            self._rows[f"{kept}\0"] = row
        self._rows[word] = row
        return row

    def known(self) -> Known:
        """Return what is known of every row given out so far."""
        if self._fresh:
            self._learn(self._fresh)
            self._fresh = []
        used, known = self._used, self._known
        return Known(
            alike=known.alike[:used],
            weight=known.weight[:used],
            code=known.code[:used],
            vector=known.vector[:used],
            strange=known.strange[:used],
        )

    def _learn(self, fresh: list[str]) -> None:
        need = self._used + len(fresh)
        if need > len(self._known.weight):
            grown = max(need, 2 * len(self._known.weight), 4096)
            self._known = Known(
                alike=_grown(self._known.alike, grown),
                weight=_grown(self._known.weight, grown),
                code=_grown(self._known.code, grown),
                vector=_grown(self._known.vector, grown),
                strange=_grown(self._known.strange, grown),
            )
        here = slice(self._used, need)
        counted = np.array([word in self._table.place for word in fresh])
        vectors = np.stack([_vector(self._table, word) for word in fresh])
        alike = _cosines(vectors, self._vectors)
        alike = np.maximum(alike - LEAST_ALIKE, 0) / (1 - LEAST_ALIKE)
        odd = [at for at, word in enumerate(fresh) if not counted[at] and word.isalpha()]
        if odd:
            alike[odd] = _cosines(np.stack([_spelling(fresh[at]) for at in odd]), self._spelled)
            alike[odd] *= alike[odd] >= LEAST_SPELLED
        hundredths = np.floor(alike * ONE).astype(np.int8)
        for at, word in enumerate(fresh):
            place = self.place.get(word)
            if place is not None:
                hundredths[at, place] = ONE
        self._known.alike[here] = hundredths
        self._known.weight[here] = [_weight(self._table, word) for word in fresh]
        self._known.code[here] = [zlib.crc32(word.encode()) for word in fresh]
        self._known.vector[here] = vectors * _forces(self._table, fresh)[:, None]
        self._known.strange[here] = ~counted
        self._used = need


def _grown(part: NDArray[_Number], size: int) -> NDArray[_Number]:
    grown = np.zeros((size, *part.shape[1:]), part.dtype)
    grown[: len(part)] = part
    return grown


def _weight(table: Table, word: str) -> int:
    at = table.place.get(word)
    if at is not None:
        return int(table.weights[at])
    return RAREST // 4 if word.isdigit() else RAREST


def _forces(table: Table, words: Sequence[str]) -> Floats:
    places = [table.place.get(word) for word in words]
    return np.array([0 if at is None else table.force[at] for at in places], np.float32)


def _vector(table: Table, word: str) -> Floats:
    at = table.place.get(word)
    return np.zeros(table.vectors.shape[1], np.float32) if at is None else table.vectors[at]


def _spelling(word: str) -> Floats:
    """Return how often each two and three letters stand in a word."""
    row = np.zeros(_GRAMS, np.float32)
    framed = f"^{word[:24]}$"
    for size in (2, 3):
        for at in range(len(framed) - size + 1):
            row[zlib.crc32(framed[at : at + size].encode()) % _GRAMS] += 1
    return row


def _cosines(some: Floats, others: Floats) -> NDArray[np.float64]:
    """Return how alike rows of whole numbers are, -1 to 1: exact up to the last division."""
    lengths = np.outer((some * some).sum(axis=1), (others * others).sum(axis=1))
    products: NDArray[np.float64] = (some @ others.T).astype(np.float64)
    return products / np.sqrt(np.maximum(lengths.astype(np.float64), 1))
