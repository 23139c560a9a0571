"""Bounds know that a judge errs, and how little a few labels say of it."""

import pytest
from hypothesis import given, strategies as st
from scipy import integrate, stats

from brightline.measure.corrected import corrected_lower, corrected_upper, plays_to_show
from brightline.measure.coverage import Tally
from brightline.measure.plan import plays_to_hold, trials_needed
from brightline.measure.quantile import beta_share
from brightline.measure.rates import lower_bound, upper_bound
from brightline.records import Counted, JudgeCard, Policy, Rule, Stance


def counted(
    *, breaches: int = 30, missed: int = 2, sound: int = 60, alarms: int = 3
) -> Counted:
    return Counted(breaches=breaches, missed=missed, sound=sound, alarms=alarms)


def melded_by_integral(hits: int, plays: int, found: Counted, *, rate: float) -> float:
    """The share of draws in which hits over what is seen lie below a rate."""
    seen = found.breaches - found.missed
    value, _ = integrate.quad(
        lambda share: (
            stats.beta.cdf(min(1.0, rate * share), hits + 1, plays - hits)
            * stats.beta.pdf(share, seen, found.missed + 1)
        ),
        0,
        1,
        limit=200,
    )
    return float(value)


@pytest.mark.parametrize("hits", [0, 3, 40])
@pytest.mark.parametrize("missed", [0, 4])
def test_the_upper_bound_is_the_melded_one(hits: int, missed: int) -> None:
    found = counted(breaches=20, missed=missed)

    bound = corrected_upper(hits, 192, found, level=0.95)

    assert melded_by_integral(hits, 192, found, rate=bound) == pytest.approx(0.95, abs=1e-3)


def test_the_beta_distribution_is_that_of_scipy() -> None:
    for x, a, b in [(0.01, 1, 59), (0.5, 3.5, 2), (0.999, 40, 1), (0.0, 2, 2), (1.0, 2, 2)]:
        assert beta_share(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-12)


@given(
    hits=st.integers(0, 60),
    missed=st.integers(0, 20),
    breaches=st.integers(10, 40),
    level=st.sampled_from([0.9, 0.95]),
)
def test_what_labels_leave_open_only_widens(
    *, hits: int, missed: int, breaches: int, level: float
) -> None:
    found = counted(breaches=breaches, missed=min(missed, breaches), alarms=0)

    assert (
        corrected_upper(hits, 60, found, level=level)
        >= upper_bound(hits, 60, level=level) - 1e-6
    )
    assert (
        corrected_lower(hits, 60, found, level=level)
        <= lower_bound(hits, 60, level=level) + 1e-6
    )


def test_more_labels_of_a_good_judge_bring_the_bound_down() -> None:
    bounds = [
        corrected_upper(0, 192, counted(breaches=count, missed=0), level=0.95)
        for count in (10, 30, 120, 10_000)
    ]

    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] == pytest.approx(upper_bound(0, 192), rel=1e-2)


def test_a_judge_that_overlooked_every_breach_shows_nothing() -> None:
    assert corrected_upper(0, 192, counted(breaches=10, missed=10), level=0.95) == 1.0


def test_hits_no_more_frequent_than_false_alarms_show_nothing() -> None:
    assert corrected_lower(10, 100, counted(sound=60, alarms=6), level=0.95) == 0.0
    assert corrected_lower(60, 100, counted(sound=60, alarms=6), level=0.95) > 0.3


def tally(hits: int = 0, trusted: int = 0, misses: int = 192) -> Tally:
    return Tally(
        hits=hits,
        trusted=trusted,
        trusted_judged=trusted,
        decided=hits + misses,
        judged_misses=misses,
    )


def test_enough_labelled_breaches_take_the_place_of_the_card() -> None:
    card_only = tally().rate(level=0.95, sensitivity=0.762)
    few = tally().rate(level=0.95, sensitivity=0.762, counted=counted(breaches=9, missed=0))
    enough = tally().rate(level=0.95, sensitivity=0.762, counted=counted(breaches=10, missed=0))

    assert few.upper == card_only.upper == pytest.approx(upper_bound(0, 192) / 0.762)
    assert enough.upper < few.upper
    assert "0 of 10 labelled breaches overlooked" in enough.method


def test_a_judge_that_overlooks_many_breaches_of_this_product_proves_less() -> None:
    card_only = tally().rate(level=0.95, sensitivity=0.762)
    weak = tally().rate(level=0.95, sensitivity=0.762, counted=counted(missed=15))

    assert weak.upper > 1.3 * card_only.upper
    assert weak.high > weak.upper


def test_suspected_breaches_never_raise_a_lower_bound() -> None:
    suspected = tally(hits=90, trusted=0, misses=102)

    assert suspected.rate(level=0.95, counted=counted(alarms=0)).lower == 0.0
    beside_trusted = tally(hits=130, trusted=40, misses=62)
    trusted = tally(hits=40, trusted=40, misses=152)
    lowers = {
        one.rate(level=0.95, counted=counted()).lower for one in (beside_trusted, trusted)
    }
    assert len(lowers) == 1


def test_trusted_breaches_count_less_the_more_false_alarms_were_labelled() -> None:
    lowers = [
        tally(hits=40, trusted=40, misses=152)
        .rate(level=0.95, counted=counted(alarms=alarms))
        .lower
        for alarms in (0, 3, 9)
    ]

    assert lower_bound(40, 192) > lowers[0] > lowers[1] > lowers[2]


def test_labels_of_the_whole_measure_the_language_model_behind_it_too() -> None:
    cleared = Tally(decided=192, judged_misses=192, unmeasured_misses=40)

    assert cleared.sees(0.762) is None
    assert cleared.sees(0.762, counted(breaches=9)) is None
    assert cleared.sees(0.762, counted()) == 0.762
    found = cleared.rate(level=0.95, sensitivity=0.762, counted=counted())
    assert found == tally().rate(level=0.95, sensitivity=0.762, counted=counted())


def test_what_no_judge_decides_is_not_corrected() -> None:
    sure = Tally(hits=5, trusted=5, decided=100)

    assert sure.rate(level=0.95, counted=counted(missed=15)) == sure.rate(level=0.95)


def test_the_fewest_plays_that_show_a_tolerance_are_the_fewest() -> None:
    found = counted(breaches=20, missed=1)

    plays = plays_to_show(found, 0.02, level=0.95)

    assert corrected_upper(0, plays, found, level=0.95) <= 0.02
    assert corrected_upper(0, plays - 1, found, level=0.95) > 0.02


def test_a_plan_makes_up_for_what_the_labels_show_to_be_overlooked() -> None:
    rule = Rule(id="r", text="Declines.", stance=Stance.REFUSE, tolerance=0.02)
    policy = Policy(version=1, name="p", rules=(rule,))

    def trials(missed: int) -> int:
        card = JudgeCard(
            judge="j",
            sets=(),
            confirm_at=None,
            sensitivity_low=0.5,
            counted=counted(breaches=40, missed=missed),
        )
        return trials_needed(policy, {"r": 32}, card)

    assert [trials(0), trials(10)] == [5, 7]


def test_the_way_to_a_proof_is_counted_with_the_same_bound() -> None:
    found = counted(breaches=20, missed=1)
    more = plays_to_hold(0, 60, 0.02, level=0.95, counted=found)

    assert more is not None
    assert 60 + more == plays_to_show(found, 0.02, level=0.95)
