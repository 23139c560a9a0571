"""A run, a scan or a moment in, nothing of it out: `brightline purge`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from brightline.errors import UsageError
from brightline.pipeline.stored import Entry, find_entry
from brightline.records import Scan
from brightline.store import find_store, find_watch
from brightline.store.names import LAST


def find_doomed(url: str, ref: str) -> Entry:
    """Return the run or scan that is to be deleted.

    Raises:
        UsageError: it names none, or more than one; or the last one, whichever that is now.
    """
    if ref == LAST:
        raise UsageError(
            "what is deleted must be named by its id, as the last one may be another by now",
            slug="purge-last",
            hint="brightline purge lists what is stored.",
        )
    return find_entry(url, ref)


def purge(url: str, doomed: Entry) -> list[str]:
    """Delete a run or a scan so that no byte of it is left in the database.

    Returns:
        Ids of other scans that hold the same exchanges, as they were judged again there.

    Raises:
        UsageError: another process writes it.
        StoreError: another process reads the database, so that traces are left.
    """
    if doomed.kind == "run":
        with find_store(url) as store:
            store.purge(doomed.id)
        return []
    with find_watch(url) as watch:
        scans = watch.scans()
        watch.purge_scan(doomed.id)
    return _copies(scans, doomed.id)


def _copies(scans: Sequence[Scan], name: str) -> list[str]:
    """Return which scans judged again what one holds, whichever of them was first."""
    of = {one.id: one.of for one in scans}
    roots = {one: _root(of, one) for one in of}
    return [one for one in of if one != name and roots[one] == roots[name]]


def _root(of: Mapping[str, str | None], name: str) -> str:
    while before := of.get(name):
        name = before
    return name


def purge_before(url: str, moment: datetime) -> int:
    """Delete the text of production from before a moment, in every scan; what it showed stays.

    Returns:
        How many exchanges were emptied, and rows deleted that count nowhere.

    Raises:
        StoreError: another process reads the database, so that traces are left.
    """
    with find_watch(url) as watch:
        deleted = watch.expire(moment)
        # Also where nothing was: traces may be left of a time when somebody else was reading.
        watch.rewrite()
    return deleted
