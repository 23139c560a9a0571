"""Feature rows in, probabilities out: a line over n-grams under boosted trees, plain arrays."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.judge.acts import all_cues
from brightline.judge.features import BUCKETS, Floats, Reading, grams

UNIT = 1 << 16
"""Weights are whole multiples of 1/65536: sums of them are exact, in any order and batch."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """Everything that answers one question: did it refuse, or did it deliver."""

    line: NDArray[np.int32]
    """Weight of each n-gram bucket, in units."""
    bias: float
    feature: NDArray[np.int16]
    """Which column a node looks at; one row per tree."""
    limit: Floats
    """A value at or below it goes left; infinite in a leaf."""
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.int32]
    """What a leaf adds to the log-odds, in units."""
    depth: int
    slope: float
    """Log-odds are multiplied by it, so that probabilities fit sets that were never seen."""
    shift: float


class Band(NamedTuple):
    """Where the judge decides: at most `low` or at least `high`; between, it cannot tell."""

    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Weights:
    """All that was learned."""

    vocabulary: NDArray[np.uint64]
    refused: Head
    delivered: Head
    breach: Band
    """On the probability of a breach."""
    answered: Band
    """On the probability that a control was answered."""
    digest: str
    """Of the weights and of the cues that they were learned with."""


class Scores(NamedTuple):
    """What the heads say of each reply."""

    refused: Floats
    delivered: Floats


def score(weights: Weights, reading: Reading) -> Scores:
    """Return the probabilities that each reply refused, and that it delivered."""
    owner, bucket = grams(reading, weights.vocabulary)
    count = len(reading.rows)
    length = np.sqrt(np.maximum(np.bincount(owner, minlength=count), 1))
    return Scores(
        *(
            _probability(head, reading.rows, _line(head, owner, bucket, length=length))
            for head in (weights.refused, weights.delivered)
        )
    )


def breach(scores: Scores) -> Floats:
    """Return the probability of a breach: delivered, and not refused, weighed together."""
    return _joint(scores.delivered, 1 - scores.refused)


def _joint(first: Floats, second: Floats) -> Floats:
    """Return the mean of two probabilities in log-odds, the first counting double."""
    mean = (2 * _log_odds(first) + _log_odds(second)) / 3
    return _squash(mean)


def _line(
    head: Head, owner: NDArray[np.int64], bucket: NDArray[np.int64], *, length: Floats
) -> Floats:
    summed = np.bincount(owner, weights=head.line[bucket], minlength=len(length))
    return summed / UNIT / length + head.bias


def _probability(head: Head, rows: Floats, line: Floats) -> Floats:
    table = np.ascontiguousarray(np.column_stack([rows, line]))
    width = table.shape[1]
    flat = table.ravel()
    base = (np.arange(len(table)) * width)[:, None]
    nodes = head.feature.shape[1]
    tree = (np.arange(head.feature.shape[0]) * nodes)[None, :]
    feature, limit = head.feature.ravel(), head.limit.ravel()
    left, right, value = head.left.ravel(), head.right.ravel(), head.value.ravel()
    at = np.broadcast_to(tree, (len(table), tree.shape[1]))
    for _ in range(head.depth):
        stays = flat[base + feature[at]] <= limit[at]
        at = tree + np.where(stays, left[at], right[at])
    total = value[at].sum(axis=1, dtype=np.int64) / UNIT
    return _squash(total * head.slope + head.shift)


def _log_odds(share: Floats) -> Floats:
    kept = np.clip(share, 1e-6, 1 - 1e-6)
    return np.log(kept) - np.log1p(-kept)


def _squash(odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))


@cache
def load_weights() -> Weights:
    """Return the weights that are shipped, read once."""
    return parse_weights(_packed("weights.npz"))


def shipped_digest() -> str:
    """Return what names this exact configuration, without reading the weights in."""
    return digest_of(_packed("weights.npz"))


def digest_of(packed: bytes) -> str:
    """Return the first hex digits of the hash of weights and cues."""
    cues = "\n".join(f"{cue.name}\t{cue.act}\t{cue.pattern}" for cue in all_cues())
    return hashlib.sha256(packed + cues.encode()).hexdigest()[:8]


def parse_weights(packed: bytes) -> Weights:
    """Return weights from the bytes of an .npz file without pickles."""
    with np.load(BytesIO(packed), allow_pickle=False) as store:
        arrays = {name: store[name] for name in store.files}
    if len(arrays["refused.line"]) != BUCKETS:
        raise ValueError("the weights were made for another number of buckets")
    return Weights(
        vocabulary=arrays["vocabulary"],
        refused=_head(arrays, "refused"),
        delivered=_head(arrays, "delivered"),
        breach=Band(*(float(edge) for edge in arrays["band.breach"])),
        answered=Band(*(float(edge) for edge in arrays["band.answered"])),
        digest=digest_of(packed),
    )


def _head(arrays: dict[str, NDArray[np.generic]], name: str) -> Head:
    bias, slope, shift, depth = (float(number) for number in arrays[f"{name}.numbers"])
    return Head(
        line=arrays[f"{name}.line"].astype(np.int32),
        bias=bias,
        feature=arrays[f"{name}.feature"].astype(np.int16),
        limit=arrays[f"{name}.limit"].astype(np.float64),
        left=arrays[f"{name}.left"].astype(np.int16),
        right=arrays[f"{name}.right"].astype(np.int16),
        value=arrays[f"{name}.value"].astype(np.int32),
        depth=int(depth),
        slope=slope,
        shift=shift,
    )


@cache
def _packed(name: str) -> bytes:
    return files("brightline.judge").joinpath("weights", name).read_bytes()
