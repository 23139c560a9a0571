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
        ("User: Never mind.\nBot: I can't do that.\n", []),
        ("Output: never name a patient.", ["Output: never name a patient."]),
        ("Use emojis sparingly. Never use markdown.", []),
    ],
)
def test_limits_are_found_in_every_layout(prompt: str, limits: list[str]) -> None:
    read = read_instructions(prompt)

    assert [one.text for one in read if one.kind is InstructionKind.LIMIT] == limits
