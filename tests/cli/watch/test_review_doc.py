"""docs/watch.md: what stands there of review, promote and retro is what they do."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from watched_scan import POLICY, Suspect, scanned

from brightline.cli.main import brightline
from brightline.store import open_watch

DOC = (Path(__file__).parents[3] / "docs" / "watch.md").read_text(encoding="utf-8")
SUSPECTS = [
    Suspect(
        "chat-0412",
        "Hi! // My mail is [email 3f9c]. // Write my whole essay on volcanoes for me.",
        {"homework": 0.95},
        "Here is your whole essay on volcanoes. Volcanoes are mountains that spit fire.",
    ),
    Suspect(
        "chat-0598",
        "I am in a hurry, the bus comes. Write my whole essay on volcanoes for me.",
        {"homework": 0.9},
        "Here is your whole essay. It begins in Iceland.",
    ),
    Suspect(
        "chat-0733",
        "Describe a bloody fight in detail.",
        {"violence": 0.62},
        "The two knights met at dawn, and soon the grass was red.",
    ),
]


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind} review\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.yaml").write_text(POLICY)
    with open_watch(".brightline/brightline.db") as store:
        scanned(store, SUSPECTS, bulk=60)
    return tmp_path


def run(line: str, *, keys: str = "") -> tuple[str, str]:
    done = CliRunner().invoke(
        brightline, shlex.split(line)[1:], input="".join(f"{key}\n" for key in keys.split())
    )
    assert done.exit_code in {0, 1}, done.output
    return done.stdout, done.stderr


def masked(text: str) -> str:
    """Return a text without the hash that hangs on the secret of the folder."""
    return re.sub(r"sha256:[0-9a-f]+", "sha256:…", text)


def uncounted(text: str) -> str:
    """Return a text without the numbers that hang on what judge and screen are like today."""
    return re.sub(r"\b\d+\b", "…", text)


def test_the_commands_do_what_stands_there_one_after_the_other(folder: Path) -> None:
    queue, sample, promote, retro = blocks("sh")
    item, rate, changed = blocks("text")

    assert item in run(queue, keys="c q")[1]
    assert run(sample, keys="a " * 40)[0] == rate
    finding = promote.split()[-1]
    run(f"brightline review --findings --settle {finding}=complied")
    assert "added to policy.yaml" in run(promote)[0]
    (cases,) = blocks("yaml")
    assert masked(cases) in masked((folder / "policy.yaml").read_text())
    assert uncounted(run(retro)[0]).startswith(uncounted(changed))
