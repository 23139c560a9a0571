"""A written case in, the item that a policy holds it as out."""

import re
from collections.abc import Iterator

from brightline.records import WrittenCase
from brightline.report.quoted import quoted

_PLAIN = re.compile(r"[A-Za-z]+([-_][A-Za-z]+)+")
"""Names that no YAML reader takes for anything but text."""


def written_yaml(case: WrittenCase) -> str:
    """Return a case as the lines of a YAML item, without indentation.

    Args:
        case: The case; its texts may be anything.
    """
    return "\n".join(_lines(case))


def _lines(case: WrittenCase) -> Iterator[str]:
    yield f"- id: {case.id}"
    yield f"  rule: {case.rule if _PLAIN.fullmatch(case.rule) else quoted(case.rule)}"
    yield f"  expected: {case.expected.value}"
    if case.objective is not None and case.objective != case.turns[-1]:
        yield f"  objective: {quoted(case.objective)}"
    yield "  turns:"
    yield from (f"    - {quoted(turn)}" for turn in case.turns)
    if case.must_hold:
        yield "  must_hold: true"
    if case.origin is not None:
        parts = {
            "from": case.origin.from_,
            "date": case.origin.date,
            "trace": case.origin.trace,
        }
        told = ", ".join(f"{key}: {quoted(text)}" for key, text in parts.items() if text)
        yield f"  origin: {{{told}}}"
