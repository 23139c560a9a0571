"""A rule may be looked at after every play, and what is then said is rarely wrong."""

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pytest
from hypothesis import given, strategies as st

from brightline.errors import UsageError
from brightline.measure.rates import lower_bound, upper_bound
from brightline.measure.sequential import (
    Counts,
    Decision,
    anytime_lower,
    anytime_rate,
    anytime_upper,
    anytime_with_errors,
    decide,
    plays_to_decide,
)
from brightline.records import Counted

MOST = 300
Look = Callable[[int, int], Decision]
"""What is said after so many hits in so many plays."""


def fixed(hits: int, plays: int, tolerance: float) -> Decision:
    """The broken twin: the bounds of a fixed number of plays, looked at after every play."""
    if lower_bound(hits, plays) > tolerance:
        return Decision.BROKEN
    return Decision.HOLDS if upper_bound(hits, plays) <= tolerance else Decision.GO_ON


def anytime(hits: int, plays: int, tolerance: float) -> Decision:
    return decide(Counts(hits, hits, plays), tolerance=tolerance)


@cache
def limits(how: Callable[[int, int, float], Decision], tolerance: float) -> np.ndarray:
    """Most hits that still hold, and fewest that are broken, after each number of plays."""
    found, hold, broken = [], -1, 1
    for plays in range(1, MOST + 1):
        while how(hold + 1, plays, tolerance) is Decision.HOLDS:
            hold += 1
        while broken <= plays and how(broken, plays, tolerance) is not Decision.BROKEN:
            broken += 1
        found.append((hold, broken))
    return np.array(found)


def ends(
    table: np.ndarray, chance: Callable[[int, np.ndarray], np.ndarray]
) -> tuple[float, float, float]:
    """Return exactly how likely each end is, and the mean plays until then.

    Args:
        table: What `limits` returns.
        chance: How likely the next play is a hit after so many plays with these hits.
    """
    alive = np.zeros(MOST + 2)
    alive[0] = 1.0
    count = np.arange(MOST + 2)
    holds = broken = mean = 0.0
    for plays, (hold, bad) in enumerate(table):
        mean += alive.sum()
        hit = alive * chance(plays, count)
        alive = alive - hit
        alive[1:] += hit[:-1]
        holds += alive[: hold + 1].sum()
        broken += alive[bad:].sum()
        alive[: hold + 1] = 0
        alive[bad:] = 0
    return holds, broken, mean


def same(share: float, plays: int, count: np.ndarray) -> np.ndarray:
    del plays
    return np.full(len(count), share)


def drawn(kinds: tuple[int, int], plays: int, count: np.ndarray) -> np.ndarray:
    """Of all plays some always breach and the others never, in random order."""
    total, bad = kinds
    return np.clip((bad - count) / max(1, total - plays), 0, 1)


@pytest.mark.parametrize(("rate", "most"), [(0.0, 79), (0.2, 29), (0.4, 8)])
def test_a_clear_rule_is_decided_early(rate: float, most: int) -> None:
    holds, broken, mean = ends(limits(anytime, 0.05), partial(same, rate))

    assert mean <= most
    assert (holds if rate == 0 else broken) > 0.999


@pytest.mark.parametrize("tolerance", [0.02, 0.05, 0.10])
@pytest.mark.parametrize("times", [0.0, 0.2, 0.5, 1.0])
def test_a_sound_rule_is_rarely_called_broken(tolerance: float, times: float) -> None:
    _, broken, _ = ends(limits(anytime, tolerance), partial(same, times * tolerance))

    assert broken <= 0.05


@pytest.mark.parametrize("tolerance", [0.02, 0.05, 0.10])
@pytest.mark.parametrize("times", [1.0001, 1.5, 2.0, 4.0])
def test_a_bad_rule_rarely_holds(tolerance: float, times: float) -> None:
    holds, _, _ = ends(limits(anytime, tolerance), partial(same, times * tolerance))

    assert holds <= 0.05


@pytest.mark.parametrize("total", [20, 40, 60, 100, 200, 300])
def test_in_random_order_cases_may_differ_as_much_as_they_can(total: int) -> None:
    """Cases that always breach beside cases that never do, none of them played twice."""
    table = limits(anytime, 0.05)[:total]
    for bad in range(total // 20, total // 10 + 2):
        holds, broken, _ = ends(table, partial(drawn, (total, bad)))
        if bad > 0.05 * total:
            assert holds <= 0.05, bad
        else:
            assert broken <= 0.05, bad


def test_cases_of_mixed_rates_in_random_order_are_rarely_misjudged() -> None:
    rng = np.random.default_rng(1)
    table = limits(anytime, 0.05)
    wrong = {"holds": 0, "broken": 0}
    for _ in range(2000):
        rates = rng.beta(0.2, 3.8, size=MOST)
        rates *= 0.05 / rates.mean()
        hits = np.cumsum(rng.random(MOST) < np.clip(rates, 0, 1)[rng.permutation(MOST)])
        held, bad = hits <= table[:, 0], hits >= table[:, 1]
        first = np.argmax(held | bad)
        wrong["holds"] += bool(held[first])
        wrong["broken"] += bool(bad[first])

    assert max(wrong.values()) / 2000 <= 0.05


def test_bounds_of_a_fixed_number_of_plays_are_wrong_when_looked_at_often() -> None:
    table = limits(fixed, 0.05)

    _, broken, _ = ends(table, partial(same, 0.05))
    holds, _, _ = ends(table, partial(same, 0.0501))

    assert broken > 0.05
    assert holds > 0.05


def test_only_trusted_hits_speak_for_broken_and_all_speak_against_holds() -> None:
    assert decide(Counts(9, 9, 10), tolerance=0.05) is Decision.BROKEN
    assert decide(Counts(0, 9, 10), tolerance=0.05) is Decision.GO_ON
    assert decide(Counts(0, 9, 69), tolerance=0.05) is Decision.GO_ON
    assert decide(Counts(0, 0, 69), tolerance=0.05) is Decision.HOLDS


def test_what_the_judge_overlooks_takes_more_plays_and_without_a_card_nothing_holds() -> None:
    assert decide(Counts(0, 0, 69), tolerance=0.05, sensitivity=0.8) is Decision.GO_ON
    assert decide(Counts(0, 0, 90), tolerance=0.05, sensitivity=0.8) is Decision.HOLDS
    assert decide(Counts(0, 0, 9999), tolerance=0.05, sensitivity=None) is Decision.GO_ON


def test_the_judge_that_overlooks_half_of_the_breaches_makes_no_bad_rule_hold() -> None:
    def looking(hits: int, plays: int, tolerance: float) -> Decision:
        return decide(Counts(0, hits, plays), tolerance=tolerance, sensitivity=0.5)

    holds, _, _ = ends(limits(looking, 0.05), partial(same, 0.0501 * 0.5))

    assert holds <= 0.05
    blind, _, _ = ends(limits(anytime, 0.05), partial(same, 0.0501 * 0.5))
    assert blind > 0.05, "without the correction it would"


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from([0.9, 0.95, 0.99]))
def test_bounds_lie_outside_the_fixed_ones_and_on_the_right_side(
    hits: int, misses: int, level: float
) -> None:
    plays = hits + misses
    low = anytime_lower(hits, plays, level=level)
    high = anytime_upper(hits, plays, level=level)

    assert 0 <= low <= lower_bound(hits, plays, level=level) + 1e-9
    assert 1 >= high >= upper_bound(hits, plays, level=level) - 1e-9


def test_a_rate_takes_the_unknown_for_hits_above_and_for_misses_below() -> None:
    found = anytime_rate(4, 60, undecided=5, trusted=2)

    assert found.upper == anytime_upper(9, 65)
    assert found.lower == anytime_lower(2, 65)
    assert found.low <= found.lower <= found.upper <= found.high
    assert found.method.startswith("betting")


def test_labels_widen_the_bounds() -> None:
    counted = Counted(breaches=40, missed=4, sound=60, alarms=3)
    plain = anytime_rate(20, 100)

    wide = anytime_with_errors(plain, counted, trusted=20, overlooks=True, alarms=True)

    assert wide.upper > plain.upper / 0.9
    assert wide.lower < plain.lower
    assert (
        anytime_with_errors(plain, counted, trusted=20, overlooks=False, alarms=False) == plain
    )


def test_counted_errors_and_rate_together_cover_at_any_time() -> None:
    """Labels and plays drawn together: the bound fails in one of twenty at most."""
    rng = np.random.default_rng(2)
    rate, seen, failed = 0.06, 0.8, 0
    for _ in range(400):
        missed = int(rng.binomial(30, 1 - seen))
        counted = Counted(breaches=30, missed=missed, sound=30, alarms=0)
        hits = np.cumsum(rng.random(150) < rate * seen)
        failed += any(
            anytime_with_errors(
                anytime_rate(int(hits[at]), at + 1),
                counted,
                trusted=0,
                overlooks=True,
                alarms=False,
            ).upper
            < rate
            for at in range(29, 150, 20)
        )

    assert failed / 400 <= 0.05


@given(
    hits=st.integers(0, 300),
    misses=st.integers(0, 300),
    overlooked=st.integers(0, 12),
    false=st.integers(0, 12),
)
def test_the_decision_is_what_the_bounds_say(
    *, hits: int, misses: int, overlooked: int, false: int
) -> None:
    counted = Counted(breaches=40, missed=overlooked, sound=60, alarms=false)
    plain = anytime_rate(hits, hits + misses, sensitivity=0.9)
    told = anytime_with_errors(plain, counted, trusted=hits, overlooks=True, alarms=True)
    seen = Counts(hits, hits, hits + misses)

    first = decide(seen, tolerance=0.05, sensitivity=0.9)
    second = decide(seen, tolerance=0.05, misses=counted, alarms=counted)

    for said, found in ((first, plain), (second, told)):
        assert (said is Decision.BROKEN) == (found.lower > 0.05)
        assert (said is Decision.HOLDS) == (found.upper <= 0.05 and found.lower <= 0.05)


def test_plays_to_decide_are_those_at_which_it_is_decided() -> None:
    assert plays_to_decide(0.05) == 69
    assert plays_to_decide(0.02) == 173
    needed = plays_to_decide(0.05, counted=Counted(breaches=50, missed=2, sound=50, alarms=0))
    assert needed is not None
    assert needed > 69
    blind = Counted(breaches=20, missed=20, sound=0, alarms=0)
    assert plays_to_decide(0.05, counted=blind) is None


def test_counts_that_contradict_each_other_are_named() -> None:
    for wrong in (lambda: anytime_upper(3, 2), lambda: anytime_rate(3, 2)):
        with pytest.raises(UsageError):
            wrong()
    with pytest.raises(UsageError):
        anytime_lower(1, 2, level=1.0)
