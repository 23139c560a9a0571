"""docs/watch.md: what stands there of `watch scan` is what it does."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from brightline.cli.main import brightline
from brightline.load.mapping import parse_mapping
from brightline.records import Sighting
from brightline.watch.logs import read_line

ROOT = Path(__file__).parents[3]
DOC = (ROOT / "docs" / "watch.md").read_text(encoding="utf-8")


def blocks(kind: str, mark: str = "scan") -> list[str]:
    return re.findall(rf"^```{kind} {mark}\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)


def test_the_commands_read_the_lines_that_stand_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    policy = (ROOT / "examples" / "sprout" / "policy.yaml").read_text()
    (tmp_path / "policy.yaml").write_text(policy.replace("system_prompt: sprout.md\n", ""))
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "today.jsonl").write_text(blocks("json")[0])

    done = [
        CliRunner().invoke(brightline, shlex.split(command)[1:])
        for command in (block.strip().partition(" > ")[0] for block in blocks("sh"))
    ]

    assert [one.exit_code for one in done] == [0, 5], done[0].output
    assert blocks("text")[0] in done[0].stderr
    assert "2 calls seen" in done[0].stdout
    assert json.loads(done[1].stdout)["seen"] == 0


def test_the_mapping_leads_through_the_line_that_stands_there() -> None:
    shape = parse_mapping(blocks("yaml", "mapping")[0], name="mapping.yaml")

    found = read_line(json.loads(blocks("json", "mapping")[0]), shape, name="")

    assert isinstance(found, Sighting)
    assert (found.id, found.session) == ("c-7", "t-1")
    assert found.time is not None
    assert found.exchange.reply.text.startswith("Volcanoes")
