"""More suspicion than before is told soon, and hardly ever while nothing has changed."""

from itertools import pairwise
from statistics import fmean

import numpy as np
import pytest
from numpy.typing import NDArray

from brightline.measure.alarm import RUN_LENGTH
from brightline.measure.rise import Rise, nothing_heard

LEVELS = 8
CALM = np.array([0.94, 0.02, 0.015, 0.01, 0.007, 0.004, 0.003, 0.001])
"""Shares of levels as screen and judge give them: nearly all alike."""
HOLE = np.array([0.25, 0.1, 0.15, 0.15, 0.1, 0.1, 0.1, 0.05])
"""The same of what a hole lets through: a quarter looks like any other traffic."""


def drawn(
    shares: NDArray[np.float64], size: tuple[int, int], luck: np.random.Generator
) -> NDArray[np.int64]:
    return luck.choice(LEVELS, size, p=shares / shares.sum())


def waits(
    rise: Rise, shares: NDArray[np.float64], *, most: int, luck: np.random.Generator
) -> list[int]:
    """Return of each rule how many exchanges pass before it rings; `most` where it does not."""
    rules = len(rise.past)
    found = [most] * rules
    for at in range(0, most, 50):
        rise.hear(drawn(shares, (50, rules), luck), luck)
        for rule in np.flatnonzero(rise.values >= RUN_LENGTH):
            found[rule] = min(found[rule], at + 50)
        if max(found) < most:
            break
    return found


@pytest.mark.parametrize("past", [0, 100, 5_000])
def test_while_nothing_changes_it_rings_less_often_than_once_in_the_run_length(
    past: int,
) -> None:
    luck = np.random.default_rng(past)
    rise = nothing_heard(60, LEVELS)
    rise.hear(drawn(CALM, (past, 60), luck), luck)
    rise.restart(range(60))
    assert fmean(waits(rise, CALM, most=2 * RUN_LENGTH, luck=luck)) >= RUN_LENGTH


def test_ranks_that_count_equals_as_the_first_of_them_ring_too_often() -> None:
    """The broken twin: it shows that the test above can fail."""

    class First:
        def random(self, size: tuple[int, ...], /) -> NDArray[np.float64]:
            return np.zeros(size)

    luck = np.random.default_rng(1)
    rise = nothing_heard(20, LEVELS)
    found = [2 * RUN_LENGTH] * 20
    for at in range(0, RUN_LENGTH, 50):
        rise.hear(drawn(CALM, (50, 20), luck), First())
        for rule in np.flatnonzero(rise.values >= RUN_LENGTH):
            found[rule] = min(found[rule], at + 50)
    assert fmean(found) < RUN_LENGTH / 2


def test_a_hole_of_two_in_a_hundred_that_nobody_flags_is_heard() -> None:
    luck = np.random.default_rng(3)
    rise = nothing_heard(40, LEVELS)
    rise.hear(drawn(CALM, (10_000, 40), luck), luck)
    rise.restart(range(40))
    found = waits(rise, 0.98 * CALM + 0.02 * HOLE, most=20_000, luck=luck)
    assert np.median(found) <= 2_000
    assert max(found) < 20_000


def test_less_suspicion_than_before_never_rings() -> None:
    luck = np.random.default_rng(4)
    rise = nothing_heard(20, LEVELS)
    rise.hear(drawn(0.5 * CALM + 0.5 * HOLE, (5_000, 20), luck), luck)
    rise.restart(range(20))
    assert min(waits(rise, CALM, most=RUN_LENGTH, luck=luck)) == RUN_LENGTH


def test_traffic_that_is_all_alike_has_no_higher_ranks() -> None:
    luck = np.random.default_rng(5)
    rise = nothing_heard(30, LEVELS)
    silent = np.eye(LEVELS)[0]
    assert fmean(waits(rise, silent, most=2 * RUN_LENGTH, luck=luck)) >= RUN_LENGTH


def test_cut_into_parts_it_hears_the_same_past() -> None:
    luck = np.random.default_rng(6)
    levels = drawn(CALM, (500, 3), luck)
    whole, parts = nothing_heard(3, LEVELS), nothing_heard(3, LEVELS)
    whole.hear(levels, np.random.default_rng(7))
    drawing = np.random.default_rng(7)
    for start in range(0, 500, 20):
        parts.hear(levels[start : start + 20], drawing)
    assert (whole.past == parts.past).all()
    assert np.allclose(whole.sums, parts.sums)


def test_many_steps_at_once_come_to_the_same_as_one_after_the_other() -> None:
    luck = np.random.default_rng(9)
    rise, levels = nothing_heard(3, LEVELS), drawn(CALM, (600, 3), luck)
    rise.hear(drawn(CALM, (300, 3), luck), luck)
    ends = [1, 2, 40, 333, 600]
    steps = rise.after(levels, np.random.default_rng(7).random((600, 3)), ends)

    drawing = np.random.default_rng(7)
    for step, (start, end) in enumerate(pairwise([0, *ends])):
        rise.hear(levels[start:end], drawing)
        assert (steps.past[step] == rise.past).all()
        assert np.allclose(steps.sums[step], rise.sums)


def test_a_flood_of_suspicion_does_not_end_in_infinity() -> None:
    luck = np.random.default_rng(8)
    rise = nothing_heard(1, LEVELS)
    rise.hear(np.zeros((100_000, 1), np.int64), luck)
    rise.hear(np.full((5_000, 1), 7), luck)
    assert RUN_LENGTH < rise.values[0] < float("inf")
