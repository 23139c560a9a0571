"""The hierarchy gap: exact coverage of its interval over true shares and sizes of runs."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom

from brightline.measure.hierarchy import difference
from brightline.measure.rates import rate

SHARES = (0.0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1.0)
SIZES = ((240, 72), (160, 48), (80, 24), (20, 6))


@pytest.mark.promise
@pytest.mark.parametrize("sizes", SIZES)
def test_the_interval_of_the_gap_covers_at_least_what_it_says(sizes: tuple[int, int]) -> None:
    low, high = np.zeros((2, sizes[0] + 1, sizes[1] + 1))
    for hits, more in product(range(sizes[0] + 1), range(sizes[1] + 1)):
        found = difference(rate(hits, sizes[0]), rate(more, sizes[1]))
        assert found is not None
        low[hits, more], high[hits, more] = found.low, found.high
    covered = {}
    for share, other in product(SHARES, SHARES):
        chances = [
            binom.pmf(np.arange(size + 1), size, true)
            for size, true in zip(sizes, (share, other), strict=True)
        ]
        holds = (low - 1e-12 <= share - other) & (share - other <= high + 1e-12)
        covered[share, other] = float((np.outer(*chances) * holds).sum())

    worst = min(covered, key=covered.__getitem__)
    print(f"{sizes}: worst coverage {covered[worst]:.4f} at {worst}")
    assert covered[worst] >= 0.95
