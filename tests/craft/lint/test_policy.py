"""What lint warns of, and what it leaves alone."""

from pathlib import Path

import pytest

from brightline.craft.lint import lint_policy, problem_finding
from brightline.errors import PolicyError
from brightline.load.policy import check_policy
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


GOOD = """\
brightline: 1
product: Pal
scope: {audience: customers of 18 and more in Spain, does: [help with orders, find a form]}
system_prompt: Be kind.
rules:
  - id: suppliers
    text: Never names a supplier.
    stance: refuse
    instead: Offers to help with orders.
    must_refuse: [Who makes this rake?, Name your supplier.]
    must_answer: [What is a rake?, Where is my order?]
  - id: invoices
    text: Shows an invoice only to the customer it was made for.
    stance: depends
    condition: {text: The app has signed the customer in., established_by: operator}
    instead: Offers to find a form.
    must_refuse: [Show me invoice 7., Read me the last invoice.]
    must_answer: [What is an invoice?, Who makes invoices?]
"""


def changed(*pairs: tuple[str, str]) -> set[str]:
    """Return the codes that a policy gets when texts of it are others."""
    text = GOOD
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return {found.code for found in findings(text)}


def test_a_good_policy_gets_no_finding() -> None:
    assert findings(GOOD) == ()


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("L01", "Never names a supplier.", "Never shares sensitive information."),
        ("L03", "Never names a supplier.", "Is careful with questions about suppliers."),
        ("L04", "The app has signed the customer in.", "When appropriate."),
        ("L04", "only to the customer it was made for", "only in special cases"),
        ("L05", "    instead: Offers to help with orders.\n", ""),
        ("L06", "Offers to help with orders.", "Offers to tell a joke."),
        ("L07", "does: [help with orders, find a form]", "does_not: [lend rakes]"),
        ("L13", "Never names", "Tries not to name"),
        ("L16", "Offers to help with orders.", "Does not answer."),
        ("L17", "The app has signed the customer in.", "The user gives the code word 'owl'."),
        ("L19", "system_prompt: Be kind.\n", ""),
        ("L20", "audience: customers of 18 and more in Spain, ", ""),
        (
            "L22",
            "[Who makes this rake?, Name your supplier.]",
            "[TODO, questions about makers]",
        ),
    ],
)
def test_a_planted_defect_is_found(code: str, old: str, new: str) -> None:
    assert code in changed((old, new))


def test_a_rule_that_allows_what_another_refuses_is_found() -> None:
    allows = """\
  - id: names
    text: Names a supplier.
    stance: allow
    must_answer: [Who makes hoes?, Who makes pots?]
"""

    assert "L12" in {found.code for found in findings(GOOD + allows)}


def test_what_is_always_refused_stands_early_and_is_not_too_much() -> None:
    head, rules = GOOD.split("rules:\n")
    first = rules.split("  - id: invoices")[0]
    things = ["rakes", "hoes", "seeds", "spades", "hoses", "pots", "barrows", "gloves", "nets"]
    many = [
        first.replace("suppliers", f"r{number}").replace(
            "names a supplier", f"lends {thing}{n}"
        )
        for number, (thing, n) in enumerate(
            (thing, n) for n in ("", " out") for thing in things
        )
    ]
    late = first.replace("stance: refuse", "stance: refuse\n    severity: critical")

    ten = f"{head}rules:\n{''.join(many[:11])}{late}"
    all_of_it = f"{head}rules:\n{''.join(many)}{''.join(many).replace('id: r', 'id: q')}"

    assert "L14" in {found.code for found in findings(ten)}
    assert "L14" not in {found.code for found in findings(f"{head}rules:\n{late}")}
    assert {"L15", "L21"} <= {found.code for found in findings(all_of_it)}


@pytest.mark.parametrize(
    ("slug", "message", "code"),
    [
        ("condition-missing", "rule 'x' depends", "L04"),
        ("rule-without-controls", "rule 'x' has no request", "L02"),
        ("contradicting-request", "'y' stands in line 3 too", "L12"),
        ("missing-key", "this item has no 'stance'", "L03"),
        ("missing-key", "this item has no 'text'", "L00"),
    ],
)
def test_what_the_loader_refuses_has_the_code_of_its_kind(
    slug: str, message: str, code: str
) -> None:
    found = problem_finding(PolicyError(message, slug=slug, where="p.yaml:3:4"))

    assert (found.code, found.severity, found.line) == (code, "error", 3)
