"""Labelled rows in, the network that reads words in a row out: trained, then made whole."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from brightline.judge.meaning import LENGTH, vectors
from brightline.judge.model import KINDS
from brightline.judge.network import (
    ASKED,
    BUCKETS,
    EDGE,
    FINE,
    FULL,
    MARKS,
    ONE,
    Layer,
    Network,
    Stream,
    Streams,
)

COLUMNS = 64
"""Of a convolution, and of the hidden layer."""
ENGLISH, OWN = 48, 24
"""Columns of a word that come from the table, and of its own."""
EPOCHS = 6
SEED = 1
RATE = 3e-3
BATCH = 128
WIDTHS = (16, 48, 96, 160, 256)
"""Words that the rows of a batch are filled up to."""
TOPIC = 0.2
"""Share of content words that are hidden at a time, so that a topic is not learned."""
OWN_TOPIC = 0.5
"""Share of those left whose own vector is hidden."""
PLAIN = 0.05
"""Share of other words that are hidden."""
DROPPED = 0.3
"""Share of what the hidden layer sees that is hidden from it."""
KIND = 0.5
"""What the kind of a reply counts for beside the two questions."""
CONTENT = MARKS.index("content")

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Arrays = dict[str, jax.Array]


def joined(parts: list[Streams]) -> Streams:
    """Return the words of many readings as one."""
    return Streams(
        _joined([part.said for part in parts]), _joined([part.asked for part in parts])
    )


def _joined(parts: list[Stream]) -> Stream:
    lengths = np.concatenate([np.diff(part.first) for part in parts])
    return Stream(
        np.concatenate([[0], np.cumsum(lengths)]),
        np.concatenate([part.row for part in parts]).astype(np.int32),
        np.concatenate([part.bucket for part in parts]).astype(np.int32),
        np.concatenate([part.marks for part in parts]),
    )


@cache
def _units() -> NDArray[np.float32]:
    """Return the vectors of the table's words, all of one length, an empty one before them."""
    found = vectors().vector.astype(np.float64)
    found = np.rint(found * (LENGTH / np.sqrt((found * found).sum(axis=1, keepdims=True))))
    return np.vstack([np.zeros((1, found.shape[1])), found]).astype(np.float32)


class Wanted(NamedTuple):
    """What is to be said of each row: nan or -1 where nobody said."""

    refused: Floats
    delivered: Floats
    kind: Indices
    refused_weight: Floats
    delivered_weight: Floats
    often: Floats
    """How often a row is seen in one round: 1, or less where it was made of another."""


class _Words(NamedTuple):
    row: jax.Array
    bucket: jax.Array
    marks: jax.Array
    there: jax.Array


class _Batch(NamedTuple):
    said: _Words
    asked: _Words


@dataclass(frozen=True)
class Lesson:
    """All rows with what is to be said of them."""

    words: Streams
    wanted: Wanted

    @cached_property
    def width(self) -> Indices:
        """What each reply is filled up to."""
        return np.array(WIDTHS)[np.searchsorted(WIDTHS, np.diff(self.words.said.first))]

    def rounds(self, rows: Indices, chance: np.random.Generator) -> list[Indices]:
        """Return the rows that are seen in each round."""
        often = self.wanted.often[rows]
        return [rows[chance.random(len(rows)) < often] for _ in range(EPOCHS)]

    def batches(self, rows: Indices, chance: np.random.Generator) -> list[tuple[int, Indices]]:
        """Return rows that are about as long together, in any order, with their width."""
        found = []
        for width in WIDTHS:
            some = chance.permutation(rows[self.width[rows] == width])
            for start in range(0, len(some), BATCH):
                part = some[start : start + BATCH]
                filler = chance.choice(some, BATCH - len(part))
                found.append((width, np.concatenate([part, filler])))
        return [found[at] for at in chance.permutation(len(found))]

    def batch(self, rows: Indices, width: int) -> _Batch:
        """Return the words of rows, filled up."""
        return _Batch(
            _padded(self.words.said, rows, width), _padded(self.words.asked, rows, ASKED)
        )


def _padded(stream: Stream, rows: Indices, width: int) -> _Words:
    place = stream.first[rows][:, None] + np.arange(width)
    there = place < stream.first[rows + 1][:, None]
    place = np.where(there, place, 0)
    return _Words(
        jnp.asarray(np.where(there, stream.row[place], 0)),
        jnp.asarray(np.where(there, stream.bucket[place], 0)),
        jnp.asarray(stream.marks[place] * there[..., None], dtype=jnp.float32),
        jnp.asarray(there, dtype=jnp.float32),
    )


def fit_network(lesson: Lesson, mask: NDArray[np.bool_]) -> Network:
    """Return a network fitted on the rows in mask, its weights whole numbers."""
    rows = np.flatnonzero(mask)
    trained = _trained(lesson, rows)
    sample = np.random.default_rng(SEED).choice(rows, min(len(rows), 2048), replace=False)
    return _whole(trained, lesson, sample)


def _trained(lesson: Lesson, rows: Indices) -> Arrays:
    chance = np.random.default_rng(SEED)
    params = _start(jax.random.PRNGKey(SEED))
    rounds = lesson.rounds(rows, chance)
    steps = sum(
        -(-int((lesson.width[seen] == one).sum()) // BATCH) for seen in rounds for one in WIDTHS
    )
    optimiser = optax.adam(optax.cosine_decay_schedule(RATE, steps))

    @jax.jit
    def step(now: _Now, batch: _Batch, said: Wanted) -> _Now:
        key, used = jax.random.split(now.key)
        slope = jax.grad(_loss)(now.params, batch, said, used)
        change, state = optimiser.update(slope, now.state)
        return _Now(optax.apply_updates(now.params, change), state, key)

    now = _Now(params, optimiser.init(params), jax.random.PRNGKey(SEED + 1))
    for seen in rounds:
        for width, picked in lesson.batches(seen, chance):
            said = Wanted(*(jnp.asarray(column[picked]) for column in lesson.wanted))
            now = step(now, lesson.batch(picked, width), said)
    return now.params


class _Now(NamedTuple):
    """Where the training is."""

    params: Arrays
    state: optax.OptState
    key: jax.Array


def _start(key: jax.Array) -> Arrays:
    keys = iter(jax.random.split(key, 9))

    def drawn(*shape: int) -> jax.Array:
        return jax.random.normal(next(keys), shape) / np.sqrt(np.prod(shape[:-1]))

    inputs = ENGLISH + OWN + len(MARKS)
    outcomes = 2 + len(KINDS)
    zeros = {
        name: jnp.zeros(size)
        for name, size in (
            ("first.bias", COLUMNS),
            ("second.bias", COLUMNS),
            ("asked.bias", COLUMNS),
            ("hidden.bias", COLUMNS),
            ("last.bias", outcomes),
        )
    }
    return zeros | {
        "english": drawn(_units().shape[1], ENGLISH),
        "own": jax.random.normal(next(keys), (BUCKETS, OWN)) * 0.1,
        "first": drawn(3, inputs, COLUMNS),
        "second": drawn(3, COLUMNS, COLUMNS),
        "asked": drawn(3, inputs, COLUMNS),
        "hidden": drawn(7 * COLUMNS + 1, COLUMNS),
        "last": drawn(COLUMNS, outcomes),
    }


def _loss(params: Arrays, batch: _Batch, said: Wanted, key: jax.Array) -> jax.Array:  # noqa: PLR0917 - as jax differentiates it
    keys = jax.random.split(key, 4)
    batch = batch._replace(
        said=_hidden(batch.said, keys[0], OWN_TOPIC), asked=_hidden(batch.asked, keys[1], 1.0)
    )
    seen = _seen(params, batch)
    seen *= (jax.random.uniform(keys[2], seen.shape) > DROPPED) / (1 - DROPPED)
    odds = _said(params, seen)
    total = 0.0
    for column, (target, weight) in enumerate(
        ((said.refused, said.refused_weight), (said.delivered, said.delivered_weight))
    ):
        lost = optax.sigmoid_binary_cross_entropy(odds[:, column], jnp.nan_to_num(target))
        total += jnp.where(jnp.isnan(target), 0, weight * lost).sum()
    lost = optax.softmax_cross_entropy_with_integer_labels(
        odds[:, 2:], jnp.maximum(said.kind, 0)
    )
    total += KIND * jnp.where(said.kind >= 0, lost, 0).sum()
    held = 1e-5 * sum((numbers**2).sum() for numbers in params.values())
    return total / BATCH + held


def _hidden(words: _Words, key: jax.Array, own: float) -> _Words:
    """Return words some of which are hidden."""
    one, other = jax.random.split(key)
    content = words.marks[..., CONTENT] > 0
    gone = jax.random.uniform(one, words.row.shape) < jnp.where(content, TOPIC, PLAIN)
    topic = content & (jax.random.uniform(other, words.row.shape) < own)
    return words._replace(
        row=jnp.where(gone, 0, words.row), bucket=jnp.where(gone | topic, 0, words.bucket)
    )


def _convolved(rows: jax.Array, params: Arrays, name: str, *, apart: int) -> jax.Array:
    taps = params[name]
    wide = jnp.pad(rows, ((0, 0), (apart, apart), (0, 0)))
    size = rows.shape[1]
    found = sum(wide[:, at * apart : at * apart + size] @ taps[at] for at in range(3))
    return jax.nn.relu(found + params[f"{name}.bias"])


def _words(params: Arrays, words: _Words) -> jax.Array:
    units = jnp.asarray(_units() / LENGTH)
    found = [
        units[words.row] @ params["english"],
        jnp.where((words.bucket > 0)[..., None], params["own"][words.bucket], 0),
        words.marks,
    ]
    return jnp.concatenate(found, axis=2) * words.there[..., None]


class _Layers(NamedTuple):
    one: jax.Array
    two: jax.Array
    asked: jax.Array


def _layers(params: Arrays, batch: _Batch) -> _Layers:
    there = batch.said.there[..., None]
    one = _convolved(_words(params, batch.said), params, "first", apart=1) * there
    two = _convolved(one, params, "second", apart=2) * there
    asked = _convolved(_words(params, batch.asked), params, "asked", apart=1)
    return _Layers(one, two, asked * batch.asked.there[..., None])


def _seen(params: Arrays, batch: _Batch) -> jax.Array:
    """Return what the hidden layer sees, as `Network.odds` has it."""
    layers = _layers(params, batch)
    rows, sought = layers.one + layers.two, layers.asked
    count = batch.said.there.sum(1, keepdims=True)
    place = jnp.arange(rows.shape[1])
    opening = (rows * (place < EDGE)[None, :, None]).max(1)
    closing = (rows * (place >= count - EDGE)[..., None]).max(1)
    whole, wanted = rows.max(1), sought.max(1)
    return jnp.concatenate(
        [
            whole,
            opening,
            closing,
            rows.sum(1) / jnp.maximum(count, 1),
            wanted,
            sought.sum(1) / jnp.maximum(batch.asked.there.sum(1, keepdims=True), 1),
            wanted * whole,
            jnp.log1p(count) / 5,
        ],
        axis=1,
    )


def _said(params: Arrays, seen: jax.Array) -> jax.Array:
    hidden = jax.nn.relu(seen @ params["hidden"] + params["hidden.bias"])
    return hidden @ params["last"] + params["last.bias"]


def _whole(params: Arrays, lesson: Lesson, sample: Indices) -> Network:
    """Return the network in whole numbers; how far its layers go is seen on a sample."""
    kept = {name: np.asarray(numbers, dtype=np.float64) for name, numbers in params.items()}
    kept["own"][0] = 0
    units = _units().astype(np.float64) / LENGTH
    table = np.abs(units @ kept["english"]).max(axis=0) / 127
    own = np.maximum(np.abs(kept["own"]).max(axis=0), 1e-6) / 127
    inputs = np.concatenate([table, own, np.full(len(MARKS), 1 / ONE)])
    reply, request = _reach(params, lesson, sample)
    seen = np.concatenate(
        [reply, reply, reply, reply, request, request, request * reply * FULL, [0.2 / ONE]]
    )
    english = _rounded(kept["english"][None])
    projected = _units() @ english.weight[0].astype(np.float32)
    return Network(
        english=_bytes(projected * (english.scale / LENGTH / table)),
        own=_bytes(kept["own"] / own),
        first=_layer(kept, "first", before=inputs, after=reply),
        second=_layer(kept, "second", before=reply, after=reply),
        asked=_layer(kept, "asked", before=inputs, after=request),
        hidden=_layer(kept, "hidden", before=seen, after=np.ones(COLUMNS)),
        last=_layer(
            kept, "last", before=np.full(COLUMNS, 1 / FINE), after=np.ones(2 + len(KINDS))
        ),
    )


def _bytes(steps: Floats) -> NDArray[np.int8]:
    return np.clip(np.rint(steps), -127, 127).astype(np.int8)


def _layer(kept: dict[str, Floats], name: str, *, before: Floats, after: Floats) -> Layer:
    """Return a layer from steps of its columns in to steps of its columns out."""
    weight = kept[name] if kept[name].ndim == 3 else kept[name][None]
    found = _rounded(weight * before[:, None])
    return found._replace(scale=found.scale / after, bias=kept[f"{name}.bias"] / after)


def _rounded(weight: Floats) -> Layer:
    scale = np.maximum(np.abs(weight).max(axis=(0, 1)), 1e-9) / 127
    return Layer(np.rint(weight / scale).astype(np.int8), scale, np.zeros(weight.shape[2]))


def _reach(params: Arrays, lesson: Lesson, sample: Indices) -> tuple[Floats, Floats]:
    """Return how far each column of the convolutions goes, in steps up to `FULL`."""
    reply, request = np.full((2, COLUMNS), 1e-6)
    for width in WIDTHS:
        rows = sample[lesson.width[sample] == width]
        if len(rows):
            layers = _layers(params, lesson.batch(rows, width))
            both = jnp.maximum(layers.one, layers.two).max((0, 1))
            reply = np.maximum(reply, np.asarray(both, dtype=np.float64))
            sought = layers.asked.max((0, 1))
            request = np.maximum(request, np.asarray(sought, dtype=np.float64))
    return reply / FULL, request / FULL
