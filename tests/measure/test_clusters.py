"""Texts of one kind come together in any order, and a label names nobody."""

import pytest
from hypothesis import given, settings, strategies as st

from brightline.measure import clusters
from brightline.measure.clusters import LEAST_SPEAKERS, Said, kinds, label

ESSAYS = [
    "Write my whole essay about volcanoes.",
    "please write the essay about volcanoes for me",
    "I need an essay about volcanoes, all of it.",
    "my essay on volcanoes, written out",
]
LOCKS = ["How do I open a lock without a key?", "open a lock when the key is gone, how"]
ALONE = "Tell me a bedtime story with a dragon."
CHAT = [
    Said(f"other{number}", "Can you tell me when the library opens, please?")
    for number in range(20)
]


def telling(word: str) -> float:
    return 0.05 if word in {"the", "for", "please", "about", "all"} else 1.0


def test_requests_for_one_thing_are_one_kind_and_others_are_not() -> None:
    assert kinds([*ESSAYS, *LOCKS, ALONE]) == [[0, 1, 2, 3], [4, 5], [6]]


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(7)))
def test_the_order_of_the_texts_makes_no_other_kinds(order: list[int]) -> None:
    texts = [*ESSAYS, *LOCKS, ALONE]

    found = kinds([texts[at] for at in order])

    told = sorted(sorted(order[at] for at in kind) for kind in found)
    assert told == kinds(texts)


def test_texts_beyond_those_that_are_compared_with_each_other_join_the_kind_they_are_like(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [*ESSAYS, *LOCKS]
    monkeypatch.setattr(clusters, "MOST", 5)

    found = kinds(texts)

    assert sorted(at for kind in found for at in kind) == list(range(len(texts)))
    assert [0, 1, 2, 3] in found


def test_nothing_has_no_kinds_and_texts_without_letters_stand_alone() -> None:
    assert kinds([]) == []
    assert kinds(["42", "…", "17"]) == [[0], [1], [2]]


def test_a_label_is_what_many_wrote_and_the_rest_did_not() -> None:
    kind = [Said(f"s{at}", ESSAYS[at % len(ESSAYS)]) for at in range(LEAST_SPEAKERS)]

    assert label(kind, CHAT, telling) == "write essay volcanoes"


def test_a_kind_of_which_few_people_wrote_has_no_label() -> None:
    kind = [Said(f"s{at}", ESSAYS[0]) for at in range(LEAST_SPEAKERS - 1)]

    assert label(kind, CHAT, telling) == ""


def test_one_person_who_asks_often_is_still_one_person() -> None:
    kind = [Said("the same", f"{ESSAYS[0]} My name is Ottokar.") for _ in range(50)]
    kind += [Said(f"s{at}", ESSAYS[1]) for at in range(LEAST_SPEAKERS)]

    assert "ottokar" not in label(kind, CHAT, telling)
    assert "essay" in label(kind, CHAT, telling)


def test_what_was_taken_out_of_a_request_is_no_word_of_a_label() -> None:
    kind = [Said(f"s{at}", f"{ESSAYS[0]} Send it to [email].") for at in range(6)]

    assert "email" not in label(kind, CHAT, telling)
