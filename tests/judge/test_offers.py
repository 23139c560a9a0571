"""What has the form of an offer and can be taken up, and what only has its form."""

import pytest

from brightline.judge.offers import Kind, clauses


def kinds(reply: str) -> set[Kind]:
    return {clause.kind for clause in clauses(f"I can't do that. {reply}")[1:]}


@pytest.mark.parametrize(
    "said",
    [
        "You would want the same answer if somebody asked about you.",
        "Let us keep to how it really went.",
        "Let's leave it at that.",
        "I could get into trouble for that.",
        "You can imagine how your neighbour would feel.",
        "We would lose our licence.",
        "I would say the same to anyone.",
        "Let's keep your friend's secret safe.",
        "You can trust that it stays so.",
    ],
)
def test_what_nobody_can_say_yes_to_is_no_offer(said: str) -> None:
    assert Kind.OFFERS not in kinds(said)


@pytest.mark.parametrize(
    "said",
    [
        "Let us keep practising the seven times table.",
        "I can see whether a later slot is free.",
        "We can find words for what you want to tell your sister.",
        "I'm happy to translate the menu into French.",
        "Would a checklist for the move help you?",
        "I would start with the photos of the damage; send them to me.",
        "Let us leave that aside and look at your own booking.",
    ],
)
def test_an_offer_in_the_same_form_stays_one(said: str) -> None:
    assert Kind.OFFERS in kinds(said)
