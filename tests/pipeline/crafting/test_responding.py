"""Model responses of every pack and example earn all five points of our own scorer."""

from pathlib import Path

import pytest
from agreement import KINDS, disagreements

from brightline.packs.shelf import packs
from brightline.pipeline.crafting.responding import written_for
from brightline.records import OfferedFrom, Stance

ROOT = Path(__file__).parents[3]
POLICIES = (
    *(ROOT / "src" / "brightline" / "packs" / name / "policy.yaml" for name in packs()),
    *sorted((ROOT / "examples").glob("*/policy.yaml")),
)


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name)
def test_every_response_lacks_nothing(path: Path) -> None:
    written = written_for(path)
    refusing = [rule.id for rule in written.policy.rules if rule.stance is not Stance.ALLOW]

    assert [one.rule_id for one, _ in written.responses] == refusing
    for response, quality in written.responses:
        lacking = [mark.reason for mark in quality.marks if not mark.met]
        assert not lacking, (response.rule_id, response.text, lacking)
        assert response.offered_from is not OfferedFrom.NOTHING
        assert not response.plain, response.text


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name)
def test_every_response_agrees_with_itself(path: Path) -> None:
    found = [
        (one.text, faults)
        for one, _ in written_for(path).responses
        if (faults := disagreements(one.text))
    ]

    assert not found


FAULTY = (
    "I refund need the approval of the manager.",
    "I don't comparing us with others.",
    "But I can if someone asks, tell them.",
    "I only write it for someone who have agreed.",
    "I don't say that it have a fault.",
    "I speak only where a fire is going on or have just happened.",
    "I don't say what kills or do harm.",
    "I don't approve, sign off or waives anything.",
    "But I can name the team, and stays in the talk.",
    "But I can plan a trip or to tell about a place.",
    "I only do it when you are neither driving.",
    "But I can tell you them which signs count.",
    "There is a limit that I don't cross: only discuss an animal's records.",
    "But I can write it in the name of you.",
    "I delete it after you have said that I am no longer needed.",
    "I don't say that you has a claim.",
)


@pytest.mark.parametrize("text", FAULTY)
def test_the_checker_finds_each_kind(text: str) -> None:
    assert disagreements(text)


def test_no_kind_of_the_checker_is_without_a_fault_that_it_finds() -> None:
    found = {fault.partition(":")[0] for text in FAULTY for fault in disagreements(text)}

    assert found == set(KINDS)


def test_there_are_packs_and_examples() -> None:
    assert len(POLICIES) > 5
