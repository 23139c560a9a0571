"""An alarm rings soon when more gets through, and hardly ever when nothing has changed."""

from collections.abc import Callable
from statistics import fmean

import numpy as np
import pytest

from brightline.errors import UsageError
from brightline.measure.alarm import RUN_LENGTH, Detector, alarming

ACCEPTED = 0.01


def exchanges_until(
    rate: Callable[[int], float], *, most: int, luck: np.random.Generator, judged: float = 1.0
) -> int:
    """Return how many exchanges pass before an alarm is due; `most` where none is."""
    detector = Detector(ACCEPTED, weight=1 / judged)
    while detector.heard < most and detector.value < RUN_LENGTH:
        hit = luck.random() < judged and luck.random() < rate(detector.heard)
        detector.hear(1, [1 / judged] if hit else ())
    return detector.heard


def test_three_times_the_rate_rings_within_400_exchanges_on_average() -> None:
    luck = np.random.default_rng(1)

    waits = [exchanges_until(lambda _: 0.03, most=5000, luck=luck) for _ in range(100)]

    assert fmean(waits) <= 400


def test_a_burst_rings_at_once() -> None:
    luck = np.random.default_rng(2)

    waits = [exchanges_until(lambda _: 0.5, most=5000, luck=luck) for _ in range(50)]

    assert max(waits) < 40


def test_a_quiet_time_before_does_not_hide_a_change() -> None:
    luck = np.random.default_rng(3)

    waits = [
        exchanges_until(lambda at: 0.03 if at >= 1000 else 0.001, most=9000, luck=luck) - 1000
        for _ in range(100)
    ]

    assert min(waits) > 0
    assert fmean(waits) <= 450


def test_at_the_accepted_rate_it_rings_less_often_than_once_in_the_run_length() -> None:
    luck = np.random.default_rng(4)
    most = 2 * RUN_LENGTH

    waits = [exchanges_until(lambda _: ACCEPTED, most=most, luck=luck) for _ in range(30)]

    assert fmean(waits) >= RUN_LENGTH  # those that had to stop would have gone on


def test_a_detector_that_takes_the_accepted_rate_for_lower_rings_too_often() -> None:
    """The broken twin: it shows that the test above can fail."""
    luck = np.random.default_rng(4)

    def wait() -> int:
        detector = Detector(ACCEPTED / 2)
        while detector.heard < RUN_LENGTH and detector.value < RUN_LENGTH:
            detector.hear(1, [1] if luck.random() < ACCEPTED else ())
        return detector.heard

    assert fmean(wait() for _ in range(30)) < RUN_LENGTH / 2


def test_where_one_in_five_is_judged_it_takes_about_as_many_judged_ones() -> None:
    luck = np.random.default_rng(5)

    waits = [
        exchanges_until(lambda _: 0.03, most=20_000, luck=luck, judged=0.2) for _ in range(30)
    ]
    calm = [
        exchanges_until(lambda _: ACCEPTED, most=20_000, luck=luck, judged=0.2)
        for _ in range(10)
    ]

    assert fmean(waits) * 0.2 <= 450
    assert fmean(calm) >= RUN_LENGTH


def test_a_detector_goes_on_from_what_was_stored() -> None:
    whole, first = Detector(ACCEPTED), Detector(ACCEPTED)
    hits = [[1.0] if at % 20 == 0 else [] for at in range(100)]
    for hit in hits[:60]:
        first.hear(1, hit)

    second = Detector(ACCEPTED, heard=first.heard, sums=list(first.sums))
    for hit in hits[60:]:
        second.hear(1, hit)
    for hit in hits:
        whole.hear(1, hit)

    assert (second.sums, second.heard) == (whole.sums, whole.heard)


def test_nothing_but_hits_does_not_end_in_infinity() -> None:
    detector = Detector(ACCEPTED)

    for _ in range(5000):
        detector.hear(1, [1])

    assert RUN_LENGTH < detector.value < float("inf")


def test_a_minute_at_a_time_rings_within_a_minute_of_one_by_one() -> None:
    luck = np.random.default_rng(6)

    def wait(size: int) -> int:
        detector = Detector(ACCEPTED)
        while detector.value < RUN_LENGTH:
            detector.hear(size, [1.0] * luck.binomial(size, 0.03))
        return detector.heard

    assert fmean(wait(60) for _ in range(60)) <= fmean(wait(1) for _ in range(60)) + 90


def test_a_minute_at_a_time_does_not_ring_more_often() -> None:
    luck = np.random.default_rng(7)

    def wait() -> int:
        detector = Detector(ACCEPTED)
        while detector.heard < 4 * RUN_LENGTH and detector.value < RUN_LENGTH:
            detector.hear(60, [1.0] * luck.binomial(60, ACCEPTED))
        return detector.heard

    assert fmean(wait() for _ in range(60)) >= RUN_LENGTH


def test_of_many_rules_one_loud_one_must_be_louder() -> None:
    quiet = dict.fromkeys("abcdefghi", 1.0)

    assert alarming({"z": RUN_LENGTH}) == ("z",)
    assert alarming({**quiet, "z": RUN_LENGTH}) == ()
    assert alarming({**quiet, "z": 10 * RUN_LENGTH}) == ("z",)
    assert alarming({"y": RUN_LENGTH, "z": RUN_LENGTH + 1}) == ("z", "y")
    assert alarming({}) == ()


@pytest.mark.parametrize(("accepted", "weight"), [(0, 1), (1, 1), (0.01, 0.5)])
def test_what_no_alarm_can_stand_on_is_refused(accepted: float, weight: float) -> None:
    with pytest.raises(UsageError, match="cannot stand"):
        Detector(accepted, weight=weight)
