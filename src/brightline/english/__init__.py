"""No words in, the common words of English out: how telling each is, and where it lies.

Judge and screen share the table: a word that no training text had still counts, by the words
that lie near it. `training/screen` makes it.
"""

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ENDINGS = ("ingly", "edly", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "ly")
"""Of English words, the longest first where one ends another."""


class Table(NamedTuple):
    """The common words of English by rank, and a vector of each."""

    place: dict[str, int]
    """Of a stem: its row."""
    vectors: NDArray[np.float32]
    """Odd whole numbers from -15 to 15, one row a stem."""
    weights: NDArray[np.int32]
    """How telling a stem is, from 1 for the most common."""
    force: NDArray[np.int32]
    """How much a stem's vector pulls where a text lies, 1 to 255."""


def stem(word: str) -> str:
    """Return a word without its English ending: near enough to find its family."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def unpack(kept: dict[str, NDArray[np.generic]]) -> Table:
    """Return the table as it is kept: words as text, four bits for each number of a vector."""
    words = bytes(kept["words"].astype(np.uint8)).decode().split()
    packed = kept["vectors"].astype(np.uint8)
    vectors = np.empty((len(words), 2 * packed.shape[1]), np.float32)
    vectors[:, 0::2], vectors[:, 1::2] = packed & 15, packed >> 4
    vectors *= 2
    vectors -= 15
    return Table(
        {word: row for row, word in enumerate(words)},
        vectors,
        kept["weights"].astype(np.int32),
        kept["force"].astype(np.int32),
    )


@cache
def packed_table() -> bytes:
    """Return the table that is shipped, as the bytes of an .npz file without pickles."""
    return files("brightline.english").joinpath("table.npz").read_bytes()


@cache
def shipped_table() -> Table:
    """Return the table that is shipped."""
    with np.load(BytesIO(packed_table()), allow_pickle=False) as kept:
        return unpack({name: kept[name] for name in kept.files})
