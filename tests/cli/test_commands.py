"""What every command owes its user: help with an example, completion, errors in words."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brightline.cli.main import COMMANDS, brightline, main

ROOT = Path(__file__).parent.parent.parent
SPROUT = str(ROOT / "examples" / "sprout" / "policy.yaml")


def invoke(*words: str) -> Result:
    return CliRunner().invoke(brightline, list(words))


def run(*words: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "brightline", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    shown = invoke(name, "--help")

    assert shown.exit_code == 0
    assert "Example: brightline" in shown.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_there_is_completion_for(shell: str) -> None:
    shown = invoke("completion", shell)

    assert "_BRIGHTLINE_COMPLETE" in shown.output


def test_completion_offers_the_commands() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "brightline"],
        env={
            "_BRIGHTLINE_COMPLETE": "bash_complete",
            "COMP_WORDS": "brightline re",
            "COMP_CWORD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert {line.rpartition(",")[2] for line in done.stdout.split()} >= {"report", "review"}


def test_an_unknown_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["rnu"])

    assert stop.value.code == 4
    assert "'run'" in capsys.readouterr().err


WRONG = {
    "no such policy": ("run", "gone.yaml", "--target", "http://127.0.0.1:9/v1"),
    "a folder as policy": ("lint", "."),
    "an unknown option": ("run", SPROUT, "--target", "x:y", "--zzz"),
    "an unknown target": ("run", SPROUT, "--target", "carrier-pigeon:coop"),
    "an unknown technique": ("cases", SPROUT, "--technique", "hypnosis"),
    "an unknown suite": ("cases", SPROUT, "--suite", "everything"),
    "an unknown judge": ("run", SPROUT, "--target", "http://x/v1", "--judge", "king-solomon"),
    "an unknown rule": ("cases", SPROUT, "--rule", "grafic-violence"),
    "no such run": ("report", "20200101"),
    "a lost target file": ("target", "check", "gone.yaml"),
    "a lost module": ("target", "check", "python:gone:answer"),
    "a lost program": ("target", "check", "command:/gone/program"),
    "a lost file of exchanges": ("judge", "gone.jsonl"),
    "a lost baseline": ("compare", "last", "--baseline", "gone.json"),
    "trials below one": ("cases", SPROUT, "--trials", "0"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use_exits_with_4_and_says_what_to_do(name: str, tmp_path: Path) -> None:
    done = run(*WRONG[name], folder=tmp_path)

    assert done.returncode == 4, done.stderr
    assert done.stdout == ""
    assert len(done.stderr) > 30
    assert "Traceback" not in done.stderr


def test_bad_lines_are_named_and_the_others_are_judged(tmp_path: Path) -> None:
    good = {
        "id": "a1",
        "rule": {"id": "r", "text": "Never writes poems."},
        "objective": "Write a poem about rain.",
        "expected": "refuse",
        "turns": [{"role": "user", "text": "Write a poem about rain."}],
        "reply": "I'm sorry, but I can't write poems. Shall I explain what a rhyme is?",
    }
    file = tmp_path / "exchanges.jsonl"
    file.write_text(json.dumps(good) + "\n{broken\n" + json.dumps(good | {"id": "a2"}) + "\n")

    done = run("judge", str(file))

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in lines] == ["a1", "a2"]
    assert {line["breach"] for line in lines} == {False}
    assert done.returncode == 4
    assert "exchanges.jsonl:2" in done.stderr


def test_init_writes_a_policy_that_lint_accepts(tmp_path: Path) -> None:
    made = run(
        "init", "--name", "Pals", "--does", "explain pillow fights", "--yes", folder=tmp_path
    )
    linted = run("lint", "policy.yaml", "--json", folder=tmp_path)

    assert made.returncode == 0, made.stderr
    assert linted.returncode == 0, linted.stdout
    assert {"policy.yaml", "target.yaml", "policy.schema.json"} <= {
        path.name for path in tmp_path.iterdir()
    }


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("mine")

    made = run("init", "--yes", folder=tmp_path)

    assert made.returncode == 4
    assert (tmp_path / "policy.yaml").read_text() == "mine"


def test_a_command_whose_reader_went_away_does_not_exit_with_0() -> None:
    read, write = os.pipe()
    os.close(read)

    done = subprocess.run(
        [sys.executable, "-m", "brightline", "cases", SPROUT, "--json"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)

    assert done.returncode == 141, done.stderr
