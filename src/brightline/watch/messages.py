"""Messages in any of the shapes that model clients write, an exchange out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from brightline.records import Exchange, LogShape, Reply, Role, ToolCall, Turn

_NAMES = {
    Role.SYSTEM: ("system", "developer"),
    Role.USER: (
        *("user", "human", "customer", "client", "member", "visitor", "guest", "end_user"),
        *("enduser", "consumer", "caller", "patient", "student", "learner", "prompter"),
    ),
    Role.ASSISTANT: (
        *("assistant", "ai", "gpt", "bot", "model", "agent", "coach", "advisor", "adviser"),
        *("chatbot", "chatgpt", "llm", "ai_assistant", "virtual_assistant", "tutor"),
    ),
}

ROLES = {word: role for role, words in _NAMES.items() for word in words}
"""What the speakers are called; what a tool says is no turn of a conversation."""

NO_TURNS = frozenset(
    {"tool", "function", "function_call", "function_response", "tool_call", "tool_result"}
    | {"tool_response", "observation", "ipython"}
)
"""Who else writes into a conversation, and says nothing in it."""

MOST_DEPTH = 8
"""How deep a text may stand inside of the parts of a message."""


class Message(NamedTuple):
    """One message, whoever wrote it down."""

    role: str
    text: str
    tools: tuple[ToolCall, ...] = ()
    stop: str | None = None


class Naming(NamedTuple):
    """How the messages of a log name who speaks, and what is said."""

    role: tuple[str, ...]
    text: tuple[str, ...]
    words: Mapping[str, str]
    """Who is meant by a word, as `plain` writes it."""


def naming_of(shape: LogShape) -> Naming:
    """Return how the messages of a shape name their parts: its own names before the usual."""
    if shape.role or shape.text or shape.user_roles or shape.assistant_roles:
        return _naming(
            role=shape.role,
            text=shape.text,
            user_roles=shape.user_roles,
            assistant_roles=shape.assistant_roles,
        )
    return USUAL


def unknown_role(messages: Sequence[Message]) -> str:
    """Return the first word for who speaks that nobody knows; empty where all are known."""
    said = (one.role for one in messages if one.text)
    return next((role for role in said if role and role not in _SPEAKERS), "")


def plain(word: str) -> str:
    """Return a word for who speaks without the ways in which it may be written."""
    return "_".join(word.casefold().replace("-", " ").replace("_", " ").split())


def read_messages(
    value: object, *, role: str = "", naming: Naming | None = None
) -> list[Message]:
    """Return the messages that a value holds; an unknown shape holds none.

    A word for who speaks that is not known is the role of its message, and no turn.

    Args:
        value: A list of messages, one of them, `{"messages": [...]}`, the choices of a
            response, a plain text, or the JSON text of any of these.
        role: Who speaks where the value does not say.
        naming: How its messages name their parts; None: as usual.
    """
    return list(_messages(_decoded(value), role, naming or USUAL))


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


def _messages(value: object, role: str, naming: Naming) -> Iterator[Message]:
    if isinstance(value, str):
        if value.strip():
            yield Message(role, value)
    elif isinstance(value, list):
        if value and all(_is_part(one) for one in value):
            yield Message(role, text_in(value), tuple(_tools(value)))
            return
        for one in value:
            yield from _messages(one, role, naming)
    elif isinstance(value, dict):
        yield from _of_object(value, role, naming)


def _of_object(value: dict[str, object], role: str, naming: Naming) -> Iterator[Message]:
    for key in ("messages", "choices"):
        if isinstance(value.get(key), list):
            yield from _messages(value[key], role, naming)
            return
    stop = value.get("finish_reason") or value.get("stop_reason")
    inner = value.get("message")
    if isinstance(inner, dict):
        for message in _of_object(inner, role, naming):
            yield message._replace(stop=message.stop or _word(stop) or None)
        return
    speaker = _speaker(value, naming)
    # A body or a message without anybody who speaks may be anything, as that of a request.
    keys = naming.text if speaker or naming is not USUAL else _TEXT
    text = text_in(next((value[key] for key in keys if value.get(key)), ""))
    tools = tuple(_tools(value))
    if text or tools or (speaker and speaker != role):
        yield Message(speaker or role, text, tools, _word(stop) or None)


def _speaker(value: dict[str, object], naming: Naming) -> str:
    """Return who speaks, else the first word for it, else nothing."""
    unknown = ""
    for key in naming.role:
        held = value.get(key)
        word = plain(_word(held.get("role") if isinstance(held, dict) else held))
        if word in naming.words:
            return naming.words[word]
        if key != "type":  # of a message, or of what it holds, and seldom of a person
            unknown = unknown or word
    return unknown


_SPEAKER = ("role", "from", "author", "who", "sender", "speaker", "type")
_TEXT = ("content", "parts", "text", "value", "refusal")
_TOLD = (*_TEXT, "says", "said", "message", "body", "utterance", "msg")
_SPEAKERS = frozenset({*(role.value for role in Role), *NO_TURNS})
_WORDS = {word: role.value for word, role in ROLES.items()} | {one: one for one in NO_TURNS}

USUAL = Naming(_SPEAKER, _TOLD, _WORDS)
"""What messages name their parts as a rule."""


@cache
def _naming(
    *,
    role: tuple[str, ...],
    text: tuple[str, ...],
    user_roles: tuple[str, ...],
    assistant_roles: tuple[str, ...],
) -> Naming:
    own = {plain(word): Role.USER.value for word in user_roles}
    own |= {plain(word): Role.ASSISTANT.value for word in assistant_roles}
    return Naming((*role, *_SPEAKER), (*text, *_TOLD), _WORDS | own)


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
