"""What docs/pytest.md shows runs as it stands there."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from brightline.pytest_plugin.options import FLAGS
from brightline.simulate.server import running

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "pytest.md").read_text()
PORT = "8123"
CODES = {"--collect-only": 0, "not brightline": 5}
"""What a command that plays nothing exits with."""


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(line)
    assert words[0] == "pytest", line
    cheap = ["--brightline-technique", "direct", "--brightline-trials", "1"]
    return subprocess.run(
        [sys.executable, "-m", *words, *cheap],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )


def test_the_commands_of_the_page_run(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "sprout", tmp_path / "tests")
    (tmp_path / "tests" / "policy.yaml").rename(tmp_path / "tests" / "school.policy.yaml")
    (ini,) = blocks("ini")

    with running(seed=1) as url:
        port = str(urlsplit(url).port)
        (tmp_path / "pytest.ini").write_text(ini.replace(PORT, port))
        for line in "".join(blocks("sh")).splitlines():
            done = run(line.replace(PORT, port), tmp_path)
            code = next((code for word, code in CODES.items() if word in line), 1)
            assert done.returncode == code, f"{line}\n{done.stdout}\n{done.stderr}"
            assert "Traceback" not in done.stdout + done.stderr


def test_the_fixture_of_the_page_is_asked(tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "bank" / "policy.yaml", tmp_path / "bank.policy.yaml")
    shutil.copy(ROOT / "examples" / "bank" / "bank.md", tmp_path)
    (code,) = blocks("python")
    (tmp_path / "conftest.py").write_text(code)

    done = run("pytest -k investment-advice", tmp_path)

    assert "against python:conftest:answer" in done.stdout
    assert done.returncode == pytest.ExitCode.TESTS_FAILED


def test_the_page_names_every_option_of_the_plugin() -> None:
    for flag in FLAGS:
        assert f"`{flag}`" in PAGE
        assert f"`{flag.strip('-').replace('-', '_')}`" in PAGE
