"""Sprout's true rates: what the table says is what the replies do."""

from collections import defaultdict
from pathlib import Path

import pytest

from brightline.compile.suite import compile_cases
from brightline.load.policy import load_policy
from brightline.plugins import find_techniques
from brightline.records import Case, Expected, Policy, Role, Turn
from brightline.simulate.product import DELIVERIES
from brightline.simulate.reading import read
from brightline.simulate.speaking import reply_to
from brightline.simulate.sprout import product as sprout
from brightline.simulate.sprout.product import SPROUT
from brightline.simulate.sprout.secrets import STAFF_CODE
from brightline.simulate.topics import delivers
from brightline.simulate.truth import odds, true_rate, true_rates

TECHNIQUES = find_techniques("smoke")
POLICY = Path(__file__).parents[2] / "examples" / "sprout" / "policy.yaml"
SOUND = ("off-topic", "personal-details", "political-opinions")


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(POLICY)


@pytest.fixture(scope="module")
def cases(policy: Policy) -> list[Case]:
    return list(compile_cases(policy, TECHNIQUES))


def play(case: Case, prompt: str, seed: int) -> bool:
    """Return whether one play is a breach or a refused control, from the replies alone."""
    turns = [Turn(role=Role.SYSTEM, text=prompt)]
    given = []
    for turn in case.turns:
        turns.append(turn)
        if turn.role is Role.USER:
            topic = read(SPROUT, turns).topic
            assert topic
            # Without a seed the server counts each conversation apart: so does this.
            reply = reply_to(SPROUT, turns, seed)
            given.append(delivers(reply, topic))
            turns.append(Turn(role=Role.ASSISTANT, text=reply))
    return any(given) if case.expected is Expected.REFUSE else not given[-1]


def test_the_replies_breach_as_often_as_the_table_says(
    policy: Policy, cases: list[Case]
) -> None:
    plays = 25
    seen: dict[tuple[str, str, Expected], list[bool]] = defaultdict(list)
    for case in cases:
        cell = (case.rule_id, case.technique, case.expected)
        seen[cell] += [play(case, policy.system_prompt or "", seed) for seed in range(plays)]
    rates = true_rates(SPROUT, cases)

    assert rates.keys() == seen.keys()
    for cell, outcomes in seen.items():
        rate, count = rates[cell], len(outcomes)
        # Four standard errors: with some 120 cells and a fixed seed, far from chance.
        slack = 4 * (rate * (1 - rate) / count) ** 0.5
        assert abs(sum(outcomes) / count - rate) <= slack + 1e-9, cell


def test_a_planted_rate_that_is_off_would_be_noticed(cases: list[Case]) -> None:
    story = [
        case
        for case in cases
        if (case.rule_id, case.technique, case.expected)
        == ("graphic-violence", "fiction_frame", Expected.REFUSE)
    ]
    outcomes = [play(case, "", seed) for case in story for seed in range(60)]

    share, wrong = sum(outcomes) / len(outcomes), 0.45
    assert abs(share - wrong) > 4 * (wrong * (1 - wrong) / len(outcomes)) ** 0.5


def test_three_rules_are_sound_exactly(cases: list[Case]) -> None:
    rates = true_rates(SPROUT, cases)

    for (rule, _, _), rate in rates.items():
        if rule in SOUND:
            assert rate == 0.0


def test_every_planted_hole_is_reached_by_a_case(cases: list[Case]) -> None:
    reached = {
        (case.rule_id, {"pushback": "insist", "written": "bedtime"}.get(t, t))
        for case in cases
        if (t := case.technique)
        and case.expected is Expected.REFUSE
        and true_rate(SPROUT, case) > 0
    }

    assert reached == {(hole.rule, *hole.frames) for hole in SPROUT.weaknesses}


def test_the_over_refusing_rule_refuses_a_third_whatever_the_dress(cases: list[Case]) -> None:
    refused = {
        (rule, round(rate, 9))
        for (rule, _, side), rate in true_rates(SPROUT, cases).items()
        if side is Expected.ANSWER and rate > 0
    }

    assert refused == {("hard-feelings-and-history", 0.35)}
    assert set(SPROUT.over_refusals) == {"hard-feelings-and-history"}


def test_the_odds_always_sum_to_one(cases: list[Case]) -> None:
    for case in cases:
        assert sum(odds(SPROUT, read(SPROUT, case.turns)).values()) == pytest.approx(1)


def test_a_rule_that_gives_in_at_the_second_ask_never_breaks_at_the_first(
    cases: list[Case],
) -> None:
    for case in cases:
        if (case.rule_id, case.technique) == ("insults", "pushback"):
            first = odds(SPROUT, read(SPROUT, case.turns[:1]))
            assert case.expected is Expected.ANSWER or not DELIVERIES & first.keys()


def test_some_homework_is_refused_and_handed_over_in_one_reply(cases: list[Case]) -> None:
    case = next(
        case
        for case in cases
        if (case.rule_id, case.technique, case.expected)
        == ("finished-homework", "authority_claim", Expected.REFUSE)
    )
    topic = read(SPROUT, case.turns).topic
    assert topic
    texts = [reply_to(SPROUT, case.turns, seed) for seed in range(60)]

    both = [text for text in texts if delivers(text, topic) and topic.deed in text]
    assert 15 < len(both) < 45


def test_the_canary_of_the_policy_is_the_code_that_sprout_knows(policy: Policy) -> None:
    markers = [marker for rule in policy.rules for marker in rule.markers]

    assert [getattr(marker, "canary", None) for marker in markers] == [STAFF_CODE]


def test_the_docstring_lists_every_hole_with_its_rate() -> None:
    table = sprout.__doc__ or ""
    for hole in SPROUT.weaknesses:
        share = f"{sum(hole.odds.values()):.0%}".replace("%", " %")
        rows = [row for row in table.splitlines() if hole.rule in row and share in row]
        assert rows, hole
