"""Every command of the README runs as it stands there, in the order in which it stands."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from brightline.simulate.server import running

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line.strip()]
GATE = {0, 1, 5}
GATED = {"run", "compare", "rejudge", "verdict", "fix", "watch"}
PORT = "8123"


@pytest.fixture
def port() -> Iterator[str]:
    """Serve Sprout; yields the port that stands in for the README's."""
    with running(seed=1) as url:
        yield str(urlsplit(url).port)


def test_the_readme_has_commands() -> None:
    assert len(COMMANDS) > 10


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("make ")])
def test_a_make_target_of_the_readme_is_there(line: str) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert line.split()[1] in targets


def test_the_commands_of_the_readme_run_in_order(port: str, tmp_path: Path) -> None:
    for line in COMMANDS:
        words = shlex.split(line.replace(PORT, port))
        if words[0] in {"make", "pip"}:
            continue
        assert words[0] == "brightline", line
        out = None
        if ">" in words:
            out = tmp_path / words[-1]
            words = words[: words.index(">")]
        done = subprocess.run(
            [sys.executable, "-m", *words],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        if out is not None:
            out.write_text(done.stdout)
        allowed = GATE if words[1] in GATED else {0}
        assert done.returncode in allowed, f"{line}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr

    assert (tmp_path / "report.html").stat().st_size > 10_000


def test_the_python_of_the_readme_runs(port: str, tmp_path: Path) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    policy = ROOT / "examples" / "sprout" / "policy.yaml"
    script = code.replace('"policy.yaml"', repr(str(policy))).replace(PORT, port)

    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "broken" in done.stdout
    assert "0.0495" in done.stdout


def test_the_picture_is_there() -> None:
    (picture,) = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)

    assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")
