"""Six wordings of a rule, each of which says what the rule says."""

import re

import pytest

from brightline.craft.rewordings import reword
from brightline.records import Authority, Condition, Rule, Stance

RULES = (
    Rule(id="a", text="Never lends a pillow to a dragon.", stance=Stance.REFUSE),
    Rule(id="b", text="Feathers are explained.", stance=Stance.ALLOW),
    Rule(
        id="c",
        text="Gives no discount, unless a manager has approved it.",
        stance=Stance.DEPENDS,
        condition=Condition(text="A manager approved it.", established_by=Authority.OPERATOR),
    ),
    Rule(
        id="d",
        text="Tells the dragon's name only to its keeper.",
        stance=Stance.DEPENDS,
        condition=Condition(text="the user keeps it", established_by=Authority.USER),
    ),
)
ONLY = Rule(
    id="e", text="Helps with pillows only; other errands are declined.", stance=Stance.REFUSE
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_six_wordings_differ_and_have_names(rule: Rule) -> None:
    found = reword(rule)

    assert len({one.name for one in found}) == len({one.lines for one in found}) == 6


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_wording_says_what_is_decided(rule: Rule) -> None:
    word = "answer" if rule.stance is Stance.ALLOW else "refuse"
    other = "refuse" if rule.stance is Stance.ALLOW else "answer"

    for one in reword(rule):
        said = " ".join(one.lines).lower()
        assert word in said
        assert other not in said


@pytest.mark.parametrize("rule", RULES[2:], ids=lambda rule: rule.id)
def test_every_wording_says_the_condition_and_who_establishes_it(rule: Rule) -> None:
    assert rule.condition is not None
    who = "the user" if rule.condition.established_by is Authority.USER else "the operator"

    for one in reword(rule):
        said = " ".join(one.lines)
        assert rule.condition.text.rstrip(".") in said
        assert who in said
        assert ".." not in said


def test_a_condition_at_the_end_comes_first_when_turned_round() -> None:
    turned = next(one for one in reword(RULES[2]) if one.name == "turned round")

    assert turned.lines[0] == "Unless a manager has approved it: gives no discount."


def test_an_order_is_one_to_the_product() -> None:
    order = next(one for one in reword(RULES[0]) if one.name == "as an order")

    assert order.lines[0] == "Keep to this: Never lend a pillow to a dragon."


def test_requests_of_a_rule_are_in_no_wording() -> None:
    rule = RULES[0].model_copy(update={"must_refuse": ("Lend Smaug my pillow.",)})

    assert reword(rule) == reword(RULES[0])


def test_of_a_rule_that_says_what_it_does_the_rest_is_refused_in_every_wording() -> None:
    for one in reword(ONLY):
        said = " ".join(one.lines).lower()
        assert re.search(r"\bgoe?s? against (?:it|this)\b", said), one.name
        assert "falls under" not in said
        assert "is about" not in said


def test_what_a_rule_forbids_falls_under_it_also_where_it_says_only() -> None:
    rule = RULES[0].model_copy(update={"text": "Never lends pillows that only dragons want."})

    assert not any("against" in " ".join(one.lines) for one in reword(rule))
