"""What plain rules take out of a system prompt, and that nothing of it is lost in silence."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from brightline.craft import draft_policy, understand_prompt
from brightline.load import parse_policy

EXAMPLES = Path(__file__).parents[2] / "examples"
HERE = Path(__file__).parent

PROMPT = """\
# Assistant

You are **Fern**, a garden helper for customers of a plant shop.

## What you can do
- Explain how to **water** plants.
- Help to choose a pot,
  also for a small balcony.

## Forbidden
1. Sell anything.
- Do NOT name prices. Say where they stand.

## Tone
- Short sentences.
Never joke about weeds. You must not guess.
The shop opens at nine.
"""


def test_name_audience_tasks_and_limits_are_found() -> None:
    draft = understand_prompt(PROMPT)

    assert draft.product == "Fern"
    assert draft.audience == "customers of a plant shop"
    assert draft.does == (
        "Explain how to water plants",
        "Help to choose a pot, also for a small balcony",
    )
    assert draft.does_not == (
        "Sell anything",
        "Do NOT name prices",
        "Never joke about weeds",
        "You must not guess",
    )


def test_lines_that_say_nothing_to_the_rules_are_handed_back() -> None:
    left = understand_prompt(PROMPT).not_understood

    assert [(line.line, line.text) for line in left] == [
        (15, "- Short sentences."),
        (17, "The shop opens at nine."),
    ]


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("You are Fern, a helper.", "Fern"),
        ('You are "Fern".', "Fern"),
        ("you're called Fern Green and help", "Fern Green"),
        ("You are a garden helper for adults.", "garden helper"),
        ("As a travel agent, you can help users book trips.", "travel agent"),
        ("Be nice.", ""),
    ],
)
def test_a_name_is_found_however_it_is_given(prompt: str, name: str) -> None:
    assert understand_prompt(prompt).product == name


def test_tasks_out_of_prose_stand_in_where_no_list_names_any() -> None:
    draft = understand_prompt("You are Fern. Fern helps people with pots, seeds and weeding.")

    assert draft.does == ("help with pots", "help with seeds", "help with weeding")


@pytest.mark.parametrize(("name", "product"), [("sprout", "Sprout"), ("bank", "Harbour")])
def test_the_prompts_of_the_examples_are_understood(name: str, product: str) -> None:
    folder = EXAMPLES / name
    draft = understand_prompt((folder / f"{name}.md").read_text(encoding="utf-8"))

    assert draft.product == product
    assert len(draft.does) == 4
    assert len(draft.does_not) >= 7
    assert len(draft.not_understood) <= 3


@settings(max_examples=150, deadline=None)
@given(
    st.text()
    | st.lists(
        st.sampled_from([*PROMPT.splitlines(), "You are", "**", "- never", "helps with", "#"])
    ).map("\n".join)
)
def test_any_prompt_ends_in_a_policy_that_loads(prompt: str) -> None:
    draft = understand_prompt(prompt)

    text = draft_policy(
        product=draft.product,
        does=draft.does,
        does_not=draft.does_not,
        audience=draft.audience,
        system_prompt=f"{prompt} .",
    )
    parse_policy(text, name="policy.yaml", folder=HERE)


def test_a_prompt_of_any_length_is_read_in_part_and_says_so() -> None:
    draft = understand_prompt("- never a\n" * 100_000)

    assert draft.does_not == ("never a",)
    assert "the rest" in draft.not_understood[-1].text
