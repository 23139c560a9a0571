"""No verdict without evidence, seen from outside: a process of its own, and what it leaves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from products import NO, Product, answered, chat
from ways import POLICY


def run_command(policy: Path, url: str, *more: str) -> subprocess.CompletedProcess[str]:
    words = ["run", str(policy), "--target", url, "--model", "m", "--trials", "3", *more]
    return subprocess.run(
        [sys.executable, "-m", "brightline", *words],
        capture_output=True,
        text=True,
        cwd=policy.parent,
        check=False,
    )


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.yaml"
    path.write_text(POLICY)
    return path


def test_a_dead_port_ends_with_code_4_and_leaves_no_run(policy: Path) -> None:
    done = run_command(policy, "http://127.0.0.1:9/v1")

    assert done.returncode == 4
    assert "--target" in done.stderr

    stored = subprocess.run(
        [sys.executable, "-m", "brightline", "verdict", "last"],
        capture_output=True,
        text=True,
        cwd=policy.parent,
        check=False,
    )
    assert stored.returncode == 4
    assert "no run is stored" in stored.stderr, "nothing was played, so nothing is kept"


def test_a_product_that_dies_after_the_preflight_is_unproven(
    policy: Path, product: Product
) -> None:
    asked = iter((chat(answered([{"role": "user", "content": ""}])),))
    product.behaviour = lambda _: next(asked, (500, "text/plain", b"gone"))

    done = run_command(policy, product.url, "--json")

    assert done.returncode == 5, done.stderr
    shown = json.loads(done.stdout)
    assert shown["gate"] == "unproven"
    assert sum(shown["outcomes"].values()) == shown["planned"]


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_reader_that_goes_away_changes_no_exit_code(
    policy: Path, product: Product, more: tuple[str, ...]
) -> None:
    product.behaviour = chat(NO)
    read, write = os.pipe()
    os.close(read)
    words = ["run", str(policy), "--model", "m", "--trials", "1", *more]

    done = subprocess.run(
        [sys.executable, "-m", "brightline", *words, "--target", product.url],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)

    assert done.returncode == 5, done.stderr
    assert "Traceback" not in done.stderr
