"""What was watched of production comes back as it was stored, on both databases."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest
import watched_rows as stored_rows

from brightline.errors import InternalError, StoreError, UsageError
from brightline.records import Verdict
from brightline.store import WatchStore, find_watch, open_store, open_watch
from brightline.store.inbox import LONGEST

ODD = "\x00 \ud800 \ue000 \N{PILE OF POO}"


@pytest.fixture
def watched() -> ModuleType:
    return stored_rows


@pytest.fixture
def watch(store_url: str) -> Iterator[WatchStore]:
    with open_watch(store_url) as opened:
        yield opened


@pytest.fixture
def begun(watch: WatchStore, watched: ModuleType) -> WatchStore:
    watch.start_scan(watched.scan(live=True))
    return watch


def test_a_scan_is_found_by_its_id_its_beginning_and_as_the_last(
    watch: WatchStore, watched: ModuleType
) -> None:
    for index, name in enumerate(("b-1", "a-1", "b-2")):
        watch.start_scan(watched.scan(name, seconds=index))

    assert [scan.id for scan in watch.scans()] == ["b-1", "a-1", "b-2"]
    assert watch.find_scan("last").id == "b-2"
    assert watch.find_scan("a") == watched.scan("a-1", seconds=1)
    with pytest.raises(UsageError, match=r"2 scans begin with 'b'.*\[ambiguous-scan\]"):
        watch.find_scan("b")
    with pytest.raises(UsageError, match=r"no scan 'a-2'.*\[unknown-scan\]"):
        watch.find_scan("a-2")


def test_where_nothing_was_watched_the_next_step_is_said(
    watch: WatchStore, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"no-scans\]\n  hint: .*brightline watch"):
        watch.find_scan("last")
    with pytest.raises(UsageError, match="no-scans"):
        find_watch(tmp_path / "nowhere.db")
    assert not (tmp_path / "nowhere.db").exists()


def test_a_scan_is_changed_and_only_one_that_is_there(
    begun: WatchStore, watched: ModuleType
) -> None:
    changed = watched.scan().model_copy(update={"finished_at": watched.moment(9), "cut": 0.2})

    begun.change_scan(changed)

    assert begun.find_scan("last") == changed
    with pytest.raises(UsageError, match="unknown-scan"):
        begun.change_scan(watched.scan("other"))


def test_runs_and_scans_live_in_one_database(
    begun: WatchStore, store_url: str, rows: ModuleType
) -> None:
    with open_store(store_url) as store:
        rows.start(store)

    assert begun.find_scan("last").id == stored_rows.SCAN


def test_days_take_the_place_of_what_was_there_of_them_and_of_no_others(
    begun: WatchStore, watched: ModuleType
) -> None:
    one, other = watched.count(), watched.count("2026-03-02")
    kept = [watched.specimen("z"), watched.specimen("a"), watched.specimen("m", day=other.day)]
    begun.write_days(watched.SCAN, [one, other], kept)
    changed = watched.specimen("a", score=0.5)

    begun.write_days(watched.SCAN, [watched.count(seen=9)], [changed, watched.specimen("b")])

    assert begun.days(watched.SCAN) == [watched.count(seen=9), other]
    expected = [changed, watched.specimen("b"), kept[2]]
    assert list(begun.specimens(watched.SCAN)) == expected
    assert list(begun.specimens(watched.SCAN, ["m", "nope", "b"])) == expected[1:]


def test_a_specimen_without_counts_of_its_day_is_our_fault(
    begun: WatchStore, watched: ModuleType
) -> None:
    with pytest.raises(InternalError, match="specimen-day"):
        begun.write_days(watched.SCAN, [], [watched.specimen("a")])


def test_any_id_and_any_text_can_be_stored(begun: WatchStore, watched: ModuleType) -> None:
    names = ["x" * 5000, "x" * 5000 + "y", "\x00", "\ue0000000"]
    begun.write_days(
        watched.SCAN, [watched.count()], [watched.specimen(one, text="\x00") for one in names]
    )
    rows = [watched.received(1, trace=ODD + "t" * 5000, body=ODD * 100_000)]

    assert begun.take_in(rows) == 1
    assert begun.take_in(rows) == 0
    assert {one.sighting.id for one in begun.specimens(watched.SCAN)} == set(names)
    assert next(begun.specimens(watched.SCAN, names[1:2])).sighting.id == names[1]
    [found] = begun.pending(before=watched.moment(99), limit=9)
    assert found.body == ODD * 100_000
    begun.absorb(watched.SCAN, [found], days=[], kept=[], alarms=[], detectors={})
    assert begun.waiting() == 0


def test_what_a_person_said_last_counts_and_can_be_taken_back(
    begun: WatchStore, watched: ModuleType
) -> None:
    def answer(sighting: str, who: str, verdict: Verdict) -> object:
        said = watched.said(sighting, judge=f"person:{who}", verdict=verdict)
        begun.write_reading(watched.SCAN, said, at=watched.moment())
        return said

    first = answer("a", "ann", Verdict.COMPLIED)
    of_bob = answer("a", "bob", Verdict.REFUSED)
    other = answer("b", "ann", Verdict.UNDECIDED)
    second = answer("a", "ann", Verdict.REFUSED)

    assert begun.readings(watched.SCAN) == [of_bob, other, second]
    assert begun.undo_reading(watched.SCAN, "a", judge="person:ann")
    assert begun.readings(watched.SCAN) == [first, of_bob, other]
    assert begun.undo_reading(watched.SCAN, "a", judge="person:ann")
    assert not begun.undo_reading(watched.SCAN, "a", judge="person:ann")


def test_alarms_stay_in_their_order_and_detectors_in_their_last_state(
    begun: WatchStore, watched: ModuleType
) -> None:
    alarms = [watched.alarm(seconds=9), watched.alarm(seconds=1)]
    begun.write_alarms(watched.SCAN, alarms)

    begun.write_alarms(watched.SCAN, [alarms[0]])
    for state in ("old", "new"):
        begun.absorb(
            watched.SCAN, [], days=[], kept=[], alarms=[], detectors={"r": state, state: "{}"}
        )

    assert begun.alarms(watched.SCAN) == alarms
    assert begun.detectors(watched.SCAN) == {"r": "new", "old": "{}", "new": "{}"}


def test_a_row_is_taken_in_once_however_often_it_is_sent(
    begun: WatchStore, watched: ModuleType
) -> None:
    first = watched.received(1)
    of_log = first.model_copy(update={"kind": "log", "key": "k"})

    assert begun.take_in([first, first, of_log]) == 2
    assert begun.take_in([first.model_copy(update={"body": "other"})]) == 0
    assert begun.pending(before=watched.moment(99), limit=9) == [first, of_log]


def test_a_row_that_was_absorbed_is_still_known_and_its_body_is_gone(
    begun: WatchStore, watched: ModuleType
) -> None:
    row = watched.received(1)
    begun.take_in([row])

    begun.absorb(
        watched.SCAN,
        [row],
        days=[watched.count()],
        kept=[watched.specimen("a")],
        alarms=[watched.alarm()],
        detectors={"r": "{}"},
    )

    assert begun.take_in([row, watched.received(2)]) == 1
    assert begun.waiting() == 1
    assert begun.days(watched.SCAN) == [watched.count()]
    assert begun.alarms(watched.SCAN) == [watched.alarm()]


def test_what_was_absorbed_is_not_absorbed_again_and_nothing_of_it_is_stored(
    begun: WatchStore, watched: ModuleType
) -> None:
    row, other = watched.received(1), watched.received(2)
    begun.take_in([row, other])
    begun.absorb(watched.SCAN, [row], days=[watched.count()], kept=[], alarms=[], detectors={})

    with pytest.raises(StoreError, match="store-counted-twice"):
        begun.absorb(
            watched.SCAN,
            [other, row],
            days=[watched.count(seen=6)],
            kept=[],
            alarms=[],
            detectors={},
        )

    assert begun.days(watched.SCAN) == [watched.count()]
    assert begun.waiting() == 1


def test_what_waits_comes_as_whole_traces_that_are_quiet_the_oldest_first(
    begun: WatchStore, watched: ModuleType
) -> None:
    def row(number: int, trace: str, seconds: float) -> object:
        return watched.received(number, trace=trace, seconds=seconds)

    old = [row(1, "z", 0), row(2, "a", 1), row(3, "z", 2), row(4, "b", 3)]
    begun.take_in([*old, row(5, "goes on", 0), row(6, "goes on", 50)])
    before = watched.moment(50)

    assert begun.pending(before=before, limit=9) == [old[0], old[2], old[1], old[3]]
    assert begun.pending(before=before, limit=1) == [old[0], old[2]]
    assert begun.pending(before=before, limit=3) == [old[0], old[2], old[1]]
    assert len(begun.pending(before=watched.moment(51), limit=9)) == 6


def test_a_trace_that_never_ends_is_looked_at_nevertheless(
    begun: WatchStore, watched: ModuleType
) -> None:
    late = LONGEST / timedelta(seconds=1) + 1
    rows = [
        watched.received(1, trace="t"),
        watched.received(2, trace="t", seconds=late),
    ]
    begun.take_in(rows)

    assert begun.pending(before=watched.moment(late - 2), limit=9) == []
    assert begun.pending(before=watched.moment(late), limit=9) == rows


def test_threads_take_in_and_read_at_once(begun: WatchStore, watched: ModuleType) -> None:
    new: list[int] = []

    def send(first: int) -> None:
        rows = [watched.received(first + i) for i in range(100)]
        for start in range(0, 100, 10):
            new.append(begun.take_in(rows[start : start + 10]))
            begun.waiting()

    threads = [threading.Thread(target=send, args=(50 * i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(new) == begun.waiting() == 350


def test_one_process_at_a_time_writes_a_scan(
    begun: WatchStore, store_url: str, watched: ModuleType
) -> None:
    with (
        open_watch(store_url) as other,
        other.lock(watched.SCAN),
        pytest.raises(UsageError, match=r"is being written by process.*\[scan-locked\]"),
        begun.lock(watched.SCAN),
    ):
        pass
    with begun.lock(watched.SCAN):
        pass
