"""What tests of the second gate share: runs of known rows, stored as a run stores them."""

import importlib.util
import sys
from pathlib import Path

import pytest


def _share(name: str) -> None:
    """Let tests import a module that stands beside this file: they are no package."""
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


for shared in ("made_runs", "corruptions", "held_run"):
    _share(shared)

from held_run import play_held  # noqa: E402 - it is shared above


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one run, really played and judged, that holds."""
    return play_held(tmp_path_factory.mktemp("held"))
