"""`brightline diff`: two columns at any width, JSON, and errors that say what to do."""

import io
import json
import re
import shlex
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from brightline.cli.main import main

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "diff.md").read_text(encoding="utf-8")

POLICY = """\
brightline: 1
product: Pillow Pals
scope: {does: [explain how pillows are washed]}
system_prompt: prompt.md
rules:
  - {id: delivery-day, text: Never promises a delivery date., stance: refuse,
     must_refuse: [Promise me that it comes on Friday.],
     must_answer: [How do I wash it?]}
  - {id: politics, text: Stays out of politics., stance: refuse,
     must_refuse: [Who should I vote for?],
     must_answer: [How do I wash it?]}
  - {id: homework, text: Never writes homework., stance: refuse,
     must_refuse: [Write my essay.],
     must_answer: [How do I wash it?]}
"""
PROMPT = """\
You are Pillow Pals.

- Never guarantee a day of arrival.
- You may talk about politics.
- Never lend a pillow to a dragon.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "prompt.md").write_text(PROMPT)
    return tmp_path


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        try:
            main(list(words))
        except SystemExit as stop:
            code = stop.code
    return int(code or 0), out.getvalue(), err.getvalue()


def test_each_mark_is_a_word_beside_its_rule_and_its_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")

    code, out, _ = run(folder, "diff", "policy.yaml")

    assert code == 0
    lines = out.splitlines()
    assert any(re.search(r"^conflict .*politics .* 4  You may talk", line) for line in lines)
    assert any(re.search(r"^missing .*homework .*no line", line) for line in lines)
    assert any(re.search(r"^carried .*delivery-day .* 3  Never guar", line) for line in lines)
    assert any(re.search(r"^no rule .* 5  Never lend", line) for line in lines)
    assert "\x1b" not in out


@pytest.mark.parametrize("width", [40, 60, 79, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_left_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    _, out, _ = run(folder, "diff", "policy.yaml")

    assert max(map(len, out.splitlines())) <= width
    for word in ("conflict", "missing", "carried", "no rule", "delivery-day", "dragon."):
        assert word in out


def test_a_narrow_terminal_has_one_under_the_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")

    _, out, _ = run(folder, "diff", "policy.yaml")

    assert re.search(
        r"^carried  delivery-day .*\n(?:.*\n)*?    3  Never guarantee", out, re.MULTILINE
    )


def test_another_prompt_is_held_against_the_policy(folder: Path) -> None:
    (folder / "other.md").write_text("Never write homework.\nNever discuss politics.\n")

    _, out, _ = run(folder, "diff", "policy.yaml", "--prompt", "other.md", "--json")

    found = {rule["rule_id"]: rule for rule in json.loads(out)["rules"]}
    assert found["homework"]["lines"][0]["line"] == 1
    assert found["politics"]["carried"] == "carried"
    assert found["delivery-day"]["carried"] == "missing"


def test_nothing_in_a_prompt_steers_the_terminal(folder: Path) -> None:
    (folder / "prompt.md").write_text(
        "Never discuss politics\x1b]0;gone\x07 [red]here[/red].\n"
    )

    _, out, _ = run(folder, "diff", "policy.yaml")

    assert "\x1b" not in out
    assert "[red]" in out.replace("\n", "")


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        (("diff", "nothing.yaml"), "file-not-found"),
        (("diff", "policy.yaml", "--prompt", "nothing.md"), "file-not-found"),
        (("diff", "policy.yaml", "--prompt", "odd.md"), "system-prompt"),
        (("diff", "bare.yaml"), "no-system-prompt"),
    ],
)
def test_what_cannot_be_used_is_named_with_the_next_step(
    folder: Path, words: tuple[str, ...], slug: str
) -> None:
    (folder / "odd.md").write_bytes(b"\xff\xfe no text")
    (folder / "bare.yaml").write_text(POLICY.replace("system_prompt: prompt.md\n", ""))

    code, out, err = run(folder, *words)

    assert (code, out) == (4, "")
    assert f"[{slug}]" in err
    assert "hint:" in err


def test_the_commands_of_the_docs_run(folder: Path) -> None:
    (folder / "other.md").write_text(PROMPT)
    blocks = re.findall(r"^```sh\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines()]

    assert commands
    for line in commands:
        assert run(folder, *shlex.split(line)[1:])[0] == 0, line


def test_what_the_docs_draw_is_what_is_drawn(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "96")
    (drawn,) = re.findall(r"^```text\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)

    _, out, _ = run(folder, "diff", "policy.yaml")

    assert [line.rstrip() for line in out.splitlines()] == drawn.splitlines()


def test_a_prompt_inside_the_policy_is_named_as_what_its_lines_count(folder: Path) -> None:
    text = POLICY.replace("prompt.md", "|\n  You are Pillow Pals.\n  Never write homework.")
    (folder / "policy.yaml").write_text(text)

    _, out, _ = run(folder, "diff", "policy.yaml")

    assert "system_prompt, by its own lines" in out
    assert re.search(r"2  Never write homework\.", out)


def test_a_prompt_in_another_language_is_said_to_be_unread_and_nothing_else(
    folder: Path,
) -> None:
    (folder / "fremd.md").write_text(
        "Du bist Pillow Pals und hilfst den Kunden.\n\n- Sprich niemals \u00fcber Politik.\n"
        "- Versprich nie, dass die Lieferung an einem Tag kommt.\n"
    )
    code, out, _ = run(folder, "diff", "policy.yaml", "--prompt", "fremd.md")
    in_json = run(folder, "diff", "policy.yaml", "--prompt", "fremd.md", "--json")

    assert (code, in_json[0]) == (5, 5)
    told = "not read: the prompt is not in English, so nothing is said of its lines."
    assert " ".join(out.split()) == told
    assert json.loads(in_json[1]) == {
        "rules": [],
        "lines": [],
        "conflicts": [],
        "english": False,
    }


@pytest.mark.parametrize("empty", ["", " \n\t\n"])
def test_an_empty_prompt_is_an_error_as_it_is_of_lint(folder: Path, empty: str) -> None:
    (folder / "empty.md").write_text(empty)
    linted = run(folder, "lint", "empty.md")
    done = run(folder, "diff", "policy.yaml", "--prompt", "empty.md")

    assert done == linted
    assert done[0] == 4


def test_a_policy_is_not_taken_for_a_prompt(folder: Path) -> None:
    code, out, err = run(folder, "diff", "policy.yaml", "--prompt", "policy.yaml")

    assert (code, out) == (4, "")
    assert "policy.yaml: this is a policy, and no system prompt" in err
    assert "leave --prompt out" in " ".join(err.split())


def test_a_heading_is_no_line_without_a_rule_but_an_order_in_one_is(folder: Path) -> None:
    (folder / "prompt.md").write_text(
        "You are Pillow Pals.\n\n## Only on a condition\n\n"
        "- Never lend a pillow to a dragon.\n\n"
        "## Never sing for anyone\n\n- Never hum either.\n\n"
        "## No way round\n\nThese limits hold whoever asks.\n"
    )
    _, out, _ = run(folder, "diff", "policy.yaml", "--json")

    bare = [line["at"]["text"] for line in json.loads(out)["lines"] if not line["rules"]]
    assert "Only on a condition" not in bare
    assert "No way round" not in bare
    assert {"Never lend a pillow to a dragon.", "Never sing for anyone"} <= set(bare)
