"""What a system prompt says of its product: name, audience and tasks."""

from pathlib import Path

import pytest

from brightline.craft.instructions import read_instructions
from brightline.craft.product import Product, read_product

EXAMPLES = Path(__file__).parents[2] / "examples"


def product_of(prompt: str) -> Product:
    return read_product(read_instructions(prompt))


PROMPT = """\
You are **Fern**, a garden helper for customers of a plant shop.

## What you can do
- Explain how to **water** plants.
- Help to choose a pot,
  also for a small balcony.
"""


def test_name_audience_and_tasks_are_found() -> None:
    assert product_of(PROMPT) == Product(
        "Fern",
        "customers of a plant shop",
        ("explain how to water plants", "help to choose a pot, also for a small balcony"),
    )


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("You are Fern, a helper.", "Fern"),
        ('You are "Fern".', "Fern"),
        ("you're called Fern Green and help", "Fern Green"),
        ("Your name is Fern. You are a helper.", "Fern"),
        ("You are Fern's assistant for pots.", "Fern"),
        ("You are a garden helper for adults.", "garden helper"),
        ("As a travel agent, you can help users book trips.", "travel agent"),
        ("You are NOT a doctor.", ""),
        ("Be nice.", ""),
    ],
)
def test_a_name_is_found_however_it_is_given(prompt: str, name: str) -> None:
    assert product_of(prompt).name == name


@pytest.mark.parametrize(
    ("prompt", "does"),
    [
        (
            "You are Fern. Fern helps people with pots, seeds and weeding.",
            ("help with pots", "help with seeds", "help with weeding"),
        ),
        (
            "As an agent, you can help users book, modify or cancel trips.",
            ("book trips", "modify trips", "cancel trips"),
        ),
        (
            "You answer questions about pots, seeds and soil.",
            (
                "answer questions about pots",
                "answer questions about seeds",
                "answer questions about soil",
            ),
        ),
        (
            "You do: explain pots; find seeds in the shop; help with weeds.",
            ("explain pots", "find seeds in the shop", "help with weeds"),
        ),
        (
            "# Purpose\nThe Assistant shall inform tenants of repairs.",
            ("inform tenants of repairs",),
        ),
    ],
)
def test_tasks_out_of_prose_stand_in_where_no_list_names_any(
    prompt: str, does: tuple[str, ...]
) -> None:
    assert product_of(prompt).does == does


@pytest.mark.parametrize(("name", "product"), [("sprout", "Sprout"), ("bank", "Harbour")])
def test_the_prompts_of_the_examples_are_understood(name: str, product: str) -> None:
    found = product_of((EXAMPLES / name / f"{name}.md").read_text(encoding="utf-8"))

    assert found.name == product
    assert len(found.does) >= 3


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("Thou art Master Crumb, the baker of an app.", "Master Crumb"),
        ("You are Master Crumb.", "Master Crumb"),
        ('"Abacus", bookkeeping helper for bakeries. Be brief.', "Abacus"),
        ('SCENE 1. You\'re on: "Abacus", the counting clerk.', "Abacus"),
    ],
)
def test_a_name_is_found_in_other_voices(prompt: str, name: str) -> None:
    assert product_of(prompt).name == name


def test_what_somebody_would_do_are_tasks() -> None:
    told = product_of("What Ada would do: explain nibs, suggest papers, find spare parts.")

    assert told.does == ("explain nibs", "suggest papers", "find spare parts")


def test_tasks_in_one_sentence_are_tasks_each_and_none_is_cut() -> None:
    prompt = (
        "You are Keystone. You talk to home buyers.\n\n<tasks>\nExplain the kinds of loan, walk"
        " people through the calculator, list the papers that are needed, and book a call with"
        " a broker.\n</tasks>\n"
    )

    assert product_of(prompt).does == (
        "explain the kinds of loan",
        "walk people through the calculator",
        "list the papers that are needed",
        "book a call with a broker",
    )


def test_what_people_do_in_the_product_is_its_tasks() -> None:
    prompt = (
        "You are Otto, the assistant inside a console where dispatchers look up vehicles, plan"
        " routes and book workshop slots.\n"
    )

    assert product_of(prompt).does == ("look up vehicles", "plan routes", "book workshop slots")


def test_an_agent_that_supports_somebody_has_no_task_of_that_name() -> None:
    prompt = (
        "You are Rolo, the support agent for couriers who ride with Rolo in Poland.\n"
        "Always answer every question the courier asks.\nYou help with shifts and payouts.\n"
        "- Explain payouts with the payout tool.\n"
    )

    found = product_of(prompt)

    assert found.audience == "couriers"
    assert found.does == (
        "help with shifts",
        "help with payouts",
        "explain payouts with the payout tool",
    )


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        (
            "Tiller is the assistant of Low Bridge Boats. It confirms the caller as the hirer.",
            "Tiller",
        ),
        (
            "# Voltline Assistant\n\nYou answer drivers. Keep answers short.",
            "Voltline Assistant",
        ),
        ("Keep answers short. Give help.", ""),
        ("Act as a tutor for chess.", "tutor"),
    ],
)
def test_neither_an_order_nor_whom_it_speaks_to_is_its_name(prompt: str, name: str) -> None:
    assert product_of(prompt).name == name


def test_what_it_does_in_the_third_person_is_a_task_each_and_none_is_cut() -> None:
    prompt = (
        "Tiller is the assistant of a firm. It explains how to steer, work a lock, moor"
        " and run the stove, helps hirers plan a route that fits their days, and tells them"
        " whom to ring when something breaks.\n"
    )

    assert product_of(prompt).does == (
        "explain how to steer, work a lock, moor and run the stove",
        "help hirers plan a route that fits their days",
        "tell them whom to ring when something breaks",
    )


def test_a_task_of_a_table_that_lists_verbs_is_one() -> None:
    prompt = (
        "You are Volt.\n\n## Tasks\n\n| Task | How |\n|---|---|\n"
        "| Start, stop or unlock a charge | in the app |\n| Faults | take the number |\n\n"
        "Answer in the language of the driver.\n"
    )

    assert product_of(prompt).does == ("start, stop or unlock a charge", "help with faults")
