"""An id, or its beginning, in; the run or scan that is meant out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from brightline.errors import UsageError
from brightline.store import find_store, find_watch, no_runs
from brightline.store.elsewhere import elsewhere
from brightline.store.names import Named, meant

EITHER = Named(
    "run or scan", "runs and scans", "unknown-run", "ambiguous-run", "brightline purge"
)


class Entry(NamedTuple):
    """A run or a scan."""

    kind: Literal["run", "scan"]
    id: str
    of: str
    """Of which product or files, for a person to know it again."""
    started_at: datetime


def all_entries(url: str) -> list[Entry]:
    """Return every run and scan, the oldest first.

    Raises:
        UsageError: there is none.
    """
    try:
        with find_store(url) as store:
            runs = [run.provenance for run in store.runs()]
            runs += [run.provenance for run in store.missed()]
    except UsageError as error:
        if error.slug != no_runs().slug:
            raise
        raise _nothing() from None
    with find_watch(url) as watch:
        scans = watch.scans()
    found = [
        *(Entry("run", run.run_id, run.target, run.started_at) for run in runs),
        *(Entry("scan", scan.id, _listed(scan.sources), scan.started_at) for scan in scans),
    ]
    if not found:
        raise _nothing()
    return sorted(found, key=lambda one: one.started_at)


def find_entry(url: str, ref: str) -> Entry:
    """Return the run or scan of an id, or of the beginning of one.

    Raises:
        UsageError: it names none, or more than one; the message names the nearest.
    """
    known = all_entries(url)
    chosen = meant(ref, [one.id for one in known], EITHER)
    return next(one for one in known if one.id == chosen)


def _nothing() -> UsageError:
    return UsageError(
        "nothing is stored here yet",
        slug=no_runs().slug,
        hint="Name the place with --store: what was run or watched is kept in .brightline"
        f" beside its policy.{elsewhere()}",
    )


def _listed(sources: Sequence[str]) -> str:
    more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    return f"{sources[0]}{more}" if sources else "nothing"
