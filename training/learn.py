"""Labelled rows in, one head of the judge out: an n-gram line stacked under boosted trees."""

import zlib
from dataclasses import dataclass

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from brightline.judge.acts import split, without_grader
from brightline.judge.features import BUCKETS, Reading, grams, measure
from brightline.judge.model import UNIT, Head
from brightline.judge.text import read
from sets import Row

LONGEST_REPLY = 2_500
TREES = 110
LEAVES = 12
DEPTH = 6
FOLDS = 4
WEIGHTS = {
    "xstest": 1.0,
    "chatgpt_ref": 1.0,
    "gptfuzz": 0.5,
    "pyrit_refusal": 2.0,
    "sprout": 3.0,
    "pharmacy": 3.0,
    "pairs": 3.0,
}
"""What one row counts for: product scope is scarce, and the large public sets are not it."""


@dataclass(frozen=True)
class Table:
    """Every labelled row, read."""

    rows: list[Row]
    reading: Reading
    weight: NDArray[np.float64]
    fold: NDArray[np.int64]
    """Rows of one request are in one fold."""


def tabulate(rows: list[Row]) -> Table:
    """Return the rows with all that the judge sees of them."""
    texts = [read(row.reply[:LONGEST_REPLY]).text for row in rows]
    requests = [read(row.request).text for row in rows]
    return Table(
        rows=rows,
        reading=measure(without_grader(split(texts)), requests, len(rows)),
        weight=np.array([WEIGHTS[row.group.split("/")[0]] * row.weight for row in rows]),
        fold=np.array(
            [zlib.crc32(f"{row.group}\n{row.request}".encode()) % FOLDS for row in rows]
        ),
    )


def vocabulary(table: Table, mask: NDArray[np.bool_], least: int = 30) -> NDArray[np.uint64]:
    """Return the words that are said in reply to many different requests."""
    reading = table.reading
    keep = mask[reading.owner] & ~reading.echo & ~reading.words.number
    request = np.array(
        [zlib.crc32(f"{row.group}\n{row.request}".encode()) for row in table.rows],
        dtype=np.uint64,
    )
    pairs = np.unique(
        np.stack([reading.words.full[keep], request[reading.owner[keep]]], axis=1), axis=0
    )
    words, counts = np.unique(pairs[:, 0], return_counts=True)
    return words[counts >= least]


def gram_matrix(table: Table, words: NDArray[np.uint64]) -> sparse.csr_matrix:
    """Return the hashed n-grams of every row, scaled by the root of their number."""
    owner, bucket = grams(table.reading, words)
    count = len(table.rows)
    matrix = sparse.csr_matrix((np.ones(len(owner)), (owner, bucket)), shape=(count, BUCKETS))
    length = np.sqrt(np.maximum(np.bincount(owner, minlength=count), 1))
    return sparse.csr_matrix(sparse.diags(1 / length) @ matrix)


def fit(
    table: Table,
    matrix: sparse.csr_matrix,
    target: NDArray[np.float64],
    *,
    mask: NDArray[np.bool_],
) -> Head:
    """Return a head fitted on the rows in mask whose target is known."""
    known = mask & ~np.isnan(target)
    stacked = np.zeros(len(target))
    for fold in range(FOLDS):
        apart = known & (table.fold == fold)
        line, bias = _line(table, matrix, target, mask=known & (table.fold != fold))
        stacked[apart] = matrix[apart] @ line + bias
    line, bias = _line(table, matrix, target, mask=known)
    inputs = np.column_stack([table.reading.rows, stacked])
    booster = lightgbm.LGBMClassifier(
        n_estimators=TREES,
        num_leaves=LEAVES,
        max_depth=DEPTH,
        learning_rate=0.06,
        min_child_samples=15,
        colsample_bytree=0.4,
        subsample=0.8,
        subsample_freq=1,
        reg_lambda=5,
        max_bin=63,
        random_state=1,
        deterministic=True,
        force_row_wise=True,
        n_jobs=1,
        verbose=-1,
    )
    booster.fit(inputs[known], target[known], sample_weight=table.weight[known])
    return _export(booster.booster_.dump_model(), line, bias)


def _line(
    table: Table,
    matrix: sparse.csr_matrix,
    target: NDArray[np.float64],
    *,
    mask: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], float]:
    model = LogisticRegression(C=30.0, max_iter=100, tol=1e-2)
    model.fit(matrix[mask], target[mask], sample_weight=table.weight[mask])
    units = np.round(np.clip(model.coef_[0], -8, 8) * 4096) / 4096
    return units, float(model.intercept_[0])


def _export(dump: dict, line: NDArray[np.float64], bias: float) -> Head:
    trees = [_flatten(tree["tree_structure"]) for tree in dump["tree_info"]]
    size = max(len(tree) for tree in trees)
    shape = (len(trees), size)
    feature = np.zeros(shape, dtype=np.int16)
    limit = np.full(shape, np.inf)
    left = np.zeros(shape, dtype=np.int16)
    right = np.zeros(shape, dtype=np.int16)
    value = np.zeros(shape, dtype=np.int32)
    for row, tree in enumerate(trees):
        for at, node in enumerate(tree):
            feature[row, at], limit[row, at], left[row, at], right[row, at] = node[:4]
            value[row, at] = round(node[4] * UNIT)
    return Head(
        line=np.round(line * UNIT).astype(np.int32),
        bias=bias,
        feature=feature,
        limit=limit,
        left=left,
        right=right,
        value=value,
        depth=DEPTH,
        slope=1.0,
        shift=0.0,
    )


def _flatten(root: dict) -> list[tuple[int, float, int, int, float]]:
    """Return a tree's nodes as (column, limit, left, right, value); a leaf leads to itself."""
    nodes: list[tuple[int, float, int, int, float]] = []

    def walk(node: dict) -> int:
        at = len(nodes)
        if "split_feature" not in node:
            nodes.append((0, np.inf, at, at, node["leaf_value"]))
            return at
        nodes.append((0, 0.0, 0, 0, 0.0))
        left = walk(node["left_child"])
        right = walk(node["right_child"])
        nodes[at] = (node["split_feature"], node["threshold"], left, right, 0.0)
        return at

    walk(root)
    return nodes
