"""A store in, the scans of receivers in it out: which goes on, which came before."""

from brightline.pipeline.planning.plan import digest_of
from brightline.records import Scan
from brightline.store import WatchStore


def scan_to_serve(fresh: Scan, store: WatchStore) -> Scan:
    """Return the scan that goes on, or the new one where what it is made of is another.

    Args:
        fresh: As it would begin now.
        store: Where receivers keep what they take in.

    Raises:
        UsageError: another process listens for the same store.
    """
    for old in store.scans():
        if not old.live or old.finished_at is not None:
            continue
        if _what(old) == _what(fresh):
            return old
        with store.lock(old.id):
            store.change_scan(old.model_copy(update={"finished_at": fresh.started_at}))
    store.start_scan(fresh)
    return fresh


def changes(scan: Scan, store: WatchStore) -> str:
    """Return in words why a scan began that is new; empty where nothing came before it."""
    before = scan_before(store, scan)
    if not before:
        return ""
    old, new = _what(before[0]), _what(scan)
    other = [name for name, value in new.items() if value != old[name]]
    return f"another {' and '.join(other) or 'start'} than scan {before[0].id} had"


def _what(scan: Scan) -> dict[str, object]:
    """Return what must be the same for a scan to go on.

    Cases are no part of it: only tests play them, and a finding that was promoted is one.
    """
    watched = scan.policy.model_copy(update={"cases": ()})
    return {
        "policy": digest_of(watched),
        "judge": scan.judge,
        "--sample": scan.share,
        "--names": scan.names,
        "--service": scan.services,
    }


def received_scans(store: WatchStore) -> list[Scan]:
    """Return what a receiver took in, also under policies before this one, and its copies."""
    found: dict[str, Scan] = {}
    for one in store.scans():  # the oldest first: a copy comes after what it is of
        if one.live or one.received or one.of in found:
            found[one.id] = one
    return list(found.values())


def scan_before(store: WatchStore, scan: Scan) -> list[Scan]:
    """Return the scan of the policy before, where there was one."""
    every = (one for one in store.scans() if one.live)
    return [one for one in every if one.started_at < scan.started_at][-1:]
