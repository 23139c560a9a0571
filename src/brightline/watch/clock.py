"""A moment in, whether the clock that wrote it can have been right, out."""

from datetime import UTC, datetime, timedelta

FIRST = datetime(2015, 1, 1, tzinfo=UTC)
"""Before it nobody logged what a model says: an earlier moment is a number of another kind."""

AHEAD = timedelta(days=1)
"""How far a clock may be ahead of ours, as in another zone."""


def plausible(moment: datetime) -> bool:
    """Tell whether an exchange may have been then: not before 2015, and not to come."""
    return FIRST <= moment <= datetime.now(UTC) + AHEAD
