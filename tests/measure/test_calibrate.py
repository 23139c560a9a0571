"""Labels of people correct a judge as far as they show it to be off, and no further."""

import math
import random

import pytest

from brightline.measure.calibrate import (
    Label,
    card_row,
    count_errors,
    decided,
    fit_curve,
    log_odds,
)
from brightline.measure.coverage import Reading
from brightline.records import Curve, Sampled

LOW, HIGH = 0.4, 0.8
"""Between them this judge cannot tell."""


def called(chance: float) -> Reading:
    if chance >= HIGH:
        return Reading.HIT
    return Reading.MISS if chance <= LOW else Reading.UNKNOWN


def label(chance: float, *, wrong: bool) -> Label:
    return Label(chance, called(chance), wrong)


def squash(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def product(count: int, *, seed: int, slope: float = 1.0, shift: float = 0.0) -> list[Label]:
    """A product whose truth follows the judge's probability on another slope and shift."""
    rng = random.Random(seed)  # noqa: S311 - a simulation
    chances = [squash(rng.gauss(0, 2)) for _ in range(count)]
    return [
        label(chance, wrong=rng.random() < squash(slope * log_odds(chance) + shift))
        for chance in chances
    ]


def ece(labels: list[Label], curve: Curve) -> float:
    """Expected calibration error over ten equal bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for one in labels:
        assert one.chance is not None
        true = squash(curve.slope * log_odds(one.chance) + curve.shift)
        bins.setdefault(min(9, int(true * 10)), []).append((true, one.wrong))
    return sum(
        abs(sum(true for true, _ in rows) - sum(wrong for _, wrong in rows))
        for rows in bins.values()
    ) / len(labels)


SAME = Curve(labels=0, slope=1, shift=0, seen_from=0, low=None, high=None)


def test_sixty_labels_mend_a_judge_that_is_off() -> None:
    rest = product(20_000, seed=1, slope=1.6, shift=-1.5)
    before = ece(rest, SAME)
    after = [
        ece(rest, fit_curve(product(60, seed=seed, slope=1.6, shift=-1.5), Sampled.RANDOM))
        for seed in range(10, 60)
    ]

    assert before > 0.15
    assert sum(after) / len(after) <= before / 2.5


def test_thirty_labels_cannot_spoil_a_judge_that_is_right() -> None:
    rest = product(20_000, seed=1)
    after = sorted(
        ece(rest, fit_curve(product(30, seed=seed), Sampled.RANDOM)) for seed in range(10, 110)
    )

    assert sum(after) / len(after) <= 0.05
    assert after[94] <= 0.1


def test_no_labels_whatever_turn_a_judge_round_or_break_it() -> None:
    backwards = [label(0.999, wrong=False)] * 60 + [label(0.001, wrong=True)] * 60
    separate = [label(0.999, wrong=True)] * 60 + [label(0.001, wrong=False)] * 60

    assert fit_curve(backwards, Sampled.RANDOM).slope == 0.1
    assert 1 <= fit_curve(separate, Sampled.RANDOM).slope < 2


def test_too_few_labels_of_a_side_change_nothing() -> None:
    curve = fit_curve([label(0.9, wrong=False)] * 9, Sampled.RANDOM)

    assert (curve.slope, curve.shift, curve.low, curve.high) == (1, 0, None, None)


def test_the_band_grows_to_where_few_decisions_are_wrong() -> None:
    sure = [label(0.95, wrong=True)] * 30
    doubtful = [label(0.82, wrong=False)] * 4
    cleared = [label(0.1, wrong=False)] * 30

    curve = fit_curve([*sure, *doubtful, *cleared], Sampled.RANDOM)

    assert curve.high == pytest.approx((0.82 + 0.95) / 2)
    assert curve.low is None
    assert decided([*sure, *doubtful], Reading.HIT) == (34, 4)
    assert decided([*sure, *doubtful], Reading.HIT, curve.high) == (30, 0)


def test_the_band_grows_on_the_other_side_too() -> None:
    cleared = [label(0.1, wrong=False)] * 30 + [label(0.35, wrong=True)] * 3

    curve = fit_curve([*cleared, *[label(0.95, wrong=True)] * 20], Sampled.RANDOM)

    assert curve.low == pytest.approx((0.1 + 0.35) / 2)
    assert curve.high is None


def test_the_band_stays_where_no_edge_keeps_half_of_the_decisions() -> None:
    mixed = [label(0.99, wrong=False)] * 10 + [label(0.85, wrong=True)] * 30

    assert fit_curve(mixed, Sampled.RANDOM).high is None


def test_a_review_queue_says_nothing_of_what_the_judge_let_pass() -> None:
    queue = [label(0.9, wrong=False)] * 20 + [label(0.6, wrong=False)] * 20
    cleared = [label(0.1, wrong=False)] * 30 + [label(0.35, wrong=True)] * 3

    curve = fit_curve([*queue, *cleared], Sampled.QUEUE)

    assert curve.seen_from == 0.9
    assert curve.low is None
    assert fit_curve([*queue, *cleared], Sampled.RANDOM).seen_from == 0


def test_what_is_undecided_for_another_reason_does_not_bend_the_curve() -> None:
    plain = [label(0.9, wrong=True)] * 20 + [label(0.2, wrong=False)] * 20
    odd = [Label(0.05, Reading.UNKNOWN, wrong=True)] * 20

    assert fit_curve([*plain, *odd], Sampled.RANDOM) == fit_curve(plain, Sampled.RANDOM)


def test_undecided_replies_are_no_errors() -> None:
    labels = [
        label(0.9, wrong=True),
        label(0.6, wrong=True),
        label(0.1, wrong=True),
        label(0.9, wrong=False),
        label(0.6, wrong=False),
        label(0.1, wrong=False),
    ]

    found = count_errors(labels)

    assert (found.breaches, found.missed, found.sound, found.alarms) == (3, 1, 3, 1)


def test_the_card_has_exact_intervals_on_what_was_decided() -> None:
    labels = [label(0.9, wrong=True)] * 10 + [label(0.6, wrong=False)] * 5

    row = card_row(labels, name="labels of probes", question="delivered")

    assert (row.rows, row.decided) == (15, 10)
    assert row.sensitivity is not None
    assert row.sensitivity.low == pytest.approx(0.6915, abs=1e-4)
    assert row.specificity is None
