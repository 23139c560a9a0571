"""docs/fix.md: what stands there is run as it stands there, on Fern."""

import re
import shlex
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from brightline.cli.main import brightline
from brightline.simulate.fern.product import FERN
from brightline.simulate.server import running

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "fix.md").read_text(encoding="utf-8")
PORT = "8123"


def block(language: str) -> list[str]:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
    return [line for line in found.splitlines() if line]


def shape(line: str) -> str:
    """A line without figures, and without what hangs on which cases a run has drawn."""
    line = re.sub(r"^(  best:).*| over the .*", r"\1", line)
    return re.sub(r"[-+]?\d+(\.\d+)?", "N", line)


def test_the_commands_run_in_order_and_say_what_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "examples" / "fern", tmp_path / "examples" / "fern")
    monkeypatch.chdir(tmp_path)

    with running(product=FERN, seed=1) as url:
        port = str(urlsplit(url).port)
        done = [
            CliRunner().invoke(brightline, shlex.split(line.replace(PORT, port))[1:])
            for line in block("sh")
        ]

    assert [one.exit_code for one in done[1:3]] == [5, 0], done[2].output
    said = {shape(line) for line in done[2].stdout.splitlines()}
    assert {shape(line) for line in block("text")} <= said
    fern = tmp_path / "examples" / "fern"
    assert (fern / "prompt.md").read_text() == (fern / "prompt.fixed.md").read_text()


def test_the_page_names_what_the_command_has() -> None:
    done = CliRunner().invoke(brightline, ["fix", "--help"])

    assert set(re.findall(r"--[a-z-]+\b", DOC)) - {"--product", "--port", "--trials"} <= set(
        re.findall(r"--[a-z-]+\b", done.output)
    )
