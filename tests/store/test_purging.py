"""Purge leaves no byte of a run, and every byte of the others."""

import sqlite3
from pathlib import Path
from types import ModuleType

import pytest
import watched_rows as watched

from brightline.errors import StoreError, UsageError
from brightline.records import NO_DAY, Span, Suspicion
from brightline.store import Store, WatchStore, open_store, open_watch
from brightline.store.expiring import emptied

SECRET = "xyzzy-plugh"  # noqa: S105 - what must be gone


def fill(store: Store, rows: ModuleType) -> None:
    rows.start(store, run_id="keep", cases=30)
    rows.start(store, run_id="gone", cases=0, seconds=1)
    store.add_cases("gone", (rows.case(i, text=f"{SECRET} asked {i}") for i in range(300)))
    for index in range(300):
        store.write("gone", [rows.intent(index), rows.replied(index, text=SECRET * 9)])
        store.write("gone", [rows.judgement(index, reason=f"because {SECRET}")])
    store.write("gone", [rows.spending(judge=SECRET)])
    store.write("keep", [rows.replied(0, text="kept"), rows.judgement(0), rows.spending()])


def holds(folder: Path, text: str) -> list[str]:
    """Return the files in which a text stands."""
    return [path.name for path in folder.iterdir() if text.encode() in path.read_bytes()]


def test_a_purged_run_is_gone_and_the_others_stay(store: Store, rows: ModuleType) -> None:
    fill(store, rows)

    store.purge("gone")

    assert [item.provenance.run_id for item in store.runs()] == ["keep"]
    assert list(store.attempts("keep")) == [rows.replied(0, text="kept")]
    assert sum(1 for _ in store.cases("keep")) == 30
    assert list(store.attempts("gone")) == []
    assert (store.spending("gone"), len(store.spending("keep"))) == ([], 1)


def test_no_file_holds_a_byte_of_a_purged_run(memory_path: Path, rows: ModuleType) -> None:
    with open_store(memory_path / "b.db") as store:
        fill(store, rows)
        assert "b.db-wal" in holds(memory_path, SECRET)

        store.purge("gone")

        assert holds(memory_path, SECRET) == []
        assert holds(memory_path, "kept") != []
    assert holds(memory_path, SECRET) == []


def test_deleting_rows_alone_would_leave_bytes(memory_path: Path, rows: ModuleType) -> None:
    with open_store(memory_path / "b.db") as store:
        fill(store, rows)
    connection = sqlite3.connect(memory_path / "b.db")
    connection.execute("DELETE FROM transcripts")
    connection.commit()

    assert holds(memory_path, SECRET * 9) != []
    connection.close()


def test_a_purge_beside_a_reader_says_that_traces_are_left(
    memory_path: Path, rows: ModuleType
) -> None:
    with open_store(memory_path / "b.db") as store:
        fill(store, rows)
        reader = sqlite3.connect(memory_path / "b.db", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM cases").fetchall()

        with pytest.raises(StoreError, match="store-purge-busy"):
            store.purge("gone")

        reader.close()
    assert holds(memory_path, SECRET) == []


def test_a_run_that_is_being_played_is_not_purged(
    store: Store, store_url: str, rows: ModuleType
) -> None:
    rows.start(store)
    with (
        open_store(store_url) as other,
        other.lock(rows.RUN),
        pytest.raises(UsageError, match="run-locked"),
    ):
        store.purge(rows.RUN)
    assert len(store.runs()) == 1


def test_purge_rewrites_the_tables_of_a_team(postgres_url: str, rows: ModuleType) -> None:
    import psycopg

    size = "SELECT pg_total_relation_size('transcripts')"
    with open_store(postgres_url) as store:
        fill(store, rows)
        with psycopg.connect(postgres_url) as admin:
            before = admin.execute(size).fetchone()[0]
        store.purge("gone")
        with psycopg.connect(postgres_url) as admin:
            after = admin.execute(size).fetchone()[0]
    assert after < before


def watch_secret(watch: WatchStore, *, ids: str = "", person: str = "") -> None:
    """Watch twice: what is said in the scan `gone` must be gone, and of `keep` nothing.

    Ids of exchanges and the name of who reads are secret too, unless they are told.
    """
    for name, text, live in (("keep", "kept", False), ("gone", SECRET, True)):
        watch.start_scan(watched.scan(name, live=live))
        texts = [f"{text} {i}" for i in range(200)]
        names = [f"{ids or text} {i}" for i in range(200)]
        kept = [
            watched.specimen(one, text=said * 40)
            for one, said in zip(names, texts, strict=True)
        ]
        watch.write_days(name, [watched.count(seen=200)], kept)
        for one in names:
            said = watched.said(one, judge=f"person:{person or text}").model_copy(
                update={"reason": text}
            )
            watch.write_reading(name, said, at=watched.moment())
    came = [watched.received(i, trace=SECRET, body=SECRET * 60) for i in range(100)]
    watch.take_in(came)
    watch.absorb(
        "gone", came[:50], days=[], kept=[], alarms=[watched.alarm()], detectors={"r": SECRET}
    )


def test_no_file_holds_a_byte_of_a_purged_scan(
    memory_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(memory_path))
    with open_watch(memory_path / "b.db") as watch:
        watch_secret(watch)
        assert "b.db-wal" in holds(memory_path, SECRET)

        watch.purge_scan("gone")

        assert holds(memory_path, SECRET) == []
        assert holds(memory_path, "kept") != []
    assert holds(memory_path, SECRET) == []


def test_a_purged_scan_is_gone_and_the_others_stay(store_url: str) -> None:
    with open_watch(store_url) as watch:
        watch_secret(watch)

        watch.purge_scan("gone")

        assert [scan.id for scan in watch.scans()] == ["keep"]
        assert (watch.waiting(), watch.days("gone"), watch.readings("gone")) == (0, [], [])
        assert (watch.alarms("gone"), watch.detectors("gone")) == ([], {})
        assert sum(1 for _ in watch.specimens("keep")) == len(watch.readings("keep")) == 200


def test_what_waits_stays_while_there_is_a_receiver_that_will_look_at_it(
    store_url: str,
) -> None:
    with open_watch(store_url) as watch:
        watch_secret(watch)
        watch.start_scan(watched.scan("other", live=True))

        watch.purge_scan("gone")

        assert watch.waiting() == 50


def test_a_scan_that_is_being_written_is_not_purged(store_url: str) -> None:
    with open_watch(store_url) as watch, open_watch(store_url) as other:
        watch.start_scan(watched.scan())
        with other.lock(watched.SCAN), pytest.raises(UsageError, match="scan-locked"):
            watch.purge_scan(watched.SCAN)
        assert len(watch.scans()) == 1


def test_what_is_old_is_deleted_and_the_counts_stay(store_url: str) -> None:
    timed = [
        watched.specimen("old", time=watched.moment(days=-1)),
        watched.specimen("new"),
        watched.specimen("untimed", day=NO_DAY, time=None),
    ]
    with open_watch(store_url) as watch:
        watch.start_scan(watched.scan(live=True))
        days = [watched.count(), watched.count(NO_DAY)]
        watch.write_days(watched.SCAN, days, timed)
        for sighting, day in (("old", 3), ("new", -3), ("left out", -3), ("also", 3)):
            said = watched.said(sighting, judge="person:ann")
            watch.write_reading(watched.SCAN, said, at=watched.moment(days=day))
        watch.take_in([watched.received(1, seconds=-1), watched.received(2, seconds=1)])

        assert watch.expire(watched.moment()) == 3

        untimed, new, old = watch.specimens(watched.SCAN)
        assert [untimed, new] == [timed[2], timed[1]]
        assert old == emptied(timed[0])
        read = watch.readings(watched.SCAN)
        assert [one.subject_id for one in read] == ["old", "new", "also"]
        assert [one.reason for one in read] == ["", "It planned one.", "It planned one."]
        assert watch.pending(before=watched.moment(9), limit=9) == [
            watched.received(2, seconds=1)
        ]
        assert sorted(one.day for one in watch.days(watched.SCAN)) == [NO_DAY, watched.DAY]
        assert watch.expire(watched.moment(days=1)) == 3
        assert watch.expire(watched.moment(days=1)) == 0
        assert [one.emptied for one in watch.specimens(watched.SCAN)] == [True] * 3
        assert watch.days(watched.SCAN)[1] == watched.count()


def test_what_a_scan_kept_stays_when_another_one_forgets(store_url: str) -> None:
    def texts(scan_id: str) -> list[str]:
        return [one.sighting.id for one in watch.specimens(scan_id) if not one.emptied]

    with open_watch(store_url) as watch:
        for name in ("mine", "other"):
            watch.start_scan(watched.scan(name, live=name == "mine"))
            watch.write_days(name, [watched.count()], [watched.specimen("old")])
            said = watched.said("old", judge="person:ann")
            watch.write_reading(name, said, at=watched.moment())
        rows = [watched.received(number) for number in (1, 2, 3)]
        watch.take_in(rows)
        watch.absorb("other", rows[:1], days=(), kept=())

        watch.expire(watched.moment(days=1), "mine")

        assert (texts("mine"), texts("other"), len(watch.readings("other"))) == ([], ["old"], 1)
        assert watch.waiting() == 0  # what waits is the receiver's
        assert watch.take_in(rows) == 2  # and what the other one counted is still known


def test_what_is_emptied_keeps_what_it_counts_for_and_nothing_that_was_said() -> None:
    one = watched.specimen("a", text=SECRET)
    sighting = one.sighting.model_copy(
        update={"user": SECRET, "session": SECRET, "source": SECRET}
    )
    said = watched.said("a").model_copy(
        update={"reason": SECRET, "spans": (Span(start=0, end=1, act=SECRET),)}
    )
    full = one.model_copy(
        update={"sighting": sighting, "said": (Suspicion(asked=0.8, judgement=said),)}
    )

    left = emptied(full)

    assert SECRET in full.model_dump_json()
    assert SECRET not in left.model_dump_json()
    assert left.emptied
    assert (left.day, left.stratum, left.score, left.draw, left.share) == (
        full.day,
        full.stratum,
        full.score,
        full.draw,
        full.share,
    )
    (kept,) = left.said
    assert (kept.asked, kept.judgement.rule_id, kept.judgement.verdict) == (
        0.8,
        said.rule_id,
        said.verdict,
    )


def test_who_still_holds_a_text_does_not_bring_it_back(store_url: str) -> None:
    one = watched.specimen("a", text=SECRET)
    with open_watch(store_url) as watch:
        watch.start_scan(watched.scan(live=True))
        watch.write_days(watched.SCAN, [watched.count()], [one])
        watch.expire(watched.moment(days=1))

        watch.write_days(watched.SCAN, [watched.count()], [one, watched.specimen("b")])

        assert [kept.emptied for kept in watch.specimens(watched.SCAN)] == [True, False]
        watch.write_days(watched.SCAN, [watched.count()], [watched.specimen("b")])
        assert [kept.sighting.id for kept in watch.specimens(watched.SCAN)] == ["b"]


def test_that_an_answer_was_given_along_with_another_stays_known(store_url: str) -> None:
    reasons = {
        "a": "read by ann",
        "b": "near-identical to a",
        "c": f"near-identical to {SECRET}",
    }
    with open_watch(store_url) as watch:
        watch.start_scan(watched.scan())
        watch.write_days(watched.SCAN, [watched.count()], list(map(watched.specimen, reasons)))
        for name, why in reasons.items():
            said = watched.said(name, judge="person:ann").model_copy(update={"reason": why})
            watch.write_reading(watched.SCAN, said, at=watched.moment())

        watch.expire(watched.moment(days=1))

        left = [one.reason for one in watch.readings(watched.SCAN)]
        assert left == ["", "near-identical to a", ""]


def test_no_file_holds_a_byte_of_what_expired(memory_path: Path) -> None:
    with open_watch(memory_path / "b.db") as watch:
        watch_secret(watch, ids="id", person="ann")
        watch.start_scan(watched.scan("later", seconds=99))

        watch.expire(watched.moment(days=1))
        watch.rewrite()

        # The state of a detector is a count.
        watch.absorb("gone", [], days=[], kept=[], alarms=[], detectors={"r": "{}"})
        watch.rewrite()
        assert holds(memory_path, SECRET) == []
        assert holds(memory_path, "kept") == []


def test_no_log_holds_what_expired_while_a_receiver_goes_on(memory_path: Path) -> None:
    with open_watch(memory_path / "b.db") as watch, open_watch(memory_path / "b.db") as other:
        watch.start_scan(watched.scan(live=True))
        came = [watched.received(at, body=SECRET * 60) for at in range(20)]
        kept = [watched.specimen("a", text=SECRET)]
        watch.take_in(came)
        watch.absorb(
            watched.SCAN, came, days=[watched.count()], kept=kept, alarms=[], detectors={}
        )
        assert holds(memory_path, SECRET) != []
        assert len(list(other.specimens(watched.SCAN))) == 1

        reading = iter(other.specimens(watched.SCAN))
        next(reading)
        watch.expire(watched.moment(days=1))
        del reading
        watch.expire(watched.moment(days=1))

        assert holds(memory_path, SECRET) == []
        assert [one.emptied for one in watch.specimens(watched.SCAN)] == [True]


def test_purge_rewrites_the_tables_of_a_team_that_watches(postgres_url: str) -> None:
    import psycopg

    sizes = "SELECT pg_total_relation_size('specimens') + pg_total_relation_size('inbox')"
    with open_watch(postgres_url) as watch:
        watch_secret(watch)
        with psycopg.connect(postgres_url) as admin:
            before = admin.execute(sizes).fetchone()[0]
        watch.purge_scan("gone")
        with psycopg.connect(postgres_url) as admin:
            after = admin.execute(sizes).fetchone()[0]
    assert after < before
