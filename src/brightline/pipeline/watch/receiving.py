"""A store in, the scans of receivers in it out: which goes on, which came before."""

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


def _what(scan: Scan) -> tuple[str, str, float, tuple[str, ...]]:
    return scan.policy_digest, scan.judge, scan.share, scan.names


def received_scans(store: WatchStore) -> list[Scan]:
    """Return what a receiver took in, also under policies before this one."""
    return [one for one in store.scans() if one.live]


def scan_before(store: WatchStore, scan: Scan) -> list[Scan]:
    """Return the scan of the policy before, where there was one."""
    return [one for one in received_scans(store) if one.started_at < scan.started_at][-1:]
