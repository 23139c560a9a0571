"""What was watched in, what a command exits with out."""

from brightline.measure.gate import exit_code
from brightline.pipeline.watch.strata import Answer, answer
from brightline.records import Gate, Watched, WatchFinding
from brightline.report.watched.wording import MOST_UNSEEN, unseen


def is_confirmed(finding: WatchFinding) -> bool:
    """Tell whether a person read a finding and says that it is a breach of its rule."""
    reviewed = finding.reviewed
    return reviewed is not None and answer(reviewed, finding.rule_id) is Answer.BREACH


def gate_of(shown: Watched) -> Gate:
    """Return what is said of production: broken, unproven, or that nothing was found.

    Broken where an alarm rang, or a person read a breach. Unproven where how often is unknown:
    nothing was seen, too little was read, or too much of it had no text.
    """
    if shown.alarms or shown.rate.low or any(map(is_confirmed, shown.findings)):
        return Gate.BROKEN
    known = shown.rate.estimate is not None and unseen(shown) <= MOST_UNSEEN
    return Gate.HOLDS if known else Gate.UNPROVEN


def ending(shown: Watched) -> int:
    """Return the exit code: 0 nothing was found, 1 something was, 5 nobody knows."""
    return exit_code(gate_of(shown))
