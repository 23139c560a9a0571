"""The history of a policy in, text for a terminal or the charts of a page out."""

from collections.abc import Iterator

from brightline.records import CaseCost, Gate, History, RulePoint, RunPoint, Trail
from brightline.report import wording
from brightline.report.clean import clean, one_line
from brightline.report.scale import position
from brightline.words import counted

WIDTH, HEIGHT, EDGE = 320, 72, 8
"""Units of a chart's drawing."""

_MOST_TECHNIQUES = 8
_MOST_MISSED = 10
_DIFFERS = {
    "judge": "another judge",
    "target": "another target",
    "rule": "the rule said something else",
    "cases": "other cases",
}


def text(history: History) -> str:
    """Return each rule over time, what techniques found, and which cases only cost.

    Args:
        history: At least one run.
    """
    return "\n".join(clean(line) for line in _lines(history)) + "\n"


def view(history: History | None) -> list[dict[str, object]]:
    """Return the charts of the page: a rule each that at least two comparable runs tested.

    Args:
        history: Up to the page's own run; None draws nothing.
    """
    if history is None:
        return []
    found = [
        (trail, points)
        for trail in history.rules
        if len(points := list(_comparable(history, trail.rule_id))) > 1
    ]
    return [_chart(trail, points) for trail, points in found]


def _comparable(history: History, rule_id: str) -> Iterator[tuple[RunPoint, RulePoint]]:
    for run in history.runs:
        for point in run.rules:
            tested = point.rate.decided or point.rate.undecided
            if point.rule_id == rule_id and not point.differs and tested:
                yield run, point


def _chart(trail: Trail, points: list[tuple[RunPoint, RulePoint]]) -> dict[str, object]:
    step = (WIDTH - 2 * EDGE) / (len(points) - 1)
    return {
        "rule": one_line(trail.rule_id),
        "since": one_line(since_words(trail)),
        "limit": _at(points[-1][1].tolerance),
        "points": [
            {
                "x": f"{EDGE + at * step:.1f}",
                "low": _at(point.rate.low),
                "high": _at(point.rate.high),
                "y": None if (share := point.rate.point()) is None else _at(share),
                "gate": point.gate.value,
                "words": one_line(
                    f"{run.started_at:%Y-%m-%d %H:%M}: {point.gate.value}, {_rate_words(point)}"
                ),
            }
            for at, (run, point) in enumerate(points)
        ],
    }


def _at(share: float) -> str:
    """Return where a share stands in a chart, which begins at the top."""
    return f"{HEIGHT - EDGE - position(share) * (HEIGHT - 2 * EDGE):.1f}"


def since_words(trail: Trail) -> str:
    """Return where a rule stands and since when."""
    if trail.broken_since is None:
        times = (
            f", broken in {trail.broken_runs} of {trail.runs} runs" if trail.broken_runs else ""
        )
        return f"{trail.gate.value}{times}"
    longer = " or longer" if trail.or_before else ""
    return (
        f"broken since run {trail.broken_since}{longer},"
        f" in {trail.broken_runs} of {trail.runs} runs"
    )


def _lines(history: History) -> Iterator[str]:
    older = f", the newest of {len(history.runs) + history.older:,}" if history.older else ""
    yield f"{one_line(history.policy_name)}: {counted(len(history.runs), 'run')}{older}"
    yield from _missed(history)
    for trail in history.rules:
        yield ""
        yield f"{trail.rule_id}: {since_words(trail)}"
        for run in history.runs:
            for point in run.rules:
                if point.rule_id == trail.rule_id:
                    yield _point(run, point)
    yield from _found(history)
    if history.costly:
        yield ""
        yield "Never failed and dear; leave them out if you like, brightline never does:"
        yield from (f"  {_cost(one)}" for one in history.costly)


def _missed(history: History) -> Iterator[str]:
    """Yield which runs came to no verdict: what stands below knows nothing of them."""
    if not history.missed:
        return
    newest = history.runs[-1].started_at
    since = sum(one.started_at > newest for one in history.missed)
    yield ""
    yield (
        f"No verdict in {counted(len(history.missed), 'run')} more, as the product could not be"
        " asked:"
    )
    shown = history.missed[-_MOST_MISSED:]
    if len(shown) < len(history.missed):
        yield f"  {len(history.missed) - len(shown):,} older, and"
    for one in shown:
        yield f"  {one.started_at:%Y-%m-%d %H:%M}  {one.run_id}  {one_line(one.why, limit=200)}"
    if since:
        yield (
            f"What stands below is of {newest:%Y-%m-%d %H:%M} at the latest:"
            f" {counted(since, 'run')} since came to no verdict."
        )


def _point(run: RunPoint, point: RulePoint) -> str:
    other = ", ".join(_DIFFERS[what] for what in point.differs)
    when = f"{run.started_at:%Y-%m-%d %H:%M}"
    rate = _rate_words(point)
    why = f"  (not comparable: {other})" if other else ""
    return f"  {when}  {run.run_id}  {point.gate.value:<8}  {rate}{why}"


def _rate_words(point: RulePoint) -> str:
    """Return a rate, and why the gate says what it says where that does not show in it."""
    words, limit = wording.rate_words(point.rate), point.tolerance
    shows = {
        Gate.BROKEN: point.rate.lower > limit,
        Gate.UNPROVEN: point.rate.upper > limit,
        Gate.HOLDS: True,
    }
    return words if shows[point.gate] or not point.reason else f"{words}; {point.reason}"


def _found(history: History) -> Iterator[str]:
    played = [one for one in history.yields if one.calls]
    if not played:
        return
    yield ""
    yield "Techniques, breaches per 100 calls over the newest stored runs:"
    for one in played[:_MOST_TECHNIQUES]:
        share = 100 * one.breaches / one.calls
        yield f"  {one.technique:<28} {share:5.1f}  ({one.breaches} in {one.calls:,} calls)"
    if len(played) > _MOST_TECHNIQUES:
        yield f"  and {len(played) - _MOST_TECHNIQUES} more that found no more than the last"


def _cost(one: CaseCost) -> str:
    tokens = f"{one.tokens:,} tokens, " if one.tokens else ""
    played = f"{counted(one.plays, 'play')} in {counted(one.runs, 'run')}"
    return f"{one.case_id}: {played}, {tokens}{one.seconds:,.0f} seconds"
