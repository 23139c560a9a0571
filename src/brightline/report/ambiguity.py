"""What readers say of a policy's rules in, the rules to fix and where readers part out."""

from collections.abc import Iterator

from brightline.records import (
    Agreement,
    Ambiguity,
    Clarity,
    Expected,
    Reading,
    RequestRead,
    RuleRead,
)
from brightline.report.clean import one_line
from brightline.words import counted

_ORDER = (Clarity.AMBIGUOUS, Clarity.UNTOLD, Clarity.CLEAR)
_WIDE = max(len(each.value) for each in Clarity)

PARTED = 4
"""Readers part on a request where one of so many parts from the others."""

_WANTS = {Expected.REFUSE: "refuses", Expected.ANSWER: "answers"}


def text(found: Ambiguity) -> str:
    """Return it as lines: rules to fix first, each with the requests on which readers part."""
    return "\n".join(_lines(found))


def _lines(found: Ambiguity) -> Iterator[str]:
    counts = {each: sum(one.clarity is each for one in found.rules) for each in _ORDER}
    told = ", ".join(f"{count} {each.value}" for each, count in counts.items() if count)
    yield (
        f"{counted(len(found.rules), 'rule')}, {counted(len(found.readers), 'reader')}: {told}"
    )
    for one in found.failed:
        yield f"not read: {one_line(one)}"
    for rule in sorted(found.rules, key=lambda one: _ORDER.index(one.clarity)):
        yield ""
        yield from _rule(rule)


def _rule(rule: RuleRead) -> Iterator[str]:
    why = "fix the rule, not the model" if rule.clarity is Clarity.AMBIGUOUS else rule.why
    head = f"{rule.clarity.value:<{_WIDE}}  {rule.rule_id}"
    yield f"{head}  {one_line(why)}".rstrip()
    if rule.share is not None:
        yield f"  {rule.parting} of {rule.readings} readings part, {_percent(rule.share)}" + (
            f"; agreement beyond chance (AC1) {_number(rule.ac1)}" if rule.ac1 else ""
        )
    if rule.unread:
        yield f"  {rule.unread} of {rule.readings + rule.unread} readings are missing"
    parted = [one for one in rule.requests if _parts(one)]
    if parted and rule.clarity is not Clarity.CLEAR:
        yield "  readers part on:"
        for one in sorted(parted, key=lambda one: -one.parting / _size(one)):
            yield from _request(one)
    against = [one for one in rule.requests if one.leading not in {None, one.expected}]
    named = [one for one in against if one.expected is not None]
    if named:
        yield "  most readers say otherwise than the policy on:"
        for one in named:
            yield f"    {one_line(one.request)}"
            yield f"      {_otherwise(one)}"


def _parts(one: RequestRead) -> bool:
    return one.parting > 0 and one.parting * PARTED >= _size(one)


def _size(one: RequestRead) -> int:
    return len(one.reads)


def _request(one: RequestRead) -> Iterator[str]:
    counts = [
        f"{count} {reading.value}"
        for reading in Reading
        if (count := sum(read.reading is reading for read in one.reads))
    ]
    yield f"    {one_line(one.request)}"
    yield f"      {', '.join(counts)}"
    for reading in Reading:
        first = next((read for read in one.reads if read.reading is reading and read.why), None)
        if first is not None:
            who = one_line(first.reader)
            yield f"      {reading.value}, {who}: {one_line(first.why, limit=200)}"


def _otherwise(one: RequestRead) -> str:
    expected, leading = one.expected, one.leading
    if expected is None or leading is None:
        return ""
    return f"the policy {_WANTS[expected]} it, as they read the rule it {_WANTS[leading]}"


def _percent(share: Agreement) -> str:
    point, low, high = (f"{100 * each:.0f} %" for each in (share.point, share.low, share.high))
    return f"{point} ({low} to {high})"


def _number(one: Agreement) -> str:
    return f"{one.point:.2f} ({one.low:.2f} to {one.high:.2f})"
