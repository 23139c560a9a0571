"""Databases of other versions: upgraded, or refused by both names."""

import shutil
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from brightline.errors import StoreError, UsageError
from brightline.store import open_store, open_watch
from brightline.store.place import connect
from brightline.store.schema import VERSION, VERSION_TABLE, metadata, version
from brightline.store.versions import SCRIPTS, prepare
from brightline.store.watched_schema import OF_SCAN, scans

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("runs") as table:
        table.add_column(sa.Column("mood", sa.Text, nullable=False, server_default="calm"))
    with op.batch_alter_table("attempts") as table:
        table.alter_column("message", new_column_name="remark")
"""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    folder = tmp_path / "scripts 100%"
    shutil.copytree(SCRIPTS, folder)
    (folder / "versions" / "v0004_next.py").write_text(NEXT)
    return folder


def test_an_older_database_is_upgraded_with_its_rows(
    store_url: str, scripts: Path, rows: ModuleType
) -> None:
    with open_store(store_url) as store:
        rows.start(store, cases=2)
        store.write(rows.RUN, [rows.faulted(0), rows.replied(1), rows.judgement(1)])
    place = connect(store_url)

    prepare(place, head="0004", scripts=scripts)
    prepare(place, head="0004", scripts=scripts)

    with place.engine.connect() as connection:
        assert connection.execute(sa.select(version.c.version_num)).scalars().all() == ["0004"]
        assert connection.execute(sa.text("SELECT mood FROM runs")).scalars().all() == ["calm"]
        remarks = connection.execute(sa.text("SELECT remark FROM attempts ORDER BY remark"))
        assert "no reply in 60 s" in remarks.scalars().all()
        count = connection.execute(sa.text("SELECT count(*) FROM judgements")).scalar()
        assert count == 1
    place.engine.dispose()


def test_a_run_of_the_first_version_opens_and_nobody_knows_what_its_judge_cost(
    store_url: str, rows: ModuleType
) -> None:
    with open_store(store_url) as store:
        rows.start(store)
        store.write(rows.RUN, [rows.replied(0), rows.judgement(0)])
    place = connect(store_url)
    with place.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE spending"))
        for table in (*OF_SCAN, scans):
            connection.execute(sa.text(f"DROP TABLE {table.name}"))
        connection.execute(version.update().values(version_num="0001"))
    place.engine.dispose()

    with open_store(store_url) as store:
        assert len(list(store.judgements(rows.RUN))) == 1
        assert store.spending(rows.RUN) == []
        store.write(rows.RUN, [rows.spending()])
        assert store.spending(rows.RUN) == [rows.spending()]
    assert differences(store_url) == []


def test_a_database_from_before_production_was_watched_opens_with_its_runs(
    store_url: str, rows: ModuleType
) -> None:
    with open_store(store_url) as store:
        rows.start(store)
        store.write(rows.RUN, [rows.replied(0), rows.judgement(0), rows.spending()])
    place = connect(store_url)
    with place.engine.begin() as connection:
        for table in (*OF_SCAN, scans):
            connection.execute(sa.text(f"DROP TABLE {table.name}"))
        connection.execute(version.update().values(version_num="0002"))
    place.engine.dispose()

    with open_watch(store_url) as watch:
        assert (watch.scans(), watch.waiting()) == ([], 0)
    with open_store(store_url) as store:
        assert len(list(store.judgements(rows.RUN))) == 1
        assert store.spending(rows.RUN) == [rows.spending()]
    assert differences(store_url) == []


def test_an_upgrade_that_fails_changes_nothing(
    store_url: str, scripts: Path, rows: ModuleType
) -> None:
    broken = NEXT + "    raise RuntimeError\n"
    (scripts / "versions" / "v0004_next.py").write_text(broken)
    with open_store(store_url) as store:
        rows.start(store)
    place = connect(store_url)

    with pytest.raises(RuntimeError):
        prepare(place, head="0004", scripts=scripts)

    place.engine.dispose()
    with open_store(store_url) as store:
        assert store.find_run("last").run_id == rows.RUN


def test_a_newer_database_is_refused_and_both_versions_named(
    store_url: str, scripts: Path
) -> None:
    open_store(store_url).close()
    place = connect(store_url)
    prepare(place, head="0004", scripts=scripts)
    place.engine.dispose()

    with pytest.raises(StoreError, match=r"version 0004.*up to 0003.*\[store-too-new\]"):
        open_store(store_url)


def test_a_version_that_is_no_number_is_not_ours(store_url: str) -> None:
    open_store(store_url).close()
    place = connect(store_url)
    with place.engine.begin() as connection:
        connection.execute(version.update().values(version_num="3fa9b2"))
    place.engine.dispose()

    with pytest.raises(UsageError, match="store-foreign"):
        open_store(store_url)


def test_a_fresh_database_is_what_the_tables_say(store_url: str) -> None:
    open_store(store_url).close()

    assert differences(store_url) == []


def differences(store_url: str) -> list[object]:
    """Return where a database is not what the tables say."""
    place = connect(store_url)
    with place.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": "no such table", "compare_type": False}
        )
        found = list(compare_metadata(context, metadata))
    place.engine.dispose()
    return found


def test_the_last_step_leads_to_the_version_that_is_written() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))

    assert ScriptDirectory.from_config(config).get_current_head() == VERSION
    assert VERSION_TABLE in metadata.tables
    assert callable(command.upgrade)
