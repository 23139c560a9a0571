"""A run, a scan or a moment in, nothing of it out: `brightline purge`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from brightline.errors import UsageError
from brightline.store import find_store, find_watch, no_runs
from brightline.store.names import LAST, Named, meant

EITHER = Named(
    "run or scan",
    "runs and scans",
    "unknown-run",
    "ambiguous-run",
    "brightline purge",
)


class Doomed(NamedTuple):
    """What is to be deleted."""

    kind: Literal["run", "scan"]
    id: str
    of: str
    """Of which product or files, for a person to know it again."""
    started_at: datetime


def find_doomed(url: str, ref: str) -> Doomed:
    """Return the run or scan of an id, or of the beginning of one.

    Raises:
        UsageError: it names none, or more than one; or the last one, whichever that is now.
    """
    if ref == LAST:
        raise UsageError(
            "what is deleted must be named by its id, as the last one may be another by now",
            slug="purge-last",
            hint="brightline purge lists what is stored.",
        )
    known = all_stored(url)
    chosen = meant(ref, [one.id for one in known], EITHER)
    return next(one for one in known if one.id == chosen)


def all_stored(url: str) -> list[Doomed]:
    """Return every run and scan, the oldest first.

    Raises:
        UsageError: there is none.
    """
    with find_store(url) as store:
        runs = [run.provenance for run in store.runs()]
    with find_watch(url) as watch:
        scans = watch.scans()
    found = [
        *(Doomed("run", run.run_id, run.target, run.started_at) for run in runs),
        *(Doomed("scan", scan.id, _listed(scan.sources), scan.started_at) for scan in scans),
    ]
    if not found:
        raise no_runs()
    return sorted(found, key=lambda one: one.started_at)


def purge(url: str, doomed: Doomed) -> None:
    """Delete a run or a scan so that no byte of it is left in the database.

    Raises:
        UsageError: another process writes it.
        StoreError: another process reads the database, so that traces are left.
    """
    if doomed.kind == "run":
        with find_store(url) as store:
            store.purge(doomed.id)
    else:
        with find_watch(url) as watch:
            watch.purge_scan(doomed.id)


def purge_before(url: str, moment: datetime) -> int:
    """Delete what is kept of production from before a moment, in every scan; counts stay.

    Returns:
        How many exchanges, and people's answers about them, were deleted.

    Raises:
        StoreError: another process reads the database, so that traces are left.
    """
    with find_watch(url) as watch:
        deleted = watch.expire(moment)
        # Also where nothing was: traces may be left of a time when somebody else was reading.
        watch.rewrite()
    return deleted


def _listed(sources: Sequence[str]) -> str:
    more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    return f"{sources[0]}{more}" if sources else "nothing"
