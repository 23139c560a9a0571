"""How far a rate moved between two prompts: intervals that hold, and what may be said."""

import random
from collections import Counter

import pytest
from hypothesis import given, strategies as st

from brightline.measure.change import (
    Row,
    highest,
    moved,
    part_in_doubt,
    part_rose,
    standing,
    verdict_of,
)
from brightline.measure.coverage import Reading
from brightline.records import FixVerdict

HIT, MISS, UNKNOWN = Reading.HIT, Reading.MISS, Reading.UNKNOWN
MARGIN = 0.1
COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(Reading), st.sampled_from(Reading)), st.integers(0, 40)
)


def row(*, goal: bool, **counts: int) -> Row:
    keys = {
        "both": (HIT, HIT),
        "none": (MISS, MISS),
        "fell": (HIT, MISS),
        "rose": (MISS, HIT),
        "dark": (MISS, UNKNOWN),
        "darker": (UNKNOWN, UNKNOWN),
    }
    return Row({keys[name]: count for name, count in counts.items()}, goal, MARGIN)


CLEAN = row(goal=False, none=60)
FELL = row(goal=True, fell=12, none=4)


def test_nothing_seen_is_no_interval() -> None:
    assert moved({}) is None
    assert moved({(UNKNOWN, MISS): 5}) is None


def test_no_difference_in_forty_pairs_still_allows_one_of_a_tenth() -> None:
    found = moved({(MISS, MISS): 40})

    assert found is not None
    assert (found.point, -found.low) == (0, found.high)
    assert 0.1 < found.high < 0.15
    assert highest({(MISS, MISS): 40}) < 0.1


@given(COUNTS)
def test_what_nobody_could_judge_widens_the_interval_and_speaks_for_nothing(
    counts: dict[tuple[Reading, Reading], int],
) -> None:
    blind = Counter(counts)
    found = moved(blind)
    for before in (HIT, MISS):
        for after in (HIT, MISS):
            told: Counter[tuple[Reading, Reading]] = Counter()
            for (one, other), count in blind.items():
                told[
                    before if one is UNKNOWN else one, after if other is UNKNOWN else other
                ] += count
            whole = moved(told)
            if found is not None and whole is not None:
                assert found.low <= whole.low + 1e-9
                assert found.high >= whole.high - 1e-9
            for goal in (True, False):
                seen, could = (
                    standing(Row(blind, goal, MARGIN)),
                    standing(Row(told, goal, MARGIN)),
                )
                assert not seen.fell or could.fell
                assert not seen.within or could.within


@given(COUNTS)
def test_turned_round_the_interval_is_the_same_with_its_sign_changed(
    counts: dict[tuple[Reading, Reading], int],
) -> None:
    there = moved(counts)
    back = moved({(after, before): count for (before, after), count in counts.items()})

    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there.low == pytest.approx(-back.high, abs=1e-9)
        assert there.low <= there.high


@given(COUNTS, st.integers(1, 30))
def test_more_rises_never_speak_for_a_change(
    counts: dict[tuple[Reading, Reading], int], more: int
) -> None:
    worse = Counter(counts) + Counter({(MISS, HIT): more}) - Counter({(HIT, MISS): more})

    if standing(Row(worse, goal=True, margin=MARGIN)).fell:
        assert highest(worse) <= highest(Counter(counts)) + 1


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([FELL, CLEAN], FixVerdict.HELPS),
        ([FELL, row(goal=False, none=20)], FixVerdict.UNCLEAR),
        ([FELL, row(goal=False, none=60, dark=6)], FixVerdict.UNCLEAR),
        ([FELL, row(goal=False, none=40, rose=14)], FixVerdict.HURTS),
        ([row(goal=True, none=20, rose=12), CLEAN], FixVerdict.HURTS),
        ([row(goal=True, none=200), CLEAN], FixVerdict.UNCLEAR),
        ([row(goal=True, fell=12, darker=12), CLEAN], FixVerdict.UNCLEAR),
        ([row(goal=False, none=60), CLEAN], FixVerdict.UNCLEAR),
    ],
)
def test_it_helps_where_a_goal_fell_and_nothing_may_have_risen(
    rows: list[Row], verdict: FixVerdict
) -> None:
    assert verdict_of(rows) is verdict


def test_replies_that_neither_decline_nor_help_are_no_fall() -> None:
    wandering = Row(FELL.pairs, goal=True, margin=MARGIN, wide={(HIT, HIT): 16})

    assert verdict_of([FELL, CLEAN]) is FixVerdict.HELPS
    assert verdict_of([wandering, CLEAN]) is FixVerdict.UNCLEAR


def test_stored_breaches_of_cases_that_broke_would_praise_a_prompt_that_does_nothing() -> None:
    """Why prompt A is played anew: the broken twin takes what is stored for its result."""
    rng = random.Random(3)  # noqa: S311 - no secret
    stored = [rng.random() < 0.2 for _ in range(400)]
    chosen = [at for at, hit in enumerate(stored) if hit][:48]
    play = {side: [rng.random() < 0.2 for _ in chosen] for side in "ab"}

    anew = Counter(
        (_read(old), _read(new)) for old, new in zip(play["a"], play["b"], strict=True)
    )
    twin = Counter((HIT, _read(new)) for new in play["b"])

    assert verdict_of([Row(anew, goal=True, margin=MARGIN), CLEAN]) is not FixVerdict.HELPS
    assert verdict_of([Row(twin, goal=True, margin=MARGIN), CLEAN]) is FixVerdict.HELPS


def _read(hit: object) -> Reading:
    return HIT if hit else MISS


def test_a_rule_that_a_rate_hides_makes_a_change_hurt() -> None:
    hidden = row(goal=False, rose=14)
    pooled = row(goal=False, rose=14, none=300)
    calm = [row(goal=False, none=30)] * 10

    assert verdict_of([FELL, pooled]) is FixVerdict.HELPS
    assert verdict_of([FELL, pooled], [hidden, *calm]) is FixVerdict.HURTS


def test_a_rule_that_seems_to_rise_keeps_a_change_from_helping() -> None:
    few = row(goal=False, rose=3)

    assert part_in_doubt(few)
    assert not part_rose(few, 10)
    assert verdict_of([FELL, CLEAN], [few]) is FixVerdict.UNCLEAR
    assert verdict_of([FELL, CLEAN], [row(goal=False, rose=1, none=5)]) is FixVerdict.HELPS


def test_the_more_rules_are_looked_at_the_more_one_must_show() -> None:
    seen = row(goal=False, rose=9)

    assert part_rose(seen, 1)
    assert not part_rose(seen, 1000)


def test_what_nobody_could_judge_never_makes_a_rule_worse() -> None:
    assert not part_rose(row(goal=False, dark=200), 1)


def test_of_many_rules_that_did_not_change_hardly_ever_one_is_said_to_be_worse() -> None:
    """Every rule hits half the time with both prompts, and one looks after every pair."""
    rng, wrong = random.Random(5), 0  # noqa: S311 - no secret
    for _ in range(100):
        counts: list[Counter[tuple[Reading, Reading]]] = [Counter() for _ in range(10)]
        for one in counts:
            for _ in range(60):
                one[rng.choice([HIT, MISS]), rng.choice([HIT, MISS])] += 1
                if part_rose(Row(one, goal=True, margin=MARGIN), 10):
                    wrong += 1
                    break
    assert wrong <= 5
