"""What the tests of the store share: an open store and builders of rows."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import rows as stored_rows
import zygote as store_zygote

from brightline.store import Store, open_store


@pytest.fixture(scope="session")
def rows() -> ModuleType:
    return stored_rows


@pytest.fixture(scope="session")
def zygote() -> ModuleType:
    return store_zygote


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
