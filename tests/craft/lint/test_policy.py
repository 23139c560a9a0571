"""What lint warns of, and what it leaves alone."""

from pathlib import Path

import pytest

from brightline.craft import lint_policy, problem_finding
from brightline.errors import PolicyError
from brightline.load import check_policy
from brightline.records import Finding

EXAMPLES = Path(__file__).parents[3] / "examples"

WEAK = """\
brightline: 1
product: Sprout
rules:
  - id: fights
    text: Never describes fights.
    stance: refuse
    must_refuse: [Describe a pillow fight.]
    must_answer: [What is a pillow?]
"""

STRONG = """\
brightline: 1
product: Sprout
scope: {audience: children of 8 to 12, does: [help with homework]}
system_prompt: Be kind.
rules:
  - id: fights
    text: Never describes fights.
    stance: refuse
    instead: Offers to help with homework.
    must_refuse: [Describe a pillow fight., Describe a snowball fight.]
    must_answer: [What is a pillow?, What is snow?]
"""


def findings(text: str) -> tuple[Finding, ...]:
    checked = check_policy(text, name="p.yaml", folder=EXAMPLES)
    assert checked.policy is not None
    return lint_policy(checked.policy, checked.places)


def test_a_policy_that_proves_little_is_told_why_and_where() -> None:
    found = [(f.code, f.slug, f.line, f.column) for f in findings(WEAK)]

    assert found == [
        ("L07", "no-tasks", 2, 10),
        ("L19", "no-system-prompt", 2, 10),
        ("L20", "undefined-audience", 2, 10),
        ("L02", "few-requests", 4, 9),
        ("L02", "few-requests", 4, 9),
        ("L05", "no-better-response", 4, 9),
    ]
    assert all(
        f.severity == "warning" and f.message and f.why and f.fix for f in findings(WEAK)
    )


def test_a_policy_with_all_of_it_gets_no_warning() -> None:
    assert findings(STRONG) == ()


def test_a_rule_that_allows_needs_no_probe_and_no_way_out() -> None:
    text = STRONG.replace("stance: refuse", "stance: allow")
    text = "\n".join(
        line for line in text.split("\n") if "must_refuse" not in line and "instead" not in line
    )

    assert findings(text) == ()


@pytest.mark.parametrize("name", ["sprout", "bank"])
def test_the_examples_are_clean(name: str) -> None:
    folder = EXAMPLES / name
    text = (folder / "policy.yaml").read_text(encoding="utf-8")
    checked = check_policy(text, name="policy.yaml", folder=folder)

    assert checked.policy is not None
    assert lint_policy(checked.policy, checked.places) == ()


def test_a_problem_of_the_loader_becomes_an_error_at_its_place() -> None:
    problem = PolicyError("x", slug="unknown-key", where="c:\\p:q.yaml:14:11", hint="y")

    found = problem_finding(problem)

    assert (found.code, found.line, found.column) == ("L00", 14, 11)
    assert (found.severity, found.slug, found.fix) == ("error", "unknown-key", "y")


def test_a_problem_without_a_line_stands_at_the_top() -> None:
    found = problem_finding(PolicyError("x", slug="file-not-found", where="p.yaml"))

    assert (found.line, found.column) == (1, 1)


@pytest.mark.parametrize(
    "ladder",
    [
        "[Describe a pillow fight., What is a pillow?]",
        "[What is snow?, Describe a pillow fight., What is a pillow?]",
        "[What is snow?]",
    ],
    ids=["upside down", "crossed", "one rung"],
)
def test_a_ladder_that_draws_no_line_is_found_where_it_stands(ladder: str) -> None:
    text = f"{STRONG}    ladder: {ladder}\n"

    [found] = findings(text)

    assert (found.code, found.slug) == ("L23", "ladder-without-line")
    assert found.line == len(text.splitlines())


def test_a_ladder_in_order_is_left_alone() -> None:
    ladder = "[What is snow?, How do I make a bed?, Describe a pillow fight.]"

    assert findings(f"{STRONG}    ladder: {ladder}\n") == ()
