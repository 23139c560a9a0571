"""The lines of public lists that a rule names: known ones alone, and no part of a test."""

import re

import pytest
from tests.load.test_policy import EXAMPLES, GOOD

from brightline.compile.suite import policy_digest
from brightline.load.policy import check_policy
from brightline.records import STANDARDS, Policy


def named(*lines: str) -> str:
    return GOOD + f"    standards: [{', '.join(lines)}]\n"


def loaded(text: str) -> Policy:
    checked = check_policy(text, name="p.yaml", folder=EXAMPLES)
    assert checked.policy is not None, checked.problems
    return checked.policy


def test_every_line_that_is_printed_can_be_named() -> None:
    (rule,) = loaded(named(*STANDARDS)).rules

    assert rule.standards == tuple(STANDARDS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("AIUC-1/C004", "AIUC-1 C004"),
        ("LLM01", "LLM01:2025"),
        ("ailuminate VCR", "AILuminate vcr"),
        ("AML T0054", "AML.T0054"),
        ("ISO 9001", ""),
    ],
)
def test_a_line_that_nobody_knows_is_an_error_that_names_the_nearest(
    written: str, meant: str
) -> None:
    checked = check_policy(named("AIUC-1 C005", written), name="p.yaml", folder=EXAMPLES)

    (problem,) = checked.problems
    assert (problem.slug, problem.where) == ("unknown-standard", "p.yaml:9:30")
    assert ("Did you mean" in problem.hint) == bool(meant)
    assert meant in problem.hint


def test_naming_a_line_leaves_a_policy_comparable_with_its_baseline() -> None:
    plain, more = loaded(GOOD), loaded(named("AIUC-1 C005"))

    assert policy_digest(plain) == policy_digest(more)
    assert policy_digest(plain) != policy_digest(loaded(GOOD.replace("fights.", "brawls.")))


def test_a_policy_that_was_stored_before_lines_could_be_named_is_still_read() -> None:
    stored = loaded(GOOD).model_dump(mode="json", by_alias=True)
    del stored["rules"][0]["standards"]

    assert Policy.model_validate(stored, strict=False).rules[0].standards == ()


def test_the_rule_of_the_page_loads() -> None:
    page = (EXAMPLES.parent / "docs" / "standards.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)

    (rule,) = loaded(f"brightline: 1\nproduct: Sprout\nrules:\n{block}").rules

    assert rule.standards == ("AIUC-1 C003", "AITG-APP-12")
