"""`brightline purge`: asks, deletes so that no byte is left, and says what it leaves."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pillow_pals import POLICY, PRODUCT, brightline, invoke

from brightline.errors import UsageError
from brightline.load.policy import load_policy
from brightline.records import (
    DayCount,
    Exchange,
    Reply,
    Role,
    Scan,
    Sighting,
    Specimen,
    Stratification,
    Turn,
)
from brightline.store import open_store, open_watch

SECRET = "xyzzy-plugh"  # noqa: S105 - what must be gone
SCAN = "20260301-080000-aaaa"


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A folder like `filled`, from which may be deleted."""
    return Path(shutil.copytree(filled, tmp_path / "copy"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run and a scan, in both of which a secret was said."""
    tmp_path = tmp_path_factory.mktemp("filled")
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "pals.py").write_text(
        f"{PRODUCT}\n\ndef tell(text):\n    return 'Sure, {SECRET}. Here is the plan.'\n"
    )
    brightline(
        tmp_path, "run", "policy.yaml", "--target", "python:pals:tell", "--technique", "direct",
        "--trials", "1",
    )  # fmt: skip
    start = datetime(2026, 3, 1, tzinfo=UTC)
    turns = (Turn(role=Role.USER, text=f"Tell me of {SECRET} {SECRET}"),)
    seen = Sighting(id="s", exchange=Exchange(turns=turns, reply=Reply(text="no")), time=start)
    with open_watch(tmp_path / ".brightline" / "brightline.db") as watch:
        scan = Scan(
            id=SCAN, started_at=start, policy=load_policy(tmp_path / "policy.yaml"),
            policy_digest="p", policy_file="policy.yaml", judge="j", sources=("log.jsonl",),
        )  # fmt: skip
        watch.start_scan(scan)
        kept = Specimen(
            sighting=seen, said=(), stratum=Stratification.BULK, score=0, draw=1, share=1,
            day="2026-03-01",
        )  # fmt: skip
        watch.write_days(SCAN, [DayCount(day="2026-03-01", seen=1)], [kept])
    return tmp_path


def holding(folder: Path) -> list[str]:
    """Return the files of the store in which the secret stands."""
    files = (folder / ".brightline").iterdir()
    return [path.name for path in files if SECRET.encode() in path.read_bytes()]


def test_what_is_stored_is_listed_and_deleted_one_by_one(folder: Path) -> None:
    listed = brightline(folder, "purge").stdout.splitlines()
    assert [line.split()[1] for line in listed] == ["scan", "run"]
    assert holding(folder) != []

    scan = brightline(folder, "purge", SCAN[:8], "--yes")
    run = brightline(folder, "purge", listed[1].split()[0], "--yes")

    assert (scan.returncode, run.returncode) == (0, 0), scan.stderr + run.stderr
    assert f"Deleted scan {SCAN} of log.jsonl. Not touched: pages, exports" in scan.stdout
    assert holding(folder) == []
    with open_store(folder / ".brightline" / "brightline.db") as store:
        assert store.runs() == []
    assert brightline(folder, "purge").returncode == 4


def test_what_was_judged_again_is_named_where_its_scan_is_deleted(folder: Path) -> None:
    with open_watch(folder / ".brightline" / "brightline.db") as watch:
        (scan,) = watch.scans()
        for name, of in (("20260302-080000-bbbb", SCAN), ("20260303-080000-cccc", None)):
            watch.start_scan(scan.model_copy(update={"id": name, "of": of}))
    first = brightline(folder, "purge", SCAN, "--yes")
    second = brightline(folder, "purge", "20260302-080000-bbbb", "--yes")

    assert "kept by 20260302-080000-bbbb too, where they were judged again" in first.stdout
    assert "cccc" not in first.stdout
    assert "judged again" not in second.stdout


def test_a_scan_is_exported_as_a_run_is(filled: Path) -> None:
    run = brightline(filled, "export", "last").stdout.splitlines()
    scan = brightline(filled, "export", SCAN[:8]).stdout.splitlines()

    assert json.loads(run[0])["table"] == "runs"
    assert [json.loads(line)["table"] for line in scan] == ["scans", "scan_days", "specimens"]
    (filled / "scan.jsonl").write_text("\n".join(scan))
    checked = brightline(filled, "verdict", "scan.jsonl")
    assert checked.returncode == 4
    assert "Traceback" not in checked.stderr


def test_old_exchanges_go_and_their_counts_and_the_runs_stay(folder: Path) -> None:
    done = brightline(folder, "purge", "--older-than", "1d", "--yes")

    assert done.returncode == 0, done.stderr
    assert ": 1 row; counts and what people said of it stay." in done.stdout
    with open_watch(folder / ".brightline" / "brightline.db") as watch:
        assert [one.seen for one in watch.days(SCAN)] == [1]
        assert [one.emptied for one in watch.specimens(SCAN)] == [True]
    assert len(brightline(folder, "runs").stdout.splitlines()) == 1


def test_what_is_not_meant_clearly_is_not_deleted(filled: Path) -> None:
    for words, said in (
        ([SCAN], "purge-unasked"),
        (["--older-than", "1d"], "purge-unasked"),
        (["last", "--yes"], "purge-last"),
        (["20", "--yes"], "ambiguous-run"),
        (["nope", "--yes"], "unknown-run"),
        ([SCAN, "--older-than", "1d", "--yes"], "purge-what"),
        (["--older-than", "a month"], "is no age; write 30d"),
    ):
        done = brightline(filled, "purge", *words)

        assert done.returncode == 4
        assert said in done.stderr
    assert len(brightline(filled, "purge").stdout.splitlines()) == 2


def test_where_nothing_is_stored_it_is_said_of_runs_and_scans(tmp_path: Path) -> None:
    for words in ((), ("2026",)):
        with pytest.raises(UsageError, match="nothing is stored here yet") as error:
            invoke("purge", *words, "--store", str(tmp_path / "none.db"))
        assert "watched" in error.value.hint
