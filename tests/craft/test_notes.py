"""Prompts that grew: notes one on a line, short forms, titles in small letters, examples."""

import pytest

from brightline.craft.instructions import read_instructions, take_apart
from brightline.records.instruction import InstructionKind

NOTES = """\
you are MOSS, the bot of a garden centre
tills - only the manager opens them
no prices for trees over two metres, we quote those by phone and only after a visit
dont say which beds were sprayed, not even to neighbours who ring about their bees
pots: dont lend any
Kim said returns -> never without the receipt
be nice
"""

WRAPPED = """\
You are Moss. Help people who come into our garden centre to find a plant that suits
their garden, and never say which of the beds were sprayed, not even to neighbours who
Kim or somebody else of the staff has sent to ask about it. Do not quote the price of a
Japanese maple.
"""


def limits(text: str) -> list[str]:
    return [one.text for one in read_instructions(text) if one.kind is InstructionKind.LIMIT]


def test_notes_in_small_letters_are_one_limit_a_line() -> None:
    assert [one.line for one in read_instructions(NOTES)] == [1, 2, 3, 4, 5, 6, 7]
    assert len(limits(NOTES)) == 5


def test_lines_broken_at_a_width_still_go_on_whatever_the_next_begins_with() -> None:
    found = limits(WRAPPED)

    assert any("neighbours who Kim or somebody" in one for one in found)
    assert any(one.endswith("price of a Japanese maple.") for one in found)


def test_a_note_that_ends_where_more_would_have_fitted_is_whole() -> None:
    text = (
        "You are Moss, the helper of a garden centre, and you speak with those who buy there\n"
        "Never say which of the beds behind the house were sprayed\n"
        "Kim handles what people complain about\n"
    )

    assert [one.line for one in read_instructions(text)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("dont sell tickets", "don't sell tickets"),
        ("DONT sell tickets w/o a name", "DON'T sell tickets without a name"),
        ("you cant open ur till", "you can't open your till"),
        ("pumps: dont lend them", "don't lend them"),
        ("Returns -> never without a receipt", "never without a receipt"),
        ("UPDATE may (legal!!): do not ship knives", "do not ship knives"),
        ("The U bend and the UR code stay", "The U bend and the UR code stay"),
    ],
)
def test_short_forms_are_read_as_what_they_stand_for(said: str, order: str) -> None:
    assert take_apart(said).text == order


def test_a_limit_behind_what_a_product_is_is_not_taken_for_it() -> None:
    text = "You are Rill, the guide of a mill, and while you show the wheels, you leave the"
    text += " worth of the painting unsaid."

    assert limits(text) == ["you leave the worth of the painting unsaid."]


def test_turns_under_a_heading_of_examples_limit_nothing_and_orders_among_them_do() -> None:
    text = (
        "# Examples\n\nGuest: May I swim today?\nMoss: I can't judge that.\n\n"
        "Guest: Who works today?\nMoss: (never say who works when!)\n"
    )

    assert limits(text) == ["Moss: (never say who works when!)"]


LOST = """\
You are Wren, a companion for grown people who come to you late in the evening.

care, and ask what is behind it.

as anybody does.

who asks for more. Say goodbye kindly. Ask nothing. Wait.

You help people to find friends. Be warm. Be curious. Ask more than you advise.

You never say which illness somebody has or tell them that they may stop or
change a medicine or a therapy. Help them to put it into words for someone who may.
"""


def test_prose_that_lost_lines_is_no_list_of_notes() -> None:
    found = [one.text for one in read_instructions(LOST)]

    assert any(one.endswith("may stop or change a medicine or a therapy.") for one in found)
    assert "Help them to put it into words for someone who may." in found


def test_a_capital_after_a_short_form_makes_notes_no_prose() -> None:
    end = "ask Dr. Ames, or Mr. Bell of St. Ives."
    text = (
        f"never sell seeds to children, {end}\nnever lend the long ladder, {end}\n"
        f"no refunds without the receipt, {end}\nKim opens the tills\n"
    )

    assert [one.line for one in read_instructions(text)] == [1, 2, 3, 4]


def test_notes_of_several_sentences_in_small_letters_stay_notes() -> None:
    text = LOST.lower()
    found = [one.text for one in read_instructions(text)]

    assert "change a medicine or a therapy." in found
