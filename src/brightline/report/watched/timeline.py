"""Days of a window in, the drawing of its rates over time out; the template only draws."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from brightline.records import NO_DAY, DayWindow, WatchAlarm, Watched
from brightline.report.clean import one_line
from brightline.report.watched import wording
from brightline.report.watched.scale import Scale

View = dict[str, object]

HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 210, 26, 24, 60, 8
"""Units of the drawing, and the room around the days."""

_WIDE, _STEPS = 640, (20, 160)
"""Units that the days share, and the least and most of one day."""

_MOST_DAYS = 400
"""Days drawn at most, the last ones; all of them are in the table."""

_MOST_LABELS = 10
_SECONDS = 86_400


def timeline(shown: Watched) -> View | None:
    """Return rates by day with their intervals and ceilings, and when alarms rang.

    Args:
        shown: A window; one in which nothing has a time has no drawing.
    """
    told = {date.fromisoformat(one.day): one for one in shown.days if one.day != NO_DAY}
    if not told:
        return None
    first = max(min(told), max(told) - timedelta(days=_MOST_DAYS - 1))
    days = [first + timedelta(days=at) for at in range((max(told) - first).days + 1)]
    step = min(max(_WIDE / len(days), _STEPS[0]), _STEPS[1])
    scale = Scale.of(_drawn_shares(told.values()), room=HEIGHT - TOP - BOTTOM)
    every = -(-len(days) // _MOST_LABELS)
    return {
        "width": f"{LEFT + step * len(days) + RIGHT:.0f}",
        "height": HEIGHT,
        "wide": step * len(days) > _WIDE + 1,
        "left": LEFT,
        "right": f"{LEFT + step * len(days):.0f}",
        "top": TOP,
        "floor": HEIGHT - BOTTOM,
        "ticks": [
            {"y": _y(scale, tick), "words": wording.tick_words(tick)} for tick in scale.ticks
        ],
        "days": [
            _day(day, told.get(day), x=LEFT + step * at, step=step, scale=scale)
            | {"label": f"{day.day} {day:%b}" if at % every == 0 else ""}
            for at, day in enumerate(days)
        ],
        "alarms": list(_alarms(shown.alarms, first, step=step, count=len(days))),
        "since": f"{days[0]}",
        "left_out": len(told) - sum(day in told for day in days),
    }


def _drawn_shares(days: Iterable[DayWindow]) -> Iterator[float]:
    for day in days:
        yield _flagged(day)
        yield day.rate.high or 0.0


def _flagged(day: DayWindow) -> float:
    return day.flagged / day.rate.judged if day.rate.judged else 0.0


def _day(day: date, told: DayWindow | None, *, x: float, step: float, scale: Scale) -> View:
    middle, wide = x + step / 2, min(step * 0.62, 26)
    view: View = {
        "x": f"{x:.1f}",
        "step": f"{step:.1f}",
        "middle": f"{middle:.1f}",
        "kind": "nothing",
        "words": f"{day}: no exchange",
        "flagged": None,
        "low": None,
    }
    if told is None:
        return view
    rate = told.rate
    share = _flagged(told)
    view |= {
        "kind": "unread" if rate.low is None else "read",
        "words": one_line(
            f"{day}: {wording.rate_words(rate)}; {told.flagged:,} of {rate.judged:,} flagged"
        ),
        "bar": f"{middle - wide / 2:.1f}",
        "wide": f"{wide:.1f}",
        "flagged": _y(scale, share) if share else None,
    }
    most = wording.end(rate)
    if rate.low is not None and rate.high is not None and most is not None:
        view |= {
            "low": _y(scale, rate.low),
            "high": _y(scale, rate.high),
            "point": None if rate.estimate is None else _y(scale, rate.estimate),
            "ceiling": _y(scale, most),
            "beyond": most > scale.most,
            "cap": (f"{middle - 5:.1f}", f"{middle + 5:.1f}"),
        }
    return view


def _alarms(
    alarms: Sequence[WatchAlarm], first: date, *, step: float, count: int
) -> Iterator[View]:
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    rang: set[str] = set()
    for alarm in alarms:
        when = alarm.at or alarm.rung_at
        at = (when - begin).total_seconds() / _SECONDS
        if 0 <= at <= count:
            yield {
                "again": alarm.rule_id in rang,
                "x": f"{LEFT + step * at:.1f}",
                "words": one_line(
                    f"{wording.moment(when)}, {alarm.name}: {wording.alarm_words(alarm)}"
                ),
            }
        rang.add(alarm.rule_id)


def _y(scale: Scale, share: float) -> str:
    return f"{HEIGHT - BOTTOM - scale.at(share):.1f}"
