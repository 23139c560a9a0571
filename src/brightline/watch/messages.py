"""Messages in any of the shapes that model clients write, an exchange out."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brightline.records import Exchange, Reply, Role, ToolCall, Turn

ROLES = {
    "system": Role.SYSTEM,
    "developer": Role.SYSTEM,
    "user": Role.USER,
    "human": Role.USER,
    "assistant": Role.ASSISTANT,
    "ai": Role.ASSISTANT,
    "gpt": Role.ASSISTANT,
    "bot": Role.ASSISTANT,
    "model": Role.ASSISTANT,
}
"""What the speakers are called; what a tool says is no turn of a conversation."""

MOST_DEPTH = 8
"""How deep a text may stand inside of the parts of a message."""


class Message(NamedTuple):
    """One message, whoever wrote it down."""

    role: str
    text: str
    tools: tuple[ToolCall, ...] = ()
    stop: str | None = None


def read_messages(value: object, *, role: str = "") -> list[Message]:
    """Return the messages that a value holds; an unknown shape holds none.

    Args:
        value: A list of messages, one of them, `{"messages": [...]}`, the choices of a
            response, a plain text, or the JSON text of any of these.
        role: Who speaks where the value does not say.
    """
    return list(_messages(_decoded(value), role))


def exchange_of(asked: Sequence[Message], answer: Message) -> Exchange | None:
    """Return the exchange of one call, or None where no user said anything in it.

    What tools returned is no turn: an exchange is what the user and the product say.

    Args:
        asked: What the model was sent, in order.
        answer: What it said.
    """
    turns = [
        Turn(role=ROLES[message.role], text=message.text)
        for message in asked
        if message.role in ROLES and message.text
    ]
    begun = ""
    while turns and turns[-1].role is not Role.USER:
        # A reply that the client began, and a system message behind the user's last word.
        last = turns.pop()
        if last.role is Role.ASSISTANT:
            begun = last.text + begun
        else:
            turns.insert(0, last)
        if not any(turn.role is Role.USER for turn in turns):
            return None
    if not turns:
        return None
    reply = Reply(text=begun + answer.text, stop=answer.stop, tools=answer.tools)
    return Exchange(turns=tuple(turns), reply=reply)


def _messages(value: object, role: str) -> Iterator[Message]:
    if isinstance(value, str):
        if value.strip():
            yield Message(role, value)
    elif isinstance(value, list):
        if value and all(_is_part(one) for one in value):
            yield Message(role, text_in(value), tuple(_tools(value)))
            return
        for one in value:
            yield from _messages(one, role)
    elif isinstance(value, dict):
        yield from _of_object(value, role)


def _of_object(value: dict[str, object], role: str) -> Iterator[Message]:
    for key in ("messages", "choices"):
        if isinstance(value.get(key), list):
            yield from _messages(value[key], role)
            return
    stop = value.get("finish_reason") or value.get("stop_reason")
    inner = value.get("message")
    if isinstance(inner, dict):
        for message in _of_object(inner, role):
            yield message._replace(stop=message.stop or _word(stop) or None)
        return
    speaker = next((_word(value[key]) for key in _SPEAKER if _word(value.get(key))), role)
    text = text_in(next((value[key] for key in _TEXT if value.get(key)), ""))
    tools = tuple(_tools(value))
    if text or tools or speaker != role:
        known = speaker.casefold()
        named = ROLES[known].value if known in ROLES else known
        yield Message(named if known in _SPEAKERS else role, text, tools, _word(stop) or None)


_SPEAKER = ("role", "from", "author", "type")
_TEXT = ("content", "parts", "text", "value", "refusal")
_SPEAKERS = frozenset({*ROLES, "tool", "function"})
_PARTS = frozenset(
    {"text", "input_text", "output_text", "refusal", "tool_call", "tool_use", "image_url"}
    | {"tool_call_response", "tool_result", "reasoning", "thinking", "blob", "uri", "file"}
)
_SPOKEN = frozenset({"text", "input_text", "output_text", "refusal", ""})


def _is_part(value: object) -> bool:
    return isinstance(value, dict) and value.get("type") in _PARTS and not value.get("role")


def text_in(value: object, depth: int = 0) -> str:
    """Return what is said in a content: a text, a part, or a list of parts.

    Args:
        value: The content.
        depth: How deep it stands.
    """
    if isinstance(value, str):
        return _text_of_parts(value) if value.startswith("[{") else value
    if isinstance(value, list) and depth < MOST_DEPTH:
        return "\n".join(filter(None, (text_in(one, depth + 1) for one in value)))
    if isinstance(value, dict) and _word(value.get("type")) in _SPOKEN:
        found = next((value[key] for key in _TEXT if isinstance(value.get(key), str)), "")
        return found if isinstance(found, str) else ""
    return ""


def _text_of_parts(value: str) -> str:
    """Return the text of parts that were written down as JSON; other text is what it is."""
    parts = _decoded(value)
    if isinstance(parts, list) and all(_is_part(one) for one in parts):
        return text_in(parts, 1)
    return value


def _tools(value: object) -> Iterator[ToolCall]:
    if isinstance(value, dict):
        calls = value.get("tool_calls")
        yield from _calls(calls if isinstance(calls, list) else [])
        parts = value.get("parts") or value.get("content")
        value = parts if isinstance(parts, list) else []
    if isinstance(value, list):
        used = [one for one in value if isinstance(one, dict)]
        yield from _calls([one for one in used if one.get("type") in {"tool_call", "tool_use"}])


def _calls(found: Sequence[object]) -> Iterator[ToolCall]:
    for one in found:
        if not isinstance(one, dict):
            continue
        inner = one.get("function") or one.get("tool_call") or one
        inner = inner if isinstance(inner, dict) else one
        function = inner.get("function")
        inner = function if isinstance(function, dict) else inner
        name = _word(inner.get("name"))
        arguments = inner.get("arguments", inner.get("input", ""))
        told = arguments if isinstance(arguments, str) else json.dumps(arguments)
        if name:
            yield ToolCall(name=name, arguments=told)


def _decoded(value: object) -> object:
    """Return the value of JSON text; anything else as it is."""
    if isinstance(value, str) and value.lstrip()[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
