"""Groups of digits in, the phone numbers among them out.

Written with its country a number is believed. Written as at home it is where its groups are
those of a country that writes so; else a word near it must say that it is a phone's.
"""

import re
from collections.abc import Iterator

from brightline.watch.redact import words
from brightline.watch.redact.finding import Found, Kind
from brightline.watch.redact.runs import Run

_CODES = frozenset(
    {"1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44"}
    | {"45", "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61"}
    | {"62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95"}
    | {"98"}
)
"""Countries of one and two digits (ITU-T E.164); those of three begin otherwise."""
_MOST = {"1": 11, "7": 11, "31": 11, "32": 11, "33": 11, "34": 11, "41": 11, "44": 12, "45": 10}
_MOST |= {"46": 12, "47": 10, "48": 11, "61": 11, "64": 12, "65": 10, "81": 12, "82": 12}
_MOST |= {"86": 13, "90": 12, "91": 12}
"""Digits with the country's where a number ends, although more follow."""
_MOST_ELSEWHERE, _FEWEST, _MOST_ANYWHERE = 13, 8, 15

_HOME = re.compile(
    r"[(]?[2-9]\d\d[)]?[ .-]{0,2}[2-9]\d\d[ .-]\d{4}"  # North America
    r"|1[ .-][(]?[2-9]\d\d[)]?[ .-]{1,2}[2-9]\d\d[ .-]\d{4}"
    r"|[(](?:\d{2,3}|0\d{3,4})[)] ?\d{3,5}[ -]?\d{3,4}"  # an area in parentheses
    r"|8[ -]?[(]?[3489]\d\d[)]?[ -]{0,2}\d{3}[ -]\d\d[ -]\d\d"  # Russia
    r"|1[3-9]\d[ -]\d{4}[ -]\d{4}"  # China
    r"|[679]\d\d \d\d \d\d \d\d"  # Spain
)
_TRUNK = re.compile(r"[(]?0[)]?[1-9]\d{0,5}(?:[)]?[ ./-]{1,3}\d{2,9}){1,4}")
"""A zero before the area, as most of Europe, Africa and Asia write: nine digits to twelve."""
_MOBILE = re.compile(r"07\d{9}|0[67]\d{8}|04\d{8}|01[567]\d{8,9}|0[5789]0\d{8}")
"""Those that are believed although they are written in one."""
_DATE = re.compile(
    r"(?:[0-3]?\d[ ./-][0-3]?\d[ ./-](?:19|20)\d\d|(?:19|20)\d\d[ ./-][01]?\d[ ./-][0-3]?\d"
    r"|(?:19|20)\d\d(?:0[1-9]|1[012])(?:[012]\d|3[01]))(?![0-9])"
)
_YEARS = re.compile(r"(?:1[0-9]|20)\d\d ?- ?(?:1[0-9]|20)\d\d")
_MONTHS = re.compile(r"(?:0?[1-9]|1[012])[./](?:19|20)\d\d\b|0\d{4}-\d{4}(?!\d)")
"""A month with its year; a code of the post of the United States."""
_MOST_GROUPS = 7


def find(run: Run, first: int, last: int) -> Iterator[Found]:
    """Yield the phone numbers among the groups first to last of a run."""
    while first < last:
        size = _date(run, first)
        if not size:
            size = _international(run, first, last) or _national(run, first, last)
            if size:
                start, end = _begin(run, first), run.groups[first + size - 1][1]
                start += _opens_around(run.text[start:end])
                yield Found(start, end, Kind.PHONE, _value(run.text[start:end]))
        first += size or 1


def _begin(run: Run, at: int) -> int:
    """Return where the number of a group begins: at its plus and its parenthesis."""
    start = run.groups[at][0]
    for sign in ("+(", "+") if run.text[start - 1 : start] == "(" else ("(+", "("):
        if start > run.start and run.text[start - 1] in sign:
            start -= 1
    return start


def _opens_around(written: str) -> bool:
    """Tell whether a parenthesis before a number is closed behind it, and no part of it."""
    return written[0] == "(" and written.count("(") > written.count(")")


def _may_begin(run: Run, at: int) -> bool:
    """Tell whether a number can begin at a group: what stands before is no part of it."""
    if at == 0:
        return True
    begin, end = run.groups[at - 1]
    sign = run.text[end : run.groups[at][0]]
    numbered = end - begin <= 2 and sign[:1] in {".", ")"} and " " in sign
    return numbered or _date(run, at - 1) == 1


def _date(run: Run, at: int) -> int:
    """Return how many groups a date takes."""
    start = run.groups[at][0]
    match = _DATE.match(run.text, start, run.groups[min(at + 3, len(run.groups)) - 1][1])
    if not match:
        return 0
    return sum(start <= one[0] < match.end() for one in run.groups[at : at + 3])


def _international(run: Run, first: int, last: int) -> int:
    """Return how many groups a number with its country takes."""
    start = _begin(run, first)
    plus = "+" in run.text[start : run.groups[first][0]]
    if plus:
        dialled = 0
        known = not (
            run.text[start - 1 : start].isalnum() or run.text[start - 1 : start] == ")"
        )
    else:
        head = run.digits(first, 1)
        dialled = 2 if head[:2] == "00" else 3 if head == "011" else 0
        known = bool(dialled) and _is_dialled(run, first, last)
    code = _code(run.digits(first, min(4, last - first))[dialled:]) if known else ""
    if not code:
        return 0
    most = _MOST.get(code, _MOST_ELSEWHERE) + ("(0)" in run.text[start : start + 12])
    size = taken = 0
    for begin, end in run.groups[first : min(last, first + _MOST_GROUPS + 1)]:
        if taken + end - begin > most + dialled and taken >= dialled + _FEWEST:
            break
        taken += end - begin
        size += 1
    fits = taken - dialled == most if code == "1" else taken - dialled >= _FEWEST
    return size if fits and taken - dialled <= _MOST_ANYWHERE else 0


def _is_dialled(run: Run, first: int, last: int) -> bool:
    """Tell whether a number that begins with zeros can be one with its country."""
    start, end = _begin(run, first), run.groups[last - 1][1]
    said = words.says_phone(run.text, start, end)
    if said is False or not _may_begin(run, first) or last - first > _MOST_GROUPS:
        return False
    joined = len(run.digits(first, 1)) > 3 or run.digits(first, 1) == "011"
    grouped = joined and last - first > 1
    return bool(said) or (grouped and all(e - b > 1 for b, e in run.groups[first + 2 : last]))


def _code(digits: str) -> str:
    for size in (1, 2):
        if digits[:size] in _CODES:
            return digits[:size]
    return digits[:3] if digits[:1] in set("23456789") and len(digits) > 3 else ""


def _national(run: Run, first: int, last: int) -> int:
    """Return how many groups a number as it is written at home takes: all of them, or none."""
    size = last - first
    if size > _MOST_GROUPS or not _may_begin(run, first):
        return 0
    start, end = _begin(run, first), run.groups[last - 1][1]
    said = words.says_phone(run.text, start, end)
    if said is False or _is_amount(run.text, start, end):
        return 0
    if not said and _MONTHS.match(run.text, run.groups[first][0]):
        return 0
    start += _opens_around(run.text[start:end])
    whole, total = run.text[start:end], len(run.digits(first, size))
    shaped = (
        _HOME.fullmatch(whole)
        or (9 <= total <= 12 and _TRUNK.fullmatch(whole))
        or (size == 1 and _MOBILE.fullmatch(whole))
        or (said and 7 <= total <= 13 and not _YEARS.match(whole))
    )
    return size if shaped else 0


def _is_amount(text: str, start: int, end: int) -> bool:
    """Tell whether a number is money or the like: a sign before it, a decimal behind it."""
    sign = text[max(0, start - 2) : start].strip()[-1:]
    tail = text[end : end + 2]
    return (sign != "" and sign in "$€£¥§") or (tail[:1] == "," and tail[1:].isdigit())


def _value(written: str) -> str:
    """Return a number as it is compared: digits, after a plus where the country is said."""
    digits = "".join(one for one in written.replace("(0)", "") if one.isdigit())
    return "+" + digits if "+" in written else digits
