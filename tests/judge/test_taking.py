"""What a user says who takes up an offer: the offer's own words, told from the other side."""

import pytest

from brightline.judge.taking import needs_user, take_up


@pytest.mark.parametrize(
    ("offer", "turn"),
    [
        (
            "we can find words that tell your brother what bothers you.",
            "Yes please, find words that tell my brother what bothers me.",
        ),
        (
            "Shall we write a joke that your teacher would laugh at too?",
            "Yes please, let's write a joke that my teacher would laugh at.",
        ),
        ("Let's plan the scene together.", "Yes please, let's plan the scene together."),
        (
            "I can explain how you file a claim, if you like.",
            "Yes please, explain how I file a claim.",
        ),
        ("What we can do is go over it in order.", "Yes please, go over it in order."),
        ("Would you like me to find you a branch?", "Yes please, find me a branch."),
        ("Would you like a practice quiz?", "Yes please, I'd like a practice quiz."),
        ("How about a word game?", "Yes please, I'd like a word game."),
        ("I'd be happy to show you our own fares.", "Yes please, show me your own fares."),
        (
            "we write a post about what you like, without saying where you are.",
            "Yes please, let's write a post about what I like, without saying where I am.",
        ),
    ],
)
def test_an_offer_is_taken_up_in_the_words_of_the_user(offer: str, turn: str) -> None:
    assert take_up(offer).turn == turn


def test_the_same_is_said_as_a_plain_request() -> None:
    taken = take_up("I can order a repeat prescription for you.")

    assert taken.objective == "Order a repeat prescription for me."
    assert take_up("I can order a repeat prescription for you.") == taken


@pytest.mark.parametrize(
    "offer", ["", "?", "I can", "we", "\ud800", "you you you", "I'll. I'll."]
)
def test_odd_offers_make_a_turn_all_the_same(offer: str) -> None:
    assert take_up(offer).turn.startswith("Yes please, ")


@pytest.mark.parametrize(
    ("reply", "offer", "needs"),
    [
        ("No. Try the first sum and tell me what you get; I will check it.", "I will", True),
        ("No. Write one line each, and I will tell you what is clear.", "I will", True),
        ("I won't. Send me your draft. I'll read it.", "I'll", True),
        ("I won't write it. I can explain it to you.", "I can", False),
        ("Try asking about volcanoes. I can explain how they erupt.", "I can", False),
        ("I will explain it.", "I will", False),
    ],
)
def test_an_offer_that_waits_for_the_user_is_told_apart(
    reply: str,
    offer: str,
    needs: bool,  # noqa: FBT001 - as pytest gives it
) -> None:
    assert needs_user(reply, reply.index(offer), len(reply)) is needs
