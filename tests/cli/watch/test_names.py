"""`--names` of `watch scan` and `watch serve`, as a user meets it."""

import json
import sys
from pathlib import Path

import pytest
from named import pipeline
from served import ASKED, FINE, POLICY

from brightline.cli.main import main


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """A scan of one line in which somebody is named, up to its options."""
    (tmp_path / "policy.yaml").write_text(POLICY)
    turns = [{"role": "user", "text": f"I am Ada Brink. {ASKED}"}]
    told = {"id": "a", "turns": turns, "reply": f"Hello Ada Brink. {FINE}"}
    (tmp_path / "log.jsonl").write_text(json.dumps(told))
    return [
        *("watch", "scan", str(tmp_path / "log.jsonl"), "--html", str(tmp_path / "page.html")),
        *("--policy", str(tmp_path / "policy.yaml"), "--jobs", "1"),
    ]


def done(words: list[str]) -> int | str | None:
    with pytest.raises(SystemExit) as end:
        main(words)
    return end.value.code


def named(folder: Path) -> list[str]:
    """Return which files hold the name."""
    files = (one for one in folder.rglob("*") if one.is_file() and one.name != "log.jsonl")
    return [one.suffix for one in files if b"Brink" in one.read_bytes()]


def test_names_of_persons_are_taken_out_where_it_is_asked_for(
    words: list[str], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    model = pipeline(tmp_path_factory.mktemp("model"))

    assert done([*words, "--names", model]) == 0
    assert named(tmp_path) == []
    assert "taken out by en_known 1.2.3" in (tmp_path / "page.html").read_text()

    # Nobody asked for it: this is what the test above would find.
    assert done(words) == 0
    assert ".db" in {suffix[:3] for suffix in named(tmp_path)}


def test_without_the_extra_or_the_pipeline_it_says_what_to_install(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("spacy")
    commands = words, ["watch", "serve", *words[5:7], "--port", "0"]

    for given in commands:
        assert done([*given, "--names", "there_is_none"]) == 4
        assert "python -m spacy download" in capsys.readouterr().err

    monkeypatch.setitem(sys.modules, "spacy", None)
    for given in commands:
        assert done([*given, "--names", "there_is_none"]) == 4
        assert "pip install 'brightline[names]'" in capsys.readouterr().err
