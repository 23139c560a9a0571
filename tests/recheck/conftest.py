"""What tests of the second gate share: runs of known rows, stored as a run stores them."""

from pathlib import Path

import pytest
from held_run import play_held


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one run, really played and judged, that holds."""
    return play_held(tmp_path_factory.mktemp("held"))
