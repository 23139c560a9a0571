"""Every row of a run comes out once, as it is stored, from either database."""

from collections import Counter
from types import ModuleType

import pytest
import watched_rows as watched

from brightline.store import Store, exporting, open_watch


def test_every_row_of_a_run_comes_out_once_and_none_of_another(
    store: Store, rows: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 3)
    rows.start(store, cases=7)
    rows.start(store, run_id="other", cases=2)
    for number in range(7):
        said = rows.judgement(number, confidence=0.1 + number / 10)
        store.write(rows.RUN, [rows.replied(number, text="a\x00b\ud800"), said])
    store.write("other", [rows.replied(0), rows.judgement(0)])

    found = list(store.rows(rows.RUN))

    assert Counter(row["table"] for row in found) == {
        "runs": 1, "cases": 7, "attempts": 7, "transcripts": 7, "judgements": 7,
    }  # fmt: skip
    keys = [
        (row["table"], row.get("position"), row.get("case_id"), row.get("seq")) for row in found
    ]
    assert len(set(keys)) == len(found)
    assert [row["position"] for row in found if row["table"] == "cases"] == list(range(7))
    told = [row for row in found if row["table"] == "judgements"]
    assert all(row["confidence"] == row["body"]["confidence"] for row in told)
    assert {row["run_id"] for row in found if row["table"] != "runs"} == {rows.RUN}


def test_every_row_of_a_scan_comes_out_once_and_none_of_another(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 2)
    with open_watch(store_url) as watch:
        for name in (watched.SCAN, "other"):
            watch.start_scan(watched.scan(name))
            kept = [watched.specimen(f"{name} {i}", text="a\x00b") for i in range(5)]
            watch.write_days(name, [watched.count(), watched.count("2026-03-02")], kept)
            watch.write_reading(name, watched.said("a", judge="person:a"), at=watched.START)
            watch.absorb(
                name, [], days=[], kept=[], alarms=[watched.alarm()], detectors={"r": ""}
            )

        found = list(watch.rows(watched.SCAN))

    assert Counter(row["table"] for row in found) == {
        "scans": 1, "scan_days": 2, "specimens": 5, "readings": 1, "watch_alarms": 1,
        "detectors": 1,
    }  # fmt: skip
    assert {row.get("scan_id", row.get("id")) for row in found} == {watched.SCAN}
    texts = [row["body"]["sighting"]["exchange"]["turns"][0]["text"] for row in found[3:8]]
    assert texts == ["a\x00b"] * 5
