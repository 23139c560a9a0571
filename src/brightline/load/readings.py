"""JSON lines that a person filled in, what that person says of each request out."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from brightline.errors import PolicyError
from brightline.load.problems import shown, suggestion, together
from brightline.load.source import read_bytes
from brightline.load.strict_json import JsonProblemError, parse_json
from brightline.records import Reading

READINGS = tuple(each.value for each in Reading)


class Asked(NamedTuple):
    """A rule as people are asked about it."""

    text: str
    requests: frozenset[str]


def load_readings(
    path: Path, asked: Mapping[str, Asked]
) -> dict[tuple[str, str], tuple[Reading, str]]:
    """Return what a person answered, by rule and request; what is left empty is not there.

    Args:
        path: A file that `brightline ambiguity --export` wrote and the person filled in.
        asked: What is asked of each rule of the policy, as it reads now.

    Raises:
        PolicyError: the file cannot be read, or lines in it are wrong; its `problems` are all
            that one pass finds.
    """
    found: dict[tuple[str, str], tuple[Reading, str]] = {}
    problems: list[PolicyError] = []
    for number, line in enumerate(read_bytes(path, what="answer").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            key, answer = _answer(_object(line), line, asked)
        except _BadLineError as bad:
            problems.append(_problem(bad, f"{path}:{number}"))
            continue
        if key in found:
            twice = _BadLineError("this request is answered twice", "Keep one of them.")
            problems.append(_problem(twice, f"{path}:{number}"))
        if answer is not None:
            found[key] = answer
    if problems:
        raise together(tuple(problems))
    return found


class _BadLineError(Exception):
    """One line is no answer; says why, where, and what to write."""

    def __init__(self, message: str, hint: str, *, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.column = column


def _problem(bad: _BadLineError, place: str) -> PolicyError:
    where = f"{place}:{bad.column}"
    return PolicyError(bad.message, slug="answer-line", where=where, hint=bad.hint)


def _object(line: bytes) -> dict[str, object]:
    try:
        found = parse_json(line)
    except JsonProblemError as problem:
        raise _BadLineError(
            str(problem), "Write one JSON object per line.", column=problem.column
        ) from problem
    if not isinstance(found, dict):
        raise _BadLineError("the line is no JSON object", "Write one JSON object per line.")
    return found


def _answer(
    told: dict[str, object], line: bytes, asked: Mapping[str, Asked]
) -> tuple[tuple[str, str], tuple[Reading, str] | None]:
    rule, request, reading = told.get("rule"), told.get("request"), told.get("reading")
    if not isinstance(rule, str) or rule not in asked:
        raise _BadLineError(
            f"the policy has no rule {shown(str(rule))}",
            suggestion(str(rule), asked, many="rules"),
            column=_column(line, "rule"),
        )
    if not isinstance(request, str) or request not in asked[rule].requests:
        raise _BadLineError(
            f"rule '{rule}' has no request {shown(str(request))}",
            "Leave rule and request as they were written, or export them again.",
            column=_column(line, "request"),
        )
    if isinstance(reading, str):
        reading = reading.strip().lower()
    if reading is None or reading == "":
        return (rule, request), None
    if reading not in READINGS:
        raise _BadLineError(
            f"{shown(str(reading))} is no reading",
            f"Write one of {', '.join(READINGS)}, or leave it empty.",
            column=_column(line, "reading"),
        )
    if told.get("text") != asked[rule].text:
        raise _BadLineError(
            f"rule '{rule}' reads otherwise now than when this was answered"
            if "text" in told
            else f"the line does not say how rule '{rule}' read when this was answered",
            "Export the questions again and let each person answer this rule anew; answers to"
            " other rules can be copied over.",
            column=_column(line, "text"),
        )
    why = told.get("why")
    return (rule, request), (Reading(str(reading)), why if isinstance(why, str) else "")


def _column(line: bytes, key: str) -> int:
    """Return the column of a key's value; 1 where the key is not there."""
    text = line.decode("utf-8", "replace")
    at = text.find(f'"{key}"')
    value = text.find(":", at) + 1
    if at < 0 or not value:
        return 1
    return value + 1 + len(text[value:]) - len(text[value:].lstrip())
