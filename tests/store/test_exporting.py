"""Every row of a run comes out once, as it is stored, from either database."""

from collections import Counter
from types import ModuleType

import pytest

from brightline.store import Store, exporting


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
