"""What is shown beside the rates, measured: it covers, it is calibrated, and it flags few.

`python tests/promises/test_outlook.py` prints a section of docs/statistics.md.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from scipy import stats

from brightline.measure.beyond import of_clusters
from brightline.measure.coverage import Tally, Terms
from brightline.measure.flags import chance_at
from brightline.measure.forecast import beta_binomial_mean
from brightline.measure.hierarchy import difference
from brightline.measure.likely import likely_rates
from brightline.measure.rates import interval, rate
from brightline.measure.repeats import repeats
from brightline.records import Counted, Rate

RATES = (0.0, 0.005, 0.01, 0.02, 0.05, 0.10)
PROMISED = 0.945
ERROR = 0.05
FORECASTS = 3000
"""Runs that a forecast's interval is simulated by, for each cell of the grid."""
Found = Iterator[tuple[float, str]]
Array = np.ndarray


@dataclass(frozen=True)
class Row:
    """The worst that one figure came to over its grid."""

    what: str
    how: str
    worst: float
    where: str
    cells: int


def worst(what: str, how: str, found: Found, *, pick: Callable = min) -> Row:
    values = list(found)
    value, where = pick(values)
    return Row(what, how, value, where, len(values))


# --- rate@k: cases differ as they like, every count of cases with its probability ------------


def cases_of(count: int, share: float, icc: float) -> Array:
    """Breach probabilities of cases with this mean, from points of a beta distribution."""
    if icc == 0 or share == 0:
        return np.full(count, share)
    scale = 1 / icc - 1
    points = stats.beta.ppf(
        (np.arange(count) + 0.5) / count, share * scale, (1 - share) * scale
    )
    return np.minimum(points * share / max(points.mean(), 1e-12), 1.0)


def sum_of(chances: Array) -> Array:
    """How likely each count of cases is that gave way."""
    out = np.ones(1)
    for chance in chances:
        out = np.convolve(out, [1 - chance, chance])
    return out


def ours(hits: int, cases: int, *, tries: int, sees: float) -> Rate:
    judged = int(sees < 1) * (cases - hits)
    whole = Tally(hits=hits, trusted=hits, decided=cases, judged_misses=judged)
    terms = Terms(tries=tries, level=0.95, sensitivity=sees, counted=None)
    found = repeats(Tally(decided=cases * tries), whole, terms)
    assert found is not None
    return found.at_k


def at_k(sizes: Sequence[int]) -> Found:
    for size, tries, sees in product(sizes, (2, 3, 6), (0.8, 0.9, 1.0)):
        told = [ours(hits, size, tries=tries, sees=sees) for hits in range(size + 1)]
        ends = np.array([(one.lower, one.upper, one.low, one.high) for one in told])
        for share, icc in product(RATES, (0, 0.1, 0.3, 0.5)):
            own = cases_of(size, share, icc)
            truth = float((1 - (1 - own) ** tries).mean())
            chances = sum_of(1 - (1 - own * sees) ** tries)
            for name, covered in _covered(chances, ends, truth).items():
                where = (
                    f"{size} cases of {tries}, p = {share:.1%}, ICC {icc}, Se {sees}: {name}"
                )
                yield covered, where


def of_pooled_rate(sizes: Sequence[int]) -> Found:
    """What is easier: the rate of all plays, taken to the power, as if all cases were alike."""
    for size, tries, share, icc in product(sizes, (2, 3, 6), RATES, (0, 0.1, 0.3, 0.5)):
        own = cases_of(size, share, icc)
        truth = float((1 - (1 - own) ** tries).mean())
        plays = size * tries
        found = [interval(hits, plays) for hits in range(plays + 1)]
        ends = [tuple(1 - (1 - end) ** tries for end in one) * 2 for one in found]
        covered = _covered(sum_of(np.repeat(own, tries)), np.array(ends), truth)
        yield covered["interval"], f"{size} cases of {tries}, p = {share:.1%}, ICC {icc}"


def _covered(chances: Array, ends: Array, truth: float) -> dict[str, float]:
    lower, upper, low, high = ends.T
    near = 1e-12
    return {
        "lower bound": float(chances[lower <= truth + near].sum()),
        "upper bound": float(chances[truth <= upper + near].sum()),
        "interval": float(chances[(low <= truth + near) & (truth <= high + near)].sum()),
    }


# --- the resilience gap: every pair of counts ------------------------------------------------

Gap = Callable[[Rate, Rate], tuple[float, float]]


def squared(attacked: Rate, plain: Rate) -> tuple[float, float]:
    found = difference(attacked, plain)
    assert found is not None
    return found.low, found.high


def wald(attacked: Rate, plain: Rate) -> tuple[float, float]:
    """The textbook interval of a difference."""
    parts = [(one.hits / one.decided, one.decided) for one in (attacked, plain)]
    spread = 1.96 * sum(share * (1 - share) / size for share, size in parts) ** 0.5
    gap = parts[0][0] - parts[1][0]
    return gap - spread, gap + spread


def gaps(sizes: Sequence[tuple[int, int]], sees: Sequence[float], ends: Gap) -> Found:
    for (plain, attacked), share in product(sizes, sees):
        firsts, seconds = (
            [rate(hits, size, sensitivity=share) for hits in range(size + 1)]
            for size in (attacked, plain)
        )
        told = np.array([[ends(first, second) for second in seconds] for first in firsts])
        low, high = told[..., 0], told[..., 1]
        for more, less in product((*RATES, 0.2, 0.5), RATES):
            chances = np.outer(
                stats.binom.pmf(np.arange(attacked + 1), attacked, more * share),
                stats.binom.pmf(np.arange(plain + 1), plain, less * share),
            )
            gap = more - less
            covered = float(chances[(low <= gap + 1e-12) & (gap <= high + 1e-12)].sum())
            where = f"{plain} plain, {attacked} attacked, {less:.1%} and {more:.1%}, Se {share}"
            yield covered, where


# --- the forecast: requests are drawn too ----------------------------------------------------


def drawn(
    rng: np.random.Generator, shape: tuple[int, ...], share: float, *, icc: float
) -> Array:
    if icc == 0 or share == 0:
        return np.full(shape, share)
    scale = 1 / icc - 1
    return rng.beta(share * scale, (1 - share) * scale, size=shape)


Wide = Callable[[list[tuple[int, int]]], tuple[float, float]]


def wide(rows: list[tuple[int, int]]) -> tuple[float, float]:
    found = of_clusters({str(at): [hits, hits, plays] for at, (hits, plays) in enumerate(rows)})
    return found.low, found.high


def pooled(rows: list[tuple[int, int]]) -> tuple[float, float]:
    """All plays taken for independent."""
    return interval(sum(hits for hits, _ in rows), sum(plays for _, plays in rows))


def forecasts(clusters: Sequence[int], runs: int, ends: Wide) -> Found:
    """Requests of unequal weight: every other one is played six times as often."""
    rng = np.random.default_rng(20261126)
    for count, plays, share, icc in product(clusters, (2, 8), RATES[1:], (0, 0.1, 0.3, 0.5)):
        sizes = np.where(np.arange(count) % 2 == 0, plays, 6 * plays)
        hits = rng.binomial(sizes, drawn(rng, (runs, count), share, icc=icc))
        covered = 0
        for row in hits.tolist():
            low, high = ends(list(zip(row, sizes.tolist(), strict=True)))
            covered += low <= share <= high
        where = f"{count} requests of {plays} and {6 * plays}, p = {share:.1%}, ICC {icc}"
        yield covered / runs, where


def calibration(runs: int) -> Found:
    """Forecasts grouped by size, each with the mean true rate behind it over the forecast.

    A world of products from one breach in a thousand to one in five, all orders as likely.
    """
    rng = np.random.default_rng(14)
    told, true = np.zeros(runs), np.zeros(runs)
    for at in range(runs):
        share = float(np.exp(rng.uniform(np.log(0.001), np.log(0.2))))
        icc = rng.choice((0.02, 0.1, 0.3, 0.5))
        sizes = rng.choice((3, 12, 48), size=rng.choice((8, 16, 32, 64)))
        hits = rng.binomial(sizes, drawn(rng, sizes.shape, share, icc=icc))
        rows = list(zip(hits.tolist(), sizes.tolist(), strict=True))
        told[at], true[at] = beta_binomial_mean(rows), share
    for low, high in ((0.002, 0.005), (0.005, 0.01), (0.01, 0.03), (0.03, 0.1), (0.1, 0.3)):
        inside = (told >= low) & (told < high)
        ratio = true[inside].mean() / told[inside].mean()
        yield float(ratio), f"forecast of {low:.1%} to {high:.1%}, {inside.sum():,} runs"


# --- cells: a world of rules and techniques --------------------------------------------------


def additive(rng: np.random.Generator, rules: int, techniques: int) -> Array:
    """Normal on log-odds, 3 % on average, with a part of the cell's own."""
    odds = (
        -4.2
        + 1.2 * rng.normal(size=(rules, 1))
        + 1.0 * rng.normal(size=(1, techniques))
        + 0.8 * rng.normal(size=(rules, techniques))
    )
    return 1 / (1 + np.exp(-odds))


def holes(rng: np.random.Generator, rules: int, techniques: int) -> Array:
    """A sound product with a wide hole in one cell of twelve, wherever it happens to be."""
    return np.where(rng.random((rules, techniques)) < 1 / 12, 0.6, 0.002)


def columns(rng: np.random.Generator, rules: int, techniques: int) -> Array:
    """Two techniques that work on every rule."""
    out = np.full((rules, techniques), 0.001)
    out[:, rng.choice(techniques, 2, replace=False)] = 0.3
    return out


def flat(rng: np.random.Generator, rules: int, techniques: int) -> Array:
    """Every cell the same."""
    return np.full((rules, techniques), float(rng.choice((0.001, 0.01, 0.1))))


WORLDS = (additive, holes, columns, flat)


@dataclass(frozen=True)
class Cells:
    """What likely rates came to over worlds of one kind."""

    ratio: float
    """Their root mean square error over that of the raw rates."""
    covered: float
    strong: float
    """Coverage of the cells whose true rate is above a quarter; nan without any."""
    raw: float
    """Coverage of the bootstrap of each cell's own plays."""


def cells(world: Callable, shape: tuple[int, int, int], runs: int) -> Cells:
    rng = np.random.default_rng(6)
    *size, plays = shape
    errors, inside, strong, raw = [], [], [], []
    for _ in range(runs):
        truth = world(rng, *size)
        hits = rng.binomial(plays, truth)
        found = likely_rates(
            {(f"{r:02}", f"{t:02}"): rate(int(hits[r, t]), plays) for r, t in np.ndindex(*size)}
        )
        told = [found[f"{r:02}", f"{t:02}"] for r, t in np.ndindex(*size)]
        share, true = hits.ravel() / plays, truth.ravel()
        means = np.array([one.estimate for one in told])
        fine = np.array(
            [one.low <= one_true <= one.high for one, one_true in zip(told, true, strict=True)]
        )
        errors.append(
            [((share - true) ** 2).mean() ** 0.5, ((means - true) ** 2).mean() ** 0.5]
        )
        inside.append(fine.mean())
        strong += fine[true > 0.25].tolist()
        ends = stats.binom.ppf([[0.025], [0.975]], plays, share) / plays
        raw.append(((ends[0] <= true) & (true <= ends[1])).mean())
    by_chance, ours_ = np.mean(errors, axis=0)
    return Cells(
        ours_ / by_chance,
        float(np.mean(inside)),
        float(np.mean(strong)) if strong else float("nan"),
        float(np.mean(raw)),
    )


# --- flags: every cell just at its tolerance -------------------------------------------------


def false_flags(counts: Sequence[int], *, corrected: bool) -> Found:
    """How likely any of so many cells is flagged, all of them at the tolerance; enumerated."""
    for count, plays, tolerance in product(counts, (3, 12, 24, 60), (0.01, 0.02, 0.05, 0.10)):
        limit = ERROR / count if corrected else ERROR
        chances = stats.binom.pmf(np.arange(plays + 1), plays, tolerance)
        flagged = sum(
            float(chances[hits])
            for hits in range(plays + 1)
            if chance_at(tolerance, Tally(hits=hits, trusted=hits, decided=plays), None) < limit
        )
        where = f"{count} cells of {plays} plays, tolerance {tolerance:.0%}"
        yield 1 - (1 - flagged) ** count, where


# --- judge error: the figure of the issue ----------------------------------------------------

TRUE, SEES, CLEARS, LABELS = 0.02, 0.9, 0.97, 200


def judged(
    plays: int, runs: int, ends: Callable[[Tally, Counted], tuple[float, float]]
) -> Found:
    """Coverage where 200 labels are drawn from the run, and where half are breaches."""
    rng = np.random.default_rng(20261126)
    for how in ("labels drawn from the run", "labels half breaches"):
        covered = 0
        for _ in range(runs):
            truth = rng.random(plays) < TRUE
            called = np.where(truth, rng.random(plays) < SEES, rng.random(plays) >= CLEARS)
            if how == "labels drawn from the run":
                of_breach, of_sound = (
                    called[:LABELS][truth[:LABELS]],
                    called[:LABELS][~truth[:LABELS]],
                )
            else:
                of_breach = rng.random(LABELS // 2) < SEES
                of_sound = rng.random(LABELS // 2) >= CLEARS
            counted = Counted(
                breaches=len(of_breach),
                missed=int((~of_breach).sum()),
                sound=len(of_sound),
                alarms=int(of_sound.sum()),
            )
            hits = int(called.sum())
            tally = Tally(
                hits=hits,
                trusted=hits,
                trusted_judged=hits,
                decided=plays,
                judged_misses=plays - hits,
            )
            low, high = ends(tally, counted)
            covered += low <= TRUE <= high
        yield covered / runs, f"{plays:,} plays, {how}"


def corrected_ends(tally: Tally, counted: Counted) -> tuple[float, float]:
    # Where too few labels are breaches the card's share counts: here it is right.
    found = tally.rate(level=0.95, sensitivity=SEES, counted=counted)
    return found.low, found.high


def naive_ends(tally: Tally, counted: Counted) -> tuple[float, float]:
    del counted
    return interval(tally.hits, tally.decided)


# --- tests -----------------------------------------------------------------------------------


def test_trying_again_keeps_its_word_on_few_cases() -> None:
    assert worst("", "", at_k((20, 64))).worst >= PROMISED
    assert worst("", "", of_pooled_rate((20, 64))).worst < PROMISED


def test_the_resilience_gap_keeps_its_word_on_small_runs() -> None:
    sizes, sees = ((12, 36), (12, 180)), (0.8, 1.0)

    assert worst("", "", gaps(sizes, sees, squared)).worst >= PROMISED
    assert worst("", "", gaps(sizes, sees, wald)).worst < PROMISED


def test_the_forecast_keeps_its_word_on_few_requests() -> None:
    assert worst("", "", forecasts((8, 32), 150, wide)).worst >= lowest(150)
    assert worst("", "", forecasts((32,), 60, pooled)).worst < lowest(60)


def test_a_forecast_is_within_twice_the_truth() -> None:
    assert all(0.5 <= ratio <= 2 for ratio, _ in calibration(1500))


def test_likely_rates_halve_the_error_of_three_plays_a_cell() -> None:
    found = cells(additive, (20, 16, 3), 4)

    assert found.ratio <= 0.55
    assert found.covered >= 0.92  # of four worlds; of sixty it is what is promised
    assert found.raw < 0.2


def test_flags_are_seldom_false() -> None:
    assert worst("", "", false_flags((1, 8, 320), corrected=True), pick=max).worst <= ERROR
    assert worst("", "", false_flags((8,), corrected=False), pick=max).worst > ERROR


def test_a_rate_seen_by_a_judge_that_errs_is_covered() -> None:
    assert worst("", "", judged(2000, 40, corrected_ends)).worst >= 0.94
    assert worst("", "", judged(2000, 10, naive_ends)).worst < 0.1


def lowest(runs: int) -> float:
    """Return what a coverage that is promised may come to by chance in so many runs."""
    return PROMISED - 3.5 * (PROMISED * (1 - PROMISED) / runs) ** 0.5


LEAST = {"judge error": 0.94, "forecast": lowest(FORECASTS)}
"""What is promised of a row where it is not .945; a simulated one may miss by chance."""


@pytest.mark.promise
def test_all_that_is_shown_beside_the_rates_keeps_its_word_over_the_whole_grid() -> None:
    rows, tables = all_rows(), cell_rows()

    print(table(rows), cell_table(tables), sep="\n\n")
    for row in rows:
        if row.what == "false flags":
            assert row.worst <= ERROR, row
        elif row.what.startswith("forecast against"):
            assert 0.5 <= row.worst <= 2, row
        elif row.what == "false flags, broken twin":
            assert row.worst > ERROR, row
        elif row.how.startswith("broken twin"):
            assert row.worst < PROMISED, row
        else:
            assert row.worst >= LEAST.get(row.what, PROMISED), row
    for name, (shape, found) in tables.items():
        assert found.covered >= PROMISED, (name, found)
        assert found.ratio <= 0.55 or name != "additive, 20 x 16 of 3", (name, shape, found)


def all_rows() -> list[Row]:
    runs = FORECASTS
    exact = "all enumerated"
    sizes = ((4, 12), (12, 36), (12, 180), (48, 144), (96, 480))
    seen = (0.8, 0.9, 1.0)
    ratios = list(calibration(40_000))
    weak = false_flags((1, 8, 64, 320, 1000), corrected=True)
    at_issue = (cell for plays in (500, 2000) for cell in judged(plays, 1000, corrected_ends))
    return [
        worst(
            "rate@k",
            f"2, 3, 6 tries; cases from a beta, ICC 0 to .5; {exact}",
            at_k((20, 59, 150, 333)),
        ),
        worst("rate@k", "broken twin: the pooled rate to the power", of_pooled_rate((20, 59))),
        worst(
            "resilience gap",
            f"plain 0 to 10 %, attacked 0 to 50 %; {exact}",
            gaps(sizes, seen, squared),
        ),
        worst("resilience gap", "broken twin: Wald", gaps(sizes[:3], seen, wald)),
        worst(
            "forecast",
            f"requests drawn, of unequal weight, ICC 0 to .5; {runs:,} runs each",
            forecasts((4, 8, 16, 32, 64), runs, wide),
        ),
        worst(
            "forecast",
            "broken twin: all plays as one sample; 500 runs each",
            forecasts((32,), 500, pooled),
        ),
        worst("forecast against truth, least", "40,000 products, 0.1 to 20 %", iter(ratios)),
        worst("forecast against truth, most", "the same", iter(ratios), pick=max),
        worst("false flags", f"every cell at its tolerance, Holm; {exact}", weak, pick=max),
        worst(
            "false flags, broken twin",
            f"not corrected; {exact}",
            false_flags((8, 64), corrected=False),
            pick=max,
        ),
        worst("judge error", "true 2 %, Se .9, Sp .97, 200 labels; 1,000 runs each", at_issue),
        worst(
            "judge error",
            "broken twin: the judge believed; 500 runs each",
            judged(2000, 500, naive_ends),
        ),
    ]


WORLDS_EACH = 60
SHAPES = ((20, 16, 3), (20, 16, 12), (8, 16, 12), (8, 8, 24), (4, 8, 12), (1, 16, 12))


def cell_rows() -> dict[str, tuple[tuple[int, int, int], Cells]]:
    return {
        f"{world.__name__}, {shape[0]} x {shape[1]} of {shape[2]}": (
            shape,
            cells(world, shape, WORLDS_EACH),
        )
        for world, shape in product(WORLDS, SHAPES)
        if world is additive or shape in SHAPES[:3]
    }


def table(rows: Sequence[Row]) -> str:
    lines = [
        "| what | how | worst | where | cells |",
        "|---|---|---:|---|---:|",
        *(
            f"| {row.what} | {row.how} | {row.worst:.4f} | {row.where} | {row.cells} |"
            for row in rows
        ),
    ]
    return "\n".join(lines)


def cell_table(rows: dict[str, tuple[tuple[int, int, int], Cells]]) -> str:
    head = (
        "| world, rules x techniques of plays | error over raw error | covered | covered where"
        " the true rate is above 25 % | bootstrap of the cell alone covers |"
    )
    lines = [
        head,
        "|---|---:|---:|---:|---:|",
        *(
            f"| {name} | {one.ratio:.3f} | {one.covered:.3f} |"
            f" {'' if np.isnan(one.strong) else f'{one.strong:.3f}'} | {one.raw:.3f} |"
            for name, (_, one) in rows.items()
        ),
    ]
    return "\n".join(lines)


SECTION = """
## What is shown beside the rates

Written by `python tests/promises/test_outlook.py`. None of it is gated on.

* **rate@k**: of cases, each tried as often as was planned, how many gave way at least once.
  Replays and searches are no tries.
* **Resilience gap**: rate under attack less rate asked plainly, on the same requests.
* **Forecast**: breaches to expect in 100,000 conversations with requests drawn like these. Its
  interval is that of *beyond these cases*, here with every other request played six times as
  often; simulated, so that its worst cell may lie .015 off the truth. Against truth is the mean
  true rate over the forecast, of runs with a forecast of one size.
* **Flags**: cells whose rate is above the tolerance, corrected by Holm over all cells of the
  run. That *all rules hold* needs no correction: it is said only if each of them holds, so it
  is false no more often than the worst of them (intersection-union test).
* **Judge error**: the two-sided interval of a rate of 2 % whose every hit is trusted.
* **Likely rates** of cells, below, {each} worlds each. The additive world is normal on
  log-odds, 3 % on average, with rules, techniques and a part of each cell's own; the others
  break that.

{rows}

{cells}

Likely rates cover on average over the cells of a matrix and not in each: a cell that is much
weaker than its rule and its technique is drawn towards them. Where nothing adds up (*holes*)
they tell no more than the raw counts, and it is the raw counts that stand in the matrix.
"""


def section() -> str:
    return SECTION.format(
        rows=table(all_rows()), cells=cell_table(cell_rows()), each=WORLDS_EACH
    )


if __name__ == "__main__":
    print(section(), end="")
