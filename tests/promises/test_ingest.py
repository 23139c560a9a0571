"""Acknowledged means stored, and once: the real receiver under fifty kills.

100,000 spans, each sent one to three times by a sender that sends again what was not
acknowledged; the process is killed fifty times, right after an answer or while it is at work.
"""

from pathlib import Path

import pytest
from served import calls_of, send_and_kill

SPANS, KILLS = 100_000, 50


@pytest.mark.promise
def test_nothing_acknowledged_is_lost_and_nothing_is_counted_twice(tmp_path: Path) -> None:
    found = send_and_kill(tmp_path, spans=SPANS, kills=KILLS, batch=200)

    print(found)
    assert (found.lost, found.twice, found.missing) == (0, 0, 0)
    assert found.counted == calls_of(SPANS)


@pytest.mark.promise
def test_nor_in_a_database_of_a_team(tmp_path: Path, postgres_url: str) -> None:
    found = send_and_kill(tmp_path, spans=10_000, kills=10, batch=100, store=postgres_url)

    print(found)
    assert (found.lost, found.twice, found.missing) == (0, 0, 0)
    assert found.counted == calls_of(10_000)
