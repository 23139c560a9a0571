"""Sign flips: exact against every way of turning, and McNemar's where a case is played once."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from brightline.measure import paired
from brightline.measure.paired import draw_hits, flips_p_value, in_parts


@given(st.lists(st.integers(-6, 6), max_size=9))
def test_the_p_value_counts_every_way_of_turning_the_signs(steps: list[int]) -> None:
    moved = [one for one in steps if one]
    sums = [
        sum(sign * one for sign, one in zip(signs, moved, strict=True))
        for signs in product((1, -1), repeat=len(moved))
    ]
    more, equal = (
        sum(holds(one) for one in sums) for holds in (sum(moved).__lt__, sum(moved).__eq__)
    )
    wanted = (more + equal / 2) / len(sums) if moved else 1.0

    assert flips_p_value(steps) == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize(
    ("worse", "better"), [(0, 0), (5, 0), (9, 3), (600, 500), (10**4, 9700)]
)
def test_of_steps_of_one_size_it_is_the_sign_test(worse: int, better: int) -> None:
    total = worse + better
    coins = stats.binom(total, 0.5)
    wanted = coins.sf(worse) + coins.pmf(worse) / 2 if total else 1.0

    assert flips_p_value([7] * worse + [-7] * better) == pytest.approx(wanted, rel=1e-9)


def test_where_there_are_thousands_the_normal_law_stands_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = [20, 40, -20, 60, -40, -20, 20, -60, 40, -20] * 60 + [20] * 30
    exact = flips_p_value(steps)
    monkeypatch.setattr(paired, "MOST_STEPS", 0)

    assert flips_p_value(steps) == pytest.approx(exact, rel=0.01)


def called_worse(most: int, *, level: float, ties: float) -> np.ndarray:
    """How often so many changed cases, each as likely to go either way, are called worse."""
    found = np.zeros(most + 1)
    for total in range(most + 1):
        chances = COINS[total]
        more = chances[::-1].cumsum()[::-1] - chances
        found[total] = chances[more + ties * chances < level].sum()
    return found


COINS = [stats.binom.pmf(np.arange(total + 1), total, 0.5) for total in range(368)]
WORLDS = [
    np.convolve(stats.binom.pmf(np.arange(many + 1), many, chance), certain)
    for certain in (stats.binom.pmf(np.arange(half + 1), half, 0.5) for half in (0, 4, 67))
    for many in (5, 20, 100, 300)
    for chance in (0.01, 0.04, 0.1, 0.18)
]
"""How likely each number of changed cases is: some that change every second time, as often as
a case that did not change can, and some that change seldom."""


@pytest.mark.parametrize("rules", [1, 3, 8])
def test_what_did_not_change_is_called_worse_no_more_often_than_promised(rules: int) -> None:
    worst, bare, counted_whole = (
        max(called[: len(world)] @ world for world in WORLDS)
        for called in (
            called_worse(367, level=0.05 / rules, ties=ties) for ties in (0.5, 0.0, 1.0)
        )
    )

    assert worst <= 0.0502 / rules
    assert bare > 0.055 / rules, "what is as high must not be left out"
    assert counted_whole < worst


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_step_and_the_same_step_back_cancel(one: int, other: int) -> None:
    assert in_parts(one / 60, other / 60) == -in_parts(other / 60, one / 60)


@pytest.mark.parametrize(
    ("hits", "plays", "kept"), [(0, 3, 1), (3, 3, 1), (2, 5, 3), (4, 6, 2)]
)
def test_hits_are_drawn_without_putting_back(hits: int, plays: int, kept: int) -> None:
    lots = [draw_hits(hits, plays, kept, luck=at / 6000) for at in range(6000)]

    for drawn in range(kept + 1):
        wanted = stats.hypergeom(plays, hits, kept).pmf(drawn)
        assert lots.count(drawn) / 6000 == pytest.approx(wanted, abs=0.001)
