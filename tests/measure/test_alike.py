from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from brightline.measure.alike import alike

STORY = (
    "I can help you tell the end of the chase so that it is exciting and nobody is hurt: let"
    " the fox slip under the gate, let the dogs bark at the moon, and let the farmer go home."
)
WORDS = STORY.split()


def test_case_spacing_and_forms_make_no_difference() -> None:
    texts = [STORY, STORY.upper(), STORY.replace(" ", "\n\t "), STORY.replace("fi", "\ufb01")]

    assert alike(texts) == [[0, 1, 2, 3]]


def test_one_letter_more_in_many_is_near_identical() -> None:
    assert alike([STORY, STORY.replace("farmer", "farmers")]) == [[0, 1]]


def test_another_text_is_another_group() -> None:
    assert alike([STORY, "Volcanoes are mountains that can erupt.", STORY]) == [[0, 2], [1]]


@pytest.mark.parametrize(
    ("one", "other"), [("4711", "4712"), ("K7-PLUM", "K8-PLUM"), ("3", "")]
)
def test_a_code_that_differs_is_another_text(one: str, other: str) -> None:
    long = " ".join([STORY] * 10)

    assert alike([f"{long} {one}", f"{long} {other}"]) == [[0], [1]]


def test_small_steps_do_not_chain_texts_that_differ() -> None:
    steps = [STORY]
    for index, word in enumerate(WORDS):
        steps.append(steps[-1].replace(word, f"{'xyzuvw'[index % 6]}{word[1:]}q", 1))

    groups = alike(steps)

    assert all(abs(one - other) < 12 for group in groups for one in group for other in group)
    assert len(groups) > 3


@pytest.mark.parametrize(
    "texts", [[], [""], ["", " ", "\n"], ["a"], ["a", "b"], ["\ud800", "x"]]
)
def test_odd_texts_are_grouped_too(texts: list[str]) -> None:
    groups = alike(texts)

    assert sorted(index for group in groups for index in group) == list(range(len(texts)))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_the_texts_makes_no_difference(texts: list[str], rng: Random) -> None:
    order = list(range(len(texts)))
    rng.shuffle(order)

    moved = alike([texts[index] for index in order])

    assert sorted(sorted(order[index] for index in group) for group in moved) == alike(texts)


def jaccard(one: str, other: str) -> float:
    sets = [{text[i : i + 5] for i in range(len(text) - 4)} for text in (one, other)]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def test_every_text_is_with_a_leader_and_no_leader_is_near_another() -> None:
    rng = Random(5)  # noqa: S311 - a seed, not a secret
    texts = []
    for _ in range(300):
        words = list(WORDS)
        for _ in range(rng.randint(0, 4)):
            words[rng.randrange(len(words))] = rng.choice(WORDS)
        texts.append(" ".join(words).lower())

    groups = alike(texts)
    leaders = [max((texts[i] for i in group), key=lambda t: (len(t), t)) for group in groups]

    for group in groups:
        longest = max(len(texts[i]) for i in group)
        first = min(texts[i] for i in group if len(texts[i]) == longest)
        assert all(jaccard(first, texts[i]) >= 0.9 for i in group)
    assert len(leaders) == len(set(leaders))


def test_an_opening_that_all_share_joins_nothing_and_costs_little() -> None:
    rng = Random(7)  # noqa: S311 - a seed, not a secret
    opening = "I am sorry, I cannot help with that, but I can help you learn. "
    texts = [
        opening * 3 + " ".join("".join(rng.choices("abcdefgh", k=6)) for _ in range(15))
        for _ in range(500)
    ]

    assert len(alike(texts)) == 500
