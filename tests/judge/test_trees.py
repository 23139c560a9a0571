"""Boosted trees as arrays say what a walk through each of them says."""

import numpy as np
import pytest

from brightline.judge.lines import UNIT
from brightline.judge.trees import Forest, Trees


def _trees(chance: np.random.Generator, levels: int, outcomes: int) -> Trees:
    return Trees(
        feature=chance.integers(0, 5, (levels, 7)),
        limit=chance.normal(size=(levels, 7)).astype(np.float32),
        value=chance.integers(-UNIT, UNIT, (7, 1 << levels, outcomes)).astype(np.int32),
        bias=chance.normal(size=outcomes),
    )


def _walked(trees: Trees, row: np.ndarray) -> np.ndarray:
    total = np.zeros(trees.value.shape[2])
    for tree in range(trees.feature.shape[1]):
        leaf = 0
        for level in range(trees.feature.shape[0]):
            if row[trees.feature[level, tree]] > trees.limit[level, tree]:
                leaf += 1 << level
        total += trees.value[tree, leaf]
    return total / UNIT + trees.bias


def test_trees_of_several_heads_say_what_a_walk_through_each_says() -> None:
    chance = np.random.default_rng(3)
    heads = (_trees(chance, 4, 1), _trees(chance, 6, 3))
    rows = chance.normal(size=(20, 5)).astype(np.float32)

    found = Forest(*heads).odds(rows)

    for trees, odds in zip(heads, found, strict=True):
        assert odds == pytest.approx(np.array([_walked(trees, row) for row in rows]))
