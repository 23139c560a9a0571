"""Features in, weights out: lines over words and pairs, a small network over likenesses."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from measured import Measured, grams_of, rule_of
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from told import settings_of
from traffic import DECLINED, FAMILIES, ORDINARY, PROBE

from brightline.watch.screen import INNER_UNIT, OUTER_UNIT, SHRINK, columns, likeness as like

Floats = NDArray[np.float32]
Line = NDArray[np.int32]

SCALE = 25
"""Of the line's log-odds, in the hundredths that features are counted in."""

LEAST_GROUPS = 4
"""Groups of products in which a word has to come up to weigh in the line."""

ELSEWHERE = 0.15
"""Weight of what other products' customers ask, beside a probe of the policy."""

EACH = 250
"""Weight of a product, however many requests it has."""

SHARES = {PROBE: 1.0, ORDINARY: 1.0, DECLINED: 0.2}
"""Weight of what is asked of a product, by its side; half for look-alikes."""

PARTS = 3
"""Parts of an exchange that are learned from: the whole, and the two that tell most."""


class Loose(NamedTuple):
    """Requests of `training/pairs`, without a policy: for the line alone."""

    grams: sparse.csr_matrix
    probe: NDArray[np.bool_]
    group: tuple[str, ...]


def loose(root: Path) -> Loose:
    """Return the requests of every setting, each once."""
    sides: dict[tuple[str, str], set[bool]] = {}
    for path in settings_of(root):
        for kept in path.read_text("utf-8").splitlines():
            row = json.loads(kept)
            probe = not row["kind"].startswith("control")
            sides.setdefault((path.stem, row["request"]), set()).add(probe)
    sure = {key: side for key, (side, *more) in sides.items() if not more}
    return Loose(
        sparse.vstack([grams_of(text) for _, text in sure]).tocsr(),
        np.array(list(sure.values())),
        tuple(FAMILIES.get(name, name) for name, _ in sure),
    )


def fit_line(sets: Sequence[Measured], extra: Loose, *, without: frozenset[str]) -> Line:
    """Return a weight for each bucket, learned from all groups but some."""
    kept = [one for one in sets if one.product.group not in without]
    sound = np.array([group not in without for group in extra.group])
    here = [np.array([asked.how != "elsewhere" for asked in one.product.asked]) for one in kept]
    rows = [one.grams[one.last][ours] for one, ours in zip(kept, here, strict=True)]
    sides = [(_sides(one) == PROBE)[ours] for one, ours in zip(kept, here, strict=True)]
    counts = [(one.product.group, ours.sum()) for one, ours in zip(kept, here, strict=True)]
    groups = [group for group, count in counts for _ in range(count)]
    groups += [group for group in extra.group if group not in without]
    table = sparse.vstack([*rows, extra.grams[sound]]).tocsr()
    return _fitted(table, np.concatenate([*sides, extra.probe[sound]]), groups)


def fit_lines(
    sets: Sequence[Measured],
    heard: Sequence[Measured],
    extra: Loose,
    *,
    without: frozenset[str],
) -> like.Lines:
    """Return the lines of requests and of replies, learned from all groups but some.

    Args:
        sets: Products without replies.
        heard: Products with replies.
        extra: Further requests.
        without: Groups.
    """
    kept = [one for one in heard if one.product.group not in without]
    groups = [one.product.group for one in kept for _ in one.product.asked]
    replies = sparse.vstack([one.replies for one in kept]).tocsr()
    declined = np.array([asked.declined for one in kept for asked in one.product.asked])
    sides = np.concatenate([_sides(one) for one in kept])
    lost = sides != DECLINED
    given = [group for group, here in zip(groups, lost, strict=True) if here]
    return like.Lines(
        fit_line(sets, extra, without=without),
        _fitted(replies, declined, groups),
        _fitted(replies[lost], sides[lost] == PROBE, given),
    )


def _fitted(table: sparse.csr_matrix, true: NDArray[np.bool_], groups: Sequence[str]) -> Line:
    common = _common(table, groups)
    model = LogisticRegression(C=1, max_iter=60, class_weight="balanced")
    model.fit(table[:, common], true)
    line = np.zeros(like.BUCKETS, np.int32)
    line[common] = np.round(model.coef_[0] * SCALE)
    return line


def _common(table: sparse.csr_matrix, groups: Sequence[str]) -> NDArray[np.int64]:
    """Return the buckets that come up in several groups: one alone tells nothing of others."""
    names = {name: number for number, name in enumerate(dict.fromkeys(groups))}
    of = np.array([names[group] for group in groups])
    by_group = sparse.csr_matrix((np.ones(len(of)), (of, np.arange(len(of)))))
    return np.flatnonzero(((by_group @ (table > 0)) > 0).sum(axis=0).A1 >= LEAST_GROUPS)


class Table(NamedTuple):
    """Features of many exchanges, one exchange after the other; a row is a part and a rule."""

    local: NDArray[np.int16]
    part: NDArray[np.int64]
    """Of each row: its part."""
    rule: NDArray[np.int64]
    """Of each row: its rule."""
    parts: NDArray[np.int16]
    """Part x what is said of it and where it lies."""
    rules: NDArray[np.int16]
    """Rule x where it lies."""
    start: NDArray[np.int64]
    """Where each exchange begins in rows, and at last the end."""
    own: NDArray[np.bool_]
    """Of each row: its rule is the one that the request falls under."""
    probe: NDArray[np.bool_]
    weight: NDArray[np.float64]


def gather(sets: Sequence[Measured], lines_for: Callable[[str], like.Lines]) -> Table:
    """Return the rows to learn from.

    Args:
        sets: Products with more than two rules.
        lines_for: The lines for a group, learned without it.
    """
    luck = np.random.default_rng(1)
    found: dict[str, list] = {name: [] for name in Table._fields}
    parts = rules = 0
    for one in sets:
        lines = lines_for(one.product.group)
        shared, told = one.shared_with(lines.asked), one.told_with(lines)
        count = one.local.shape[1]
        keep = _kept(one, luck)
        use = keep[one.text] & _telling(one, shared)
        these = int(use.sum())
        found["local"].append(one.local[use].reshape(these * count, -1))
        found["part"].append(parts + np.repeat(np.arange(these), count))
        found["rule"].append(rules + np.tile(np.arange(count), these))
        whole = [shared, told[one.text], one.meaning]
        found["parts"].append(np.hstack(whole)[use])
        found["rules"].append(one.ruled)
        found["start"].append(np.bincount(one.text[use], minlength=len(keep))[keep] * count)
        found["own"].append((rule_of(one)[one.text[use]][:, None] == np.arange(count)).ravel())
        found["probe"].append(_sides(one)[keep] == PROBE)
        found["weight"].append(_weights(one)[keep])
        parts += these
        rules += count
    every = {name: np.concatenate(kept) for name, kept in found.items()}
    every["start"] = np.concatenate([[0], np.cumsum(every["start"])])
    return Table(**every)


def _sides(one: Measured) -> NDArray[np.int64]:
    return np.array([asked.side for asked in one.product.asked])


def _kept(one: Measured, luck: np.random.Generator) -> NDArray[np.bool_]:
    share = 1.0 if one.weight == 1 else 0.25
    return np.asarray(luck.random(len(one.first)) < share)


def _telling(one: Measured, shared: NDArray[np.int16]) -> NDArray[np.bool_]:
    value = (
        one.local[:, :, columns.LOCAL.index("refuse")].max(axis=1)
        + one.local[:, :, columns.LOCAL.index("text")].max(axis=1)
        + shared[:, columns.SHARED.index("line")] / 2
    )
    value[one.last] = 1e6
    order = np.lexsort((-value, one.text))
    rank = np.empty(len(value), np.int64)
    rank[order] = np.arange(len(value)) - one.first[one.text[order]]
    return np.asarray(rank < PARTS)


def _weights(one: Measured) -> NDArray[np.float64]:
    sides = _sides(one)
    how = np.array([asked.how for asked in one.product.asked])
    plain = np.isin(how, ["direct", "typed"])
    weight = np.where((sides == PROBE) & ~plain, 0.5, 1.0)
    weight[how == "elsewhere"] = ELSEWHERE
    size = EACH
    for side in set(sides.tolist()):
        share = SHARES.get(side, 0.5)
        here = sides == side
        weight[here] *= size * share / weight[here].sum()
    return weight * one.weight


class Network:
    """Two layers; the most suspect row of an exchange speaks for it, softly in training."""

    hidden = 24
    epochs = 8
    batch = 128
    soft = 0.5
    pull = 0.5
    """Weight of what the exchange's own rule says beside what any rule says."""
    decay = 1e-3
    deep = 0.1
    """The same, of what tells where a part and a rule lie."""
    pace = 3e-3

    def __init__(self, table: Table, *, seed: int = 0) -> None:
        """Learn. Args: table: rows. seed: of the first weights and the order."""
        luck = np.random.default_rng(seed)
        self._scales = [_scale(table.local), _scale(table.parts), _scale(table.rules)]
        self._local, self._said, self._ruled = (
            ((rows - mean) / spread).astype(np.float32)
            for rows, (mean, spread) in zip(
                (table.local, table.parts, table.rules), self._scales, strict=True
            )
        )
        shapes = [self._local.shape[1], self._said.shape[1], self._ruled.shape[1]]
        wide = sum(shapes)
        self._parts = [
            *(
                luck.normal(0, 1 / np.sqrt(wide), (size, self.hidden)).astype(np.float32)
                for size in shapes
            ),
            np.zeros(self.hidden, np.float32),
            luck.normal(0, 1 / np.sqrt(self.hidden), (self.hidden, 1)).astype(np.float32),
            np.full(1, -2, np.float32),
        ]
        self._first = [part * 0 for part in self._parts]
        self._second = [part * 0 for part in self._parts]
        self._learn(table, luck)

    def _learn(self, table: Table, luck: np.random.Generator) -> None:
        weight = table.weight.copy()
        for side in (True, False):
            here = table.probe == side
            weight[here] *= len(weight) / 2 / weight[here].sum()
        steps = self.epochs * (len(weight) // self.batch)
        step = 0
        for _ in range(self.epochs):
            order = luck.permutation(len(weight))
            for at in range(0, len(order) - self.batch + 1, self.batch):
                step += 1
                some = order[at : at + self.batch]
                grown = self._slopes(table, some, weight[some])
                pace = self.pace * (1 - step / steps) + 1e-5
                self._step(grown, pace, step)

    def _slopes(
        self, table: Table, some: NDArray[np.int64], weight: NDArray[np.float64]
    ) -> list[Floats]:
        sizes = table.start[some + 1] - table.start[some]
        first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        rows = np.repeat(table.start[some] - first, sizes) + np.arange(sizes.sum())
        owner = np.repeat(np.arange(len(some)), sizes)
        own, local = table.own[rows], self._local[rows]
        parts, of_part = np.unique(table.part[rows], return_inverse=True)
        rules, of_rule = np.unique(table.rule[rows], return_inverse=True)
        said, ruled = self._said[parts], self._ruled[rules]
        weights = self._parts
        inner = local @ weights[0] + (said @ weights[1])[of_part]
        inner += (ruled @ weights[2])[of_rule] + weights[3]
        hidden = np.maximum(inner, 0)
        odds = (hidden @ weights[4] + weights[5])[:, 0]
        probe = table.probe[some]
        most, share = self._pool(odds, first, owner)
        slope = ((_sure(most) - probe) * weight / len(some))[owner] * share
        most, share = self._pool(np.where(own, odds, -30), first, owner)
        named = probe & (np.add.reduceat(own.astype(np.int64), first) > 0)
        pulled = np.where(named, (_sure(most) - 1) * weight / len(some), 0) * self.pull
        slope = (slope + pulled[owner] * share * own)[:, None].astype(np.float32)
        back = slope @ weights[4].T * (inner > 0)
        to_part = sparse.csr_matrix(
            (np.ones(len(of_part), np.float32), (of_part, np.arange(len(of_part))))
        )
        to_rule = sparse.csr_matrix(
            (np.ones(len(of_rule), np.float32), (of_rule, np.arange(len(of_rule))))
        )
        return [
            local.T @ back + self.decay * weights[0],
            said.T @ (to_part @ back) + self._decays[:, None] * weights[1],
            ruled.T @ (to_rule @ back) + self.deep * weights[2],
            back.sum(axis=0),
            hidden.T @ slope + self.decay * weights[4],
            slope.sum(axis=0),
        ]

    @property
    def _decays(self) -> Floats:
        some = np.full(self._said.shape[1], self.deep, np.float32)
        some[: len(columns.SHARED) + len(columns.TOLD)] = self.decay
        return some

    def _pool(
        self, odds: Floats, first: NDArray[np.int64], owner: NDArray[np.int64]
    ) -> tuple[Floats, Floats]:
        most = np.maximum.reduceat(odds, first)
        above = np.exp((odds - most[owner]) / self.soft)
        total = np.add.reduceat(above, first)
        return most + self.soft * np.log(total), above / total[owner]

    def _step(self, slopes: list[Floats], pace: float, step: int) -> None:
        for at, slope in enumerate(slopes):
            self._first[at] = 0.9 * self._first[at] + 0.1 * slope
            self._second[at] = 0.999 * self._second[at] + 0.001 * slope**2
            up = self._first[at] / (1 - 0.9**step)
            down = np.sqrt(self._second[at] / (1 - 0.999**step)) + 1e-8
            self._parts[at] -= (pace * up / down).astype(np.float32)

    def whole(self) -> dict[str, NDArray[np.generic]]:
        """Return the weights as whole numbers, the scaling of the features folded in."""
        bias = self._parts[3].astype(np.float64)
        blocks = []
        for part, (mean, spread) in zip(self._parts, self._scales, strict=False):
            blocks.append(part / spread[:, None])
            bias = bias - mean @ blocks[-1]
        inner = np.vstack(blocks)
        outer = self._parts[4] * OUTER_UNIT
        return {
            "inner": np.round(inner * INNER_UNIT).astype(np.int16),
            "inner_bias": np.round(bias * INNER_UNIT).astype(np.int32),
            "outer": np.round(outer).astype(np.int16),
            "outer_bias": np.round(self._parts[5] * INNER_UNIT / SHRINK * OUTER_UNIT).astype(
                np.int32
            ),
        }


def together(networks: Sequence[Network]) -> dict[str, NDArray[np.generic]]:
    """Return one network that says the mean of what several say."""
    each = [network.whole() for network in networks]
    count = len(each)
    return {
        "inner": np.hstack([one["inner"] for one in each]),
        "inner_bias": np.hstack([one["inner_bias"] for one in each]),
        "outer": np.round(np.vstack([one["outer"] for one in each]) / count).astype(np.int16),
        "outer_bias": np.round(np.mean([one["outer_bias"] for one in each], axis=0)).astype(
            np.int32
        ),
    }


def _scale(rows: NDArray[np.int16]) -> tuple[Floats, Floats]:
    return rows.mean(axis=0), rows.std(axis=0) + 1.0


def _sure(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)))
