"""The page on the first policy: what it shows is what `init` writes."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from brightline.cli.diff import diff
from brightline.cli.init import init
from brightline.cli.lint import lint
from brightline.cli.packs import packs

PAGE = (Path(__file__).parents[2] / "docs" / "start.md").read_text(encoding="utf-8")
COMMANDS = {"init": init, "lint": lint, "diff": diff, "packs": packs}


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def run(command: str) -> str:
    _, name, *words = command.split()
    done = CliRunner().invoke(COMMANDS[name], words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in {0, 1}, done.output
    return done.stdout


def test_the_page_shows_what_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "prompt.md").write_text(blocks("markdown")[0])

    said = [run(command) for command in blocks("sh")[0].splitlines()]

    assert said[0] == blocks("text")[0]
    assert blocks("yaml")[0] in (tmp_path / "policy.yaml").read_text()


def test_the_other_commands_of_the_page_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, command in enumerate("".join(blocks("sh")[1:]).splitlines()):
        folder = tmp_path / str(number)
        folder.mkdir()
        if "--prompt" in command:
            (folder / "prompt.md").write_text(blocks("markdown")[0])
        monkeypatch.chdir(folder)
        # Nothing listens there: the plain draft stands, and says so.
        run(command.replace(":8000/", ":9/").replace(" --yes", " --yes --budget-calls 1"))
