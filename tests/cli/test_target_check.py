"""`target check` asks a product as a run with the same options would."""

import json
from pathlib import Path

import pytest
from pillow_pals import POLICY, brightline

PRODUCT = '''
import time

def slow(messages):
    time.sleep(3)
    return "At last."

def lists(messages):
    return "I can help with:\\n- pillows\\nstatus   answered"

def repeats(messages):
    """Say what was sent, by whom."""
    return " / ".join(f"{one['role']}: {one['content']}" for one in messages)
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policy.yaml").write_text(f"system_prompt: prompt.md\n{POLICY}")
    (tmp_path / "prompt.md").write_text("You are kind.")
    (tmp_path / "pals.py").write_text(PRODUCT)
    return tmp_path


def test_a_call_gets_no_more_time_than_the_run_would_give_it(folder: Path) -> None:
    done = brightline(folder, "target", "check", "python:pals:slow", "--deadline-s", "0.2")

    assert done.returncode == 4
    assert "no answer within 0.2 s" in done.stderr


@pytest.mark.parametrize(
    ("words", "sent"),
    [
        ((), "system: You are kind. / user: What is a pillow?"),
        (("--system-prompt", "none"), "user: What is a pillow?"),
    ],
)
def test_the_policy_s_system_prompt_goes_along_where_the_run_sends_it(
    words: tuple[str, ...], sent: str, folder: Path
) -> None:
    asked = ("target", "check", "python:pals:repeats", "--policy", "policy.yaml", "--json")
    done = brightline(folder, *asked, *words)

    assert json.loads(done.stdout)["text"] == sent, done.stderr


def test_a_reply_of_several_lines_is_shown_in_lines_and_none_passes_for_ours(
    folder: Path,
) -> None:
    done = brightline(folder, "target", "check", "python:pals:lists")

    assert done.stdout.splitlines()[1:4] == [
        "text     I can help with:",
        "         - pillows",
        "         status   answered",
    ], done.stderr


@pytest.mark.parametrize("spec", ["localhost:8000/v1", "app.example.com", "bot:8000"])
def test_an_address_without_its_beginning_is_completed_in_the_hint(
    spec: str, folder: Path
) -> None:
    done = brightline(folder, "target", "check", spec)

    assert f"Did you mean http://{spec}?" in done.stderr
    assert done.returncode == 4


def test_a_bare_word_is_taken_for_no_address(folder: Path) -> None:
    assert "Did you mean" not in brightline(folder, "target", "check", "bot").stderr
