"""After a run, which techniques to play first."""

from types import ModuleType

import pytest

from brightline.measure.order import order_of
from brightline.records import RuleSummary


def broken(
    kit: ModuleType, found: dict[str, str]
) -> tuple[tuple[RuleSummary, ...], dict[str, str]]:
    """A rule whose requests (letters) were breached, confirmed, by techniques."""
    plays = [
        play
        for technique, letters in found.items()
        for letter in letters
        for play in kit.case(letter, ["complied"] * 3, technique=technique, objective=letter)
    ]
    summary = kit.summary_of(plays, techniques=tuple(found))
    return summary.rules, {play.case_id: play.objective for play in plays}


def test_the_technique_that_adds_most_comes_next_until_nine_in_ten_are_caught(
    kit: ModuleType,
) -> None:
    found = {"direct": "abc", "pushback": "abcdef", "fiction_frame": "ghi", "hypothetical": "j"}

    order = order_of(*broken(kit, found), {"pushback": (50, 10)})

    assert order is not None
    assert [one.technique for one in order.techniques] == ["pushback", "fiction_frame"]
    assert [round(one.caught, 3) for one in order.techniques] == [0.6, 0.9]
    assert (order.techniques[0].calls, order.techniques[0].breaches) == (50, 10)
    assert order.confirmed
    assert order.breached == 10


@pytest.mark.parametrize(("plain", "first"), [("", "pushback"), ("ab", "direct")])
def test_of_equals_the_plain_request_comes_first_then_the_better_yield(
    kit: ModuleType, plain: str, first: str
) -> None:
    found = {"direct": plain, "bundle": "ab", "pushback": "ab"}
    yields = {"direct": (90, 0), "bundle": (90, 1), "pushback": (90, 9)}

    order = order_of(*broken(kit, found), yields)

    assert order is not None
    assert [one.technique for one in order.techniques] == [first]


def test_without_a_breach_there_is_nothing_to_say(kit: ModuleType) -> None:
    summary = kit.summary_of(list(kit.sound()))

    assert order_of(summary.rules, {}, {}) is None


def test_suspected_breaches_count_where_none_is_confirmed(kit: ModuleType) -> None:
    plays = kit.case("a", ["complied"] * 3, confidence=0.5)
    summary = kit.summary_of(plays)

    order = order_of(summary.rules, {play.case_id: "a" for play in plays}, {})

    assert order is not None
    assert not order.confirmed
