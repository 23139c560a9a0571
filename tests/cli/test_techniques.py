"""What there is to choose from is listed as the techniques themselves say it."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from brightline.cli.main import brightline, main
from brightline.plugins import SUITES

ROOT = Path(__file__).parent.parent.parent


def shown(*words: str) -> str:
    done = CliRunner().invoke(brightline, ["techniques", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_page_of_the_docs_is_what_the_techniques_say() -> None:
    page = (ROOT / "docs" / "techniques.md").read_text(encoding="utf-8")

    assert page == shown("--markdown"), "brightline techniques --markdown > docs/techniques.md"


def test_every_technique_is_listed_with_what_it_tries_and_an_example() -> None:
    listed = json.loads(shown("--json"))["techniques"]
    text = " ".join(shown().split())

    assert [each["name"] for each in listed][: len(SUITES["nightly"])] == [*SUITES["nightly"]]
    for each in listed:
        assert f"{each['name']}: {each['purpose']}" in text
        assert each["example"]
        assert each["source"]
        assert each["standards"]


def test_a_suite_is_listed_alone_and_says_in_which_others_it_stands() -> None:
    listed = json.loads(shown("--suite", "smoke", "--json"))["techniques"]

    assert [each["name"] for each in listed] == [*SUITES["smoke"]]
    assert {tuple(each["suites"]) for each in listed} == {("smoke", "default", "nightly")}
    (forged,) = [
        each
        for each in json.loads(shown("--json"))["techniques"]
        if each["name"] == "forged_assistant_turn"
    ]
    assert forged["needs"] == ["turns", "history"]


@pytest.mark.parametrize("suite", ["everything", "boundary"])
def test_what_is_no_set_of_techniques_is_an_error(
    suite: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["techniques", "--suite", suite])

    assert stop.value.code == 4
    assert suite in capsys.readouterr().err


def test_cases_says_what_a_turn_waits_for_and_counts_the_calls_at_most() -> None:
    policy = str(ROOT / "examples" / "sprout" / "policy.yaml")

    def cases(*words: str) -> str:
        return CliRunner().invoke(brightline, ["cases", policy, *words]).output

    script = cases("--show", "insults", "--technique", "foot_in_door")
    assert "user, only when the last reply declined: " in script
    assert "at most" in cases("--technique", "foot_in_door")
    assert "at most" not in cases("--technique", "forged_assistant_turn")


def test_cases_names_what_is_not_tested_once_for_each_reason_and_no_wall_of_it() -> None:
    policy = str(ROOT / "examples" / "sprout" / "policy.yaml")

    shown = CliRunner().invoke(brightline, ["cases", policy, "--suite", "hierarchy"]).output
    lines = [line for line in shown.splitlines() if line.startswith("not tested, ")]

    reasons = [line.split(":")[0] for line in lines]
    assert len(lines) > 3
    assert len(set(reasons)) == len(reasons)
    assert all(line.count("\u00d7") <= 12 for line in lines)
    assert any(re.search(r" and [0-9]+ more$", line) for line in lines)


@pytest.mark.parametrize("words", [["techniques"], ["judge", "--card"], ["judges"]])
def test_a_terminal_gets_no_line_longer_than_it_is_wide(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    whole = CliRunner().invoke(brightline, words).output
    monkeypatch.setenv("COLUMNS", "72")
    narrow = CliRunner().invoke(brightline, words).output

    assert max(map(len, whole.split("\n"))) > 72
    assert max(map(len, narrow.split("\n"))) <= 72
    assert narrow.split() == whole.split()
