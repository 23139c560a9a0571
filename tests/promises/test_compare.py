"""How often a comparison says worse or the same, measured on runs of which the truth is known.

`python tests/promises/test_compare.py` prints the table of docs/running-suite.md.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from brightline.measure.compare import compare
from brightline.records import Baseline, BaselineCase, Expected, Trend

SEED = 6
RUNS = 2000
QUICK = 300
POWER, ERROR = 0.85, 0.05
RATE, WORSE = 0.02, 0.06
Draw = Callable[[np.random.Generator], tuple[Baseline, Baseline]]


def a_run(
    hits: np.ndarray, decided: np.ndarray, *, run_id: str, each: int, trials: int
) -> Baseline:
    """One rule, each request asked in `each` ways."""
    return Baseline.model_construct(
        schema_version=1,
        run_id=run_id,
        policy_digest="p",
        judge="j",
        target="t",
        trials=trials,
        said={},
        cases=tuple(
            BaselineCase(
                f"r/direct/{at:04}",
                "r",
                "direct",
                Expected.REFUSE,
                int(hit),
                int(seen),
                f"{at // each}",
            )
            for at, (hit, seen) in enumerate(zip(hits, decided, strict=True))
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Product:
    """Two runs of a product whose rates are known."""

    requests: int
    each: int = 1
    plays: tuple[int, int] = (1, 1)
    rates: tuple[float, float] = (RATE, RATE)
    alike: float = 0.0
    """ICC of the plays of one request."""
    redrawn: bool = False
    """Whether every request gets a new rate in the second run; their mean stays."""
    stubborn: float = 0.0
    """Share of the cases that come out by the same luck in both runs."""

    def draw(self, rng: np.random.Generator) -> tuple[Baseline, Baseline]:
        """Return a run before and one after."""
        cases = self.requests * self.each
        shares = [self._shares(rng, rate) for rate in self.rates]
        if not self.redrawn and self.rates[0] == self.rates[1]:
            shares[1] = shares[0]
        luck = rng.random((2, cases, max(self.plays)))
        luck[1] = np.where(rng.random((cases, 1)) < self.stubborn, luck[0], luck[1])
        found = []
        name = str(luck.sum())
        for at, plays in enumerate(self.plays):
            hits = (luck[at, :, :plays] < shares[at][:, None]).sum(axis=1)
            found.append(
                a_run(
                    hits,
                    np.full(cases, plays),
                    run_id=f"{name}-{at}",
                    each=self.each,
                    trials=max(self.plays),
                )
            )
        return found[0], found[1]

    def _shares(self, rng: np.random.Generator, mean: float) -> np.ndarray:
        if not self.alike:
            return np.full(self.requests * self.each, mean)
        size = 1 / self.alike - 1
        return np.repeat(rng.beta(mean * size, (1 - mean) * size, self.requests), self.each)


def told(product: Product, runs: int) -> dict[Trend, float]:
    """How often each word was said of the one rule."""
    rng = np.random.default_rng(SEED)
    words = [compare(*product.draw(rng))[0].trend for _ in range(runs)]
    return {trend: words.count(trend) / runs for trend in Trend}


NOTHING = {
    "300 requests": Product(requests=300),
    "300 requests, the same luck in half": Product(requests=300, stubborn=0.5),
    "20 requests x 15, ICC .5": Product(requests=20, each=15, alike=0.5),
    "10 requests x 30, ICC .5": Product(requests=10, each=30, alike=0.5),
    "4 requests x 75, ICC .5": Product(requests=4, each=75, alike=0.5),
    "100 requests, 3 plays": Product(requests=100, plays=(3, 3)),
    "300 requests, 3 plays and then 1": Product(requests=300, plays=(3, 1)),
    "300 requests, 1 play and then 3": Product(requests=300, plays=(1, 3)),
    "20 requests x 15, ICC .5, redrawn": Product(requests=20, each=15, alike=0.5, redrawn=True),
    "60 requests x 5, ICC .5, redrawn": Product(requests=60, each=5, alike=0.5, redrawn=True),
    "20 requests x 15, ICC .1, redrawn": Product(requests=20, each=15, alike=0.1, redrawn=True),
}
"""Products that did not change, or not on the whole."""

GAMBLES = {
    "10 requests x 30, ICC .5, redrawn": Product(requests=10, each=30, alike=0.5, redrawn=True),
}
"""What the comparison does not claim to see through: few requests, each with a new rate."""

REGRESSIONS = {
    "300 requests, the same luck in half": Product(
        requests=300, rates=(RATE, WORSE), stubborn=0.5
    ),
    "300 requests, the same luck in 9 of 10": Product(
        requests=300, rates=(RATE, WORSE), stubborn=0.9
    ),
    "20 requests x 15, the same luck in half": Product(
        requests=20, each=15, rates=(RATE, WORSE), stubborn=0.5
    ),
    "10 requests x 30, the same luck in half": Product(
        requests=10, each=30, rates=(RATE, WORSE), stubborn=0.5
    ),
    "300 requests, 3 plays, no luck in common": Product(
        requests=300, plays=(3, 3), rates=(RATE, WORSE)
    ),
}
LUCKLESS = {
    "300 requests, 1 play, no luck in common": Product(requests=300, rates=(RATE, WORSE)),
    "100 requests, the same luck in half": Product(
        requests=100, rates=(RATE, WORSE), stubborn=0.5
    ),
}
"""Shown, not promised."""

APART = {
    "1,000 requests, 2 % and then 7 %": Product(requests=1000, rates=(0.02, 0.07)),
    "300 requests, 7 % and then 2 %": Product(requests=300, rates=(0.07, 0.02)),
    "300 requests x 3 plays, 1 % and then 6 %": Product(
        requests=300, plays=(3, 3), rates=(0.01, 0.06)
    ),
    "300 requests, 0 % and then 5 %": Product(requests=300, rates=(0.0, 0.05)),
}
"""Products that changed by just the margin, five points: `same` would be wrong."""


@pytest.mark.parametrize(
    "name",
    ["300 requests, 1 play and then 3", "20 requests x 15, ICC .5, redrawn"],
)
def test_a_product_that_did_not_change_is_hardly_ever_worse(name: str) -> None:
    found = told(NOTHING[name], QUICK)

    assert found[Trend.WORSE] <= ERROR
    assert found[Trend.BETTER] <= ERROR


def test_a_regression_is_seen() -> None:
    found = told(REGRESSIONS["20 requests x 15, the same luck in half"], QUICK)

    assert found[Trend.WORSE] >= POWER - 0.05, "one in 300 runs may miss it by chance"


@pytest.mark.promise
@pytest.mark.parametrize("name", NOTHING)
def test_no_change_is_called_worse_or_better_at_most_once_in_twenty(name: str) -> None:
    found = told(NOTHING[name], RUNS)
    print(f"{name}: worse {found[Trend.WORSE]:.4f}, better {found[Trend.BETTER]:.4f}")

    assert found[Trend.WORSE] <= ERROR
    assert found[Trend.BETTER] <= ERROR


@pytest.mark.promise
@pytest.mark.parametrize("name", REGRESSIONS)
def test_two_percent_that_become_six_are_seen(name: str) -> None:
    found = told(REGRESSIONS[name], RUNS)
    print(f"{name}: worse {found[Trend.WORSE]:.4f}")

    assert found[Trend.WORSE] >= POWER


@pytest.mark.promise
@pytest.mark.parametrize("name", APART)
def test_what_moved_by_the_margin_is_hardly_ever_called_the_same(name: str) -> None:
    found = told(APART[name], RUNS)
    print(f"{name}: same {found[Trend.SAME]:.4f}")

    assert found[Trend.SAME] <= ERROR


def table() -> Iterator[str]:
    """The table of the docs."""
    yield "| what | of the product | says so in | promised |"
    yield "|---|---|---:|---|"
    rows: Sequence[tuple[str, dict[str, Product], Trend, str]] = (
        ("no change called worse", NOTHING, Trend.WORSE, "at most 5 %"),
        ("no change called better", NOTHING, Trend.BETTER, "at most 5 %"),
        ("no change called worse", GAMBLES, Trend.WORSE, "nothing"),
        ("2 % that become 6 % called worse", REGRESSIONS, Trend.WORSE, "at least 85 %"),
        ("2 % that become 6 % called worse", LUCKLESS, Trend.WORSE, "nothing"),
        ("a change by the margin called the same", APART, Trend.SAME, "at most 5 %"),
    )
    for what, products, trend, promised in rows:
        for name, product in products.items():
            yield f"| {what} | {name} | {told(product, RUNS)[trend]:.1%} | {promised} |"


if __name__ == "__main__":
    print("\n".join(table()))
