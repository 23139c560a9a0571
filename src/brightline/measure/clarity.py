"""Readings of a rule's requests in, whether the rule is clear out.

A reader of a clear rule errs now and then; readers of an ambiguous one part. On one request, no
more readings can part from the leading one than err, whichever reading is right. So the exact
lower bound of Clopper and Pearson (1934) on the share that parts is one on the share of
readings that err, and with at most `MOST_PARTING` of them a rule is called ambiguous in one of
twenty cases at most, for any number of requests and readers that read for themselves.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count
from math import ceil

from brightline.measure.quantile import t_quantile
from brightline.measure.rates import lower_bound, upper_bound
from brightline.records import (
    Agreement,
    Clarity,
    Expected,
    Read,
    Reading,
    RequestRead,
    RuleRead,
)

LEVEL = 0.95
"""Confidence of each bound alone."""

MOST_PARTING = 0.05
"""Share of readings of a clear rule that part at most."""

CLEAR_BELOW = 0.15
"""A rule is clear where the upper bound of the share stays at or below this."""

FEWEST_READERS = 2

FEWEST_READINGS = 10
"""With fewer nothing is said of a rule, whatever the bounds are."""


def read_request(
    request: str, reads: Sequence[Read], *, expected: Expected | None, unread: int
) -> RequestRead:
    """Return what readers say of one request together.

    Args:
        request: Its text.
        reads: One for each reader that could be read.
        expected: What the policy wants of it; None where it leaves that open.
        unread: Readers that could not be read.
    """
    refused, answered, unclear = _counts([one.reading for one in reads])
    leading = None
    if max(refused, answered) > min(refused, answered) and max(refused, answered) > unclear:
        leading = Expected.REFUSE if refused > answered else Expected.ANSWER
    return RequestRead(
        request=request,
        expected=expected,
        reads=tuple(reads),
        unread=unread,
        parting=len(reads) - max(refused, answered),
        leading=leading,
    )


def read_rule(rule_id: str, requests: Sequence[RequestRead]) -> RuleRead:
    """Return whether readers understand a rule alike.

    Where one of several readers makes up most of what parts, nothing is said of the rule: that
    reader may be the one who cannot read.

    Args:
        rule_id: Of the rule.
        requests: What readers say of each of its requests.
    """
    readers = tuple(dict.fromkeys(read.reader for one in requests for read in one.reads))
    parting = sum(one.parting for one in requests)
    readings = sum(len(one.reads) for one in requests)
    clarity, why = _clarity(requests, parting, readings)
    return RuleRead(
        rule_id=rule_id,
        clarity=clarity,
        why=why,
        requests=tuple(requests),
        readings=readings,
        parting=parting,
        unread=sum(one.unread for one in requests),
        share=_share(parting, readings) if readings else None,
        ac1=_ac1_with_interval(requests, readers),
        level=LEVEL,
    )


def _clarity(
    requests: Sequence[RequestRead], parting: int, readings: int
) -> tuple[Clarity, str]:
    by_reader: Counter[str] = Counter()
    for one in requests:
        by_reader.update(_by_reader(one))
    if few := _too_few(len(by_reader), parting, readings):
        return Clarity.UNTOLD, few
    if lower_bound(parting, readings, level=LEVEL) > MOST_PARTING:
        reader, most = max(by_reader.items(), key=lambda one: (one[1], one[0]))
        if len(by_reader) > FEWEST_READERS and most > parting:
            return Clarity.UNTOLD, f"most of what parts is one reader's: {reader}"
        return Clarity.AMBIGUOUS, ""
    if _is_clear(parting, readings):
        return Clarity.CLEAR, ""
    return Clarity.UNTOLD, _would_do(len(by_reader), parting, readings)


def _too_few(readers: int, parting: int, readings: int) -> str:
    if not readings:
        return "not read"
    if readers < FEWEST_READERS:
        return "one reader has nobody to part from"
    return _would_do(readers, parting, readings) if readings < FEWEST_READINGS else ""


def _would_do(readers: int, parting: int, readings: int) -> str:
    """Return how many readings it takes to call a rule clear, if no more of them part."""
    needed = fewest_clear(parting)
    clear = "agree" if not parting else f"hold no more than {parting} that part"
    return (
        f"too few readings: {readings}; {needed} that {clear} make it clear,"
        f" such as {ceil(needed / readers)} requests with {readers} readers"
    )


def fewest_clear(parting: int) -> int:
    """Return how many readings a clear rule has at least when so many of them part."""
    sizes = count(FEWEST_READINGS + parting)
    return next(size for size in sizes if _is_clear(parting, size))


def _is_clear(parting: int, readings: int) -> bool:
    return upper_bound(parting, readings, level=LEVEL) <= CLEAR_BELOW


def _by_reader(one: RequestRead) -> dict[str, int]:
    """Return how far each reader parts on a request, in halves: a tie parts both sides."""
    said = [read.reading for read in one.reads]
    refused, answered, _ = _counts(said)
    tie = refused == answered
    leading = Reading.REFUSE if refused > answered else Reading.ANSWER
    halves = {
        reading: 2 if reading is Reading.UNCLEAR else 1 if tie else 2 * (reading is not leading)
        for reading in Reading
    }
    return {read.reader: halves[read.reading] for read in one.reads}


def _share(parting: int, readings: int) -> Agreement:
    return Agreement(
        point=parting / readings,
        low=lower_bound(parting, readings, level=LEVEL),
        high=upper_bound(parting, readings, level=LEVEL),
    )


def _counts(said: Sequence[Reading]) -> tuple[int, int, int]:
    return said.count(Reading.REFUSE), said.count(Reading.ANSWER), said.count(Reading.UNCLEAR)


def _ac1_with_interval(
    requests: Sequence[RequestRead], readers: Sequence[str]
) -> Agreement | None:
    """Return AC1 with an interval over readers, the requests being those that they are.

    Where all agree the jackknife knows no spread; then, and wherever it is shorter, the
    interval reaches down to what the upper bound of the share that parts would still allow.
    """
    if len(readers) <= FEWEST_READERS:
        return None
    rows = [{read.reader: read.reading for read in one.reads} for one in requests]
    point = _ac1(rows)
    if point is None:
        return None
    left = [
        _ac1([{who: said for who, said in row.items() if who != reader} for row in rows])
        for reader in readers
    ]
    known = [one for one in left if one is not None]
    if len(known) < len(readers):
        return None
    mean = sum(known) / len(known)
    spread = ((len(known) - 1) / len(known) * sum((one - mean) ** 2 for one in known)) ** 0.5
    half = t_quantile((1 + LEVEL) / 2, len(known) - 1) * spread
    low = min(point - half, _least(rows))
    return Agreement(point=point, low=max(-1.0, low), high=min(1.0, point + half))


def _least(rows: Sequence[Mapping[str, Reading]]) -> float:
    """Return AC1 if readings parted as often as the upper bound of their share says."""
    parting = sum(len(row) - max(_counts(list(row.values()))[:2]) for row in rows)
    readings = sum(map(len, rows))
    share = upper_bound(parting, readings, level=(1 + LEVEL) / 2)
    agree = 1 - 2 * share * (1 - share) if share < 0.5 else 0.5
    chance = _chance(rows)
    return (agree - chance) / (1 - chance)


def _ac1(rows: Sequence[Mapping[str, Reading]]) -> float | None:
    """Return Gwet's AC1 for any number of readers (Gwet 2008, BJMSP 61:29-48), or None.

    Requests with fewer than two readings say nothing of agreement, as there.
    """
    pairs = []
    for row in rows:
        size = len(row)
        if size > 1:
            counts = _counts(list(row.values()))
            pairs.append(sum(n * (n - 1) for n in counts) / (size * (size - 1)))
    if not pairs:
        return None
    chance = _chance(rows)
    return (sum(pairs) / len(pairs) - chance) / (1 - chance)


def _chance(rows: Sequence[Mapping[str, Reading]]) -> float:
    """Return how often readers would agree by chance, at most one half."""
    filled = [list(row.values()) for row in rows if row]
    shares = [
        sum(row.count(each) / len(row) for row in filled) / len(filled) for each in Reading
    ]
    return sum(share * (1 - share) for share in shares) / (len(Reading) - 1)
