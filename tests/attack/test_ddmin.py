"""Delta debugging: fewest parts that still fail, whatever the parts that are needed."""

import anyio
from hypothesis import given, strategies as st

from brightline.attack.ddmin import Parts, ddmin


@given(count=st.integers(0, 40), data=st.data())
def test_exactly_the_needed_parts_are_left(count: int, data: st.DataObject) -> None:
    needed = data.draw(
        st.sets(st.integers(0, count - 1), max_size=5) if count else st.just(set())
    )
    asked: list[Parts] = []

    async def fails(parts: Parts) -> bool:
        asked.append(parts)
        return needed <= set(parts)

    left = anyio.run(ddmin, tuple(range(count)), fails)

    assert set(left) == needed
    assert len(asked) == len(set(asked)), "nothing is asked twice"


def test_of_a_flaw_that_needs_either_of_two_parts_one_is_left() -> None:
    async def fails(parts: Parts) -> bool:
        return bool({2, 7} & set(parts))

    assert len(anyio.run(ddmin, tuple(range(9)), fails)) == 1


def test_one_needed_part_of_a_hundred_costs_few_questions() -> None:
    asked: list[Parts] = []

    async def fails(parts: Parts) -> bool:
        asked.append(parts)
        return 61 in parts

    assert anyio.run(ddmin, tuple(range(100)), fails) == (61,)
    assert len(asked) < 30
