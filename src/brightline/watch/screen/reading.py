"""What was read of texts beside a policy in, what is measured of them out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.watch.screen.columns import (
    LOCAL,
    SHARED,
    TOLD,
    best_of,
    best_two_of,
    length,
    news_of,
    words_of,
)
from brightline.watch.screen.parts import Parts
from brightline.watch.screen.words import ONE, Bytes, Floats, Ints, Known


class Read(NamedTuple):
    """What was read of texts; the first axis of each is the part."""

    parts: Parts
    most: Bytes
    """How alike the nearest word is to each word of the policy."""
    recall: Floats
    """How much of each text of the policy comes back, 0 to 1."""
    precision: Floats
    """How much of the part stands in each text of the policy, 0 to 1."""
    lie: NDArray[np.float64]
    """Where it lies: the sum of its words' vectors."""
    topic: Floats
    """How near it lies to each rule, then to the scope, then to all rules, hundredths."""
    beside: Floats
    """How near it lies to each text of the policy, hundredths."""
    nearest: Bytes
    """Of each word: how alike it is to the nearest word of the policy."""

    @property
    def both(self) -> Floats:
        """How alike the part and each text of the policy are, 0 to 1."""
        return np.asarray(np.sqrt(self.recall * self.precision))


class Beside(NamedTuple):
    """What a text is measured beside."""

    groups: dict[str, list[Ints]]
    """For each kind of text, rule by rule, the columns of its texts."""
    rules: int
    watched: Ints
    depends: NDArray[np.bool_]
    fixed: NDArray[np.float32]
    """Three numbers of each rule."""
    weighed: Floats
    """Word x text of the policy: its weight where it stands in it."""
    total: Floats
    """Weight of each text, times `ONE`."""
    places: NDArray[np.float64]
    """Where rules lie, the scope, all rules, then each text."""


def local_of(read: Read, beside: Beside) -> NDArray[np.int16]:
    """Return part x rule x `LOCAL`."""
    recall, precision, both, near = read.recall, read.precision, read.both, read.beside
    found = np.zeros((len(recall), beside.rules, len(LOCAL)), np.float32)
    refuse, answer = beside.groups["refuse"], beside.groups["answer"]
    text, instead = beside.groups["text"], beside.groups["instead"]
    columns = (
        best_of(both, refuse), best_two_of(both, refuse), best_of(recall, refuse),
        best_of(precision, refuse), best_of(both, answer), best_two_of(both, answer),
        best_of(recall, answer), best_of(both, text), best_of(recall, text),
        best_of(precision, text), best_of(both, instead),
    )  # fmt: skip
    for at, column in enumerate(columns):
        found[:, :, at] = column * ONE
    lies = (
        best_of(near, refuse), best_two_of(near, refuse), best_of(near, answer),
        best_of(near, text), best_of(near, instead),
    )  # fmt: skip
    for at, column in enumerate(lies, start=LOCAL.index("near refuse")):
        found[:, :, at] = column
    found[:, :, LOCAL.index("near beyond")] = np.maximum(lies[0] - lies[2], 0)
    found[:, :, LOCAL.index("beyond")] = np.maximum(found[:, :, 0] - found[:, :, 4], 0)
    found[:, :, LOCAL.index("has refuse")] = [ONE * bool(len(one)) for one in refuse]
    found[:, :, LOCAL.index("has answer")] = [ONE * bool(len(one)) for one in answer]
    found[:, :, LOCAL.index("depends")] = beside.depends * ONE
    for at, name in enumerate(("inside", "cohesion", "elsewhere")):
        found[:, :, LOCAL.index(name)] = beside.fixed[:, at]
    found[:, :, LOCAL.index("topic")] = read.topic[:, : beside.rules]
    return found.astype(np.int16)


def shared_of(read: Read, beside: Beside, local: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return part x `SHARED`, but for what lines and news say. Args: local: of `local_of`."""
    both, near, groups = read.both, read.beside, beside.groups
    found = np.zeros((len(both), len(SHARED)), np.int16)
    for at, name in enumerate(("does", "does not")):
        found[:, at] = (best_of(both, groups[name])[:, 0] * ONE).astype(np.int16)
    for name, of in (("any answer", "answer"), ("any refuse", "refuse")):
        found[:, SHARED.index(name)] = local[:, :, LOCAL.index(of)].max(axis=1)
    for name, of in (("any text", "text"), ("near any text", "near text")):
        texts = local[:, beside.watched, LOCAL.index(of)]
        found[:, SHARED.index(name)] = texts.max(axis=1, initial=0)
    for name in ("does", "does not"):
        found[:, SHARED.index(f"near {name}")] = best_of(near, groups[name])[:, 0]
    for name in ("answer", "refuse"):
        found[:, SHARED.index(f"near any {name}")] = local[
            :, :, LOCAL.index(f"near {name}")
        ].max(axis=1)
    found[:, SHARED.index("topic")] = read.topic[:, -2]
    found[:, SHARED.index("rules topic")] = read.topic[:, -1]
    return found


def told_of(reply: Read, request: Read, beside: Beside, *, known: Known) -> NDArray[np.int16]:
    """Return exchange x `TOLD`, but for what lines say.

    Args:
        reply: One part of each.
        request: Of each the last part counts, the whole.
        beside: The policy.
        known: Of the words of both.
    """
    found = np.zeros((len(reply.recall), len(TOLD)), np.int16)
    foreign, news = news_of(reply.parts, known, reply.nearest)
    does = beside.groups["does"]
    lie = request.lie[request.parts.last]
    lengths = length(lie) * length(reply.lie)
    columns = {
        "replied": ONE,
        "words": words_of(reply.parts),
        "does": best_of(reply.both, does)[:, 0] * ONE,
        "near does": best_of(reply.beside, does)[:, 0],
        "foreign": foreign,
        "news": news,
        "echo": np.floor(np.maximum((lie * reply.lie).sum(axis=1), 0) / lengths * ONE),
    }
    for name, column in columns.items():
        found[:, TOLD.index(name)] = column
    return found
