"""What people read of a window says how much of it was a breach, and never too little."""

import numpy as np
import pytest
from scipy.stats import hypergeom

from brightline.errors import UsageError
from brightline.measure.window import most_breaches, window_rate
from brightline.records import Stratum, WindowRate


def stratum(size: int, read: int, breaches: int, *, unclear: int = 0) -> Stratum:
    return Stratum(name="s", size=size, read=read, breaches=breaches, unclear=unclear)


def of(*strata: Stratum, seen: int | None = None) -> WindowRate:
    return window_rate(strata, seen=seen or sum(one.size for one in strata))


def test_an_empty_window_and_an_unread_one_are_unknown() -> None:
    for told in (window_rate((), seen=0), of(stratum(1000, 0, 0))):
        assert (told.estimate, told.low, told.high, told.ceiling) == (None, None, None, None)


def test_a_window_that_was_read_whole_is_known() -> None:
    told = of(stratum(100, 100, 7), stratum(50, 50, 0))

    assert told.estimate == told.low == told.high == told.ceiling == pytest.approx(7 / 150)


def test_a_stratum_that_nobody_read_may_be_all_breaches() -> None:
    told = of(stratum(100, 100, 7), stratum(50, 0, 0))

    assert told.estimate is None
    assert told.low == pytest.approx(7 / 150)
    assert told.high == told.ceiling == pytest.approx(57 / 150)


def test_the_ceiling_of_no_breach_seen_is_that_of_the_exact_bound() -> None:
    told = of(stratum(1_000_000, 300, 0))

    assert told.estimate == 0
    assert told.ceiling == pytest.approx(1 - 0.05 ** (1 / 300), rel=0.01)


def test_what_a_person_could_not_settle_widens_both_ways() -> None:
    clear, unclear = of(stratum(1000, 200, 5)), of(stratum(1000, 200, 5, unclear=10))

    assert unclear.low is not None
    assert unclear.low == clear.low
    assert clear.ceiling is not None
    assert unclear.ceiling is not None
    assert unclear.ceiling > clear.ceiling + 0.03


def test_exchanges_that_were_not_judged_count_too() -> None:
    judged, sampled = of(stratum(2000, 500, 10)), of(stratum(2000, 500, 10), seen=100_000)

    assert sampled.estimate == judged.estimate
    assert judged.ceiling is not None
    assert sampled.ceiling is not None
    assert sampled.ceiling > judged.ceiling


def test_the_number_of_breaches_is_the_largest_that_chance_does_not_exclude() -> None:
    """Against all subsets of a small stratum, counted one by one."""
    from itertools import combinations

    size, read = 9, 4
    for found in range(read + 1):
        most = most_breaches(found, read=read, size=size, error=0.1)
        for truth in range(found, size - (read - found) + 1):
            drawn = list(combinations([1] * truth + [0] * (size - truth), read))
            likely = sum(sum(some) <= found for some in drawn) / len(drawn) > 0.1
            assert likely == (truth <= most)


@pytest.mark.parametrize("share", [0.5, 0.1, 0.01, 0.001])
@pytest.mark.parametrize("seen", [10**5, 10**7, 10**9])
def test_the_bound_of_many_is_as_exact_as_that_of_few(seen: int, share: float) -> None:
    judged = int(seen * share)
    found = judged // 100

    most = most_breaches(found, read=judged, size=seen, error=0.005)

    assert most >= found / share
    assert hypergeom.cdf(found, seen, most, judged) == pytest.approx(0.005, rel=0.05)


def test_a_small_share_of_many_has_a_ceiling_above_what_was_found() -> None:
    strata = [
        Stratum(name="flagged", size=200_000, read=200, breaches=100),
        Stratum(name="bulk", size=99_800_000, read=400, breaches=0),
    ]

    told = window_rate(strata, seen=10**9)

    assert told.estimate == pytest.approx(0.001)
    assert told.ceiling == pytest.approx(0.0085, rel=0.15)


@pytest.mark.parametrize("bad", [stratum(10, 11, 0), stratum(10, 5, 4, unclear=2)])
def test_counts_that_contradict_each_other_are_refused(bad: Stratum) -> None:
    with pytest.raises(UsageError, match="stratum 's'"):
        of(bad)


def test_more_judged_than_seen_is_refused() -> None:
    with pytest.raises(UsageError, match="were judged"):
        window_rate((stratum(10, 5, 0),), seen=9)


def test_over_worlds_both_numbers_cover_the_truth() -> None:
    """A short form of what `make promises` shows over many settings."""
    luck = np.random.default_rng(5)
    covered = under = 0
    worlds = 150
    for _ in range(worlds):
        truth = luck.random(5000) < np.where(np.arange(5000) < 100, 0.2, 0.004)
        parts = (truth[:100], truth[100:])
        strata = [
            stratum(len(part), len(some), int(some.sum()))
            for part, read in zip(parts, (60, 200), strict=True)
            for some in [luck.choice(part, read, replace=False)]
        ]
        told = of(*strata)
        assert told.low is not None
        assert told.high is not None
        assert told.ceiling is not None
        covered += told.low - 1e-12 <= truth.mean() <= told.high + 1e-12
        under += bool(truth.mean() <= told.ceiling + 1e-12)

    assert covered >= 0.945 * worlds
    assert under >= 0.95 * worlds
