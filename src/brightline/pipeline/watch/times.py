"""What a user says of a time in, moments out."""

import re
from datetime import UTC, date, datetime, timedelta

from brightline.errors import UsageError
from brightline.pipeline.watch.intake import Window

_AGO = re.compile(r"(\d{1,5})\s*([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def window_of(since: str | None, until: str | None, *, now: datetime) -> Window:
    """Return the window that two options name; a day as its end counts whole.

    Args:
        since: `2026-11-03`, `2026-11-03T10:00` (UTC, unless it says another zone), or how long
            ago: `24h`, `7d`; None: whenever.
        until: The same.
        now: What `ago` counts from.

    Raises:
        UsageError: one of them is no time, or the window ends before it begins.
    """
    begin = _moment("--since", since, now=now)
    end = _moment("--until", until, now=now)
    if end is not None and until is not None and _is_day(until):
        end = None if end.date() == date.max else end + timedelta(days=1)
    if begin is not None and end is not None and begin >= end:
        raise UsageError(
            f"--since {since} is not before --until {until}",
            slug="window-empty",
            hint="Swap them.",
        )
    return Window(since=begin, until=end)


def _moment(option: str, told: str | None, *, now: datetime) -> datetime | None:
    if told is None:
        return None
    if ago := _AGO.fullmatch(told.strip()):
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        found = datetime.fromisoformat(told.strip())
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found.astimezone(UTC)  # no calendar holds the very first and last there in any zone
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{option} {told} is no time",
            slug="not-a-time",
            hint="Write 2026-11-03, 2026-11-03T10:00, or how long ago: 24h, 7d.",
        ) from error
    return found


def _is_day(told: str) -> bool:
    try:
        date.fromisoformat(told.strip())
    except ValueError:
        return False
    return True
