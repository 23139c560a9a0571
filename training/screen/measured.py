"""Products and the table of words in, features out: each request measured without itself."""

import random
import zlib
from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from traffic import Product

from brightline.english import Table, stem
from brightline.records import Policy, Stance
from brightline.watch.screen import columns, likeness as like
from brightline.watch.screen.heard import Heard, opening
from brightline.watch.screen.words import BREAKS, tokens

BATCH = 256


class Without(Enum):
    """What of the policy a request is not compared with."""

    NOTHING = "nothing"
    """So it is in use, where what somebody asks may stand in the policy."""
    ITSELF = "itself"
    """So a request that nobody wrote into the policy is measured."""
    ONE_OF_EACH = "one of each"
    """Itself, and one request on each side of every other rule, so that nothing betrays which
    of them is looked at: for training."""


class Measured(NamedTuple):
    """What was measured of a product's exchanges, all but what the line says."""

    product: Product
    local: NDArray[np.int16]
    shared: NDArray[np.int16]
    meaning: NDArray[np.int16]
    first: NDArray[np.int64]
    grams: sparse.csr_matrix
    """Part x bucket: how often, over the root of twice the part's words."""
    watched: NDArray[np.int64]
    ruled: NDArray[np.int16]
    """Watched rule x number of a vector: where its text lies."""
    told: NDArray[np.int16]
    """Exchange x `TOLD`, but for what lines say."""
    replies: sparse.csr_matrix
    """Exchange x bucket, as `grams`, of its reply."""
    weight: float = 1.0

    @property
    def last(self) -> NDArray[np.int64]:
        """Of each exchange: its last part, which is the whole."""
        return np.append(self.first[1:], len(self.local)) - 1

    @property
    def text(self) -> NDArray[np.int64]:
        """Of each part: which exchange it is of."""
        counts = np.diff(np.append(self.first, len(self.local)))
        return np.repeat(np.arange(len(self.first)), counts)

    def shared_with(self, line: NDArray[np.int32]) -> NDArray[np.int16]:
        """Return part x `SHARED`, with what a line says."""
        shared = self.shared.copy()
        score = columns.line_score(self.grams @ line)
        most = np.maximum.reduceat(score, self.first)
        for name, column in (
            ("line", score),
            ("line most", most[self.text]),
            ("line whole", score[self.last][self.text]),
        ):
            shared[:, columns.SHARED.index(name)] = column
        return shared

    def told_with(self, lines: like.Lines) -> NDArray[np.int16]:
        """Return exchange x `TOLD`, with what lines say; zeros where nothing was replied."""
        told = self.told.copy()
        there = told[:, columns.TOLD.index("replied")] > 0
        for name, line in (("declines", lines.declines), ("hands over", lines.gives)):
            score = columns.line_score(self.replies @ line)
            told[there, columns.TOLD.index(name)] = score[there]
        return told


def thinned(policy: Policy, *, most: int, seed: str) -> Policy:
    """Return a policy with at most `most` requests on each side of a rule."""
    luck = random.Random(seed)  # noqa: S311 - no secret
    rules = []
    for rule in policy.rules:
        refuse = luck.sample(
            rule.must_refuse, min(luck.randint(0, most), len(rule.must_refuse))
        )
        answer = luck.sample(
            rule.must_answer, min(luck.randint(0, most), len(rule.must_answer))
        )
        kept = {"must_refuse": tuple(refuse), "must_answer": tuple(answer)}
        rules.append(rule.model_copy(update=kept))
    return policy.model_copy(update={"rules": tuple(rules)})


def measure(
    product: Product,
    policy: Policy,
    table: Table,
    *,
    without: Without = Without.ITSELF,
    weight: float = 1.0,
) -> Measured:
    """Return the features of everything that is asked of a product.

    Args:
        product: Whose exchanges.
        policy: Its policy, or a thinner one.
        table: Of English.
        without: What of the policy a request is not compared with.
        weight: Of its exchanges in training.
    """
    said = like.said_by(policy)
    likeness = like.Likeness(said, policy, table)
    texts = np.array([_plain(one.text) for one in said])
    luck = np.random.default_rng(len(product.asked))
    found = []
    for start in range(0, len(product.asked), BATCH):
        batch = product.asked[start : start + BATCH]
        mask = np.ones((len(batch), len(said)), np.float32)
        for row, one in zip(mask, batch, strict=True):
            if without is not Without.NOTHING:
                row[texts == _plain(one.objective)] = 0
            if without is Without.ONE_OF_EACH:
                _leave_out(row, said, luck)
        heard = [Heard(one.text, one.reply) for one in batch]
        rows = likeness.measure(heard, like.NO_LINES, without=mask)
        found.append((rows, likeness.grams([one.text for one in batch])))
    firsts, end = [], 0
    for rows, _ in found:
        firsts.append(rows.first + end)
        end += len(rows.local)
    return Measured(
        product,
        np.concatenate([rows.local for rows, _ in found]),
        np.concatenate([rows.shared for rows, _ in found]),
        np.concatenate([rows.meaning for rows, _ in found]),
        np.concatenate(firsts),
        sparse.vstack([_matrix(*grams) for _, grams in found]).tocsr(),
        likeness.watched,
        likeness.meaning,
        np.concatenate([rows.told for rows, _ in found]),
        sparse.vstack([grams_of(opening(one.reply)) for one in product.asked]).tocsr(),
        weight,
    )


def grams_of(text: str) -> sparse.csr_matrix:
    """Return how often each bucket comes up in a text as a whole, as `Measured.grams` has."""
    stems = ["0" * min(len(word), 6) if word.isdigit() else stem(word)
             for word in tokens(text) if word not in BREAKS]  # fmt: skip
    code = np.array([zlib.crc32(word.encode()) for word in stems or [""]], np.uint32)
    buckets = np.concatenate([code % like.BUCKETS, like.pair_buckets(code)[1:]])
    counts = np.bincount(buckets, minlength=like.BUCKETS)
    return sparse.csr_matrix(counts / np.sqrt(2.0 * len(code)))


def rule_of(measured: Measured) -> NDArray[np.int64]:
    """Return of each exchange the column of its rule; -1 where it has none that is watched."""
    place = {int(rule): column for column, rule in enumerate(measured.watched)}
    return np.array([place.get(one.rule, -1) for one in measured.product.asked])


def can_be_probe(policy: Policy) -> bool:
    """Tell whether something must be refused at all."""
    return any(rule.stance is not Stance.ALLOW for rule in policy.rules)


def _leave_out(
    row: NDArray[np.float32], said: tuple[like.Said, ...], luck: np.random.Generator
) -> None:
    groups: dict[tuple[int, str], list[int]] = {}
    for column, one in enumerate(said):
        if one.what in {"refuse", "answer"}:
            groups.setdefault((one.rule, one.what), []).append(column)
    for places in groups.values():
        if len(places) > 1 and row[places].all():
            row[luck.choice(places)] = 0


def _matrix(
    single: NDArray[np.int64], pair: NDArray[np.int64], sizes: NDArray[np.int64]
) -> sparse.csr_matrix:
    owner = np.repeat(np.arange(len(sizes)), sizes)
    real = pair >= 0
    where = (np.concatenate([owner, owner[real]]), np.concatenate([single, pair[real]]))
    counts = sparse.csr_matrix(
        (np.ones(len(where[0])), where), shape=(len(sizes), like.BUCKETS)
    )
    return sparse.diags(1 / np.sqrt(2.0 * sizes)) @ counts


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
