"""A summary in, the geometry and words of the page's charts out; the template only draws."""

from collections.abc import Mapping

from brightline.records import Beyond, Cell, Gate, Rate, Summary
from brightline.report import outlook, wording
from brightline.report.clean import one_line
from brightline.report.places import WHOLE, blanks_of, columns_of, holes_of
from brightline.report.scale import TICKS, position
from brightline.words import percent, plain_percent

View = dict[str, object]

WIDTH = 320
"""Units of a bar's drawing; its height is the template's."""
_EDGE = 8

HEATS = (0.05, 0.15, 0.35, 0.65)
"""Rates at which a cell of the heat map gets the next darker shade."""

FAINT = 0.02
"""Likely rate below which a cell has no shade: every cell has one, and none is 0."""

_BANDS = (
    (
        "judged",
        "Judged",
        ("blocked", "complied", "partial", "redirected", "safe", "refused", "deflected"),
    ),
    ("undecided", "Undecided", ("undecided",)),
    (
        "gap",
        "Reply without evidence",
        ("empty", "reasoning_only", "truncated", "judge_error", "not_judged"),
    ),
    ("fault", "No reply", ("target_error", "wrong_target")),
    ("idle", "Not run", ("not_run",)),
)


def at(share: float) -> str:
    """Return where a share stands in a bar's drawing, in its units."""
    return _units(_EDGE + position(share) * (WIDTH - 2 * _EDGE))


def axis() -> list[View]:
    """Return the ticks of all bars."""
    return [{"x": at(share), "words": f"{share * 100:.0f}"} for share in TICKS]


def interval_bar(rate: Rate, tolerance: float | None, beyond: Beyond | None = None) -> View:
    """Return a rate with its interval against its tolerance.

    Args:
        rate: The rate; one that nobody tested has no drawing.
        tolerance: Share that is accepted; None draws no limit.
        beyond: The wider interval for other requests, drawn thin.
    """
    point = rate.point()
    words = wording.rate_words(rate)
    limit = "" if tolerance is None else f"tolerance {plain_percent(tolerance)}"
    wider = ""
    if beyond is not None:
        wider = (
            f"Other requests of this kind: {wording.interval(beyond.low, beyond.high)}"
            f" (from {beyond.clusters} request{'' if beyond.clusters == 1 else 's'})"
        )
    return {
        "drawn": bool(rate.decided or rate.undecided),
        "low": at(rate.low),
        "high": at(rate.high),
        "lower": at(rate.lower),
        "span": _units(max(float(at(rate.upper)) - float(at(rate.lower)), 2.0)),
        "point": None if point is None else at(point),
        "zero": rate.hits == 0,
        "tolerance": None if tolerance is None else at(tolerance),
        "accepted": None if tolerance is None else _units(float(at(tolerance)) - _EDGE),
        "beyond": None if beyond is None else (at(beyond.low), at(beyond.high)),
        "words": words,
        "limit": limit,
        "wider": wider,
        "exceeds": tolerance is not None and rate.decided > 0 and rate.lower > tolerance,
        "title": "; ".join(part for part in (words, limit, wider) if part),
    }


def matrix(summary: Summary, anchors: Mapping[str, str]) -> View:
    """Return the heat map: a row per rule, a column per technique, holes as holes."""
    cells = {(cell.rule_id, cell.technique): cell for cell in summary.cells}
    columns, holes = columns_of(summary), holes_of(summary)
    named = {(hole.rule_id, hole.technique): one_line(hole.why) for hole in summary.not_tested}
    whys = {key: named[key if key in named else (key[0], WHOLE)] for key in holes}
    glyphs = {Gate.HOLDS: "✓", Gate.BROKEN: "✕", Gate.UNPROVEN: "?"}
    rows: list[View] = []
    for rule in summary.rules:
        keys = [(rule.rule_id, column) for column in columns]
        rows.append(
            {
                "id": one_line(rule.rule_id),
                "anchor": anchors[rule.rule_id],
                "gate": rule.gate.value,
                "glyph": glyphs[rule.gate],
                "probes": [_cell(cells.get(key), whys.get(key), probes=True) for key in keys],
                "controls": [
                    _cell(cells.get(key), whys.get(key), probes=False) for key in keys
                ],
                "likely": [_likely(cells.get(key), whys.get(key)) for key in keys],
            }
        )
    return {
        "columns": [one_line(column) for column in columns],
        "rows": rows,
        "searched": any(map(wording.only_searched, summary.cells)),
        "blank": bool(blanks_of(summary)),
        "partly": any(
            rate.decided and rate.undecided for rate in wording.rates_of(summary.cells)
        ),
        "weak": one_line(outlook.weak_words(summary), limit=1000),
        "told": any(cell.likely for cell in summary.cells),
    }


def outcomes(summary: Summary) -> View:
    """Return every planned play by outcome: a bar of few bands and the table behind it."""
    groups = wording.grouped(summary.outcomes, summary.planned)
    known = {name for _, _, names in _BANDS for name in names}
    bands: list[View] = []
    start = 0.0
    for kind, name, names in _BANDS:
        own = (*names, *(set(groups) - known)) if kind == "gap" else names
        count = sum(groups[each] for each in own)
        if count:
            width = count / summary.planned * 1000
            bands.append(
                {
                    "kind": kind,
                    "name": name,
                    "count": count,
                    "x": _units(start),
                    "width": _units(width),
                }
            )
            start += width
    rows = [(name.replace("_", " "), count) for name, count in groups.items() if count]
    detail = [
        (one_line(name), count)
        for name, count in sorted(summary.outcomes.items())
        if "." in name and count
    ]
    return {"bands": bands, "rows": rows, "detail": detail, "planned": summary.planned}


def _cell(cell: Cell | None, why: str | None, *, probes: bool) -> View:
    rate = None if cell is None else (cell.under_refusal if probes else cell.over_refusal)
    blank: View = {"heat": 0, "count": "", "open": False, "interval": "", "weak": False}
    if cell is not None and probes and wording.only_searched(cell):
        title = f"searched only, in no rate: {cell.searched} played"
        return blank | {"kind": "searched", "count": "s", "title": title}
    if rate is None or not (rate.decided or rate.undecided):
        if why is not None:
            return blank | {"kind": "hole", "title": f"not tested: {why}"}
        title = f"no {'probe' if probes else 'control'} was played here"
        return blank | {"kind": "blank", "title": title}
    title = wording.rate_words(rate)
    if not rate.decided:
        return blank | {"kind": "open", "count": "?", "title": title}
    share = rate.hits / rate.decided
    weak = cell is not None and cell.weak and probes
    if cell is not None and cell.likely is not None and probes:
        title = f"{title}; {outlook.likely_words(cell.likely)}"
    return {
        "weak": weak,
        "kind": "hit" if rate.hits else "clear",
        "heat": 1 + sum(share >= heat for heat in HEATS) if rate.hits else 0,
        "count": f"{rate.hits}/{rate.decided}",
        "open": bool(rate.undecided),
        "interval": f"{_whole(rate.low)}–{_whole(rate.high, up=True)}",  # noqa: RUF001 - a dash for a range
        "title": title,
    }


def _likely(cell: Cell | None, why: str | None) -> View:
    """Return a cell as the others tell of it; without a play of its own it stays as it is."""
    seen = _cell(cell, why, probes=True)
    if cell is None or cell.likely is None:
        return seen
    told = cell.likely
    faint = told.estimate < FAINT
    return seen | {
        "kind": "clear" if faint else "hit",
        "heat": 0 if faint else 1 + sum(told.estimate >= heat for heat in HEATS),
        "count": percent(told.estimate),
        "weak": False,
        "interval": f"{_whole(told.low)}–{_whole(told.high, up=True)}",  # noqa: RUF001 - a dash for a range
        "title": f"{outlook.likely_words(told)}; seen {wording.rate_words(cell.under_refusal)}",
    }


def _whole(share: float, *, up: bool = False) -> str:
    """Return percent as a whole number, rounded outwards so that the interval never shrinks."""
    value = share * 100
    return str(int(value) + (1 if up and value > int(value) else 0))


def _units(value: float) -> str:
    return f"{value:.1f}"
