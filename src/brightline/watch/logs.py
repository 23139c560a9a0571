"""One line of a log in, a sighting out; the shape is found once and then holds for the file.

A shape says where the messages stand in a line, where the reply, and where what else is known.
The usual ones are known by name; any other is written down in a mapping file.
"""

import hashlib
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from brightline.records import LogShape, Sighting, Skip, Skipped
from brightline.watch.clock import plausible
from brightline.watch.messages import (
    Message,
    Naming,
    exchange_of,
    naming_of,
    read_messages,
    unknown_role,
)

TIMES = (
    *("time", "timestamp", "@timestamp", "ts", "datetime", "date_time", "created_at"),
    *("createdAt", "created", "sent_at", "sentAt", "received_at", "receivedAt", "logged_at"),
    *("start_time", "startTime", "started_at", "startedAt", "occurred_at", "event_time"),
    *("eventTime", "request_time", "requestTime", "requested_at", "date", "when", "at"),
)
"""Names under which logs have a time, the plainest first."""

WITHIN = (
    *("_source", "metadata", "meta", "event", "log", "trace", "context", "attributes", "data"),
    *("request", "response", "messages.-1", "turns.-1", "conversation.-1", "history.-1"),
)
"""Where else such a name may stand: not at a user, whose time is that of the account."""

USUAL_TIMES = (
    *TIMES,
    *(f"{name}.$date" for name in ("time", "timestamp", "created_at", "createdAt", "date")),
    *(f"{place}.{name}" for place in WITHIN for name in TIMES),
)
"""Paths to the time of an exchange in logs of every usual shape."""

SHAPES = (
    LogShape(
        name="turns and reply",
        turns=("turns",),
        reply=("reply",),
        id=("id",),
        time=USUAL_TIMES,
        session=("session", "session_id"),
        user=("user", "user_id"),
    ),
    LogShape(
        name="request and response of a model",
        turns=("request.messages", "request.body.messages", "request.input", "body.messages"),
        reply=(
            "response.choices",
            "response.body.choices",
            "response.output",
            "response.content",
            "response",
        ),
        system=("request.system", "request.body.system", "request.instructions"),
        id=("id", "response.id", "request_id"),
        time=USUAL_TIMES,
        session=("session", "session_id", "conversation_id"),
        user=("user", "user_id", "request.user"),
    ),
    LogShape(
        name="input and output of a trace",
        turns=("input.messages", "inputs.messages", "input", "inputs"),
        reply=("output.choices", "outputs.choices", "output.messages", "output", "outputs"),
        id=("id", "run_id", "trace_id"),
        time=("startTime", "start_time", *USUAL_TIMES),
        session=("sessionId", "session_id"),
        user=("userId", "user_id"),
    ),
    LogShape(
        name="messages and a reply",
        turns=("messages", "history", "conversation"),
        system=("system", "system_prompt"),
        reply=("choices", "reply", "response", "completion", "answer", "output"),
        id=("id", "request_id", "message_id"),
        time=USUAL_TIMES,
        session=("session", "session_id", "conversation_id", "thread_id"),
        user=("user", "user_id"),
    ),
    LogShape(
        name="messages, the reply last",
        turns=("messages", "conversation", "conversations"),
        reply=(),
        id=("id",),
        time=USUAL_TIMES,
        session=("session", "session_id", "conversation_id"),
        user=("user", "user_id"),
    ),
    LogShape(
        name="prompt and response",
        turns=(
            "prompt",
            "question",
            "query",
            "input",
            "request",
            "user_message",
            "instruction",
        ),
        reply=("response", "completion", "answer", "output", "reply", "assistant_message"),
        id=("id", "request_id", "message_id"),
        time=USUAL_TIMES,
        session=("session", "session_id", "conversation_id"),
        user=("user", "user_id"),
    ),
)
"""Tried in this order; the first that gives an exchange is the shape of the file."""


def guess_shape(lines: Sequence[object]) -> LogShape | None:
    """Return the shape that gives most of some lines an exchange; None when none gives any.

    Args:
        lines: The first lines of a file, decoded.
    """
    found = [
        [read_line(line, shape, name="") for line in lines if isinstance(line, dict)]
        for shape in SHAPES
    ]
    for counts in (is_exchange, is_of_shape):
        fits = [sum(map(counts, one)) for one in found]
        if any(fits):
            return SHAPES[fits.index(max(fits))]
    return None


def is_exchange(found: Sighting | Skipped) -> bool:
    """Tell whether a line gave an exchange."""
    return isinstance(found, Sighting)


def is_of_shape(found: Sighting | Skipped) -> bool:
    """Tell whether a line has request and reply, also where nobody knows who speaks."""
    return isinstance(found, Sighting) or found.why is Skip.UNKNOWN_ROLE


def read_line(line: object, shape: LogShape, *, name: str) -> Sighting | Skipped:
    """Return what one line shows.

    Args:
        line: A decoded line.
        shape: Where its parts stand.
        name: Where it stands: id of what gives no exchange, and source of a sighting, where
            the line brings no id. A sighting without one is named by a digest of the line.
    """
    own = _word(_first(line, shape.id))
    time = _time(line, shape.time)
    asked, answer = _said(line, shape)
    if word := unknown_role(asked if answer is None else [*asked, answer]):
        return Skipped(id=own or name, why=Skip.UNKNOWN_ROLE, time=time, word=word)
    if answer is None:
        why = Skip.NO_REPLY if asked else _why_silent(line, shape)
        return Skipped(id=own or name, why=why, time=time)
    exchange = exchange_of(asked, answer)
    if exchange is None:
        return Skipped(id=own or name, why=Skip.NO_REQUEST, time=time)
    return Sighting(
        id=own or _digest(line),
        source="" if own else name,
        exchange=exchange,
        time=time,
        session=_word(_first(line, shape.session)),
        user=_word(_first(line, shape.user)),
        is_call=bool(shape.reply),
    )


def _time(line: object, paths: Sequence[str]) -> datetime | None:
    """Return the first moment that a path leads to: under some names stands something else."""
    for key, under in _by_key(tuple(paths)).items():
        if isinstance(line, dict) and key not in line:
            continue  # there are many paths, and most lead nowhere
        for path in under:
            found = read_time(_first(line, (path,)))
            if found is not None:
                return found
    return None


@cache
def _by_key(paths: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(_keys(path)[0], []).append(path)
    return found


def read_time(value: object) -> datetime | None:
    """Return a moment in UTC, from ISO 8601 or from seconds, milliseconds or more since 1970.

    A moment without a zone is taken for UTC. None for what is no moment, and for one that no
    clock which is right has written: see `clock.plausible`.
    """
    try:
        found = _moment(value)
        found = found and found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found and plausible(found) else None


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        is_number = value.replace(".", "", 1).isdecimal() and len(value) != _DAY
        value = float(value) if is_number else datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if value < _SOON:
        return None
    while _FAR < value < math.inf:
        value /= 1000
    return datetime.fromtimestamp(value, UTC)


_SOON = 100_000_000
"""Seconds until the year 1973: smaller numbers under the name of a time are something else."""

_DAY = len("20261124")

_FAR = 100_000_000_000
"""Seconds until the year 5138: larger numbers count in smaller units."""


def _said(line: object, shape: LogShape) -> tuple[list[Message], Message | None]:
    naming = naming_of(shape)
    told = read_messages(_first(line, shape.system), role="system", naming=naming)
    request = _first(line, shape.turns)
    asked = told + _placed(read_messages(request, role="user", naming=naming), request, "user")
    if not shape.reply:
        if asked and asked[-1].role == "assistant":
            return asked[:-1], asked[-1]
        return asked, None
    reply = _first(line, shape.reply)
    answers = read_messages(reply, role="assistant", naming=naming)
    answers = _placed(answers, reply, "assistant")
    spoken = [one for one in answers if one.role == "assistant" and (one.text or one.tools)]
    stop = _word(_first(line, ("stop", "finish_reason")))
    if not spoken and unknown_role(answers):
        return asked, answers[-1]
    if not spoken:
        return asked, None
    return asked, spoken[-1]._replace(stop=spoken[-1].stop or stop)


_PATHS = "Change the path: keys and numbers with dots between, as in choices.0.message.content."
_KEYS = (
    "Name the keys of a message in the mapping file: text: KEY for what is said, role: KEY for"
    " who speaks."
)
_ROLES = (
    "Name in the mapping file who speaks: role: KEY, user_roles: [WORD], assistant_roles:"
    " [WORD]; or change the paths."
)


def what_is_missing(lines: Sequence[object], shape: LogShape) -> tuple[str, str]:
    """Return what none of some lines has where a shape says, and what to change.

    Args:
        lines: Decoded, none of them of the shape.
        shape: Of a mapping file.
    """
    naming = naming_of(shape)
    for part, paths in (("turns", shape.turns), ("reply", shape.reply)):
        held = [value for line in lines if (value := _first(line, paths)) is not None]
        told = ", ".join(paths)
        if paths and not held:
            return f"nothing stands at {told}, as {part} says", _PATHS
        if paths and not any(one.text for value in held for one in _read(value, naming)):
            inside = held[0][0] if isinstance(held[0], list) else held[0]
            keys = (
                ", ".join(str(key)[:40] for key in inside) if isinstance(inside, dict) else ""
            )
            has = f": its keys are {keys}" if keys else ""
            return f"what stands at {told} holds no text under a known key{has}", _KEYS
    return "nothing is said by the user, or nothing by the product", _ROLES


def _read(value: object, naming: Naming) -> list[Message]:
    return read_messages(value, role="user", naming=naming)


def _placed(found: list[Message], value: object, role: str) -> list[Message]:
    """Return messages, of which one that stands alone speaks for whom its place says."""
    if isinstance(value, dict) and len(found) == 1 and unknown_role(found):
        return [found[0]._replace(role=role)]
    return found


def _why_silent(line: object, shape: LogShape) -> Skip:
    """Return why a line shows nothing: its text is not there, or it is no line of the shape."""
    begin = {_keys(path)[0] for path in (*shape.turns, *shape.reply)}
    if not isinstance(line, dict) or begin.isdisjoint(line):
        return Skip.OTHER_SHAPE
    others = (_said(line, other) for other in SHAPES)
    fits = any(asked and answer is not None for asked, answer in others)
    return Skip.OTHER_SHAPE if fits else Skip.NO_CONTENT


def _first(line: object, paths: Sequence[str]) -> object:
    """Return the value at the first path that leads to one."""
    for path in paths:
        value = line
        for key in _keys(path):
            value = _step(value, key)
        if value is not None and value not in ("", [], {}):
            return value
    return None


@cache
def _keys(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def _step(value: object, key: str) -> object:
    if isinstance(value, dict):
        return value.get(key)
    if (
        isinstance(value, list)
        and key.lstrip("-").isdigit()
        and -len(value) <= int(key) < len(value)
    ):
        return value[int(key)]
    return None


def _word(value: object) -> str | None:
    return str(value) if isinstance(value, str | int) and str(value) else None


def _digest(line: object) -> str:
    return hashlib.sha256(repr(line).encode("utf-8", "surrogatepass")).hexdigest()[:16]
