"""JSON lines in, questions for a judge out; each bad line is an error at its number."""

import json
from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from brightline.errors import UsageError
from brightline.load.patterns import Patterns
from brightline.load.problems import nearest, shown, suggestion
from brightline.load.strict_json import JsonProblemError, parse_json
from brightline.records import (
    Exchange,
    Expected,
    PatternMarker,
    Policy,
    Question,
    Reply,
    Role,
    Rule,
    Stance,
    ToolCall,
    Turn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_LINE_BYTES = 16 * 1024 * 1024

_KEYS = ("id", "rule", "objective", "expected", "turns", "reply", "stop", "reasoning", "tools")
"""What we read of a line; other keys are the writer's own and are left alone."""

_RULE_KEYS = ("id", "text", "stance", "severity", "condition", "instead", "markers", "scope")


class _BadLineError(Exception):
    """One line is no exchange; says why, and what to write."""

    def __init__(self, message: str, hint: str, slug: str = "exchange-shape") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.slug = slug


def read_exchanges(
    lines: "Iterable[bytes]", *, name: str, policy: Policy | None
) -> "Iterator[Question | UsageError]":
    """Return the exchanges of a log one at a time, with the bad lines between them as errors.

    Nothing is dropped and nothing stops the reading: whoever counts can count every line.

    Args:
        lines: Lines of UTF-8 JSON; blank ones are skipped.
        name: How the file is called in messages.
        policy: Where rules that a line names by id are looked up; None when every line brings
            its rule.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _question(_object(line), number, policy)
        except _BadLineError as bad:
            where = f"{name}:{number}"
            yield UsageError(bad.message, slug=bad.slug, where=where, hint=bad.hint)


def _object(line: bytes) -> dict[str, object]:
    if len(line) > MAX_LINE_BYTES:
        raise _BadLineError(
            "the line is larger than 16 MiB", "Cut the reply.", "exchange-too-large"
        )
    try:
        found = parse_json(line)
    except JsonProblemError as problem:
        at = f" (column {problem.column})" if problem.slug == "json-syntax" else ""
        raise _BadLineError(
            f"{problem}{at}", "Write one JSON object per line.", problem.slug
        ) from problem
    if not isinstance(found, dict):
        raise _BadLineError("the line holds no JSON object", "Write one object per line.")
    _check_typos(found, _KEYS)
    return cast("dict[str, object]", found)


def _question(found: dict[str, object], number: int, policy: Policy | None) -> Question:
    rule, does = _rule(found.get("rule"), policy)
    expected = _choice(found, "expected", tuple(Expected))
    return Question(
        subject_id=_text(found, "id") or f"line-{number}",
        exchange=Exchange(
            turns=_turns(found.get("turns")),
            reply=_reply(found),
            objective=_text(found, "objective"),
        ),
        rule=rule,
        expected=Expected(expected) if expected is not None else None,
        does=does,
    )


def _rule(found: object, policy: Policy | None) -> tuple[Rule, tuple[str, ...]]:
    if isinstance(found, dict):
        _check_typos(found, _RULE_KEYS)
        return _own_rule(found)
    if not isinstance(found, str):
        hint = 'Write "rule": "<id>", or an object with id and text.'
        raise _BadLineError("the line names no rule", hint, "exchange-without-rule")
    if policy is None:
        raise _BadLineError(
            f"the rule {shown(found)} cannot be looked up without a policy",
            "Give --policy FILE, or write the rule as an object with id and text.",
            "exchange-without-policy",
        )
    rule = next((rule for rule in policy.rules if rule.id == found), None)
    if rule is None:
        hint = suggestion(found, [rule.id for rule in policy.rules], many="rules of the policy")
        raise _BadLineError(f"no rule has the id {shown(found)}", hint, "unknown-rule")
    return rule, policy.scope.does


def _own_rule(found: dict[str, object]) -> tuple[Rule, tuple[str, ...]]:
    scope = found.get("scope") or {}
    does = scope.get("does", []) if isinstance(scope, dict) else None
    if not isinstance(does, list) or not all(isinstance(task, str) for task in does):
        raise _BadLineError(
            "the rule's scope is no object with a list of tasks", 'Write {"does": ["…"]}.'
        )
    known = {key: found[key] for key in _RULE_KEYS[:-1] if found.get(key) is not None}
    try:
        rule = Rule.model_validate_json(json.dumps({"stance": Stance.REFUSE, **known}))
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        at = ".".join(str(step) for step in detail["loc"])
        raise _BadLineError(
            f"the rule cannot be read at '{at}': {detail['msg'].lower()}",
            "Write an object with id and text, and instead, markers and scope where known.",
        ) from error
    patterns = Patterns()
    for marker in rule.markers:
        problem = (
            patterns.problem(marker.pattern) if isinstance(marker, PatternMarker) else None
        )
        if problem is not None:
            raise _BadLineError(
                f"a pattern of the rule {problem[0]}", problem[1], "bad-pattern"
            )
    return rule, tuple(does)


def _turns(found: object) -> tuple[Turn, ...]:
    if not isinstance(found, list) or not found:
        raise _BadLineError(
            "the line has no turns", 'Write "turns": [{"role": "user", "text": "…"}].'
        )
    turns = tuple(_turn(item, i) for i, item in enumerate(found, start=1))
    if turns[-1].role is not Role.USER:
        raise _BadLineError(
            f"the last turn is the {turns[-1].role}'s",
            "End with the user's turn; what the product answered to it belongs in 'reply'.",
        )
    return turns


def _turn(found: object, number: int) -> Turn:
    if not isinstance(found, dict):
        raise _BadLineError(
            f"turn {number} is no object", 'Write {"role": "user", "text": "…"}.'
        )
    _check_typos(found, ("role", "text", "scripted", "tools"))
    role = _choice(found, "role", tuple(Role))
    text = _text(found, "text")
    scripted = found.get("scripted", False)
    if role is None or text is None:
        raise _BadLineError(
            f"turn {number} has no {'role' if role is None else 'text'}",
            'Write {"role": "user", "text": "…"}.',
        )
    if not isinstance(scripted, bool):
        raise _BadLineError(f"'scripted' of turn {number} is no bool", "Write true or false.")
    tools = _tools(found.get("tools"))
    return Turn(role=Role(role), text=text, scripted=scripted, tools=tools)


def _reply(found: dict[str, object]) -> Reply:
    if "reply" not in found:
        raise _BadLineError("the line has no reply", 'Write "reply": "…", null if none came.')
    return Reply(
        text=_text(found, "reply") or "",
        stop=_text(found, "stop"),
        reasoning=_text(found, "reasoning") or "",
        tools=_tools(found.get("tools")),
    )


def _tools(found: object) -> tuple[ToolCall, ...]:
    if found is None:
        return ()
    if not isinstance(found, list):
        raise _BadLineError("'tools' is no list", 'Write [{"name": "…", "arguments": {}}].')
    calls = []
    for call in found:
        name = call.get("name") if isinstance(call, dict) else None
        if not isinstance(name, str):
            raise _BadLineError("a tool call has no name", 'Write {"name": "…"}.')
        arguments = call.get("arguments", {})
        text = arguments if isinstance(arguments, str) else json.dumps(arguments)
        calls.append(ToolCall(name=name, arguments=text))
    return tuple(calls)


def _text(found: dict[str, object], key: str) -> str | None:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise _BadLineError(f"'{key}' is no text", f'Write "{key}": "…".')
    return value


def _choice(found: dict[str, object], key: str, valid: tuple[str, ...]) -> str | None:
    value = _text(found, key)
    if value is not None and value not in valid:
        raise _BadLineError(
            f"{shown(value)} is not one of the values of '{key}'",
            suggestion(value, [str(word) for word in valid], many="values"),
            "unknown-value",
        )
    return value


def _check_typos(found: dict[str, object], valid: tuple[str, ...]) -> None:
    """Refuse a key that only looks like one of ours; others may carry what they like."""
    absent = [key for key in valid if key not in found]
    for key in found:
        meant = nearest(key, absent, cutoff=0.85) if key not in valid else ""
        if meant:
            raise _BadLineError(
                f"the key {shown(key)} is not known", f"Did you mean '{meant}'?", "unknown-key"
            )
