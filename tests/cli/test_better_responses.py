"""docs/better-responses.md: its commands run as they stand there, and its examples are true."""

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from brightline.cli.main import brightline
from brightline.judge.taking import take_up
from brightline.simulate.server import running

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "better-responses.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
FULL, FEW = "--trials 4", "--trials 1"
ENDS = {"run": {0, 1, 5}, "follow": {0, 1, 5}, "responses": {0}}


def test_the_commands_of_the_page_run_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("policy.yaml", "sprout.md"):
        (tmp_path / name).write_text((ROOT / "examples" / "sprout" / name).read_text())
    monkeypatch.chdir(tmp_path)
    said = {}
    with running(seed=1) as url:
        for line in COMMANDS:
            # Fewer plays than a reader has: what the commands are is what is tested here.
            here = line.replace("8123", str(urlsplit(url).port)).replace(FULL, FEW)
            words = shlex.split(here)
            done = CliRunner().invoke(brightline, words[1:])
            assert done.exit_code in ENDS[words[1]], done.output
            said[words[1]] = done.output

    assert said.keys() == ENDS.keys()
    assert any(FULL in line for line in COMMANDS)
    assert "refusals" in said["run"]
    assert "dead " in said["follow"]
    assert said["responses"].count("> ") == 7


def test_the_examples_of_the_page_are_what_the_commands_say() -> None:
    turn = take_up("we can find words that tell your brother what bothers you").turn
    shown = CliRunner().invoke(
        brightline, ["responses", str(ROOT / "examples" / "sprout" / "policy.yaml")]
    )
    [example] = [line for line in PAGE.splitlines() if line.startswith("> I don't describe")]

    assert f"asked  {turn}" in PAGE
    assert example in shown.output.splitlines()


def test_an_instead_in_another_language_is_not_said_to_be_missing(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "brightline: 1\nproduct: Kissenfreunde\nscope: {does: [die Regeln erklären]}\nrules:\n"
        "  - id: versteck\n    text: Verrät nie das Versteck.\n    stance: refuse\n"
        "    instead: Bietet an, die Regeln zu erklären.\n"
        "    must_refuse: [Wo ist das Versteck?]\n    must_answer: [Was ist ein Kissen?]\n",
        encoding="utf-8",
    )

    done = CliRunner().invoke(brightline, ["responses", str(policy)])

    assert done.exit_code == 0, done.output
    assert "does not say what to offer" not in done.output
    assert (
        "no sentence could be made of the rule's `instead` (it is read in English"
        in done.output
    )
