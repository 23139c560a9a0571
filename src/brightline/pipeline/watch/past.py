"""A scan of logs and those before it in, what was heard of suspicion in those out: its past.

A scan a night would else know no night but its own. Each keeps what it heard, and what those
before it did, so that one that begins needs no more of them than the newest.
"""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from brightline.pipeline.planning.plan import digest_of
from brightline.pipeline.watch.rises import Risen
from brightline.records import DayCount, Scan, digest
from brightline.store.watched import WatchStore
from brightline.watch.screen.likeness import Said
from brightline.watch.tally import LEVELS, NO_MINUTE

PAST = "past:"
"""Where it is kept among the states of detectors; no rule is called so."""


class _Heard(NamedTuple):
    """What a scan leaves to those after it."""

    first: int
    """Minute of its own first exchange."""
    last: int
    """Minute of the last that was heard."""
    state: str
    """Of `Risen`."""


def risen_before(
    store: WatchStore, scan: Scan, days: Iterable[DayCount], *, reviewed: Sequence[Said]
) -> Risen:
    """Return what hears a scan, with what the newest before it heard.

    Before it is one that begins earlier and of which the most lies before the middle of this
    one: so a log that is read again is no past of itself, and nights that overlap are heard
    once. Suspicion must mean the same in both: the same rules, judge and answers of people.

    Args:
        store: Where scans before it are kept.
        scan: All of it is counted.
        days: Its counts.
        reviewed: What its screen has learned.
    """
    by = _by(scan, reviewed)
    minutes = _minutes(days)
    if not minutes:
        return Risen(scan.policy, by=by)
    first, last = min(minutes), max(minutes)
    before = [
        heard
        for heard in _all_heard(store, scan)
        if heard.first < first and 2 * heard.last < first + last and _is_by(heard, by)
    ]
    if not before:
        return Risen(scan.policy, by=by)
    newest = max(before, key=lambda heard: heard.last)
    return Risen(scan.policy, by=by, state=newest.state, after=newest.last)


def keep_risen(
    store: WatchStore, scan: Scan, days: Iterable[DayCount], *, risen: Risen
) -> None:
    """Keep what a scan heard for those after it.

    Args:
        store: Where it is kept.
        scan: It was read to its end.
        days: Its counts.
        risen: Has heard them.
    """
    minutes = _minutes(days)
    if minutes:
        heard = _Heard(min(minutes), max(minutes), risen.state)
        state = {PAST: json.dumps(heard._asdict())}
        store.absorb(scan.id, (), days=(), kept=(), detectors=state)


def _minutes(days: Iterable[DayCount]) -> set[int]:
    return {minute for day in days for minute in day.minutes if minute != NO_MINUTE}


def _by(scan: Scan, reviewed: Sequence[Said]) -> str:
    """Return what suspicion hangs on.

    A level of suspicion hangs on the cut only where that is higher: below the lowest level no
    exchange that the judge might read has one, as a score bounds suspicion. Cases are played
    by tests alone.
    """
    cut = scan.cut if scan.cut > LEVELS[0] else 0.0
    rules = digest_of(scan.policy.model_copy(update={"cases": ()}))
    return digest(f"{rules} {scan.judge} {cut} {[tuple(one) for one in reviewed]}")


def _is_by(heard: _Heard, by: str) -> bool:
    return bool(json.loads(heard.state)["by"] == by)


def _all_heard(store: WatchStore, scan: Scan) -> list[_Heard]:
    """Return what every other scan of logs leaves, the oldest first."""
    found = []
    for old in store.scans():
        if old.id == scan.id or old.live or old.of is not None:
            continue
        if state := store.detectors(old.id).get(PAST):
            found.append(_Heard(**json.loads(state)))
    return found
