"""Every pack is a policy that one can start from: whole, clean, and able to fail."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path

import anyio
import pytest
import yaml

from brightline import load_policy
from brightline.judge.embedded import EmbeddedJudge
from brightline.measure.summary import summarise
from brightline.packs import packs, read_pack
from brightline.packs.shelf import POLICY
from brightline.pipeline.crafting.linting import lint_file
from brightline.pipeline.planning.plan import Plan, Selection, make_plan
from brightline.plugins import find_own_suite, find_techniques
from brightline.records import (
    LADDER,
    STANDARDS,
    Case,
    Exchange,
    Expected,
    Gate,
    JudgeCard,
    Play,
    Policy,
    PolicyLine,
    Question,
    Reply,
    Role,
    Stance,
    Summary,
    Turn,
    policy_line,
)
from brightline.run.turns import script_of

SHELF = Path(str(files("brightline.packs")))
WANTED = {
    "bank-support",
    "coding-assistant",
    "companion",
    "education-children",
    "government-service",
    "hazards",
    "health-information",
    "hr",
    "insurance",
    "knowledge-base",
    "legal-information",
    "pharmacy",
    "recipes",
    "shopping",
    "telecom",
    "travel",
}
"""Packs that are promised to be there."""

PLAYS_EACH = 3
Answer = Callable[[Case], str]
"""A case in, what the product says to it out."""

every_pack = pytest.mark.parametrize("name", packs())


@cache
def policy_of(name: str) -> Policy:
    return load_policy(SHELF / name / POLICY)


@cache
def judge() -> EmbeddedJudge:
    return EmbeddedJudge.load()


@cache
def plan_of(name: str, suite: str, *, without: str = "") -> Plan:
    """Compile a pack under a suite, once, without the techniques of another suite."""
    known = {one.name for one in find_techniques(without)} if without else set()
    selection = Selection(
        policy=policy_of(name),
        techniques=tuple(one for one in find_techniques(suite) if one.name not in known),
        own=find_own_suite(suite),
    )
    return make_plan(selection, trials=1, card=None)


def requests(policy: Policy) -> Iterator[str]:
    return chain.from_iterable((*rule.must_refuse, *rule.must_answer) for rule in policy.rules)


def lines_drawn(policy: Policy) -> int:
    return sum(isinstance(policy_line(rule), PolicyLine) for rule in policy.rules)


def stems(text: str) -> set[str]:
    """The first five letters of each word that says something."""
    words = re.findall(r"[a-z]+", text.casefold())
    return {word[:5] for word in words if len(word) > 3} - {"their", "about", "what", "with"}


def test_what_is_promised_is_on_the_shelf() -> None:
    assert set(packs()) >= WANTED


@every_pack
def test_a_pack_has_a_title_and_names_its_prompt(name: str) -> None:
    pack = read_pack(name)
    first, title = pack.policy.split("\n")[:2]

    assert first == "# yaml-language-server: $schema=policy.schema.json"
    assert re.fullmatch(r"# [A-Z][^:]+: \S.*\.", title), title
    assert yaml.safe_load(pack.policy)["system_prompt"] == "prompt.md"
    assert policy_of(name).system_prompt == pack.prompt
    assert 350 <= len(pack.prompt.split()) <= 900
    assert policy_of(name).name in pack.prompt


@every_pack
def test_a_pack_says_who_it_is_for_and_what_the_product_does(name: str) -> None:
    scope = policy_of(name).scope

    assert scope.audience
    assert 4 <= len(scope.does) <= 7
    assert 3 <= len(scope.does_not) <= 6


@every_pack
def test_a_pack_has_rules_of_every_stance_with_enough_requests(name: str) -> None:
    policy = policy_of(name)

    assert 8 <= len(policy.rules) <= 15
    assert {rule.stance for rule in policy.rules} == set(Stance)
    for rule in policy.rules:
        assert len(rule.must_answer) >= 3, rule.id
        assert len(rule.must_refuse) >= 4 or rule.stance is Stance.ALLOW, rule.id
    assert lines_drawn(policy) >= 3


@every_pack
def test_nothing_in_a_pack_is_said_twice(name: str) -> None:
    policy = policy_of(name)
    asked = Counter(" ".join(text.casefold().split()) for text in requests(policy))

    assert {text for text, times in asked.items() if times > 1} == set()
    for of in (
        [rule.id for rule in policy.rules],
        [rule.text for rule in policy.rules],
        policy.scope.does,
    ):
        assert len(set(of)) == len(of)


@every_pack
def test_a_better_response_is_something_that_the_product_does(name: str) -> None:
    policy = policy_of(name)
    does = stems(" ".join(policy.scope.does))

    for rule in policy.rules:
        assert rule.instead, rule.id
        if rule.stance is not Stance.ALLOW:
            assert stems(rule.instead) & does, f"{rule.id}: {rule.instead}"


def test_the_hazards_are_those_that_ailuminate_lists() -> None:
    named = set(chain.from_iterable(rule.standards for rule in policy_of("hazards").rules))

    assert named >= {line for line in STANDARDS if line.startswith("AILuminate ")}


@every_pack
def test_a_pack_lints_clean(name: str) -> None:
    found = lint_file(SHELF / name / POLICY)

    assert [f"{one.line}: {one.message} [{one.slug}]" for one in found] == []


@every_pack
def test_a_pack_compiles_under_the_default_suite_and_those_within_it(name: str) -> None:
    policy = policy_of(name)
    forbidding = {rule.id for rule in policy.rules if rule.stance is not Stance.ALLOW}

    for plan in (plan_of(name, "smoke"), plan_of(name, "default", without="smoke")):
        assert set(plan.cases_of) == {rule.id for rule in policy.rules}
        assert {rule for rule, probes in plan.probes_of.items() if probes} == forbidding


@every_pack
def test_a_pack_compiles_under_the_boundary_suite(name: str) -> None:
    plan = plan_of(name, "boundary")

    assert len(plan.cases_of) == lines_drawn(policy_of(name))
    assert any(case.technique == LADDER for case in plan.cases())


REFUSAL = "I'm sorry, but I can't help with that."


def refuse(_case: Case) -> str:
    return REFUSAL


def comply(case: Case) -> str:
    """Hand a thing over: nobody can write a delivery for any request, but one of its kind.

    The form of a yes alone ("First, do it as follows") is no delivery, and the judge says so.
    """
    asked = case.objective.rstrip("?.")
    if len(asked) % 2:
        return f"Yes. {asked}: it is 4417, and the name is Maria Holt."
    order = asked[0].lower() + asked[1:]
    return (
        f"Done, as you asked: {order}. It is 4417, in the name of Maria Holt, 12 Mill Lane,"
        " from Friday at nine."
    )


def keep(case: Case) -> str:
    return comply(case) if case.expected is Expected.ANSWER else REFUSAL


def thinned(plan: Plan) -> list[Case]:
    """Return every plain case, and one of every third other cell, each with its own request."""
    cells: defaultdict[tuple[str, str, Expected], list[Case]] = defaultdict(list)
    for case in plan.sample:
        cells[case.rule_id, case.technique, case.expected].append(case)
    plain = [case for case in plan.sample if case.technique == "direct"]
    others = [cell for (_, technique, _), cell in cells.items() if technique != "direct"]
    return [*plain, *(cell[number % len(cell)] for number, cell in enumerate(others[::3]))]


def exchange(case: Case, answer: Answer) -> Exchange:
    """Play a case: the product says the same in every turn."""
    script = script_of(case, system_prompt=None, takes_system=True)
    said = Reply(text=answer(case), stop="stop")
    turns = script.system
    for step in script.steps:
        if len(turns) > len(script.system):
            if not step.follows(declined=said.text == REFUSAL):
                continue
            turns = (*turns, Turn(role=Role.ASSISTANT, text=said.text))
        turns = (*turns, *step.turns)
    return Exchange(turns=turns, reply=said, objective=case.objective)


def played(name: str, answer: Answer) -> Summary:
    """Play the smoke suite, thinned, and measure it as a run would be."""
    policy = policy_of(name)
    plan = plan_of(name, "smoke")
    cases = thinned(plan)
    rules = {rule.id: rule for rule in policy.rules}
    questions = [
        Question(
            subject_id=case.id,
            exchange=exchange(case, answer),
            rule=rules[case.rule_id],
            expected=case.expected,
            does=policy.scope.does,
        )
        for case in cases
    ]
    found = anyio.run(judge().judge, questions)
    plays = [
        Play.of(case, trial, said)
        for case, said in zip(cases, found, strict=True)
        for trial in range(1, PLAYS_EACH + 1)
    ]
    return summarise(
        policy,
        plays,
        planned=Counter(play.rule_id for play in plays),
        trials=PLAYS_EACH,
        techniques=plan.techniques,
        holes=(),
        # Taken at its word: how good the judge is has its own tests.
        card=JudgeCard(judge=judge().id, sets=(), confirm_at=0.0, sensitivity_low=1.0),
    )


@every_pack
def test_a_product_that_refuses_everything_breaks_a_pack_by_its_controls_alone(
    name: str,
) -> None:
    measured = played(name, refuse)

    assert measured.gate is Gate.BROKEN
    for rule in measured.rules:
        assert rule.gate is Gate.BROKEN, rule.rule_id
        assert rule.under_refusal.hits == 0, rule.rule_id
        assert rule.over_refusal.hits == rule.over_refusal.decided > 0, rule.rule_id


@every_pack
def test_a_product_that_grants_everything_breaks_the_rules_that_forbid(name: str) -> None:
    measured = played(name, comply)
    forbidding = [rule for rule in measured.rules if rule.stance is not Stance.ALLOW]
    broken = [rule for rule in forbidding if rule.gate is Gate.BROKEN]

    assert measured.gate is Gate.BROKEN
    # A judge may be unable to tell, and then says so: never that it holds.
    assert {rule.gate for rule in forbidding} <= {Gate.BROKEN, Gate.UNPROVEN}
    assert len(broken) >= 0.75 * len(forbidding)
    for rule in measured.rules:
        assert rule.over_refusal.hits == 0, rule.rule_id
        assert rule.stance is not Stance.ALLOW or rule.gate is not Gate.BROKEN, rule.rule_id


def test_a_product_that_keeps_a_pack_breaks_none_of_its_rules() -> None:
    measured = played("pharmacy", keep)

    assert measured.gate is not Gate.BROKEN
    for rule in measured.rules:
        assert rule.under_refusal.hits == rule.over_refusal.hits == 0, rule.rule_id
