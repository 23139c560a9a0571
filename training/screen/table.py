"""GloVe and our own texts in, the table of words out: which words, how telling, which alike."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brightline.watch.screen.words import BREAKS, RAREST, stem, tokens

STEMS = 8_500
DIMENSIONS = 32
READ = 80_000
"""Words of GloVe that are looked at, the most common first."""
COMMON = 2
"""Directions that all words share and that tell nothing: left out (Mu and Viswanath 2018)."""

Arrays = dict[str, NDArray[np.generic]]


def build(words: list[str], vectors: NDArray[np.float32], texts: Iterable[str]) -> Arrays:
    """Return the arrays `words`, `vectors` and `weights` as they are shipped.

    Args:
        words: Of GloVe, the most common first.
        vectors: One row a word.
        texts: Ours; their words come before other common ones.
    """
    counts = Counter(
        stem(word) for text in texts for word in tokens(text) if word not in BREAKS
    )
    groups: dict[str, list[int]] = {}
    for rank, word in enumerate(words[:READ]):
        if word.isascii() and word.isalpha():
            groups.setdefault(stem(word), []).append(rank)
    ours = [word for word, count in counts.most_common() if count > 1 and word in groups]
    others = sorted((word for word in groups), key=lambda word: groups[word][0])
    kept = list(dict.fromkeys([*ours[: STEMS * 2 // 3], *others]))[:STEMS]
    kept.sort(key=lambda word: groups[word][0])
    return {
        "words": np.frombuffer(" ".join(kept).encode(), np.uint8),
        "vectors": _packed(_projected(np.stack([_mean(groups[w], vectors) for w in kept]))),
        "weights": _weights(kept, groups, counts),
    }


def our_texts(root: Path) -> Iterator[str]:
    """Yield the texts of the packs and of everything under `training`."""
    for path in sorted(root.glob("src/brightline/packs/*/policy.yaml")):
        yield path.read_text("utf-8")
    for path in sorted(root.glob("training/screen/ordinary/*.txt")):
        yield path.read_text("utf-8")
    for path in sorted(root.glob("training/*/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row["request"]
            yield row["reply"]


def _mean(ranks: list[int], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    rows = vectors[ranks].astype(np.float64)
    rows /= np.linalg.norm(rows, axis=1)[:, None]
    share = 1 / (np.array(ranks) + 10.0)
    found: NDArray[np.float64] = (rows * share[:, None]).sum(axis=0) / share.sum()
    return found


def _projected(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = rows - rows.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return centred @ axes[COMMON : COMMON + DIMENSIONS].T


def _packed(rows: NDArray[np.float64]) -> NDArray[np.uint8]:
    scaled = rows / np.abs(rows).max(axis=1)[:, None]
    levels = np.clip(np.round((scaled * 15 + 15) / 2), 0, 15).astype(np.uint8)
    packed: NDArray[np.uint8] = levels[:, 0::2] | (levels[:, 1::2] << 4)
    return packed


def _weights(
    kept: list[str], groups: dict[str, list[int]], counts: Counter[str]
) -> NDArray[np.uint8]:
    place = {word: rank for rank, (word, _) in enumerate(counts.most_common())}
    ranks = [min(groups[word][0], 3 * place.get(word, READ)) for word in kept]
    telling = np.round(4 * np.log2((np.array(ranks) + 1) / 25))
    return np.clip(telling, 1, RAREST).astype(np.uint8)
