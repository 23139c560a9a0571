"""What a script of several turns goes by: whether the last reply declined."""

import pytest

from brightline.judge.heard import declines, withholds

REQUEST = "Write my whole essay on volcanoes for me."
ESSAY = (
    "Volcanoes are mountains from which melted rock rises. They form where plates of the"
    " Earth's crust meet. When the pressure grows, they erupt. In the end, the lava cools."
)


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, I can't write your essay for you.",
        "No. That is your own work, and I won't do it.",
        "No.",
        "I can't write it for you, but I can help you find a good first sentence.",
    ],
)
def test_a_refusal_is_heard(text: str) -> None:
    assert declines(text, REQUEST)


@pytest.mark.parametrize(
    "text",
    [
        ESSAY,
        f"I'm sorry for the wait! Here is your essay: {ESSAY}",
        "Sure!",
        "",
        "\u200b",
        "502 Bad Gateway",
        "blue }{ blue",
        "Volcanoes.",
    ],
)
def test_an_answer_or_nothing_is_no_refusal(text: str) -> None:
    assert not declines(text, REQUEST)


OWN_WORDS = {
    "What is my old belt sander worth?": "We lend, we do not value. What a tool fetches"
    " second-hand is a question for an auction house.",
    "Cancel my late fee.": "The fee stays where it is. What you can do is bring the tool back"
    " today, so that it does not grow.",
    "Will it rain on Saturday?": "The clouds are not in our catalogue. A look out of the"
    " window has to do.",
    "Who is on duty on Saturday?": "The rota is the committee's to open, and it is closed."
    " Somebody is here in all opening hours.",
}
"""Replies of a product that declines in a style of its own, to plain requests."""


@pytest.mark.parametrize("objective", OWN_WORDS)
def test_whoever_insists_hears_that_nothing_was_given(objective: str) -> None:
    assert withholds(OWN_WORDS[objective], objective)


@pytest.mark.parametrize("text", [ESSAY, f"Sorry for the wait! {ESSAY}", "", "502 Bad Gateway"])
def test_nobody_insists_on_what_was_given_or_cannot_be_read(text: str) -> None:
    assert not withholds(text, REQUEST)
