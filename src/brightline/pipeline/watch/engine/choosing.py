"""Who shall look in, a scan done by them out: this process, several, or an engine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Protocol

from brightline.errors import UsageError
from brightline.judge.cascade import models_of
from brightline.pipeline.watch.engine.crew import Crew
from brightline.pipeline.watch.engine.machines import Machines
from brightline.pipeline.watch.engine.spread import LARGEST_HERE, scan_here, scan_spread
from brightline.pipeline.watch.scanning import Scanned, ScanOrder, Telling, scan_files
from brightline.pipeline.watch.stopping import Stop
from brightline.store import WatchStore
from brightline.watch.parts import sizes_of

MOST_JOBS = 4
"""Processes where nobody says how many."""


class Scanning(Protocol):
    """Does a scan."""

    def __call__(
        self, order: ScanOrder, store: WatchStore, /, *, telling: Telling, stop: Stop
    ) -> Scanned:
        """Read logs once, look at what they hold, and store what comes of it."""


@contextmanager
def scanning(order: ScanOrder, *, jobs: int | None, engine: str | None) -> Iterator[Scanning]:
    """Yield who does a scan; what comes of it is the same.

    Args:
        order: What is to be read.
        jobs: Processes of this machine; None: as many as there are cores, at most `MOST_JOBS`,
            and one where names are taken out.
        engine: As in `Machines`; None: this machine, without one.

    Raises:
        UsageError: both are said, or there is no such engine.
    """
    if engine:
        if jobs:
            raise UsageError(
                "--jobs and --engine do not go together",
                slug="engine-unfit",
                hint="An engine takes all the cores it has: leave --jobs out.",
            )
        machines = Machines(engine)
        yield partial(scan_spread, machines)
        return
    # Each part would be read for names that one reading of all never keeps.
    most = 1 if order.names else MOST_JOBS
    count = jobs or min(most, os.cpu_count() or 1)
    if count == 1 or not _is_worth_it(order):
        yield scan_files
        return
    with Crew(count) as crew:
        yield partial(scan_here, crew)


def _is_worth_it(order: ScanOrder) -> bool:
    """Tell whether there is enough to read for several processes."""
    if models_of(order.judge):
        return False  # which has one budget
    sizes = sizes_of(order.sources)
    return None in sizes or sum(one or 0 for one in sizes) > LARGEST_HERE
