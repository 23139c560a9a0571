"""`--store`: a slip of the pen in it makes no folder."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from brightline.cli.shared import store_option, store_url
from brightline.store import open_store


@click.command
@store_option
def opened(*, store: str | None) -> None:
    open_store(store_url(store)).close()


def call(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(opened, words, env=environment)


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_folder_that_is_not_there_is_named_and_not_made() -> None:
    done = call("--store", "teem/runs.db")

    assert done.exit_code
    assert "there is no folder 'teem'" in done.output
    assert "mkdir -p teem" in done.output
    assert not Path("teem").exists()


@pytest.mark.parametrize("place", ["runs.db", ".brightline/runs.db"])
def test_our_own_folder_is_made_where_it_is_missing(place: str) -> None:
    assert call("--store", place).exit_code == 0
    assert Path(place).is_file()


def test_a_folder_that_the_environment_names_is_made() -> None:
    assert call(BRIGHTLINE_STORE="of-a-machine/runs.db").exit_code == 0
