"""A language model's answer in, the one JSON object that it is out, or why it is none."""

import json
import re
from typing import Never

LONGEST = 16_000
"""Characters of an answer that are read; nobody needs more for what we ask."""

_FENCE = re.compile(r"```(?:json)?\s*\n(.*)\n\s*```", re.DOTALL)
"""One block around the whole answer, as many models write JSON; nothing beside it."""
_THOUGHT = re.compile(r"<think>(?:(?!</think>).)*</think>", re.DOTALL)
"""What reasoning models say first; ends at the first closing tag."""


class UnreadableError(Exception):
    """An answer is not in the agreed form, so nothing is read from it."""


def read_object(text: str) -> dict[str, object]:
    """Return the JSON object that an answer is, as a whole.

    It may stand in one markdown block, and after what a reasoning model thought.  An object is
    looked for nowhere else: a model that repeats foreign text says nothing by it.

    Args:
        text: The answer.

    Raises:
        UnreadableError: it is anything else, is too long, or holds a key twice.
    """
    if len(text) > LONGEST:
        raise UnreadableError(f"it has {len(text):,} characters")
    try:
        found = json.loads(_bare(text), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("it is not one JSON object") from error
    if not isinstance(found, dict):
        raise UnreadableError("it is not one JSON object")
    return found


def _bare(text: str) -> str:
    text = text.strip()
    if thought := _THOUGHT.match(text):
        text = text[thought.end() :].strip()
    fenced = _FENCE.fullmatch(text)
    return fenced[1] if fenced else text


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnreadableError("a key stands twice in it")
    return found


def _no_constant(name: str) -> Never:
    raise UnreadableError(f"{name} is no JSON value")
