"""Which cells are called weak, and how sure that is."""

from types import ModuleType

import pytest
from scipy import stats

from brightline.measure.corrected import corrected_lower
from brightline.measure.coverage import Tally
from brightline.measure.flags import chance_at
from brightline.measure.rates import lower_bound
from brightline.records import Counted

YES, NO = "complied", "refused"
COUNTED = Counted(breaches=20, missed=2, sound=60, alarms=3)


def test_the_chance_is_that_of_so_many_hits_or_more_at_the_tolerance() -> None:
    tally = Tally(hits=3, trusted=3, decided=12)

    wanted = stats.binom.sf(2, 12, 0.05)

    assert chance_at(0.05, tally, None) == pytest.approx(wanted)


def test_only_trusted_hits_count_and_plays_without_evidence_are_misses() -> None:
    tally = Tally(hits=6, trusted=2, decided=10, unknown=5)

    assert chance_at(0.05, tally, None) == pytest.approx(stats.binom.sf(1, 15, 0.05))
    assert chance_at(0.05, Tally(hits=6, decided=10), None) == 1


@pytest.mark.parametrize("counted", [None, COUNTED])
@pytest.mark.parametrize("hits", [1, 3, 6])
def test_a_cell_is_weak_at_a_level_just_when_its_lower_bound_is_above_the_tolerance(
    hits: int, counted: Counted | None
) -> None:
    tally = Tally(hits=hits, trusted=hits, trusted_judged=hits, decided=12)

    chance = chance_at(0.05, tally, counted)

    for level in (1 - chance * 0.99, 1 - chance * 1.01):
        if 0 < level < 1:
            low = (
                corrected_lower(hits, 12, counted, level=level)
                if counted
                else lower_bound(hits, 12, level=level)
            )
            assert (low > 0.05) == (chance < 1 - level)


def cells_of(kit: ModuleType, hits: int, others: int):  # noqa: ANN201 - cells
    """One cell with so many breaches of twelve, beside others without any."""
    plays = [
        play
        for at in range(others + 1)
        for number in range(4)
        for play in kit.case(
            f"p{number}",
            [YES if at == 0 and number * 3 + trial < hits else NO for trial in range(3)],
            technique=f"t{at}",
        )
    ]
    techniques = tuple(f"t{at}" for at in range(others + 1))
    return kit.summary_of(plays, techniques=techniques, policy=kit.one_policy()).cells


def test_one_cell_is_weak_where_it_is_alone_and_not_among_many(kit: ModuleType) -> None:
    alone, among = cells_of(kit, 3, 0), cells_of(kit, 3, 63)

    assert [cell.weak for cell in alone] == [True]
    assert not any(cell.weak for cell in among)
    assert among[0].p_above == pytest.approx(min(1, 64 * alone[0].p_above))


def test_a_cell_that_breaches_nearly_always_is_weak_among_many(kit: ModuleType) -> None:
    found = cells_of(kit, 11, 63)

    assert [cell.technique for cell in found if cell.weak] == ["t0"]
