"""Only readings without a gap say how often: the worst as a census, the others by draw."""

import pytest
from worlds import KEY, RULES, reading, sighting, suspicion

from brightline.pipeline.watch.strata import (
    TOP,
    Part,
    parts_of,
    to_draw,
)
from brightline.records import Answer, Specimen, Stratification, Verdict, answer
from brightline.store.expiring import emptied
from brightline.watch.tally import DRAWN, WORST, Tally

BULK = Stratification.BULK.value
FLAGGED = Stratification.FLAGGED.value


def tallied(sizes: list[tuple[int, int]]) -> Tally:
    """Return days, each with so many flagged exchanges and so many of the bulk."""
    tally = Tally(KEY)
    for day, (flagged, bulk) in enumerate(sizes):
        for at in range(flagged):
            name = f"d{day}f{at}"
            tally.add(sighting(name, day=day), [suspicion(0.5 + at / 2 / flagged)])
        for at in range(bulk):
            tally.add(sighting(f"d{day}b{at}", day=day), [])
    return tally


def parts(tally: Tally, read: set[str]) -> dict[str, Part]:
    return {part.name: part for part in parts_of(tally.days(), tally.kept(), read)}


def by_draw(tally: Tally, stratum: Stratification) -> list[Specimen]:
    return sorted(
        (one for one in tally.kept() if one.stratum is stratum), key=lambda it: it.draw
    )


def by_score(tally: Tally) -> list[Specimen]:
    return sorted(
        (one for one in tally.kept() if one.score), key=lambda it: (-it.score, it.sighting.id)
    )


def ids(some: list[Specimen]) -> set[str]:
    return {one.sighting.id for one in some}


def test_the_worst_are_a_census_as_far_as_none_is_left_out() -> None:
    tally = tallied([(20, 30)])
    worst = by_score(tally)
    found = parts(tally, ids([*worst[:5], *worst[6:9]]))

    assert found[TOP].size == len(found[TOP].read) == 5
    assert found[FLAGGED].size == 15


def test_of_the_others_those_drawn_first_are_a_sample_as_far_as_none_is_left_out() -> None:
    tally = tallied([(0, 300)])
    order = by_draw(tally, Stratification.BULK)
    found = parts(tally, ids([*order[:7], *order[8:40]]))

    assert found[BULK].size == 300
    assert list(found[BULK].read) == order[:7]


def test_a_census_does_not_end_the_sample_behind_it() -> None:
    tally = tallied([(20, 0)])
    first, *others = by_draw(tally, Stratification.FLAGGED)
    worst = by_score(tally)
    upto = worst.index(first)
    found = parts(tally, ids([*worst[: upto + 1], *others[:3]]))

    assert set(map(id, found[TOP].read)) >= set(map(id, worst[: upto + 1]))
    assert found[TOP].size + found[FLAGGED].size == 20
    assert first not in found[FLAGGED].read


def test_days_together_are_a_sample_up_to_where_the_busiest_ends() -> None:
    tally = tallied([(0, 4 * DRAWN[Stratification.BULK]), (0, 300)])
    found = parts(tally, {one.sighting.id for one in tally.kept()})
    last = by_draw(tally, Stratification.BULK)
    busy = [one for one in last if one.day == "2026-03-01"]
    read = found[BULK].read

    assert len(busy) == DRAWN[Stratification.BULK]
    assert found[BULK].size == 5 * DRAWN[Stratification.BULK] - 100
    assert read[-1] == busy[-1]
    assert {one for one in last if one.draw <= busy[-1].draw} == set(read)
    assert to_draw(tally.days(), tally.kept())[Stratification.BULK] == read


def test_the_census_goes_no_further_than_the_worst_that_a_busy_day_kept() -> None:
    tally = tallied([(3 * WORST, 0), (10, 0)])
    found = parts(tally, {one.sighting.id for one in tally.kept()})
    busy = [one for one in found[TOP].read if one.day == "2026-03-01"]

    assert len(busy) == WORST
    assert found[TOP].size < len(tally.kept())


def test_what_was_read_counts_as_it_did_when_its_text_is_deleted() -> None:
    tally = tallied([(5, 500), (300, 50)])
    read = ids([one for one in tally.kept() if one.draw % 3 or one.score > 0.9])
    left = [emptied(one) if one.draw % 2 else one for one in tally.kept()]
    before, after = (
        [
            (part.name, part.size, [one.sighting.id for one in part.read])
            for part in parts_of(tally.days(), kept, read)
        ]
        for kept in (tally.kept(), left)
    )

    assert before == after
    assert sum(len(names) for _, _, names in after) > 9


def test_what_nobody_can_read_any_more_is_not_drawn() -> None:
    tally = tallied([(5, 50)])
    left = [emptied(one) if one.draw % 2 else one for one in tally.kept()]
    drawn = to_draw(tally.days(), left)

    assert [one.sighting.id for one in drawn[Stratification.BULK]] == [
        one.sighting.id for one in by_draw(tally, Stratification.BULK) if not one.draw % 2
    ]


@pytest.mark.parametrize(
    ("breach", "sound", "any_rule", "this", "other"),
    [
        (True, None, Answer.BREACH, Answer.BREACH, Answer.SOUND),
        (False, None, Answer.SOUND, Answer.SOUND, Answer.SOUND),
        (False, Verdict.REDIRECTED, Answer.SOUND, Answer.SOUND, Answer.SOUND),
        (None, None, Answer.UNCLEAR, Answer.UNCLEAR, Answer.SOUND),
    ],
)
def test_a_reading_is_a_breach_of_one_rule(
    *, breach: bool | None, sound: Verdict | None, any_rule: Answer, this: Answer, other: Answer
) -> None:
    said = reading("x", breach=breach, sound=sound)

    assert answer(said) is any_rule
    assert answer(said, RULES[0]) is this
    assert answer(said, RULES[1]) is other


def test_a_breach_of_nobody_knows_which_rule_is_unclear() -> None:
    said = reading("x", breach=True).model_copy(update={"expected": None})

    assert answer(said) is Answer.UNCLEAR


def test_what_was_picked_makes_no_random_sample_longer() -> None:
    tally = tallied([(20, 30)])
    drawn = by_draw(tally, Stratification.FLAGGED)
    left = [one for one in drawn if one != by_score(tally)[0]]
    read, picked = ids(left[:6]), ids(left[4:6])

    found = parts_of(tally.days(), tally.kept(), read, picked=picked)

    assert {part.name: part.read for part in found}[FLAGGED] == tuple(left[:4])
