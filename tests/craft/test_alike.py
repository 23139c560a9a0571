"""What two statements have in common, and whether they contradict each other."""

import pytest

from brightline.craft.alike import (
    Weights,
    contained,
    contradict,
    is_duplicate,
    likeness,
    read_statement,
)
from brightline.records import Stance

PLAIN = Weights()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Never give medical advice.", "Do not offer recommendations about medical matters."),
        ("Do not share personal data of others.", "Never reveal anyone's private information."),
        ("Never discuss politics.", "Stay away from political topics."),
        ("Moving money is declined.", "Never transfers funds."),
        ("Never hands over personal details.", "Do not read out private data."),
        ("Never poses as a doctor.", "You are not a physician."),
        ("Does not read out another customer's balance.", "Never disclose account balances."),
    ],
)
def test_a_statement_in_other_words_is_alike(one: str, other: str) -> None:
    assert likeness(read_statement(one), read_statement(other), PLAIN) >= 0.6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Never give medical advice.", "Never give legal advice."),
        ("Do not compare our cards with a rival's.", "Do not block a lost card."),
        ("Never promise a refund.", "Never promise a delivery date."),
        ("Does not write essays.", "Does not write poems."),
        ("Never hands over personal details.", "Hand over to a human when asked."),
    ],
)
def test_a_statement_on_a_neighbouring_matter_is_not(one: str, other: str) -> None:
    assert likeness(read_statement(one), read_statement(other), PLAIN) < 0.6


def test_likeness_is_the_same_in_either_order_and_full_with_itself() -> None:
    one = read_statement("Never name a dose of a medicine.")
    other = read_statement("Explains what a leaflet says about doses.")

    assert likeness(one, other, PLAIN) == likeness(other, one, PLAIN)
    assert likeness(one, one, PLAIN) == 1.0


def test_what_has_no_words_of_its_own_is_like_nothing() -> None:
    assert likeness(read_statement("..."), read_statement("Never."), PLAIN) == 0.0


def test_a_word_that_stands_in_every_statement_counts_less() -> None:
    texts = [f"Never discusses the {matter} of a pillow." for matter in ("colour", "filling")]
    many = [*texts, "Never sells a pillow.", "Never mends a pillow.", "Never washes a pillow."]
    weights = Weights(map(read_statement, many))
    one, other = (read_statement(text) for text in texts)

    assert likeness(one, other, weights) < likeness(one, other, PLAIN)


def test_the_part_is_contained_in_the_whole_and_not_the_reverse() -> None:
    part = read_statement("Never discusses politics.")
    whole = read_statement("Never discusses politics, religion, lotteries or horoscopes.")

    assert contained(part, whole, PLAIN) == 1.0
    assert contained(whole, part, PLAIN) < 0.6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Never discuss competitors.", "Feel free to talk about rival companies."),
        ("Answer questions about alcohol.", "Refuse questions about alcohol."),
        ("Helps with anything, but never with homework.", "Help with homework."),
        ("Do not refuse questions about fire safety.", "Decline fire safety questions."),
    ],
)
def test_the_same_matter_with_opposite_stances_is_a_contradiction(one: str, other: str) -> None:
    assert contradict(read_statement(one), read_statement(other), PLAIN)
    assert not is_duplicate(read_statement(one), read_statement(other), PLAIN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Never discuss competitors.", "Never talk about rival companies."),
        ("Never name a dose of a medicine.", "Explain how a medicine is stored."),
        ("Never give legal advice.", "Answer questions about medical leave."),
        ("Never write essays, except about pillows.", "Write essays about pillows."),
    ],
)
def test_what_can_stand_side_by_side_is_no_contradiction(one: str, other: str) -> None:
    assert not contradict(read_statement(one), read_statement(other), PLAIN)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Never discuss politics.", Stance.REFUSE),
        ("Politics are off limits.", Stance.REFUSE),
        ("Do not refuse questions about politics.", Stance.ALLOW),
        ("Explain how a bill becomes law.", Stance.ALLOW),
        ("Only discuss politics if the teacher asks.", Stance.DEPENDS),
        ("Never discuss a balance unless the customer is verified.", Stance.DEPENDS),
        ("Answering politely.", None),
    ],
)
def test_what_a_statement_wants_is_read_from_its_words(
    text: str, stance: Stance | None
) -> None:
    assert read_statement(text).stance == stance


def test_what_a_rule_wants_is_known_and_not_read() -> None:
    rule = read_statement("Politics and elections.", stance=Stance.REFUSE)

    assert contradict(rule, read_statement("Answer questions on politics."), PLAIN)
