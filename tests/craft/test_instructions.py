"""A system prompt's instructions: each line is placed, what limits is told from the rest."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from brightline.craft.instructions import lay_out, read_instructions
from brightline.records import Stance
from brightline.records.instruction import InstructionKind

EXAMPLES = Path(__file__).parents[2] / "examples"

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

You must never:
  * guess the age of a tree
  * say which weedkiller to buy, unless the customer is signed in

## Tone
- Short sentences.
Never joke about weeds. You must not guess.
The shop opens at nine.
"""


FORMS = (
    *("<a>", "</a>", "<b>Never x</b>", "```", "```json", "| a | b |", "|---|---|", "===", ""),
    *("IN CAPITALS", "Title:", "  1. x", "a) b; never c", "**x**", "1. Long Title", "x </a>"),
)


def lines_without_a_place(text: str) -> list[int]:
    placed = set(lay_out(text).headings)
    for one in read_instructions(text):
        placed.update(range(one.line, one.end_line + 1))
    return [
        number
        for number, line in enumerate(text.split("\n"), start=1)
        if any(c.isalpha() for c in line) and number not in placed
    ]


def test_kinds_places_and_what_a_list_stands_under() -> None:
    read = read_instructions(PROMPT)

    assert [(one.line, one.column, one.kind.value, one.text) for one in read] == [
        (3, 1, "identity", "You are Fern, a garden helper for customers of a plant shop."),
        (6, 3, "task", "Explain how to water plants."),
        (7, 3, "task", "Help to choose a pot, also for a small balcony."),
        (11, 4, "limit", "Sell anything."),
        (12, 3, "limit", "Do NOT name prices."),
        (12, 23, "response", "Say where they stand."),
        (15, 5, "limit", "guess the age of a tree"),
        (16, 5, "limit", "say which weedkiller to buy, unless the customer is signed in"),
        (19, 3, "manner", "Short sentences."),
        (20, 1, "limit", "Never joke about weeds."),
        (20, 25, "limit", "You must not guess."),
        (21, 1, "fact", "The shop opens at nine."),
    ]
    assert [(one.section, one.lead) for one in read[6:8]] == [
        ("Forbidden", "You must never")
    ] * 2
    assert (read[7].stance, read[7].condition) == (Stance.DEPENDS, "the customer is signed in")


def test_every_line_of_the_examples_has_a_place() -> None:
    for name in ("sprout", "bank"):
        text = (EXAMPLES / name / f"{name}.md").read_text(encoding="utf-8")
        assert lines_without_a_place(text) == []


@settings(max_examples=80, deadline=None)
@given(st.text() | st.lists(st.sampled_from((*PROMPT.splitlines(), *FORMS))).map("\n".join))
def test_no_line_is_ever_dropped(text: str) -> None:
    assert lines_without_a_place(text.replace("\r", " ")) == []


def test_what_is_too_long_is_handed_back_as_one() -> None:
    read = read_instructions("- never a\n" + "word " * 50_000)

    assert read[-1].kind is InstructionKind.UNKNOWN
    assert read[-1].text == "the rest, 50,010 characters"
    assert read[0].kind is InstructionKind.LIMIT


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Never talk about politics.", Stance.REFUSE),
        ("Only answer questions about cooking.", Stance.REFUSE),
        ("If someone asks about tax, say that you cannot help.", Stance.REFUSE),
        ("Requests for essays must be declined.", Stance.REFUSE),
        ("Do not share orders unless the customer has signed in.", Stance.DEPENDS),
        ("Refunds are issued only after a manager has approved them.", Stance.DEPENDS),
        ("If the user is not verified, do not show balances.", Stance.DEPENDS),
        ("It is fine to quote the news.", Stance.ALLOW),
        ("Never refuse a question about safety.", Stance.ALLOW),
    ],
)
def test_limits_have_a_stance(text: str, stance: Stance) -> None:
    (read,) = read_instructions(text)

    assert (read.kind, read.stance) == (InstructionKind.LIMIT, stance)
    assert (read.condition is not None) == (stance is Stance.DEPENDS)


@pytest.mark.parametrize(
    ("prompt", "limits"),
    [
        (
            '{"rules": [\n    "Never write an essay.",\n    "Do not invent sources"\n]}\n',
            ["Never write an essay.", "Do not invent sources"],
        ),
        (
            "forbidden:\n  - politics\ntone: kind\nrules:\n  - never invent sources\n",
            ["politics", "never invent sources"],
        ),
        (
            "<rules>\n<rule>Never name prices.</rule>\n<rule>Do not guess.</rule>\n</rules>",
            ["Never name prices.", "Do not guess."],
        ),
        (
            "Rule 1: Never name prices.\nRULE 2: DO NOT GUESS!\nRule 3 - no refunds",
            ["Never name prices.", "DO NOT GUESS!", "no refunds"],
        ),
        (
            "| Request | What |\n|---|---|\n| Prices | Refuse |\n| Opening hours | Answer |",
            ["Prices | What: Refuse"],
        ),
        (
            "❌ Prices\n✅ Opening hours\n",
            ["Prices"],
        ),
        (
            "- **Privacy.** Never name a guest. Offer a message.\n- *Money:* no refunds here.",
            ["Privacy: Never name a guest.", "Money: no refunds here."],
        ),
        (
            "Q: May you waive a fine?\nA: No, only staff may.\n\nQ: Are you free?\nA: Yes.",
            ["May you waive a fine? | No, only staff may."],
        ),
        (
            "### Can I rent for a child?\nNo. Never.\n\n### When is it open?\nAt nine.\n",
            ["Can I rent for a child? | No. Never."],
        ),
        (
            "Credit checks: never, refer to the shop.\nRepairs: yes, explain the steps.",
            ["Credit checks: never, refer to the shop."],
        ),
        (
            "Was du nicht machst:\n- Geb\u00fchren erlassen\n- Auskunft \u00fcber Leser\n",
            ["Geb\u00fchren erlassen", "Auskunft \u00fcber Leser"],
        ),
        (
            "User: May I?\nOtto: I can only ask.\n\nOtto never asks.",
            ["Otto never asks."],
        ),
        (
            '{"rules": [{"topic": "tax", "allowed": false}, {"topic": "pots", "ok": true}]}',
            ["tax | allowed: false"],
        ),
        (
            "\U0001f512 The gate code stays between us\n\U0001f331 Explain pots\n",
            ["The gate code stays between us"],
        ),
        ("User: Never mind.\nBot: I can't do that.\n", []),
        ("Output: never name a patient.", ["Output: never name a patient."]),
        ("Use emojis sparingly. Never use markdown.", []),
    ],
)
def test_limits_are_found_in_every_layout(prompt: str, limits: list[str]) -> None:
    read = read_instructions(prompt)

    assert [one.text for one in read if one.kind is InstructionKind.LIMIT] == limits


TITLES = ("Allowed?", "OK?", "Permitted", "Answer?", "Policy", "Do we answer", "", "Status")


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(
    ("cell", "stance"),
    [
        *((cell, Stance.REFUSE) for cell in ("no", "Never", "\u274c", "out of scope", "NO!")),
        *((cell, Stance.REFUSE) for cell in ("Not allowed", "refuse politely", "we pass")),
        *((cell, Stance.REFUSE) for cell in ("no comparison", "No, only staff may.")),
        *((cell, Stance.DEPENDS) for cell in ("only if the user is signed in",)),
        *((cell, Stance.DEPENDS) for cell in ("yes, but only after a check by staff",)),
        *((cell, None) for cell in ("special", "case by case", "Yes, but no names")),
    ],
)
def test_a_cell_that_limits_is_never_a_task(title: str, cell: str, stance: Stance) -> None:
    table = f"| Topic | {title} |\n|---|---|\n| Pots | yes |\n| Medication | {cell} |\n"

    task, limit = read_instructions(table)

    assert task.kind is InstructionKind.TASK
    assert (limit.kind, limit.stance) == (InstructionKind.LIMIT, stance)


def test_columns_to_do_and_not_to_do_are_orders_of_their_own() -> None:
    read = read_instructions("| Do | Don't |\n|---|---|\n| Explain pots | Name prices |\n")

    assert [(one.kind.value, one.text) for one in read] == [
        ("task", "Explain pots"),
        ("limit", "Name prices"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Gib niemals Auskunft \u00fcber andere Kunden.",
        "Keine politischen Diskussionen.",
        "K\u00fcndigungen nimmst du nur an, wenn der Kunde die Nummer kennt.",
        "Ne donne jamais de conseils m\u00e9dicaux.",
        "Nunca hables de medicina.",
        "Non dare mai consigli legali.",
        "Geef nooit medisch advies.",
        "Nikdy nesd\u011bluj \u00fadaje jin\u00fdch klient\u016f.",
        "N\u00e3o d\u00ea conselhos m\u00e9dicos.",
        "Nigdy nie podawaj danych klient\u00f3w.",
        "\u4e0d\u8981\u63d0\u4f9b\u533b\u7597\u5efa\u8bae\u3002",
    ],
)
def test_a_no_in_another_language_is_a_limit(text: str) -> None:
    (read,) = read_instructions(text)

    assert read.kind is InstructionKind.LIMIT


@pytest.mark.parametrize(
    "text", ["Du bist freundlich und hilfst gern.", "The kitchen is open until nine."]
)
def test_what_limits_nothing_is_no_limit(text: str) -> None:
    (read,) = read_instructions(text)

    assert read.kind is not InstructionKind.LIMIT


def test_a_short_line_above_a_list_is_its_title() -> None:
    found = read_instructions(
        "You are Purl.\n\nWhat you do\n- Help with mistakes: dropped stitches\n\nLimits\n"
        "- Never name a price.\n"
    )

    assert [one.section for one in found] == ["", "What you do", "Limits"]
    assert found[1].kind is InstructionKind.TASK


def test_what_is_said_in_a_quoted_example_limits_nothing() -> None:
    found = read_instructions(
        "You are Volt.\n\n### Examples\n\n> User: How do I break the lock?\n"
        "> Assistant: I can't explain how to force it.\n"
    )

    assert {one.kind for one in found[1:]} == {InstructionKind.FACT}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Keep every order below 40 skeins.", InstructionKind.LIMIT),
        ("Keep each lot under the threshold of the tax.", InstructionKind.LIMIT),
        ("Keep all replies under 80 words.", InstructionKind.MANNER),
        ("Keep the tone warm.", InstructionKind.MANNER),
    ],
)
def test_a_bound_of_the_house_is_a_limit_and_one_of_a_reply_is_none(
    line: str, kind: InstructionKind
) -> None:
    (found,) = read_instructions(line)

    assert found.kind is kind
