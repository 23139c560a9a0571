"""A policy as read in, contradictions out: what each key may say and all together may not."""

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from brightline.load.patterns import Patterns
from brightline.load.problems import Hint, Place, nearest, shown, suggestion
from brightline.load.reader import Part, Path, Reader
from brightline.records import Expected, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\$\{[^{}]*\}|<%[^%]*%>")
_DOTTED = re.compile(r"[^.\s]+(\.[^.\s]+)*")


class Note(Protocol):
    """Notes a problem at the value, or at the key, with this path."""

    def __call__(
        self, path: Path, message: str, *, slug: str, hint: Hint, at_key: bool = False
    ) -> None:
        """Note one problem."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """One request of a rule."""

    key: str
    path: Path
    text: str


def check_meaning(policy: Part, reader: Reader) -> None:
    """Note what is wrong with a policy although each of its values may stand there.

    Looks at everything that could be read, so that one broken value hides no other problem.
    """

    def note(path: Path, message: str, *, slug: str, hint: Hint, at_key: bool = False) -> None:
        place: Place = (reader.keys if at_key else reader.places)[path]
        reader.problems.add(message, slug=slug, place=place, hint=hint)

    patterns = Patterns()
    rules = list(_parts(policy, "rules"))
    cases = list(_parts(policy, "cases"))
    _check_distinct(rules, reader, note)
    _check_distinct(cases, reader, note)
    for rule in rules:
        _check_stance(rule, note)
        _check_examples(rule, note)
        _check_requests(rule, reader, note)
        _check_standards(rule, note)
        for marker in _parts(rule, "markers"):
            _check_marker(marker, patterns, note)
    _check_cases(cases, rules, note)


def _parts(owner: Part, key: str) -> "Iterator[Part]":
    found = owner.values.get(key)
    if isinstance(found, tuple):
        yield from (item for item in found if isinstance(item, Part))


def _text(part: Part, key: str) -> str | None:
    found = part.values.get(key)
    return found if isinstance(found, str) else None


def _check_distinct(parts: list[Part], reader: Reader, note: Note) -> None:
    lines: dict[str, int] = {}
    for part in parts:
        name = _text(part, "id")
        if name is None:
            continue
        path = (*part.path, "id")
        if name.casefold() in lines:
            note(
                path,
                f"the id {shown(name)} is taken in line {lines[name.casefold()]}",
                slug="duplicate-id",
                hint="Give each its own id; capital letters make no difference.",
            )
        else:
            lines[name.casefold()] = reader.places[path][0]


def _check_stance(rule: Part, note: Note) -> None:
    stance = rule.values.get("stance")
    if stance is Stance.DEPENDS and "condition" not in rule.values:
        note(
            (*rule.path, "stance"),
            f"{_called(rule)} depends on a condition that it does not name",
            slug="condition-missing",
            hint="Add condition: {text: …, established_by: operator}, or write stance: refuse.",
        )
    elif stance in {Stance.REFUSE, Stance.ALLOW} and "condition" in rule.values:
        note(
            (*rule.path, "condition"),
            f"{_called(rule)} has a condition, but its stance is '{stance}'",
            slug="condition-unused",
            hint="Write stance: depends, or remove the condition.",
            at_key=True,
        )


def _check_examples(rule: Part, note: Note) -> None:
    stance = rule.values.get("stance")
    at = (*rule.path, "id") if "id" in rule.values else rule.path
    refused, answered = rule.values.get("must_refuse", ()), rule.values.get("must_answer", ())
    if stance is Stance.ALLOW and refused:
        note(
            (*rule.path, "must_refuse"),
            f"{_called(rule)} allows, so nothing under it must be refused",
            slug="allow-with-probes",
            hint="Move these requests to must_answer, or write stance: refuse.",
            at_key=True,
        )
    elif stance in {Stance.REFUSE, Stance.DEPENDS} and refused == ():
        note(
            at,
            f"{_called(rule)} must be refused but has no example to test it with",
            slug="rule-without-examples",
            hint="Add one or more requests under must_refuse.",
        )
    if answered == ():
        note(
            at,
            f"{_called(rule)} has no request that must be answered",
            slug="rule-without-controls",
            hint="Add one under must_answer: without a control, a dead product would pass.",
        )


def _check_requests(rule: Part, reader: Reader, note: Note) -> None:
    seen: dict[str, _Listed] = {}
    for request in [*_listed(rule, "must_refuse"), *_listed(rule, "must_answer")]:
        _check_rendered(request.path, request.text, note)
        first = seen.setdefault(" ".join(request.text.casefold().split()), request)
        if first is request:
            continue
        line = reader.places[first.path][0]
        same = first.key == request.key
        note(
            request.path,
            f"{shown(request.text)} stands in line {line} too"
            + ("" if same else f", under {first.key}"),
            slug="duplicate-request" if same else "contradicting-request",
            hint="Remove one." if same else "Decide whether it is refused or answered.",
        )
    for request in _listed(rule, "ladder"):
        _check_rendered(request.path, request.text, note)


def _check_standards(rule: Part, note: Note) -> None:
    for named in _listed(rule, "standards"):
        from brightline.records import STANDARDS  # few policies name any

        if named.text not in STANDARDS:
            close = nearest(named.text, STANDARDS)
            note(
                named.path,
                f"no list that brightline knows has a line {shown(named.text)}",
                slug="unknown-standard",
                hint=(f"Did you mean '{close}'? " if close else "")
                + "`brightline standards` prints them all.",
            )


def _listed(part: Part, key: str) -> "Iterator[_Listed]":
    found = part.values.get(key)
    if isinstance(found, tuple):
        for i, text in enumerate(found):
            if isinstance(text, str):
                yield _Listed(key, (*part.path, key, i), text)


def placeholder_in(text: str) -> str:
    """Return the first part of a text that no policy holds in a request; empty where none is.

    Args:
        text: A request.
    """
    left = _PLACEHOLDER.search(text)
    return left.group() if left is not None else ""


def _check_rendered(path: Path, text: str, note: Note) -> None:
    left = placeholder_in(text)
    if left:
        note(
            path,
            f"{shown(left)} would be sent as it stands here",
            slug="unrendered-placeholder",
            hint="Write the words themselves: requests are not templates.",
        )


def _check_marker(marker: Part, patterns: Patterns, note: Note) -> None:
    pattern, json_path = _text(marker, "pattern"), _text(marker, "json")
    problem = patterns.problem(pattern) if pattern is not None else None
    if problem is not None:
        note(
            (*marker.path, "pattern"),
            f"this pattern {problem[0]}",
            slug="bad-pattern",
            hint=problem[1],
        )
    if json_path is not None and not _DOTTED.fullmatch(json_path):
        note(
            (*marker.path, "json"),
            f"{shown(json_path)} is no dotted path",
            slug="bad-path",
            hint="Write keys and list positions with dots between them, e.g. answer.0.code.",
        )


def _check_cases(cases: list[Part], rules: list[Part], note: Note) -> None:
    known = {_text(rule, "id"): rule for rule in rules}
    ids = [name for name in known if name is not None]
    for case in cases:
        name = _text(case, "rule")
        if name is not None and name not in known and None not in known and known:
            note(
                (*case.path, "rule"),
                f"no rule has the id {shown(name)}",
                slug="unknown-rule",
                hint=partial(suggestion, name, ids, many="rules of this file"),
            )
        elif name in known and name is not None:
            _check_expected(case, known[name], note)
        for request in _listed(case, "turns"):
            _check_rendered(request.path, request.text, note)
        objective = _text(case, "objective")
        if objective is not None:
            _check_rendered((*case.path, "objective"), objective, note)


def _check_expected(case: Part, rule: Part, note: Note) -> None:
    refused = case.values.get("expected") is Expected.REFUSE
    if refused and rule.values.get("stance") is Stance.ALLOW:
        note(
            (*case.path, "expected"),
            f"{_called(rule)} allows, so a case of it cannot expect a refusal",
            slug="allow-with-probes",
            hint="Write expected: answer, or name another rule.",
        )


def _called(rule: Part) -> str:
    name = _text(rule, "id")
    return f"rule '{name}'" if name else "this rule"
