"""What a user says of a time is understood, or what to write is."""

from datetime import UTC, datetime, timedelta

import pytest

from brightline.errors import UsageError
from brightline.pipeline.watch.intake import Window
from brightline.pipeline.watch.times import window_of

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "begin"),
    [
        ("2026-11-03", datetime(2026, 11, 3, tzinfo=UTC)),
        ("2026-11-03T10:00", datetime(2026, 11, 3, 10, tzinfo=UTC)),
        ("2026-11-03T10:00+02:00", datetime(2026, 11, 3, 8, tzinfo=UTC)),
        ("90m", NOW - timedelta(minutes=90)),
        ("24h", NOW - timedelta(days=1)),
        ("7d", NOW - timedelta(days=7)),
        ("2w", NOW - timedelta(days=14)),
    ],
)
def test_a_time_is_a_day_a_moment_or_how_long_ago(since: str, begin: datetime) -> None:
    assert window_of(since, None, now=NOW).since == begin


def test_a_day_as_the_end_counts_whole_and_a_moment_does_not() -> None:
    day = window_of(None, "2026-11-03", now=NOW)
    moment = window_of(None, "2026-11-03T10:00", now=NOW)

    assert day.holds(datetime(2026, 11, 3, 23, 59, tzinfo=UTC))
    assert not day.holds(datetime(2026, 11, 4, tzinfo=UTC))
    assert not moment.holds(datetime(2026, 11, 3, 10, tzinfo=UTC))


def test_what_has_no_time_is_in_no_window_but_all_time() -> None:
    assert Window().holds(None)
    assert not window_of("7d", None, now=NOW).holds(None)


@pytest.mark.parametrize(("since", "until"), [("soon", None), ("-3d", None), ("1h", "2h")])
def test_what_is_no_window_is_refused(since: str, until: str | None) -> None:
    with pytest.raises(UsageError):
        window_of(since, until, now=NOW)


@pytest.mark.parametrize("told", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_a_time_that_no_calendar_holds_is_said_to_be_none(told: str) -> None:
    with pytest.raises(UsageError, match="is no time"):
        window_of(told, None, now=NOW)


def test_the_last_day_of_all_ends_nothing() -> None:
    assert window_of(None, "9999-12-31", now=NOW).until is None
