"""Made-up traffic: the same by a seed, with a hole that opens at a known moment."""

import json
from pathlib import Path

from brightline.simulate.traffic import DAYS, HOLE, OPENS, START, Visit, traffic

ROOT = Path(__file__).parents[2]


def some(seed: int = 1, *, days: int = DAYS, per_day: int = 120) -> list[Visit]:
    return list(traffic(seed=seed, days=days, per_day=per_day))


def test_the_same_seed_is_the_same_traffic_and_another_is_another() -> None:
    assert some(days=1) == some(days=1)
    assert some(days=1) != some(2, days=1)


def test_the_hole_is_open_from_its_moment_on_and_never_before() -> None:
    before = [one for one in some() if one.time < OPENS]
    after = [one for one in some() if one.time >= OPENS]

    assert sum(one.breaks == HOLE for one in before) / len(before) < 0.01
    assert sum(one.breaks == HOLE for one in after) / len(after) > 0.08


def test_the_days_have_their_nights_and_stand_in_order() -> None:
    times = [one.time for one in some()]

    assert times == sorted(times)
    assert {(time - START).days for time in times} == set(range(DAYS))
    assert not [time for time in times if time.hour < 6]


def test_a_line_of_the_log_does_not_say_what_is_true() -> None:
    found = [one for one in some() if one.breaks]

    assert found
    for one in found:
        assert set(json.loads(one.line())) == {
            "id",
            "time",
            "session",
            "user",
            "turns",
            "reply",
        }


def test_most_requests_are_no_repeats() -> None:
    made = some()

    assert len({one.turns for one in made}) > 0.9 * len(made)
    assert len({one.id for one in made}) == len(made)


def test_the_policy_that_is_shipped_is_that_of_the_example() -> None:
    for name in ("policy.yaml", "sprout.md"):
        shipped = ROOT / "src" / "brightline" / "simulate" / "sprout" / name
        assert shipped.read_text() == (ROOT / "examples" / "sprout" / name).read_text()
