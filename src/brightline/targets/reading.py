"""An answer in, what it says out: the steps that every HTTP target takes with one."""

import re
from collections.abc import Iterator
from http import HTTPStatus

from brightline.errors import TargetError
from brightline.records import Fault, Reply, Role, ToolCall, Turn
from brightline.targets.failures import (
    BLOCK_CODES,
    Answer,
    Complaint,
    Keys,
    complaint_of,
    failed,
    refused,
    status_of,
)
from brightline.targets.gate import read_json
from brightline.targets.identity import another_model
from brightline.targets.redaction import Redactor

SSE = "text/event-stream"

_LATER = (b"location", b"operation-location", b"content-location", b"retry-after")
"""Headers by which a product that has only taken a request says where its reply will be."""

_PASSING = frozenset({"overloaded_error", "server_error", "api_error"})

_LIMITS = frozenset(
    {"rate_limit_error", "rate_limit_exceeded", "rate_limited", "too_many_requests"}
)

_LIMITED = re.compile(r"\brate[ -]?limit|\btoo many requests\b", re.IGNORECASE)
"""What says so where a product has codes of its own."""


def messages_of(turns: tuple[Turn, ...]) -> list[dict[str, str]]:
    """Return turns as `{role, content}`, the shape that most products read."""
    return [{"role": turn.role.value, "content": turn.text} for turn in turns]


def split_system(turns: tuple[Turn, ...]) -> tuple[str, tuple[Turn, ...]]:
    """Return the system turns' text, joined, and the other turns."""
    system = "\n\n".join(turn.text for turn in turns if turn.role is Role.SYSTEM)
    return system, tuple(turn for turn in turns if turn.role is not Role.SYSTEM)


def check_status(answer: Answer, keys: Keys, redactor: Redactor) -> Reply | None:
    """Return None for a success, and a reply where the platform stopped the request.

    Raises:
        TargetError: the status is a failure that may pass.
        ConfigurationError: the status is a failure that will not pass by itself.
    """
    if answer.status == HTTPStatus.ACCEPTED and any(map(answer.header, _LATER)):
        raise answers_later(keys)
    if 200 <= answer.status < 300:
        return None
    try:
        complaint = complaint_of(read_json(answer.content, charset=answer.charset))
    except TargetError:
        complaint = complaint_of(_text(answer))
    if 400 <= answer.status < 500 and complaint.codes & BLOCK_CODES:
        return Reply(text="", stop="content_filter")
    clean = Complaint(redactor.clean(complaint.message), complaint.codes)
    raise refused(answer, clean, keys)


def answers_later(keys: Keys) -> TargetError:
    """Return the error of a product that took the request and has its reply fetched."""
    return failed(
        Fault.MALFORMED,
        "the product answered 202 Accepted: it has taken the request, and its reply is to be"
        " fetched from another address later, which we do not do",
        hint=f"Check whether {keys.url} can wait for the reply; else reach the product through"
        " a function or program of yours that fetches it: python:module:function, command:…",
    )


def check_embedded(body: object, keys: Keys, redactor: Redactor) -> Reply | None:
    """Return None unless a response of status 200 is in truth an error.

    Args:
        body: Decoded; an object with a key `error` is one.
        keys: What a person would change.
        redactor: Knows the secrets.

    Returns:
        A reply where the platform stopped the request.

    Raises:
        TargetError: it is an error.
    """
    if not isinstance(body, dict) or not body.get("error"):
        return None
    complaint = complaint_of(body)
    if complaint.codes & BLOCK_CODES:
        return Reply(text="", stop="content_filter")
    told = redactor.clean(complaint.message) or "it does not say which"
    fault = _passing(body, complaint)
    raise failed(
        fault or Fault.MALFORMED,
        f"the product answered 200 with an error: {told}",
        hint="" if fault else f"Check {keys.body}.",
        retryable=fault is not None,
    )


def _passing(body: dict[str, object], complaint: Complaint) -> Fault | None:
    """Return what an error in a response of status 200 is, if it may pass by itself."""
    status = status_of(body)
    if status == HTTPStatus.TOO_MANY_REQUESTS or complaint.codes & _LIMITS:
        return Fault.RATE_LIMITED
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or complaint.codes & _PASSING:
        return Fault.HTTP_5XX
    return Fault.RATE_LIMITED if _LIMITED.search(complaint.message) else None


def check_model(expected: str | None, said: str | None, keys: Keys) -> None:
    """Raise if another model answered than the one that was asked for.

    Raises:
        TargetError: clearly another one.
    """
    if expected and said and another_model(expected, said):
        raise failed(
            Fault.WRONG_TARGET,
            f"{said[:80]!r} answered, but {expected!r} was asked for",
            hint=f"Write the name that the product answers with into {keys.model}.",
        )


def is_stream(answer: Answer) -> bool:
    """Tell whether an answer is made of server-sent events."""
    return answer.header(b"content-type").partition(";")[0].strip().lower() == SSE


def events_of(answer: Answer, keys: Keys) -> Iterator[object]:
    """Yield the decoded data of each event, up to the one that says `[DONE]`, which is True.

    Raises:
        TargetError: an event is not JSON, or larger than a mebibyte.
    """
    import httpx2

    response = httpx2.Response(
        200,
        headers={"Content-Type": f"{SSE}; charset=utf-8"},
        content=answer.content + b"\n\n",  # we may have stopped before the last event's end
        request=httpx2.Request("POST", "http://stream"),
    )
    try:
        for event in httpx2.EventSource(response):
            if event.data.strip() == "[DONE]":
                yield True
                return
            if event.data:
                yield read_json(event.data.encode("utf-8", "surrogatepass"))
    except httpx2.SSEError as error:
        raise failed(
            Fault.TOO_LARGE, f"the stream cannot be read: {error}", hint=f"Check {keys.reply}."
        ) from error


def tools_of(calls: object) -> tuple[ToolCall, ...]:
    """Return the tools that an OpenAI-style message calls; others' shapes are left out."""
    found = []
    for call in calls if isinstance(calls, list) else ():
        function = call.get("function") if isinstance(call, dict) else None
        if isinstance(function, dict):
            name, arguments = function.get("name"), function.get("arguments")
            found.append(ToolCall(name=text_of(name), arguments=text_of(arguments)))
    return tuple(found)


def text_of(value: object) -> str:
    """Return a text as it is, and anything else as no text."""
    return value if isinstance(value, str) else ""


def count_of(value: object) -> int:
    """Return a count as it is, and anything else as none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _text(answer: Answer) -> str:
    text = answer.content[:4096].decode("utf-8", "replace")
    return "" if text.lstrip()[:1] == "<" else text
