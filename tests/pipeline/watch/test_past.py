"""A scan a night hears a rise against the nights before it."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from brightline.pipeline.watch.intake import Missed
from brightline.pipeline.watch.past import PAST
from brightline.pipeline.watch.scanning import Scanned, close_scan
from brightline.records import (
    DayCount,
    Expected,
    Policy,
    Rule,
    RuleCount,
    Scan,
    Stance,
    WrittenCase,
)
from brightline.store import WatchStore, open_watch
from brightline.watch.screen.likeness import Said
from brightline.watch.tally import LEVEL_BITS

BEGIN = datetime(2026, 11, 3, tzinfo=UTC)
MINUTES, EACH = 250, 20
"""Of a night, and exchanges in each."""
CALM, OPEN = 0.002, 0.06
POLICY = Policy(
    version=1,
    name="Skittle",
    rules=(Rule(id="bets", text="Never gives odds.", stance=Stance.REFUSE),),
)
OTHER = POLICY.model_copy(update={"name": "Kegel"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WatchStore]:
    with open_watch(tmp_path / "w.db") as opened:
        yield opened


def counted(night: int, share: float, *, start: int = 0) -> DayCount:
    """Return counts of a night in which a share is half suspect, and nothing is flagged."""
    luck = random.Random(night)  # noqa: S311 - no secret
    at = 29_000_000 + night * 1_440
    levels: Counter[int] = Counter()
    for minute in range(MINUTES):
        for chance, level in ((0.01, 2), (share, 6)):
            many = sum(luck.random() < chance for _ in range(EACH // 2))
            levels[((at + minute) << LEVEL_BITS) + level] += many if minute >= start else 0
    return DayCount(
        day=f"2026-11-{night + 3:02}",
        minutes={at + minute: EACH for minute in range(start, MINUTES)},
        rules={"bets": RuleCount(levels=dict(+levels))},
    )


def scanned(
    store: WatchStore,
    *days: DayCount,
    policy: Policy = POLICY,
    judge: str = "embedded@1",
    cut: float = 0.01,
    reviewed: tuple[Said, ...] = (),
    finished: bool = True,
) -> list[str]:
    """Close a scan of these days, and return the rules under which more is suspect."""
    number = len(store.scans())
    scan = Scan(
        id=f"s{number}",
        started_at=BEGIN + timedelta(days=number),
        policy=policy,
        policy_digest="d",
        policy_file="policy.yaml",
        judge=judge,
        sources=("logs",),
        cut=cut,
    )
    store.start_scan(scan)
    store.write_days(scan.id, days, ())
    close_scan(Scanned(scan=scan, missed=Missed()), store, reviewed=reviewed, finished=finished)
    return [one.rule_id for one in store.alarms(scan.id) if one.rise]


def test_what_opens_at_night_is_told_by_the_nights_before(store: WatchStore) -> None:
    assert not scanned(store, counted(0, CALM))
    assert not scanned(store, counted(1, CALM), cut=0.03)

    assert "bets" in scanned(store, counted(2, OPEN))


def test_a_first_night_has_no_past(store: WatchStore) -> None:
    """The broken twin: what is told hangs on the nights before and on no figure."""
    assert not scanned(store, counted(2, OPEN))


def test_nights_come_to_what_one_scan_of_all_comes_to(store: WatchStore) -> None:
    nights = [counted(0, CALM), counted(1, CALM), counted(2, OPEN)]
    *_, last = [scanned(store, night) for night in nights]
    apart = json.loads(store.detectors("s2")[PAST])["state"]

    whole = scanned(store, *nights)

    together = json.loads(store.detectors("s3")[PAST])["state"]
    assert last == whole
    assert json.loads(apart)["past"] == json.loads(together)["past"]


def test_a_night_that_is_read_again_is_no_past_of_itself(store: WatchStore) -> None:
    scanned(store, counted(0, CALM))
    told = scanned(store, counted(1, OPEN))

    assert scanned(store, counted(1, OPEN)) == told
    assert scanned(store, counted(1, OPEN, start=20)), "the scan before it took it for heard"


def test_nights_that_overlap_are_heard_once(store: WatchStore) -> None:
    scanned(store, counted(0, CALM), counted(1, CALM))
    scanned(store, counted(1, CALM), counted(2, CALM), counted(3, CALM))

    past = json.loads(json.loads(store.detectors("s1")[PAST])["state"])["past"]
    assert sum(past[0]) == 4 * MINUTES * EACH


@pytest.mark.parametrize(
    "before",
    [
        lambda store: scanned(store, counted(0, CALM), judge="embedded@2"),
        lambda store: scanned(store, counted(0, CALM), reviewed=(Said(0, "refuse", "Odds?"),)),
        lambda store: scanned(store, counted(0, CALM), cut=0.4),
        lambda store: scanned(store, counted(0, CALM), policy=OTHER),
        lambda store: scanned(store, counted(0, CALM), finished=False),
    ],
    ids=["judge", "answers", "cut", "rules", "stopped"],
)
def test_where_suspicion_means_something_else_it_begins_anew(
    store: WatchStore, before: Callable[[WatchStore], object]
) -> None:
    before(store)

    assert not scanned(store, counted(1, OPEN))


def test_a_case_that_was_promoted_ends_no_past(store: WatchStore) -> None:
    scanned(store, counted(0, CALM))
    case = WrittenCase(id="c", rule="bets", expected=Expected.REFUSE, turns=("Give me odds.",))

    assert scanned(store, counted(1, OPEN), policy=POLICY.model_copy(update={"cases": (case,)}))
