"""Calls go where rules break: weak rules are found sooner than by playing all alike."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest

from brightline.measure import spend
from brightline.measure.spend import OF, UNIFORM, Open, wants_uniform, weakest

RULES, TECHNIQUES = 20, 16
WEAK = 0.25
"""A rule is weak when some technique breaks it at this rate."""


class State(NamedTuple):
    """What is known before a call."""

    hits: list[list[int]]
    plays: list[list[int]]
    left: list[int]
    """Rules still unbroken."""
    number: int


Pick = Callable[[State], tuple[int, int]]


def world(seed: int, columns: float = 1.0) -> np.ndarray:
    """True rates: a mean of 1.5 %, with rows, columns and cells that are weaker or stronger."""
    rng = np.random.default_rng([11, seed])
    logit = (
        -4.2
        + 1.2 * rng.normal(size=(RULES, 1))
        + columns * rng.normal(size=(1, TECHNIQUES))
        + 0.8 * rng.normal(size=(RULES, TECHNIQUES))
    )
    return 1 / (1 + np.exp(-logit))


def found(rates: np.ndarray, pick: Pick, *, calls: int, seed: int) -> float:
    """Return the share of weak rules that was broken once within so many calls."""
    rng = np.random.default_rng([12, seed])
    hits = [[0] * TECHNIQUES for _ in range(RULES)]
    plays = [[0] * TECHNIQUES for _ in range(RULES)]
    for number in range(calls):
        left = [row for row in range(RULES) if not any(hits[row])] or list(range(RULES))
        row, column = pick(State(hits, plays, left, number))
        plays[row][column] += 1
        hits[row][column] += int(rng.random() < rates[row, column])
    weak = [row for row in range(RULES) if rates[row].max() >= WEAK]
    return sum(any(hits[row]) for row in weak) / len(weak)


def shuffled(seed: int) -> list[tuple[int, int]]:
    cells = [(row, column) for row in range(RULES) for column in range(TECHNIQUES)]
    np.random.default_rng([13, seed]).shuffle(cells)
    return [(int(row), int(column)) for row, column in cells]


def uniformly(seed: int) -> Pick:
    cells = shuffled(seed)
    return lambda state: cells[state.number % len(cells)]


def adaptively(seed: int, *, blind: bool = False) -> Pick:
    """As a run does; blind: the twin that is told of no hit."""
    cells, uniform = iter(shuffled(seed) * 2), [0]

    def pick(state: State) -> tuple[int, int]:
        if wants_uniform(uniform[0], state.number):
            uniform[0] += 1
            return next(cell for cell in cells if cell[0] in state.left)
        return weakest(
            [[0] * TECHNIQUES for _ in range(RULES)] if blind else state.hits,
            state.plays,
            open_to=[
                Open(row, column, used=state.plays[row][column])
                for row in state.left
                for column in range(TECHNIQUES)
            ],
            seed=seed,
            number=state.number,
        )

    return pick


def shares(worlds: int, make: Callable[[int], Pick], columns: float = 1.0) -> float:
    found_in = []
    for seed in range(worlds):
        rates = world(seed, columns)
        if (rates.max(axis=1) >= WEAK).any():
            found_in.append(found(rates, make(seed), calls=100, seed=seed))
    return float(np.mean(found_in))


def test_weak_rules_are_broken_sooner_where_some_techniques_open_doors() -> None:
    assert shares(8, adaptively, columns=1.8) > shares(8, uniformly, columns=1.8) + 0.15


@pytest.mark.promise
def test_half_of_the_weak_rules_are_broken_within_a_hundred_calls() -> None:
    spent, alike = shares(300, adaptively), shares(300, uniformly)
    blind = shares(300, lambda seed: adaptively(seed, blind=True))

    print(  # noqa: T201 - a sweep prints what it measured
        f"weak rules broken in 100 calls: {spent:.3f}, uniform {alike:.3f}, blind {blind:.3f}"
    )
    assert spent >= 0.54
    assert alike <= 0.44
    assert blind < spent - 0.08, "what makes the difference is what was heard"


def test_at_least_three_in_ten_calls_are_uniform_at_any_time() -> None:
    uniform = 0
    for calls in range(1000):
        uniform += wants_uniform(uniform, calls)
        assert uniform >= (calls + 1) * UNIFORM / OF
    assert uniform == 300


def test_a_technique_that_broke_two_rules_is_tried_on_the_third() -> None:
    hits, plays = [[0, 0, 1], [0, 0, 1], [0, 0, 0]], [[2, 2, 1], [2, 2, 1], [1, 1, 0]]
    open_to = [Open(2, column) for column in range(3)]

    chosen = {
        weakest(hits, plays, open_to=open_to, seed=seed, number=seed) for seed in range(20)
    }

    assert chosen == {(2, 2)}


def test_the_same_counts_give_the_same_cell() -> None:
    cells = [Open(row, column) for row in range(2) for column in range(2)]
    counts = [[0, 1], [0, 0]], [[1, 1], [1, 0]]

    first = [weakest(*counts, open_to=cells, seed=1, number=at) for at in range(9)]
    again = [weakest(*counts, open_to=cells, seed=1, number=at) for at in range(9)]

    assert first == again
    assert all(Open(*cell) in cells for cell in first)


def tried(seed: int, *, calls: int) -> int:
    """Return how many cells are tried in so many calls of which none breaks anything."""
    nothing, plays = ([[0] * 6 for _ in range(5)] for _ in range(2))
    for number in range(calls):
        cells = [Open(row, column, used=plays[row][column]) for row, column in np.ndindex(5, 6)]
        row, column = weakest(nothing, plays, open_to=cells, seed=seed, number=number)
        plays[row][column] += 1
    return sum(used > 0 for row in plays for used in row)


def test_the_search_goes_in_breadth_while_nothing_breaks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert min(tried(seed, calls=30) for seed in range(5)) >= 28

    monkeypatch.setattr(spend, "FADES", 0.0)
    assert max(tried(seed, calls=30) for seed in range(5)) < 28, "the twin that goes in depth"


def test_a_long_script_waits_until_short_ones_were_played() -> None:
    def chosen(used: int) -> set[tuple[int, int]]:
        cells = [Open(0, 0, calls=5), Open(0, 1, used=used)]
        return {
            weakest([[0, 0]], [[0, 0]], open_to=cells, seed=3, number=number)
            for number in range(20)
        }

    assert chosen(0) == {(0, 1)}
    assert chosen(3) == {(0, 0)}


def test_a_cell_whose_plays_showed_nothing_comes_before_one_that_held() -> None:
    cells = [Open(0, 0, used=2), Open(0, 1, used=2, unsure=2)]

    chosen = {
        weakest([[0, 0]], [[2, 0]], open_to=cells, seed=4, number=number)
        for number in range(20)
    }
    fresh = {
        weakest(
            [[0, 0]],
            [[0, 0]],
            open_to=[Open(0, 0), Open(0, 1, used=2, unsure=2)],
            seed=4,
            number=number,
        )
        for number in range(20)
    }

    assert chosen == {(0, 1)}
    assert fresh == {(0, 0)}, "what was never played comes first all the same"
