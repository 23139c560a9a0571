"""What the tests of the store share: an open store and builders of rows."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from brightline.store import Store, open_store

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def rows() -> ModuleType:
    return _module("rows")


@pytest.fixture(scope="session")
def zygote() -> ModuleType:
    return _module("zygote")


@pytest.fixture(scope="session")
def writer(zygote: ModuleType) -> Iterator[object]:
    """A process that plays runs and may be killed, as often as one likes."""
    with zygote.opened() as started:
        yield started


@pytest.fixture
def lab(zygote: ModuleType, writer: object, memory_path: Path) -> object:
    """What a test kills with, and a folder in which to."""
    return zygote.Lab(tools=zygote, writer=writer, folder=memory_path)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with open_store(store_url) as opened:
        yield opened


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"store_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
