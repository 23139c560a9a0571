"""A receiver's scan of Pip, and a store that has it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from served import POLICY

from brightline.load.policy import load_policy
from brightline.records import Scan
from brightline.store import WatchStore, open_watch


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    file = tmp_path / "policy.yaml"
    file.write_text(POLICY)
    return Scan(
        id="s1",
        started_at=datetime(2026, 11, 26, 12, tzinfo=UTC),
        policy=load_policy(file),
        policy_digest="0" * 12,
        policy_file="policy.yaml",
        judge="embedded@1",
        sources=("http://127.0.0.1:4318",),
        live=True,
    )


@pytest.fixture
def store(tmp_path: Path, scan: Scan) -> Iterator[WatchStore]:
    with open_watch(tmp_path / "w.db") as opened:
        opened.start_scan(scan)
        yield opened
