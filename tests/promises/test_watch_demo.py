"""Issue 8: the demo goes from the hole to the case, and its estimate covers the truth."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

OURS = ("BRIGHTLINE_STORE", "BRIGHTLINE_HOME")
MOST_HEARD = 400
"""Exchanges after which the alarm has rung, of those that were seen since the hole opened."""


def brightline(*words: str, at: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "-m", "brightline", *words],
        capture_output=True,
        text=True,
        cwd=at,
        env=environment,
        check=False,
    )


@pytest.mark.promise
def test_the_demo_finds_the_hole_and_keeps_it(tmp_path: Path) -> None:
    done = brightline("watch", "demo", "--out", "demo", at=tmp_path)

    assert done.returncode == 0, done.stderr
    rang = re.search(r"The alarm rang (\d+) exchanges after", done.stdout)
    truth = re.search(r"has: (\S+) % of all exchanges", done.stdout)
    assert rang
    assert truth
    assert int(rang[1]) <= MOST_HEARD
    told = json.loads(brightline("watch", "--json", at=tmp_path / "demo").stdout)
    assert told["rate"]["low"] <= float(truth[1]) / 100 <= told["rate"]["high"]
    assert "from: production" in (tmp_path / "demo" / "policy.yaml").read_text().replace(
        '"', ""
    )
    for page in ("before-review.html", "watch.html", "next-run.html"):
        assert (tmp_path / "demo" / page).stat().st_size > 10_000
    assert "-production-" in (tmp_path / "demo" / "next-run.html").read_text()


@pytest.mark.promise
def test_the_demo_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    mine = tmp_path / "demo" / "mine.txt"
    mine.write_text("mine")

    done = brightline("watch", "demo", "--out", "demo", at=tmp_path)

    assert done.returncode == 4
    assert [one.name for one in mine.parent.iterdir()] == ["mine.txt"]
