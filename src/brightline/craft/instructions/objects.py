"""A prompt that is one JSON value in, its texts with their places and keys out."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from brightline.craft.instructions.tables import is_verdict
from brightline.craft.later import later

_TOKEN = later(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_TOPICS = frozenset({"topic", "subject", "category", "area", "title", "name", "id", "question"})
"""Keys that say what the object around them is about."""
_DECIDES = frozenset(
    {"allowed", "allow", "permitted", "ok", "answer", "verdict", "status", "action", "decision"}
)
"""Keys that say yes or no to it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A text that a JSON value holds."""

    line: int
    column: int
    text: str
    keys: tuple[str, ...]
    """Of the objects around it, as words."""
    row: bool = False
    """It is what an object says of its topic, as the row of a table would."""


@dataclass(slots=True)
class _Open:
    """An object or list that is being read."""

    keys: tuple[str, ...]
    listed: bool
    key: str = ""
    said: list[tuple[str, Held]] = field(default_factory=list)
    """Keys and texts of an object."""


def held_in(text: str) -> tuple[Held, ...]:
    """Return the texts of a prompt that is a JSON object or list; empty for another prompt."""
    if text.lstrip()[:1] not in {"{", "["}:
        return ()
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return tuple(_walk(text))


def _walk(text: str) -> Iterator[Held]:
    stack: list[_Open] = []
    line, start = 1, 0
    at = 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", at, token.start())
        start = text.rfind("\n", 0, token.start()) + 1
        at = token.start()
        said = token[0]
        top = stack[-1] if stack else None
        if said in "{[":
            keys = (
                (*top.keys, top.key) if top is not None and top.key else top.keys if top else ()
            )
            stack.append(_Open(keys, said == "["))
        elif said in "}]":
            yield from _closed(stack.pop())
        elif said == "," and top is not None and not top.listed:
            top.key = ""
        elif said not in ":,":
            value = str(json.loads(said)) if said.startswith('"') else said
            if top is not None and not top.listed and not top.key:
                top.key = re.sub(r"[_-]+", " ", value).strip() or "-"
            elif any(map(str.isalpha, value)) and top is not None:
                keys = (*top.keys, top.key) if top.key else top.keys
                place = Held(
                    line, token.start() - start + said.startswith('"') + 1, value, keys
                )
                top.said.append((top.key.casefold(), place))


def _closed(done: _Open) -> Iterator[Held]:
    """Yield what an object or list holds itself, in its order."""
    topic = next((held for key, held in done.said if key in _TOPICS), None)
    verdict = next(
        (held for key, held in done.said if key in _DECIDES and is_verdict(held.text)), None
    )
    if topic is not None and verdict is not None:
        others = [(key, held) for key, held in done.said if held is not topic]
        cells = [topic.text, *(f"{key}: {held.text}" for key, held in others)]
        yield Held(topic.line, topic.column, " | ".join(cells), done.keys, row=True)
        return
    titled = topic is not None and len(done.keys) > 0 and len(done.said) > 1
    for key, held in done.said:
        if held is topic and titled:
            continue
        about = (topic.text, key) if titled and topic is not None else (key,)
        yield Held(
            held.line, held.column, held.text, (*done.keys, *(one for one in about if one))
        )
