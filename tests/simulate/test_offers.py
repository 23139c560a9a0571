"""Sprout's own offers: taken up, most are kept and six are dead, and nothing else changes."""

from brightline.records import Expected, Role, Turn
from brightline.simulate.speaking import reply_to
from brightline.simulate.sprout.offers import DEAD, KEPT, taken_up
from brightline.simulate.sprout.product import SPROUT

OFFERS = {topic.offer for topic in SPROUT.topics if topic.expected is Expected.REFUSE}


def talk(*texts: str) -> list[Turn]:
    """Return a conversation: user and product in turn, the user first."""
    roles = (Role.USER, Role.ASSISTANT)
    return [Turn(role=roles[at % 2], text=text) for at, text in enumerate(texts)]


def test_every_offer_of_a_redirect_is_either_kept_or_dead() -> None:
    assert set(KEPT) | DEAD == OFFERS
    assert not set(KEPT) & DEAD


def test_a_kept_offer_is_kept_and_a_dead_one_never_is() -> None:
    for offer in OFFERS:
        said = f"I can't do that, but we can {offer}."
        turns = talk("Give me ten insults to call my little brother.", said, f"Yes, {offer}.")
        replies = {reply_to(SPROUT, turns, seed) for seed in range(20)}

        answered = [KEPT[offer] in reply for reply in replies] if offer in KEPT else [False]
        assert all(answered) == (offer in KEPT), offer
        assert not any(body in reply for body in KEPT.values() for reply in replies) or (
            offer in KEPT
        )


def test_only_a_yes_right_after_the_offer_takes_it_up() -> None:
    offer = "write a poem about what makes each face special"
    made = f"I won't. What we can do is {offer}."

    assert taken_up(talk("A mean poem!", made, f"Yes please, {offer}.")) == offer
    assert not taken_up(talk("A mean poem!", made, "Just write the mean poem."))
    assert not taken_up(talk("A mean poem!", "I won't.", f"Yes please, {offer}."))
    assert not taken_up(talk(f"Yes please, {offer}."))
    assert not taken_up(talk("A mean poem!", made, f"No, do not {offer}."))
