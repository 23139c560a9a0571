"""Readers that went away and full disks: nothing that nobody reads changes a verdict."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pillow_pals import POLICY, PRODUCT

BRIGHTLINE = f'"{sys.executable}" -m brightline'
RUN = f"{BRIGHTLINE} run policy.yaml --technique direct --trials 3"
UNPROVEN = f"{RUN} --target python:pals:safe"
FULL = Path("/dev/full")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "pals.py").write_text(PRODUCT)
    return tmp_path


def shell(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/bash", "-c", line], capture_output=True, text=True, cwd=folder, check=False
    )


@pytest.mark.parametrize(
    ("line", "code"), [(f"{RUN} --target python:pals:answer", 1), (UNPROVEN, 5)]
)
def test_a_run_goes_on_to_its_verdict_though_nobody_reads_progress(
    line: str, code: int, folder: Path
) -> None:
    read, write = os.pipe()
    os.close(read)

    done = subprocess.run(
        ["/bin/bash", "-c", f"{line} --report json=out.json"],
        stdout=subprocess.PIPE,
        stderr=write,
        text=True,
        cwd=folder,
        check=False,
    )
    os.close(write)

    assert done.returncode == code
    assert "secret-base" in done.stdout
    assert (folder / "out.json").is_file()
    assert "completed" in shell(folder, f"{BRIGHTLINE} runs").stdout


def test_a_reader_of_both_streams_may_leave_after_two_lines(folder: Path) -> None:
    line = f"{UNPROVEN} --report json=out.json 2>&1 | head -1; echo ${{PIPESTATUS[0]}}"

    done = shell(folder, line)

    assert done.stdout.splitlines() == ["reading policy.yaml", "5"], done.stderr
    assert (folder / "out.json").is_file()


@pytest.mark.parametrize("closed", ["2>&-", ">&- 2>&-"])
def test_closed_streams_change_no_verdict(closed: str, folder: Path) -> None:
    done = shell(folder, f"{RUN} --target python:pals:answer {closed}")

    assert done.returncode == 1, done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full here")
@pytest.mark.parametrize("command", ["export", "baseline", "report", "runs"])
def test_a_full_disk_is_one_line_and_no_fault_of_ours(command: str, folder: Path) -> None:
    shell(folder, f"{RUN} --target python:pals:answer")

    done = shell(folder, f"{BRIGHTLINE} {command} > {FULL}")

    assert done.returncode == 3
    assert done.stderr == "error: cannot write: No space left on device\n"


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full here")
def test_a_run_onto_a_full_disk_writes_its_files_and_says_that_it_showed_nothing(
    folder: Path,
) -> None:
    line = f"{UNPROVEN} --report json=out.json > {FULL}"

    done = shell(folder, line)

    assert done.returncode == 3
    assert done.stderr.endswith("error: cannot write: No space left on device\n")
    assert (folder / "out.json").is_file()
    assert shell(folder, f"{UNPROVEN} 2> {FULL}").returncode == 5


def test_what_a_product_prints_is_no_part_of_the_result(folder: Path) -> None:
    product = PRODUCT.replace("def answer(messages):", "def answer(messages):\n    print('hm')")
    (folder / "pals.py").write_text(f"print('loaded')\n{product}")
    target = "python:pals:answer"

    run = shell(folder, f"{RUN} --target {target} --json")
    tried = shell(folder, f"{BRIGHTLINE} target check {target} --json")

    assert json.loads(run.stdout)["gate"] == "broken"
    assert json.loads(tried.stdout)["status"] == "answered"
    assert {"loaded", "hm"} <= set(run.stderr.splitlines()) & set(tried.stderr.splitlines())
