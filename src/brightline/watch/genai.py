"""The attributes and events of one span in, what a model was asked and said out.

Names of the conventions of OpenTelemetry for generative AI, of each generation that is still
sent, and of the libraries that had names of their own before: one function for each, tried
from the newest on.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from brightline.watch.messages import Message, read_messages

Attributes = Mapping[str, object]


class Event(NamedTuple):
    """An event of a span, or a log record that belongs to it."""

    name: str
    attributes: Attributes
    body: object = None
    at: int = 0
    """Nanoseconds since 1970 of a log record; 0 where nobody says, and for events of spans,
    which are in order."""


class Call(NamedTuple):
    """What a model was asked and what it said, each possibly nothing."""

    asked: list[Message]
    answers: list[Message]


_CHATS = frozenset({"chat", "text_completion", "generate_content", "completion", "responses"})
_INDEXED = re.compile(r"\.(\d+)(?:\.(.+))?")


def is_call(attributes: Attributes) -> bool:
    """Tell whether a span is one call of a model, and no agent, tool or request."""
    kind = attributes.get("openinference.span.kind") or attributes.get("traceloop.span.kind")
    if isinstance(kind, str):
        return kind.upper() == "LLM"
    observed = attributes.get("langfuse.observation.type")
    if isinstance(observed, str):
        return observed == "generation"
    operation = attributes.get("gen_ai.operation.name") or attributes.get("llm.request.type")
    if isinstance(operation, str):
        return operation in _CHATS
    if isinstance(attributes.get("ai.operationId"), str):
        return str(attributes["ai.operationId"]).endswith((".doGenerate", ".doStream"))
    return any(key in attributes for key in _SIGNS)


_SIGNS = (
    "gen_ai.input.messages",
    "gen_ai.output.messages",
    "gen_ai.prompt.0.role",
    "gen_ai.prompt.0.content",
    "llm.input_messages.0.message.role",
    "gen_ai.response.model",
)


def read_call(attributes: Attributes, events: Sequence[Event]) -> Call:
    """Return what was asked and said, from the first generation of names that holds both.

    Args:
        attributes: Of the span.
        events: Of the span, and log records that name it, in order.
    """
    best = Call([], [])
    for reader in _READERS:
        found = reader(attributes, events)
        if found.asked and found.answers:
            return _ended(found, attributes)
        if len(found.asked) + len(found.answers) > len(best.asked) + len(best.answers):
            best = found
    return _ended(best, attributes)


def _ended(call: Call, attributes: Attributes) -> Call:
    """Return a call whose answers say why they ended, where only the span does."""
    stops = attributes.get("gen_ai.response.finish_reasons") or attributes.get(
        "llm.finish_reason"
    )
    stop = stops[0] if isinstance(stops, list) and len(stops) == 1 else stops
    if not isinstance(stop, str) or any(answer.stop for answer in call.answers):
        return call
    return call._replace(answers=[answer._replace(stop=stop) for answer in call.answers])


def _messages_as_json(attributes: Attributes, events: Sequence[Event]) -> Call:
    """`gen_ai.input.messages`, on the span or on the event of the whole call (2025 on)."""
    for held in (attributes, *(event.attributes for event in events), *_bodies(events)):
        system = read_messages(held.get("gen_ai.system_instructions"), role="system")
        asked = read_messages(held.get("gen_ai.input.messages"), role="user")
        answers = read_messages(held.get("gen_ai.output.messages"), role="assistant")
        if asked or answers:
            return Call([*system, *asked], answers)
    return Call([], [])


def _bodies(events: Sequence[Event]) -> list[Attributes]:
    return [event.body for event in events if isinstance(event.body, dict)]


_SPEAKER = re.compile(r"gen_ai\.(system|developer|user|assistant|tool)\.message")


def _one_event_each(_: Attributes, events: Sequence[Event]) -> Call:
    """`gen_ai.user.message`, `gen_ai.choice`: an event for each message (2024 to 2025)."""
    asked, answers = [], []
    for event in events:
        held = event.body if isinstance(event.body, dict) else event.attributes
        if speaker := _SPEAKER.fullmatch(event.name):
            asked += read_messages({"role": speaker[1], **held}, role=speaker[1])
        elif event.name == "gen_ai.choice":
            answers += _choice(held)
    return Call(asked, answers)


def _choice(held: Attributes) -> list[Message]:
    message = held.get("message", held.get("content"))
    stop = held.get("finish_reason")
    return [
        said._replace(stop=said.stop or (stop if isinstance(stop, str) else None))
        for said in read_messages(message, role="assistant")
    ]


def _events_of_content(_: Attributes, events: Sequence[Event]) -> Call:
    """`gen_ai.content.prompt` and `gen_ai.content.completion` (2024)."""
    asked, answers = [], []
    for event in events:
        asked += read_messages(event.attributes.get("gen_ai.prompt"), role="user")
        answers += read_messages(event.attributes.get("gen_ai.completion"), role="assistant")
    return Call(asked, answers)


def _numbered(attributes: Attributes, _: Sequence[Event]) -> Call:
    """`gen_ai.prompt.0.content` (OpenLLMetry)."""
    return Call(
        _rows(attributes, "gen_ai.prompt", role="user"),
        _rows(attributes, "gen_ai.completion", role="assistant"),
    )


def _openinference(attributes: Attributes, _: Sequence[Event]) -> Call:
    """`llm.input_messages.0.message.content` (OpenInference)."""
    return Call(
        _rows(attributes, "llm.input_messages", role="user", inner="message"),
        _rows(attributes, "llm.output_messages", role="assistant", inner="message"),
    )


def _whole_values(attributes: Attributes, _: Sequence[Event]) -> Call:
    """One value for all that went in, and one for all that came out."""
    for asked, answer in _PAIRS:
        found = Call(
            read_messages(attributes.get(asked), role="user"),
            read_messages(attributes.get(answer), role="assistant"),
        )
        if found.asked or found.answers:
            return found
    return Call([], [])


_PAIRS = (
    ("langfuse.observation.input", "langfuse.observation.output"),
    ("gen_ai.prompt", "gen_ai.completion"),
    ("ai.prompt.messages", "ai.response.text"),
    ("ai.prompt", "ai.response.text"),
    ("input.value", "output.value"),
)

_READERS: tuple[Callable[[Attributes, Sequence[Event]], Call], ...] = (
    _messages_as_json,
    _one_event_each,
    _events_of_content,
    _numbered,
    _openinference,
    _whole_values,
)


def _rows(attributes: Attributes, prefix: str, *, role: str, inner: str = "") -> list[Message]:
    """Return the messages whose fields are attributes of their own, by their numbers."""
    rows: dict[int, dict[str, object]] = {}
    for key, value in attributes.items():
        if key.startswith(prefix) and (found := _INDEXED.fullmatch(key[len(prefix) :])):
            path = (found[2] or "").split(".")
            if inner and path[0] == inner:
                path = path[1:]
            _set(rows.setdefault(int(found[1]), {}), path, value)
    said = [_joined(rows[number]) for number in sorted(rows)]
    return [message for row in said for message in read_messages([row], role=role)]


def _set(row: dict[str, object], path: Sequence[str], value: object) -> None:
    """Put a value where a path of names and numbers says."""
    for name in path[:-1]:
        below = row.setdefault(name, {})
        if not isinstance(below, dict):
            return
        row = below
    row[path[-1]] = value


def _joined(row: dict[str, object]) -> dict[str, object]:
    """Return a message with what stands under numbers as lists."""
    parts = [_flat(one, "message_content") for one in _listed(row.get("contents"))]
    calls = [_flat(one, "tool_call") for one in _listed(row.get("tool_calls"))]
    return {
        **row,
        **({"content": parts} if parts and not row.get("content") else {}),
        "tool_calls": calls,
        "role": row.get("role", ""),
    }


def _listed(value: object) -> list[dict[str, object]]:
    if not isinstance(value, dict):
        return []
    numbered = sorted((int(key), one) for key, one in value.items() if key.isdigit())
    return [one for _, one in numbered if isinstance(one, dict)]


def _flat(one: dict[str, object], inner: str) -> dict[str, object]:
    held = one.get(inner)
    return held if isinstance(held, dict) else one
