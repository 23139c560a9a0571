"""A body with placeholders and a conversation in, the body that is sent out: in one pass.

What is put in is never looked at again, so that a reply or a request with braces in it stays
what it is.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from brightline.errors import ConfigurationError
from brightline.records import Conversation, Role
from brightline.targets.reading import messages_of, split_system

PLACEHOLDERS = ("last_user", "turns", "system", "attempt", "session")

Render = Callable[[Mapping[str, object]], object]

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def expand(text: str, environment: Mapping[str, str], *, where: str) -> tuple[str, list[str]]:
    """Return a text with every `${NAME}` replaced, and the values that were put in.

    Args:
        text: As target.yaml has it.
        environment: Where the values come from.
        where: The key of target.yaml, for messages.

    Raises:
        ConfigurationError: a variable is not set, or empty.
    """
    used: list[str] = []

    def value(match: re.Match[str]) -> str:
        found = environment.get(match[1], "").strip()
        if not found:
            raise ConfigurationError(
                f"{where} needs the environment variable {match[1]}, which is not set",
                slug="target-variable-missing",
                hint=f"export {match[1]}=…",
            )
        used.append(found)
        return found

    return _VARIABLE.sub(value, text), used


def expand_all(
    value: object, environment: Mapping[str, str], *, where: str
) -> tuple[object, list[str]]:
    """Return a JSON value with every `${NAME}` in its texts replaced, and the values put in.

    Raises:
        ConfigurationError: a variable is not set, or empty.
    """
    if isinstance(value, str):
        return expand(value, environment, where=where)
    used: list[str] = []
    if isinstance(value, list):
        items = []
        for item in value:
            done, more = expand_all(item, environment, where=where)
            items.append(done)
            used += more
        return items, used
    if isinstance(value, dict):
        table = {}
        for key, item in value.items():
            table[key], more = expand_all(item, environment, where=where)
            used += more
        return table, used
    return value, used


def compile_body(body: object) -> Render:
    """Return a function from placeholders' values to the body; all texts are split once.

    Args:
        body: JSON value of target.yaml, its variables expanded.

    Raises:
        ConfigurationError: a placeholder is unknown.
    """
    if isinstance(body, str):
        return _compile_text(body)
    if isinstance(body, list):
        items = [compile_body(item) for item in body]
        return lambda values: [item(values) for item in items]
    if isinstance(body, dict):
        table = {key: compile_body(item) for key, item in body.items()}
        return lambda values: {key: item(values) for key, item in table.items()}
    return lambda _: body


def used_by(body: object) -> frozenset[str]:
    """Return the placeholders that a body holds."""
    return frozenset(name for text in _texts(body) for name in _PLACEHOLDER.findall(text))


def values_of(conversation: Conversation) -> dict[str, object]:
    """Return what each placeholder stands for."""
    turns = conversation.turns
    last = next((turn.text for turn in reversed(turns) if turn.role is Role.USER), "")
    return {
        "last_user": last,
        "turns": messages_of(turns),
        "system": split_system(turns)[0],
        "attempt": conversation.attempt_id,
        "session": conversation.session,
    }


def _compile_text(text: str) -> Render:
    alone = _PLACEHOLDER.fullmatch(text.strip())
    names = _PLACEHOLDER.findall(text)
    for name in names:
        if name not in PLACEHOLDERS:
            raise ConfigurationError(
                f"the body holds the placeholder {name!r}, which is not known",
                slug="bad-placeholder",
                hint=f"Known are {', '.join(PLACEHOLDERS)}.",
            )
    if alone:
        only = alone[1]
        return lambda values: values[only]
    if not names:
        return lambda _: text
    pieces = _PLACEHOLDER.split(text)
    return lambda values: "".join(
        _written(values[piece]) if index % 2 else piece for index, piece in enumerate(pieces)
    )


def _written(value: object) -> str:
    """Return a value inside of a longer text: turns as lines, no session as nothing."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(f"{turn['role']}: {turn['content']}" for turn in value)
    return "" if value is None else str(value)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
