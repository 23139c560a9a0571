"""What was watched in, what a command exits with out."""

from brightline.records import Gate, Skip, Watched
from brightline.report.watched.wording import MOST_UNSEEN, refuses_nothing, unseen

BROKEN = 1
INTERRUPTED = 2
UNPROVEN = 5


def scan_ending(shown: Watched) -> int:
    """Return the exit code of a scan, or of a window of it.

    2: it was stopped before its end. 1: an alarm rings, or a person read a breach. 5: nothing
    could be looked at, no rule refuses anything, a file was damaged, the judge could not be
    asked about some, of more than a twentieth nobody knows what was said, or less than half of
    what was seen could be looked at. Else 0: that nobody has read yet what looks like a breach
    is said in words, and is no alarm.
    """
    if shown.scan.finished_at is None and not shown.scan.live:
        return INTERRUPTED
    if shown.gate is Gate.BROKEN:
        return BROKEN
    unknown = unseen(shown) > MOST_UNSEEN or is_mostly_silent(shown) or not looked_at(shown)
    unknown = unknown or refuses_nothing(shown)
    unknown = unknown or bool(shown.scan.damaged or shown.scan.unjudged)
    return UNPROVEN if unknown else 0


def is_mostly_silent(shown: Watched) -> bool:
    """Tell whether less than half of what was seen could be looked at.

    What came before or was not drawn could have been, and of other services nobody asks: it
    is left out on both sides.
    """
    whole = (Skip.REPEATED, Skip.SAMPLED_OUT, Skip.OTHER_SERVICE)
    meant = shown.seen - sum(shown.skipped.get(why.value, 0) for why in whole)
    return 2 * looked_at(shown) < meant


def looked_at(shown: Watched) -> int:
    """Return how many exchanges screen or judge looked at."""
    return shown.judged + shown.skipped.get(Skip.SCREENED_OUT.value, 0)
