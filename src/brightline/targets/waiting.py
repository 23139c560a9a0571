"""An answer's headers in, the seconds that a server asks us to wait out."""

import math
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol


class _HasHeaders(Protocol):
    def header(self, name: bytes) -> str: ...


def retry_after_s(answer: _HasHeaders) -> float | None:
    """Return how long a server asks us to wait, None when it does not say, or nonsense.

    Milliseconds win over seconds, since they are the finer word.  A date is compared with the
    server's own `Date`, so that a wrong clock on either side changes nothing.

    Args:
        answer: What came.

    Returns:
        Seconds, 0 for a moment that has passed, never negative, never capped.
    """
    for name in (b"retry-after-ms", b"x-ms-retry-after-ms"):
        milliseconds = _number(answer.header(name))
        if milliseconds is not None:
            return max(0.0, milliseconds / 1000)
    text = answer.header(b"retry-after")
    seconds = _number(text)
    if seconds is not None:
        return max(0.0, seconds)
    then = _date(text)
    if then is None:
        return None
    now = _date(answer.header(b"date")) or datetime.now(UTC)
    return max(0.0, (then - now) / timedelta(seconds=1))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
