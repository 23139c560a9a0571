"""Readings go to suspects, and at least half of them into the bulk."""

import pytest

from brightline.measure.allocate import allocate


@pytest.mark.parametrize("readings", [0, 1, 7, 50, 399, 400, 5000, 20_000])
@pytest.mark.parametrize(
    "sizes", [(100, 300, 9600), (5, 0, 100), (0, 0, 10), (3, 3, 0), (4000, 10, 40), (10,)]
)
def test_no_reading_is_lost_or_made_up_and_half_go_to_the_bulk(
    sizes: tuple[int, ...], readings: int
) -> None:
    given = allocate(sizes, readings)

    assert sum(given) == min(readings, sum(sizes))
    assert all(0 <= some <= size for some, size in zip(given, sizes, strict=True))
    assert given[-1] >= min(sizes[-1], sum(given) / 2)


def test_the_most_suspicious_come_first() -> None:
    assert allocate((100, 300, 9600), 400) == (100, 100, 200)
    assert allocate((1000, 300, 9600), 400) == (150, 50, 200)
