"""Issue 8: the rate of a window covers the truth, and costs fewer readings than plain review.

Worlds of 20,000 exchanges. The judge's score of a breach lies a distance above that of a sound
exchange, and a part of the breaches it does not see at all; the two hundredth and the twentieth
with the highest scores are the strata that are read most.
"""

from typing import NamedTuple

import numpy as np
import pytest

from brightline.measure.allocate import allocate
from brightline.measure.rates import lower_bound
from brightline.measure.window import window_rate
from brightline.records import Stratum

WORLDS = 400
SIZE = 20_000
EDGES = (400, 1400)
"""How many exchanges lie above each edge of the strata."""


class Judge(NamedTuple):
    """How well the score tells breaches from the rest."""

    apart: float
    """Standard deviations between the scores of a breach that it sees and of the rest."""
    blind: float
    """Share of breaches that it does not see."""


JUDGES = {
    "good": Judge(3.5, 0.0),
    "fair": Judge(2.5, 0.0),
    "half blind": Judge(3.5, 0.3),
    "weak": Judge(1.5, 0.0),
    "blind": Judge(0.0, 0.0),
}
RATES = (0.001, 0.002, 0.005, 0.01, 0.02)


class Shown(NamedTuple):
    """What many windows of one kind show."""

    covered: int
    under: int
    error: float
    """Root mean square of estimate less truth."""


def windows(rate: float, judge: Judge, *, readings: int, seed: int) -> Shown:
    luck = np.random.default_rng(seed)
    covered = under = 0
    errors = []
    for _ in range(WORLDS):
        breach = luck.random(SIZE) < rate
        score = luck.normal(size=SIZE)
        score += judge.apart * (breach & (luck.random(SIZE) >= judge.blind))
        parts = np.split(breach[np.argsort(-score)], EDGES)
        given = allocate([len(part) for part in parts], readings)
        strata = [
            Stratum(
                name=str(at),
                size=len(part),
                read=some,
                breaches=int(luck.choice(part, some, replace=False).sum()),
            )
            for at, (part, some) in enumerate(zip(parts, given, strict=True))
        ]
        told = window_rate(strata, seen=SIZE)
        truth = float(breach.mean())
        assert told.estimate is not None
        assert told.low is not None
        assert told.high is not None
        assert told.ceiling is not None
        covered += told.low - 1e-12 <= truth <= told.high + 1e-12
        under += truth <= told.ceiling + 1e-12
        errors.append(told.estimate - truth)
    return Shown(covered, under, float(np.sqrt(np.mean(np.square(errors)))))


@pytest.mark.promise
@pytest.mark.parametrize("name", JUDGES)
def test_estimate_and_ceiling_cover_the_truth_whatever_the_judge(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for rate in RATES:
        for readings in (200, 600):
            shown = windows(rate, JUDGES[name], readings=readings, seed=1)
            plain = (rate * (1 - rate) / readings) ** 0.5
            with capsys.disabled():
                print(
                    f"\n{name} judge, rate {rate:.1%}, {readings} read:",
                    f"interval {shown.covered / WORLDS:.3f},",
                    f"ceiling {shown.under / WORLDS:.3f},",
                    f"plain review reads {(plain / shown.error) ** 2:.1f}x for the same error",
                    end="",
                )
            # Below these shares the worlds themselves would show that it covers too little.
            assert lower_bound(WORLDS - shown.covered, WORLDS) <= 1 - 0.945
            assert lower_bound(WORLDS - shown.under, WORLDS) <= 1 - 0.95


@pytest.mark.promise
@pytest.mark.parametrize("name", ["good", "fair"])
def test_at_half_a_percent_it_takes_half_the_readings_of_plain_review(name: str) -> None:
    shown = windows(0.005, JUDGES[name], readings=600, seed=2)
    plain = (0.005 * 0.995 / 600) ** 0.5

    assert (plain / shown.error) ** 2 >= 2
