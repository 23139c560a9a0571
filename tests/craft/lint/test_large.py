"""Prompts that nobody would write by hand cost what they are long, and not the square of it."""

import sys
from collections.abc import Callable

import pytest

from brightline.craft.lint import Material, Origin, Prompt, look

MATTERS = ("rents", "fines", "roses", "boats", "lamps", "taxes", "loans", "votes", "trains")


def limits(number: int) -> str:
    lines = (f"- Never discuss {MATTERS[at % 9]} of year {at}." for at in range(number))
    return "You help with gardens.\n" + "\n".join(lines)


def one_line(number: int) -> str:
    return limits(number).replace("\n- ", " ")


def again(number: int) -> str:
    return "You help with gardens.\n" + "- Never discuss the rent of boats.\n" * number


def table(number: int) -> str:
    rows = (f"| {MATTERS[at % 9]} of year {at} | no |" for at in range(number))
    return "You help with gardens.\n\n| topic | allowed |\n|---|---|\n" + "\n".join(rows)


def lists(number: int) -> str:
    return "\n".join(
        f"You must never do so in year {at}:\n- discuss {MATTERS[at % 9]}\n"
        for at in range(number)
    )


def answers(number: int) -> str:
    return 'If you decline, say "I cannot help with it."\n' * number


def work(text: str) -> int:
    """Return how many calls it takes to look at a prompt."""
    return counted(lambda: look(Material(prompt=Prompt(text, Origin("prompt.md")))))


def counted(run: Callable[[], object]) -> int:
    calls = 0

    def count(_frame: object, event: str, _what: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("shape", [limits, one_line, again, table, lists, answers])
def test_twice_the_prompt_is_at_most_little_more_than_twice_the_work(
    shape: Callable[[int], str],
) -> None:
    assert work(shape(600)) < 3 * work(shape(300))


def test_what_grows_with_the_square_is_caught() -> None:
    def squared(number: int) -> int:
        return counted(lambda: [len(str(a)) for a in range(number) for _ in range(number)])

    assert not squared(200) < 3 * squared(100)


def test_who_wrote_too_much_is_told_what_is_not_looked_at() -> None:
    found = look(Material(prompt=Prompt(limits(4100), Origin("prompt.md"))))

    assert any("first 4,000" in one.finding.fix for one in found)
