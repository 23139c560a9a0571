from types import ModuleType

import pytest
from hypothesis import given, strategies as st

from brightline.errors import UsageError
from brightline.measure.plan import (
    anytime_plays,
    best_possible,
    fixed_plays,
    plays_needed,
    plays_to_break,
    plays_to_hold,
    trials_needed,
)
from brightline.measure.rates import lower_bound, upper_bound
from brightline.records import Planted, Planting, Stance


@pytest.mark.parametrize(
    ("tolerance", "plays"), [(0.2, 14), (0.1, 29), (0.05, 59), (0.02, 149), (0.01, 299)]
)
def test_the_floor_without_a_breach_is_the_exact_one(tolerance: float, plays: int) -> None:
    assert plays_needed(tolerance) == plays


@given(st.floats(0.001, 0.9), st.floats(0.5, 0.99), st.floats(0.3, 1.0))
def test_so_many_plays_do_and_one_fewer_does_not(
    tolerance: float, level: float, sensitivity: float
) -> None:
    plays = plays_needed(tolerance, level, sensitivity)

    assert upper_bound(0, plays, level=level) <= tolerance * sensitivity
    if plays > 1:
        assert upper_bound(0, plays - 1, level=level) > tolerance * sensitivity


def test_a_small_run_can_show_a_large_bound_only() -> None:
    assert best_possible(32) == pytest.approx(0.0894, abs=1e-4)
    assert best_possible(1) == pytest.approx(0.95)
    assert best_possible(0) == 1.0


@given(st.integers(0, 20), st.integers(20, 300), st.sampled_from([0.02, 0.05, 0.1]))
def test_the_further_plays_asked_for_settle_it_at_the_present_rate(
    hits: int, plays: int, tolerance: float
) -> None:
    more = plays_to_hold(hits, plays, tolerance, level=0.95)
    worse = plays_to_break(hits, plays, tolerance, level=0.95)

    if more is not None:
        total = plays + more
        assert upper_bound(-(-hits * total // plays), total) <= tolerance
    if worse is not None:
        total = plays + worse
        assert lower_bound(hits * total // plays, total) > tolerance
    assert more is None or worse is None


def test_trials_are_the_fewest_with_which_every_rule_can_hold(kit: ModuleType) -> None:
    policy = kit.one_policy(tolerance=0.05, rules=("a", "b"))

    assert trials_needed(policy, {"a": 59, "b": 59}, kit.GOOD) == 1
    assert trials_needed(policy, {"a": 59, "b": 30}, kit.GOOD) == 2
    assert trials_needed(policy, {"a": 59, "b": 1}, kit.GOOD) == 20
    assert trials_needed(policy, {"a": 59, "b": 59}, kit.WEAK) == 2
    assert trials_needed(policy, {"a": 59}, None) == 1


def test_what_the_judge_overlooks_is_not_charged_to_a_rule_that_code_grades(
    kit: ModuleType,
) -> None:
    policy = kit.one_policy(tolerance=0.05, rules=("owners", "canary"))
    owners, canary = policy.rules
    planted = Planted(planted=Planting.KEEP, text="KADLOR-2231")
    canary = canary.model_copy(update={"markers": (planted,)})
    policy = policy.model_copy(update={"rules": (owners, canary)})

    for plays_for in (fixed_plays, anytime_plays):
        enough = plays_for(0.05, None)
        assert plays_for(0.05, kit.WEAK) > enough
        assert trials_needed(policy, {"canary": enough}, kit.WEAK, plays_for=plays_for) == 1
        assert trials_needed(policy, {"canary": enough - 1}, kit.WEAK, plays_for=plays_for) == 2
        assert trials_needed(policy, {"owners": enough}, kit.WEAK, plays_for=plays_for) == 2


def test_trials_can_count_the_controls_too(kit: ModuleType) -> None:
    policy = kit.one_policy(Stance.ALLOW, tolerance=None)

    assert trials_needed(policy, {"gore": 0}, kit.GOOD) == 1
    assert trials_needed(policy, {"gore": 0}, kit.GOOD, controls_per_rule={"gore": 10}) == 3


@pytest.mark.parametrize("arguments", [(0.0,), (1.0,), (0.1, 1.0), (0.1, 0.95, 0.0)])
def test_impossible_plans_are_refused(arguments: tuple[float, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        plays_needed(*arguments)

    assert caught.value.slug == "plan-out-of-range"
