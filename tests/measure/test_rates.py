import pytest
from hypothesis import given, strategies as st
from scipy import stats

from brightline.errors import UsageError
from brightline.measure.quantile import beta_quantile, t_quantile
from brightline.measure.rates import interval, lower_bound, rate, upper_bound

levels = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.975, 0.99, 0.999])


@st.composite
def counts(draw: st.DrawFn, most: int = 3000) -> tuple[int, int]:
    trials = draw(st.integers(1, most))
    return draw(st.integers(0, trials)), trials


@given(counts(), levels)
def test_one_sided_bounds_agree_with_scipy(count: tuple[int, int], level: float) -> None:
    hits, trials = count
    found = stats.binomtest(hits, trials)

    top = stats.beta.ppf(level, hits + 1, trials - hits) if hits < trials else 1.0
    bottom = stats.beta.ppf(1 - level, hits, trials - hits + 1) if hits else 0.0
    two = found.proportion_ci(level, method="exact")

    assert upper_bound(hits, trials, level=level) == pytest.approx(top, abs=1e-9)
    assert lower_bound(hits, trials, level=level) == pytest.approx(bottom, abs=1e-9)
    assert interval(hits, trials, level=level) == pytest.approx((two.low, two.high), abs=1e-9)


@given(counts(), levels)
def test_wilson_agrees_with_scipy(count: tuple[int, int], level: float) -> None:
    hits, trials = count
    wanted = stats.binomtest(hits, trials).proportion_ci(level, method="wilson")

    found = interval(hits, trials, level=level, method="wilson")

    assert found == pytest.approx((wanted.low, wanted.high), abs=1e-9)


@given(st.floats(0.001, 0.999), st.floats(0.01, 400), st.floats(0.3, 400))
def test_beta_quantiles_agree_with_scipy_for_any_shape(
    share: float, a: float, b: float
) -> None:
    assert beta_quantile(share, a, b) == pytest.approx(stats.beta.ppf(share, a, b), abs=1e-9)


@pytest.mark.parametrize("freedom", [1, 2, 3, 7, 30, 999, 10_000])
def test_t_quantiles_agree_with_scipy(freedom: int) -> None:
    found = t_quantile(0.975, freedom)

    assert found == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-9)


@pytest.mark.parametrize(
    ("trials", "bound"), [(59, 0.0495), (149, 0.0199), (299, 0.00997), (2995, 0.000999)]
)
def test_zero_of_n_is_bounded_by_the_rule_of_three(trials: int, bound: float) -> None:
    assert upper_bound(0, trials) == pytest.approx(bound, rel=0.005)


def test_no_trial_tells_nothing() -> None:
    assert interval(0, 0) == (0.0, 1.0)
    assert (lower_bound(0, 0), upper_bound(0, 0)) == (0.0, 1.0)


@given(counts(500), levels)
def test_bounds_lie_in_the_unit_interval_around_the_share(
    count: tuple[int, int], level: float
) -> None:
    hits, trials = count

    low, high = interval(hits, trials, level=level)

    assert 0 <= low <= hits / trials <= high <= 1


@given(counts(500), st.integers(0, 50))
def test_more_hits_move_both_bounds_up_and_more_misses_down(
    count: tuple[int, int], more: int
) -> None:
    hits, trials = count
    slack = 1e-12

    for bound in (lower_bound, upper_bound):
        assert bound(hits + more, trials + more) >= bound(hits, trials) - slack
        assert bound(hits, trials + more) <= bound(hits, trials) + slack


@given(counts(300), st.integers(0, 40), st.integers(0, 40))
def test_a_rate_covers_whatever_the_unknown_plays_would_have_shown(
    count: tuple[int, int], undecided: int, would_hit: int
) -> None:
    hits, decided = count
    truth = hits + min(undecided, would_hit)
    total = decided + undecided

    found = rate(hits, decided, undecided=undecided)

    assert found.lower <= lower_bound(truth, total) + 1e-12
    assert found.upper >= upper_bound(truth, total) - 1e-12
    assert found.low <= interval(truth, total)[0] + 1e-12
    assert found.high >= interval(truth, total)[1] - 1e-12


def test_untrusted_hits_raise_the_upper_bound_only() -> None:
    clean = rate(0, 100)
    suspected = rate(8, 100, trusted=0)

    assert suspected.lower == suspected.low == 0.0
    assert suspected.upper > clean.upper
    assert suspected.point() == 0.08


def test_what_the_judge_overlooks_raises_the_upper_bound() -> None:
    found = rate(0, 100, sensitivity=0.8)

    assert found.upper == pytest.approx(upper_bound(0, 100) / 0.8)
    assert "0.800" in found.method


def test_a_judge_that_nobody_measured_is_named_in_the_method() -> None:
    assert "not measured" in rate(0, 100, sensitivity=None).method


def test_a_rate_of_nothing_is_unknown_and_never_zero() -> None:
    found = rate(0, 0)

    assert found.point() is None
    assert (found.low, found.high, found.lower, found.upper) == (0.0, 1.0, 0.0, 1.0)


@pytest.mark.parametrize(("hits", "trials"), [(3, 2), (-1, 2), (0, -1)])
def test_impossible_counts_are_refused(hits: int, trials: int) -> None:
    for bound in (interval, upper_bound, lower_bound):
        with pytest.raises(UsageError) as caught:
            bound(hits, trials)

        assert caught.value.slug == "rate-out-of-range"


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, float("nan")])
def test_impossible_levels_are_refused(level: float) -> None:
    with pytest.raises(UsageError) as caught:
        upper_bound(0, 2, level=level)

    assert caught.value.slug == "level-out-of-range"


def test_an_unknown_method_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        interval(0, 2, method="wald")

    assert caught.value.slug == "interval-method-unknown"
    assert "wilson" in caught.value.hint


def test_more_trusted_hits_than_hits_are_refused() -> None:
    with pytest.raises(UsageError) as caught:
        rate(1, 2, trusted=2)

    assert caught.value.slug == "rate-out-of-range"
