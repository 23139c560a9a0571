"""Earlier scans in, what people said in them of the same exchanges out, as of a new scan.

What a person read stays known. But it says no longer how often something happens by having been
drawn: screen, judge and policy were changed by what was read, and so it decides itself in which
stratum it lies now. A breach that was drawn and learned from has left the stratum that it was
drawn of, and what is left of the sample would flatter. So every scan that knows readings draws
in an order of its own, and earlier readings fill it where they lie.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from brightline.pipeline.watch.findings import last_said
from brightline.pipeline.watch.reviewing import is_still_true, same_rules
from brightline.pipeline.watch.strata import ALIKE, QUEUE
from brightline.records import Judgement, Scan
from brightline.store.watched import WatchStore
from brightline.watch.screen.likeness import Said


def draws_of(store: WatchStore, made_of: Sequence[str], reviewed: Sequence[Said]) -> str:
    """Return what the draws of a scan that begins hang on, as `records.Scan` has it.

    Args:
        store: Where scans before it are kept.
        made_of: What else sorts its exchanges into strata: its policy, and who judges.
        reviewed: What its screen has learned.

    Returns:
        Empty where nobody has read anything yet: nothing can have been made by it.
    """
    if not any(store.readings(scan.id) for scan in store.scans()):
        return ""
    told = repr([*made_of, *map(tuple, reviewed)]).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, digest_size=16).hexdigest()


def carry(store: WatchStore, scan: Scan) -> int:
    """Store of a scan what people said in others of exchanges that it kept too.

    It must be the same exchange, word for word as it is stored, and what was said must hold
    under the policy of this scan.

    Args:
        store: Where all of them are kept.
        scan: Of which all that is kept is stored.

    Returns:
        Of how many exchanges.
    """
    found: dict[str, Judgement] = {}
    for old in store.scans():
        said = last_said(store.readings(old.id)) if old.id != scan.id else {}
        if not said:
            continue
        here = {one.sighting.id: one.sighting for one in store.specimens(scan.id, list(said))}
        there = store.specimens(old.id, list(here)) if here else ()
        ids = same_rules(old.policy, scan.policy)
        for one in there:
            reading = said[one.sighting.id]
            same = one.sighting.exchange == here[one.sighting.id].exchange
            if same and is_still_true(reading, old.policy, scan.policy):
                by = ALIKE if reading.decided_by == ALIKE else QUEUE
                found.pop(one.sighting.id, None)
                found[one.sighting.id] = reading.model_copy(
                    update={
                        "rule_id": ids.get(reading.rule_id, reading.rule_id),
                        "decided_by": by,
                    }
                )
    now = datetime.now(UTC)
    for reading in found.values():
        store.write_reading(scan.id, reading, at=now)
    return len(found)
