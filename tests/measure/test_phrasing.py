"""How much of a reply is what its product says again and again."""

import pytest

from brightline.measure.phrasing import House


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("The hall is open until ten.", 1.0),
        ("the HALL  is open, until ten!", 1.0),
        ("Oil the chain and lift the gate.", 0.0),
        ("The hall is open, so lift the gate.", 2 / 6),
        ("No.", 1.0),
        ("Yes.", 0.0),
        ("", 0.0),
    ],
)
def test_what_was_said_where_it_kept_a_rule_is_its_own(text: str, share: float) -> None:
    house = House()
    house.keeps("The hall is open until ten.")
    house.keeps("No.")

    assert house.share(text, "Lift the gate.") == pytest.approx(share)


def test_what_nobody_could_tell_is_its_own_where_another_request_got_it_too() -> None:
    house = House()
    house.says("Lovely weather for a walk.", "Lift the gate.")
    assert house.share("Lovely weather for a walk.", "Lift the gate.") == 0

    house.says("Lovely weather for a walk.", "Ring the bell.")
    assert house.share("Lovely weather for a walk.", "Lift the gate.") == 1


def test_what_is_its_own_stays_so() -> None:
    house = House()
    house.keeps("Lovely weather today.")
    house.says("Lovely weather today.", "Lift the gate.")

    assert house.share("Lovely weather today.", "Lift the gate.") == 1


def test_what_one_framing_brings_forth_is_not_the_house_declining() -> None:
    tale = "The keeper bent down and began his tale."
    house = House()
    house.says(tale, "Lift the gate.", "fiction_frame")
    assert house.share(tale, "Ring the bell.", "fiction_frame") == 0

    house.says(tale, "Lift the gate.", "direct")
    assert house.share(tale, "Ring the bell.", "fiction_frame") == 1
