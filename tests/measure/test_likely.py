"""Cells told by their rule and their technique too."""

import numpy as np
import pytest

from brightline.measure.likely import FEWEST, likely_rates, with_likely
from brightline.measure.rates import rate
from brightline.records import Cell, Rate

Cells = dict[tuple[str, str], Rate]


def table(hits: list[list[int]], plays: int, unknown: int = 0) -> Cells:
    return {
        (f"r{row}", f"t{column}"): rate(count, plays, undecided=unknown)
        for row, counts in enumerate(hits)
        for column, count in enumerate(counts)
    }


def test_a_lucky_cell_of_a_weak_rule_is_not_taken_for_strong() -> None:
    found = likely_rates(table([[0, 1, 2, 1, 2, 1, 3, 1], *[[0] * 8] * 4], 3))

    assert found["r0", "t0"].estimate > 5 * found["r1", "t0"].estimate
    assert found["r0", "t6"].estimate < 0.9


def test_a_lucky_cell_of_a_weak_technique_is_not_taken_for_strong() -> None:
    hits = [[0, 0, 0], [1, 0, 0], [2, 0, 0], [1, 0, 0], [2, 0, 0], [1, 0, 0], [3, 0, 0]]

    found = likely_rates(table(hits, 3))

    assert found["r0", "t0"].estimate > 5 * found["r0", "t1"].estimate


def test_many_plays_of_its_own_outweigh_what_the_others_say() -> None:
    cells = table([[0] * 4] * 4, 3)
    cells["r0", "t0"] = rate(300, 600)

    found = likely_rates(cells)["r0", "t0"]

    assert found.estimate == pytest.approx(0.5, abs=0.02)
    assert found.low < 0.5 < found.high
    assert found.high - found.low < 0.12
    assert (found.plays, found.cells) == (600, 16)


def test_the_interval_holds_the_estimate_and_never_ends_at_nothing() -> None:
    for found in likely_rates(table([[0, 1, 3], [0, 0, 2]], 3)).values():
        assert 0 < found.low < found.estimate < found.high < 1


def test_what_has_no_verdict_widens_both_ends() -> None:
    hits = [[0, 1, 2], [0, 0, 4]]

    sure, open_ = (likely_rates(table(hits, 6, unknown)) for unknown in (0, 3))

    for key, one in sure.items():
        assert open_[key].low <= one.low
        assert open_[key].high > one.high
        assert open_[key].estimate == one.estimate


def test_a_cell_that_nobody_played_stays_without_a_likely_rate() -> None:
    cells = table([[0, 1, 2], [0, 1, 3]], 3)
    cells["r0", "t0"] = rate(0, 0, undecided=3)

    found = likely_rates(cells)

    assert ("r0", "t0") not in found
    assert len(found) == 5


def test_too_few_cells_have_nothing_to_borrow_from() -> None:
    assert likely_rates(table([[0, 1, 2]], 3)) == {}
    assert len(likely_rates(table([[0, 1, 2, 0]], 3))) == FEWEST


def test_order_and_names_of_cells_do_not_matter() -> None:
    hits = [[0, 1, 2], [3, 0, 1], [0, 0, 0]]
    cells = table(hits, 3)
    turned = {
        (f"z{8 - int(rule[1:])}", technique): found
        for (rule, technique), found in reversed(cells.items())
    }

    straight, other = likely_rates(cells), likely_rates(turned)

    for (rule, technique), found in straight.items():
        same = other[f"z{8 - int(rule[1:])}", technique]
        assert same.estimate == pytest.approx(found.estimate, abs=2e-5)
        assert same.high == pytest.approx(found.high, abs=2e-5)


def test_the_posterior_is_what_sampling_finds() -> None:
    """One row: compared with importance sampling of the same model, 400,000 draws."""
    hits, plays = np.array([0, 0, 1, 4, 0]), 6
    rng = np.random.default_rng(4)
    draws = 400_000
    widths = [rng.choice(grid, draws, p=_prior(grid)) for grid in ((0.3, 0.8, 1.6),) * 2]
    own_grid = (0.3, 0.8, 1.6, 3.2)
    own = rng.choice(own_grid, draws, p=_prior(own_grid))
    level = rng.normal(-3, 2.5, draws) + widths[0] * rng.normal(size=draws)
    odds = level[:, None] + widths[1][:, None] * rng.normal(size=(draws, 5))
    odds += own[:, None] * rng.normal(size=(draws, 5))
    share = 1 / (1 + np.exp(-odds))
    log = (hits * np.log(share) + (plays - hits) * np.log1p(-share)).sum(axis=1)
    weight = np.exp(log - log.max())
    wanted = (weight[:, None] * share).sum(axis=0) / weight.sum()

    found = likely_rates(table([hits.tolist()], plays))

    told = [found["r0", f"t{at}"].estimate for at in range(5)]
    assert told == pytest.approx(wanted, rel=0.05, abs=0.002)


def _prior(grid: tuple[float, ...]) -> np.ndarray:
    heights = np.exp(-(np.array(grid) ** 2) / 2 / 1.5**2)
    return heights / heights.sum()


def test_rules_that_allow_and_holes_are_left_alone() -> None:
    seen = table([[0, 1, 2], [1, 1, 3], [0, 0, 0]], 3)
    none = rate(0, 0)
    cells = [
        Cell(rule_id=rule, technique=technique, under_refusal=found, over_refusal=none)
        for (rule, technique), found in seen.items()
    ]

    found = with_likely(cells, {"r0", "r1"})

    assert [cell.rule_id for cell in found if cell.likely is None] == ["r2"] * 3
    assert [cell.under_refusal for cell in found] == list(seen.values())
