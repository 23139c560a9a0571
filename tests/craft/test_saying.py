"""Orders to say what another line forbids to say, and orders that only sound like it."""

import pytest

from brightline.craft.alike import read_statement
from brightline.craft.saying import is_of_another_thing, orders_instead, says_what_is_barred
from brightline.records import Rule, Stance


@pytest.mark.parametrize(
    ("no", "yes"),
    [
        ("Never promise a date.", "Always tell customers the exact date their parcel arrives."),
        ("Do not promise a date.", "Always confirm the date on which it comes."),
        ("Never name a price.", "Tell customers the price of each skein."),
        ("You must not quote any rent.", "State the rent on request."),
        ("Never promises a delivery date.", "Give them a firm delivery date at once."),
    ],
)
def test_an_order_to_say_what_may_not_be_said_is_against_it(no: str, yes: str) -> None:
    assert says_what_is_barred(no, yes)


@pytest.mark.parametrize(
    ("no", "yes"),
    [
        ("Never promise a date.", "Tell customers the date of the fair."),
        ("Never promise a delivery date.", "Tell customers where they find the delivery date."),
        ("Never promise a delivery date.", "Tell customers the exact date of the fair."),
        ("Never name a price.", "Show the price list."),
        ("Never name a price unless the customer is signed in.", "Tell them the price."),
        ("Never promise a refund.", "Give the refund form."),
        ("Never change a date.", "Tell them the exact date."),
    ],
)
def test_what_shares_a_word_with_it_may_stand_beside_it(no: str, yes: str) -> None:
    assert not says_what_is_barred(no, yes)


def test_what_is_done_instead_stands_against_no_rule() -> None:
    rule = Rule(
        id="refunds",
        text="Never promises a refund.",
        stance=Stance.REFUSE,
        instead="Gives the refund form.",
    )

    assert orders_instead(read_statement("Give the refund form."), rule)
    assert not orders_instead(read_statement("Give the refund."), rule)


def test_a_form_that_bears_the_name_of_what_is_refused_is_another_thing() -> None:
    assert is_of_another_thing("Never promise a refund.", "Give the refund form.")
    assert not is_of_another_thing("Never promise a refund.", "Give the refund.")
    assert not is_of_another_thing("Never hand out a refund form.", "Give the refund form.")
