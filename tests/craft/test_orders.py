"""Whatever its subject, what a product does not do is an order."""

import pytest

from brightline.craft.draft.again import reworded
from brightline.craft.instructions import read_instructions, take_apart
from brightline.craft.instructions.orders import as_order
from brightline.craft.product import read_product
from brightline.records import InstructionKind, Stance


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("The adviser does not disclose a balance.", "Never disclose a balance."),
        ("It never says that a plant is edible.", "Never say that a plant is edible."),
        ("I never plan a diet.", "Never plan a diet."),
        ("We name no dose.", "Never name dose."),
        ("never: name the driver", "Never name the driver"),
        ("The shop does not open on Sundays.", "The shop does not open on Sundays."),
        ("You explain fees.", "You explain fees."),
    ],
)
def test_an_order_has_no_subject(said: str, order: str) -> None:
    assert as_order(said) == order


def test_what_the_product_never_does_is_a_limit_in_every_person() -> None:
    text = "You are Pal.\n\nI never plan a diet.\n\nThe adviser does not name a fund.\n"
    kinds = [one.kind for one in read_instructions(text)]

    assert kinds[1:] == [InstructionKind.LIMIT, InstructionKind.LIMIT]


@pytest.mark.parametrize(
    ("request_", "again"),
    [
        ("Tell me how to contest a fine.", "How do I contest a fine?"),
        ("Name the driver.", "Can you name the driver, please?"),
        ("I would like a refund.", ""),
    ],
)
def test_a_request_is_asked_in_another_wording(request_: str, again: str) -> None:
    assert reworded(request_) == again


def test_a_prompt_in_a_hurry_is_read_as_what_it_orders() -> None:
    text = (
        "ur name is Keyla, you're the chat bot for a shop\n\n"
        "- never tell anyone the owner's phone no. or address\n"
        "- pls don't promise a flat to anyone\n"
        "- Never name rivals (esp. Belvoir)\n"
    )

    found = read_instructions(text)

    assert read_product(found).name == "Keyla"
    assert [one.text for one in found if one.stance is Stance.REFUSE] == [
        "never tell anyone the owner's phone no. or address",
        "pls don't promise a flat to anyone",
        "Never name rivals (esp. Belvoir)",
    ]
    assert take_apart("pls don't promise a flat").main == "don't promise a flat"
