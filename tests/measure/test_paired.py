"""Sign flips: exact against every way of turning, and McNemar's where a case is played once."""

from itertools import product

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
    wanted = sum(one >= sum(moved) for one in sums) / len(sums)

    assert flips_p_value(steps) == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize(
    ("worse", "better"), [(0, 0), (5, 0), (9, 3), (600, 500), (10**4, 9700)]
)
def test_of_steps_of_one_size_it_is_the_sign_test(worse: int, better: int) -> None:
    total = worse + better
    wanted = stats.binomtest(worse, total, alternative="greater").pvalue if total else 1.0

    assert flips_p_value([7] * worse + [-7] * better) == pytest.approx(wanted, rel=1e-9)


def test_where_there_are_thousands_the_normal_law_stands_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = [20, 40, -20, 60, -40, -20, 20, -60, 40, -20] * 60 + [20] * 30
    exact = flips_p_value(steps)
    monkeypatch.setattr(paired, "MOST_STEPS", 0)

    assert flips_p_value(steps) == pytest.approx(exact, rel=0.01)


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
