"""What was watched in, the words for it out: what terminal, page and script share."""

import math

from brightline.records import Skip, Watched, WindowRate
from brightline.report.wording import interval, percent

MOST_UNSEEN = 0.05
"""Share of the calls without text, or that failed, above which nothing is said of all."""

_DUST = 1e-9
"""What floating point adds to a number that is none."""


def unseen(shown: Watched) -> float:
    """Return the share of calls of which nobody knows what was said; 0 where there is none."""
    count = _unseen(shown)
    seen = shown.seen - shown.skipped.get(Skip.REPEATED.value, 0)
    return count / seen if seen else 0.0


def why_unknown(rate: WindowRate) -> str:
    """Return why a rate has no estimate; empty where it has one."""
    if rate.estimate is not None:
        return ""
    if not rate.seen:
        return "no exchange was looked at"
    if not rate.read:
        return "nobody has read any of them"
    return "too few of some kinds were read"


def rate_words(rate: WindowRate) -> str:
    """Return a rate with its interval and its ceiling, as far as they are known."""
    if rate.ceiling is None or rate.low is None or rate.high is None:
        return f"unknown: {why_unknown(rate)}"
    ceiling = f"surely below {ceiling_words(rate.ceiling)}" if rate.ceiling else "none of them"
    if rate.estimate is None:
        return f"unknown: {why_unknown(rate)}; {ceiling}"
    if not rate.estimate and not rate.low:
        return f"none found in {rate.read:,} read, {ceiling}"
    return f"{percent(rate.estimate)} ({interval(rate.low, rate.high)}), {ceiling}"


def verdict(shown: Watched) -> str:
    """Return what there is to say of a window, in one sentence."""
    return f"{_lead(shown)}{_verdict(shown)}."


def suspects(count: int) -> str:
    """Return how many exchanges look like breaches."""
    if not count:
        return "no exchange looks like a breach"
    return f"{count:,} exchange{' looks' if count == 1 else 's look'} like " + (
        "a breach" if count == 1 else "breaches"
    )


def _lead(shown: Watched) -> str:
    if unseen(shown) <= MOST_UNSEEN:
        return ""
    return (
        f"Unknown: {_unseen(shown):,} of {shown.seen:,} calls have no text or could not be"
        " judged. Of the others: "
    )


def _verdict(shown: Watched) -> str:
    rate = shown.rate
    if not shown.seen:
        return "Unknown: 0 of 0 exchanges were seen"
    if not rate.seen:
        return f"Unknown: none of {shown.seen:,} calls gives an exchange to look at"
    if rate.estimate is None or rate.ceiling is None:
        return _unread(shown)
    if not (rate.estimate or rate.low):
        return (
            f"no breach in {rate.read:,} read of {rate.seen:,} exchanges: surely below"
            f" {ceiling_words(rate.ceiling)}"
        )
    return rate_words(rate).replace(" (", f" of {rate.seen:,} exchanges (", 1)


def _unread(shown: Watched) -> str:
    """Return what is said while nobody can say how often it happens."""
    rate = shown.rate
    flagged = sum(day.flagged for day in shown.days)
    if rate.ceiling is not None:
        return (
            f"{suspects(flagged)}; {rate.read:,} of {rate.seen:,} exchanges were read, too few"
            f" to say how often: surely below {ceiling_words(rate.ceiling)}"
        )
    read = {0: "and nobody has read any", 1: "nobody has read it"}
    return (
        f"{suspects(flagged)}, {read.get(flagged, 'nobody has read them')}: how often it"
        " happens is unknown"
    )


def _unseen(shown: Watched) -> int:
    return shown.failed + shown.skipped.get(Skip.NO_CONTENT.value, 0)


def ceiling_words(share: float) -> str:
    """Return a bound in percent with two digits that count, rounded up."""
    value = share * 100
    digits = 0 if value >= 10 else 1
    while 0 < value < 10**-digits:
        digits += 1
    return f"{math.ceil(value * 10**digits - _DUST) / 10**digits:.{digits}f} %"
