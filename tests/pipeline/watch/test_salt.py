"""The secret of a project's watching is made once, for its owner alone."""

import stat
from pathlib import Path

import pytest

from brightline.errors import UsageError
from brightline.pipeline.watch.salt import BYTES, NAME, salt_folder, watch_salt


def test_the_secret_is_made_at_first_use_and_stays(tmp_path: Path) -> None:
    home = tmp_path / "new" / ".brightline"

    first = watch_salt(home)

    assert len(first) == BYTES
    assert watch_salt(home) == first
    assert watch_salt(tmp_path) != first
    assert stat.S_IMODE((home / NAME).stat().st_mode) == 0o600
    assert [one.name for one in home.iterdir()] == [NAME]


def test_a_secret_that_was_changed_is_not_used(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"short")

    with pytest.raises(UsageError, match="has 5 bytes, not 32"):
        watch_salt(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match="neither read nor written"):
        watch_salt(tmp_path / "file" / "home")


def test_the_secret_lies_beside_the_store_and_one_that_is_there_is_found(
    tmp_path: Path,
) -> None:
    home, own = tmp_path / ".brightline", tmp_path / "own"

    assert salt_folder(str(own / "x.db"), [home]) == own
    assert salt_folder("postgresql://kim@db/watch", [home]) == home

    watch_salt(home)
    assert salt_folder(str(own / "x.db"), [home]) == home
    watch_salt(own)
    assert salt_folder(f"sqlite:///{own}/x.db", [home]) == own
