"""A command that we suggest finds the run that it speaks of."""

from pathlib import Path

import pytest

from brightline.pipeline.home import store_url, store_words_of
from brightline.store import open_store


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("BRIGHTLINE_STORE", "BRIGHTLINE_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("x.db", " --store x.db"),
        ("of us.db", " --store 'of us.db'"),
        ("sqlite:///x.db", " --store x.db"),
        (store_url(None), ""),
        (
            store_url(None, beside=Path("team/policy.yaml")),
            " --store team/.brightline/brightline.db",
        ),
    ],
)
def test_a_store_is_named_where_a_command_would_look_elsewhere(given: str, named: str) -> None:
    with open_store(given) as opened:
        assert store_words_of(opened) == named


def test_a_store_below_the_folder_is_named_from_there(tmp_path: Path) -> None:
    with open_store(tmp_path / "x.db") as opened:
        assert store_words_of(opened) == " --store x.db"


def test_what_the_environment_says_need_not_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIGHTLINE_STORE", "x.db")

    with open_store("x.db") as mine, open_store("y.db") as other:
        assert store_words_of(mine) == ""
        assert store_words_of(other) == " --store y.db"
