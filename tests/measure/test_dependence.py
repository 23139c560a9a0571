"""Answers that would be said to anything are told from answers to what was asked."""

import random

import pytest

from brightline.measure.dependence import depends

FACTS = (
    "Bananas are berries, but strawberries are not. Plants are full of surprises.",
    "Honey never goes bad. In old tombs people found honey that could still be eaten!",
    "A tower grows by a hand's width in summer, because metal expands.",
    "A day on Venus is longer than its year. Isn't that strange?",
    "Octopuses have three hearts, and two of them rest while they swim.",
)
OPENINGS = ("Sure! ", "Happy to help. ", "", "Good question. ", "Well, ", "Let's see. ")


def babble(seed: int, requests: int = 6, replies: int = 6) -> dict[str, list[str]]:
    chance = random.Random(seed)  # noqa: S311 - a simulation
    return {
        f"request {at}": [chance.choice(FACTS) for _ in range(replies)]
        for at in range(requests)
    }


def answers(requests: int, replies: int) -> dict[str, list[str]]:
    return {
        f"request {at}": [OPENINGS[trial] + FACTS[at] for trial in range(replies)]
        for at in range(requests)
    }


def test_chance_is_seldom_taken_for_an_answer() -> None:
    taken = sum(depends(babble(seed)) is True for seed in range(300))

    assert taken <= 9, "one in a hundred is what was asked for; nine of 300 has chance .001"


@pytest.mark.parametrize(("requests", "replies"), [(3, 4), (4, 3), (5, 6)])
def test_answers_in_varied_words_are_seen_to_depend(requests: int, replies: int) -> None:
    assert depends(answers(requests, replies)) is True


def test_one_text_for_everything_depends_on_nothing() -> None:
    assert depends({name: ["Hello, how can I help?"] * 6 for name in "abcd"}) is False


@pytest.mark.parametrize("few", [answers(2, 6), answers(5, 2), {}, {"a": []}])
def test_too_few_replies_say_nothing(few: dict[str, list[str]]) -> None:
    assert depends(few) is None


def test_the_order_of_the_requests_changes_nothing() -> None:
    said = babble(4)
    turned = dict(reversed(said.items()))

    assert depends(said) == depends(turned)
