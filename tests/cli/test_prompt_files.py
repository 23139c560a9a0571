"""What every command says of a file that was named as a prompt and is none."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from brightline.cli.main import brightline

SPROUT = Path(__file__).parents[2] / "examples" / "sprout"
COMMANDS = [
    ("lint", "policy.yaml", "--prompt", "odd.md"),
    ("lint", "odd.md"),
    ("diff", "policy.yaml", "--prompt", "odd.md"),
    ("init", "--prompt", "odd.md", "--yes", "--out", "new.yaml"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(SPROUT, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:2]))
@pytest.mark.parametrize("what", ["empty", "a policy", "too large", "not UTF-8", "NUL"])
def test_a_file_that_is_no_prompt_is_never_found_clean(
    folder: Path, words: tuple[str, ...], what: str
) -> None:
    content = {
        "empty": b"\n",
        "a policy": (folder / "policy.yaml").read_bytes(),
        "too large": b"You help with homework.\n" * 60_000,
        "not UTF-8": "You help with homework.".encode("utf-16"),
        "NUL": b"You help with homework.\0",
    }
    (folder / "odd.md").write_bytes(content[what])

    done = CliRunner().invoke(brightline, words)

    error = done.exception
    assert getattr(error, "exit_code", None) == 4, (done.output, error)
    assert "odd.md" in getattr(error, "where", "")
    assert getattr(error, "hint", "")
    assert not (folder / "new.yaml").exists()
