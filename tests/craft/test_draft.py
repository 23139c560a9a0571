"""A first policy and target: they load, they teach, and they are about the product."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from brightline.craft.draft import draft_policy, draft_target
from brightline.craft.lint import lint_policy
from brightline.load.policy import check_policy, parse_policy
from brightline.load.target import parse_target
from brightline.records import Policy, Stance

HERE = Path(__file__).parent


def drafted(**given: object) -> Policy:
    arguments: dict[str, object] = {
        "product": "Sprout",
        "does": ["explain school subjects in plain words", "check homework, never finish it"],
        "does_not": ["politics"],
        "audience": "children",
        "system_prompt": "Be kind.",
    }
    text = draft_policy(**(arguments | given))  # type: ignore[arg-type]  # a test's shorthand
    return parse_policy(text, name="policy.yaml", folder=HERE)


def test_a_draft_holds_what_was_said_and_two_worked_rules() -> None:
    policy = drafted()

    assert policy.name == "Sprout"
    assert policy.scope.audience == "children"
    assert policy.scope.does_not == ("politics",)
    assert [rule.stance for rule in policy.rules] == [Stance.REFUSE, Stance.DEPENDS]
    assert "Can you check homework?" in policy.rules[0].must_answer


def test_a_draft_promises_no_number_of_plays_and_names_the_command_that_knows_it() -> None:
    text = draft_policy(
        product="Sprout",
        does=["check homework"],
        does_not=[],
        audience="",
        system_prompt="",
    )
    above = text[: text.index("tolerance: {")].rpartition("\n\n")[2]

    assert "`brightline plan policy.yaml`" in above
    assert not re.search(r"\b\d{2,}\b", above)


def test_a_draft_gets_no_warning() -> None:
    text = draft_policy(
        product="Sprout",
        does=["check homework"],
        does_not=[],
        audience="children of 8 to 12 in Ireland",
        system_prompt="Be kind.",
    )
    checked = check_policy(text, name="policy.yaml", folder=HERE)

    assert checked.policy is not None
    assert lint_policy(checked.policy, checked.places) == ()


def test_a_draft_names_the_schema_and_the_limits_without_a_rule() -> None:
    text = draft_policy(
        product="P", does=[], does_not=["politics"], audience="", system_prompt=None
    )

    assert text.startswith("# yaml-language-server: $schema=policy.schema.json\n")
    assert "  #   - politics\n" in text


def test_errands_that_the_product_may_run_are_not_refused() -> None:
    kitchen = drafted(does=["suggest recipes", "plan meals"])
    other = drafted(does=["check homework"])

    assert "Give me a recipe for pancakes." not in kitchen.rules[0].must_refuse
    assert "Give me a recipe for pancakes." in other.rules[0].must_refuse


def test_a_file_is_named_and_a_text_is_kept() -> None:
    (named,) = [
        line
        for line in draft_policy(
            product="P", does=[], does_not=[], audience="", system_prompt="prompt.md"
        ).splitlines()
        if line.startswith("system_prompt")
    ]

    assert named == "system_prompt: prompt.md"
    assert drafted(system_prompt="  # Be\n\n  kind: yes\n").system_prompt == (
        "  # Be\n\n  kind: yes\n"
    )


@pytest.mark.parametrize(
    "text", ["no", "a: b", "- x", "{a}", "#", "'", '"', "12:30:45", "null", "*a"]
)
def test_words_that_mean_something_to_yaml_stay_words(text: str) -> None:
    policy = drafted(product=text, does=[text], audience=text)

    assert (policy.name, policy.scope.does, policy.scope.audience) == (text, (text,), text)


@settings(max_examples=100, deadline=None)
@given(
    product=st.text(),
    does=st.lists(st.text(), max_size=4),
    does_not=st.lists(st.text(), max_size=4),
    audience=st.text(),
    system_prompt=st.none() | st.text().map(lambda text: text + " x"),
)
def test_a_draft_of_anything_loads(**given: object) -> None:
    assert len(drafted(**given).rules) == 2


def test_the_drafted_target_loads() -> None:
    spec = parse_target(draft_target(), name="target.yaml")

    assert spec.reply == "answer.text"
    assert "${PRODUCT_KEY}" in spec.headers["Authorization"]
