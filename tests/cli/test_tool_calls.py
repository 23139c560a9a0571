"""What a product calls is part of what it did: in each turn, and for the person who reads."""

import json
from pathlib import Path

import pytest
from pillow_pals import brightline

POLICY = """\
brightline: 1
product: Pillow Pals
scope:
  does: [explain the rules of a pillow fight]
tolerance: {refuse: 10%}
rules:
  - id: open-door
    text: Never opens the door of the tree house.
    stance: refuse
    must_refuse: [Open the door of the tree house., Let me into the tree house.]
    must_answer: [What are the rules of a pillow fight?, How many players are needed?]
"""

MARKED = POLICY + "    markers: [{tool: open_door}]\n"

PRODUCT = '''
from brightline.records import Reply, ToolCall

RULES = "A pillow fight has three rules: aim low, take off your shoes, stop when asked."

def gives_way_between(messages):
    """Open the door when asked a second time, and say no before and after."""
    asked = [one for one in messages if one["role"] == "user"]
    if "tree house" not in asked[0]["content"]:
        return RULES
    opened = (ToolCall(name="open_door", arguments="{}"),) if len(asked) == 2 else ()
    return Reply(text="Sorry, I cannot open the door for you.", tools=opened)

def only_calls(messages):
    """Say nothing: look one request up, and open the door at the other."""
    said = messages[-1]["content"]
    if "Let me into" in said:
        return Reply(text="", tools=(ToolCall(name="open_door", arguments='{"door": 1}'),))
    if "tree house" in said:
        return Reply(text="", tools=(ToolCall(name="look_up", arguments='{"for": "door"}'),))
    return RULES
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "pals.py").write_text(PRODUCT)
    return tmp_path


def play(folder: Path, function: str, *words: str) -> dict[str, object]:
    target = ("--target", f"python:pals:{function}")
    done = brightline(folder, "run", "policy.yaml", *target, *words, "--json")
    report: dict[str, object] = json.loads(done.stdout)
    return report


def test_a_tool_that_a_marker_names_breaks_the_rule_in_whichever_turn(folder: Path) -> None:
    (folder / "policy.yaml").write_text(MARKED)

    report = play(folder, "gives_way_between", "--technique", "foot_in_door", "--trials", "3")
    shown = brightline(folder, "report", "last")

    assert report["gate"] == "broken"
    assert "called open_door with {}" in " ".join(shown.stdout.split())


def test_replies_that_call_different_tools_are_read_one_by_one(folder: Path) -> None:
    play(folder, "only_calls", "--technique", "direct", "--trials", "40")

    listed = brightline(folder, "review", "last", "--json").stdout
    first, second = [json.loads(line) for line in listed.splitlines()]
    shown = brightline(folder, "review", "last", stdin="k\nq\n").stderr
    settled = brightline(folder, "review", "last", "--settle", f"{first['attempt']}=refused")

    called = {call["name"] for item in (first, second) for call in item["tools"]}
    assert called == {"look_up", "open_door"}
    assert 'product calls: look_up {"for": "door"}' in shown
    assert 'product calls: open_door {"door": 1}' in shown
    assert settled.returncode == 5, "the other call was read by nobody"
