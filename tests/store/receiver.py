"""A process that takes in what is sent and counts it, to be killed often: see `writer`."""

import random
from collections.abc import Iterator
from typing import Any

import watched_rows as watched
from writer import Note, main

from brightline.records import Received
from brightline.store import WatchStore, open_watch

OFTEN = 3
"""How often each row is sent at most."""


def sent(order: dict[str, Any], first: int) -> Iterator[list[Received]]:
    """Yield each row from one on one to three times, in any order, some at a time."""
    rows = range(first, first + order["cases"])
    numbers = [i for i in rows for _ in range(1 + i % OFTEN)]
    random.Random(0).shuffle(numbers)  # noqa: S311 - repeatable on purpose
    for start in range(0, len(numbers), order["batch"]):
        part = numbers[start : start + order["batch"]]
        yield [watched.received(i, trace=f"t{i // 4}", body=f"body {i} " * 50) for i in part]


def take(store: WatchStore, *, early: bool) -> list[str]:
    """Count what waits; returns the ids of what was counted."""
    rows = store.pending(before=watched.moment(days=1), limit=7)
    counted = sum(one.seen for one in store.days(watched.SCAN))
    days = [watched.count(seen=counted + len(rows))]
    kept = [watched.specimen(row.span_id) for row in rows]
    if early:
        # The broken variant: it counts first, and notes later that it did.
        store.write_days(watched.SCAN, days, kept)
        days = kept = []
    store.absorb(watched.SCAN, rows, days=days, kept=kept, alarms=[], detectors={"r": "{}"})
    return [row.span_id for row in rows]


def work(order: dict[str, Any], note: Note) -> None:
    early = order["early"]
    with open_watch(order["url"]) as store:
        if not store.scans():
            store.start_scan(watched.scan(live=True))
        counted = sum(one.seen for one in store.days(watched.SCAN))
        # What was sent to a receiver that was killed is sent again, and then more.
        first = counted // order["cases"] * order["cases"]
        for index, rows in enumerate(sent(order, first)):
            names = [row.span_id for row in rows]
            if early:
                note("acknowledged", watched.SCAN, names)
            store.take_in(rows)
            if not early:
                note("acknowledged", watched.SCAN, names)
            if index % 2:
                note("counted", watched.SCAN, take(store, early=early))
        while store.waiting():
            note("counted", watched.SCAN, take(store, early=early))
        note("ended", watched.SCAN, [])


if __name__ == "__main__":
    main(work)
