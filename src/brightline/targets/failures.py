"""A call that gave no reply in, the error that says why out."""

import re
import socket
import ssl
from http import HTTPStatus
from typing import NamedTuple

from brightline.errors import BrightlineError, ConfigurationError, TargetError
from brightline.records import Fault
from brightline.targets.waiting import retry_after_s

EXCERPT = 200
"""Characters of a product's own words that a message repeats."""

BLOCK_CODES = frozenset(
    {
        "content_filter",
        "content_policy_violation",
        "moderation_blocked",
        "responsibleaipolicyviolation",
    }
)
"""Codes by which a platform says that it stopped the request: a reply, not a fault."""


class Keys(NamedTuple):
    """What a person would change, by the names that they know."""

    url: str
    secret: str
    model: str
    body: str
    reply: str


class Answer(NamedTuple):
    """What a server sent back."""

    status: int
    headers: list[tuple[bytes, bytes]]
    content: bytes

    def header(self, name: bytes) -> str:
        """Return the value of a header, empty when it is missing.

        Args:
            name: In lower case.
        """
        for key, value in self.headers:
            if key.lower() == name:
                return value.decode("latin-1").strip()
        return ""

    @property
    def charset(self) -> str:
        """Return the charset that the head names, empty where it names none."""
        found = _CHARSET.search(self.header(b"content-type"))
        return found[1] if found else ""


_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)


class Complaint(NamedTuple):
    """What a server says went wrong."""

    message: str
    codes: frozenset[str]


def failed(
    fault: Fault,
    message: str,
    *,
    hint: str = "",
    retryable: bool = False,
    retry_after: float | None = None,
) -> TargetError:
    """Return the error of a call that gave no reply."""
    return TargetError(
        message, slug=fault.value, hint=hint, retryable=retryable, retry_after_s=retry_after
    )


def timed_out(deadline_s: float, keys: Keys) -> TargetError:
    """Return the error of a call that did not end in time."""
    return failed(
        Fault.TIMEOUT,
        f"no whole answer within {deadline_s:g} s",
        hint=f"Check {keys.url}, or allow more time with --deadline-s or deadline_s.",
        retryable=True,
    )


def broken_off(error: BaseException, keys: Keys) -> TargetError:
    """Return the error of a call that ended with an exception of the HTTP library."""
    causes = _causes(error)
    words = str(error) or type(error).__name__
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return failed(
            Fault.DNS,
            "the name of the host is not known",
            hint=f"Check the host in {keys.url}.",
            retryable=True,
        )
    if type(error).__name__ == "ConnectTimeout":
        words = "it did not stand in time"
    elif reason := _tls_reason(causes):
        return failed(
            Fault.TLS,
            f"no secure connection: {excerpt(reason)}",
            hint=f"Check http or https, and the certificate, of {keys.url}.",
            retryable=False,
        )
    if "too long" in words or "too large" in words.lower():
        return failed(Fault.TOO_LARGE, f"the response's head is too large: {excerpt(words)}")
    if type(error).__name__ in _NOT_HTTP and "closed" not in words and "disconn" not in words:
        return failed(
            Fault.MALFORMED,
            f"the response is not HTTP: {excerpt(words)}",
            hint=f"Check {keys.url}.",
        )
    return failed(
        Fault.CONNECT,
        f"the connection failed: {excerpt(words)}",
        hint=f"Check that the product runs, and {keys.url}.",
        retryable=True,
    )


_NOT_HTTP = frozenset({"RemoteProtocolError", "LocalProtocolError", "UnsupportedProtocol"})


def refused(answer: Answer, complaint: Complaint, keys: Keys) -> BrightlineError:
    """Return the error of an answer whose status is not a success.

    Args:
        answer: What came.
        complaint: What `complaint_of` read in it.
        keys: What a person would change.

    Returns:
        A `ConfigurationError` where trying again can never help, else a `TargetError`.
    """
    status = answer.status
    said = f"the product answered {status}{_phrase(status)}"
    told = f"{said}: {complaint.message}" if complaint.message else said
    configuration = _configuration(status, told, keys, codes=complaint.codes)
    if configuration is not None:
        return configuration
    wait = retry_after_s(answer)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return failed(Fault.RATE_LIMITED, told, retryable=True, retry_after=wait)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return failed(Fault.HTTP_5XX, told, retryable=True, retry_after=wait)
    hint = f"Check {keys.body} and {keys.model}."
    return failed(
        Fault.HTTP_4XX, told, hint=hint, retryable=status == HTTPStatus.REQUEST_TIMEOUT
    )


def complaint_of(content: object) -> Complaint:
    """Return what a decoded body says went wrong, in any of the common shapes."""
    if isinstance(content, str):
        return Complaint(excerpt(content), frozenset())
    if not isinstance(content, dict):
        return Complaint("", frozenset())
    inner = content.get("error", content)
    if isinstance(inner, str):
        return Complaint(excerpt(inner), frozenset())
    if not isinstance(inner, dict):
        return Complaint("", frozenset())
    deeper = inner.get("innererror")
    places = (content, inner, deeper if isinstance(deeper, dict) else {})
    codes = frozenset(
        place[key].lower()
        for place in places
        for key in ("code", "type")
        if isinstance(place.get(key), str)
    )
    texts = (inner.get(key) for key in ("message", "detail", "error_description", "title"))
    message = next((text for text in texts if isinstance(text, str) and text), "")
    return Complaint(excerpt(message), codes)


def status_of(content: dict[str, object]) -> int:
    """Return the HTTP status that an error in a decoded body names, 0 where it names none."""
    inner = content.get("error")
    places = (inner, content) if isinstance(inner, dict) else (content,)
    for place in places:
        for key in ("code", "status", "status_code"):
            found = place.get(key)
            status = int(found) if isinstance(found, str) and found.isdecimal() else found
            if isinstance(status, int) and 400 <= status < 600:
                return status
    return 0


def excerpt(text: str) -> str:
    """Return the beginning of a foreign text on one line, without what could steer a screen."""
    flat = " ".join(text[: EXCERPT * 4].split())
    safe = "".join(mark if mark.isprintable() else "\ufffd" for mark in flat)
    return safe if len(safe) <= EXCERPT else f"{safe[: EXCERPT - 1]}…"


def _configuration(
    status: int, told: str, keys: Keys, *, codes: frozenset[str]
) -> ConfigurationError | None:
    model = "model_not_found" in codes
    if 300 <= status < 400:
        return ConfigurationError(
            f"{told}: it sends us to another address, and we never follow",
            slug="target-redirects",
            hint=f"Write the final address into {keys.url}.",
        )
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return ConfigurationError(told, slug="target-key-refused", hint=f"Check {keys.secret}.")
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE}:
        what = keys.model if model else f"{keys.url}, then {keys.model}"
        return ConfigurationError(told, slug="target-not-found", hint=f"Check {what}.")
    if status == HTTPStatus.PAYMENT_REQUIRED or "insufficient_quota" in codes:
        return ConfigurationError(
            told,
            slug="target-out-of-quota",
            hint=f"The account behind {keys.secret} has nothing left: top it up or change it.",
        )
    return None


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""


def _tls_reason(causes: list[BaseException]) -> str:
    """Return what the secure layer complains of, empty when it does not."""
    waits = (ssl.SSLWantReadError, ssl.SSLWantWriteError)  # its way to say: not yet
    for cause in causes:
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, waits):
            return str(cause) or type(cause).__name__
    return ""


def _causes(error: BaseException) -> list[BaseException]:
    """Return an exception with everything that led to it, groups opened."""
    found: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        cause = todo.pop()
        if cause is None or cause in found:
            continue
        found.append(cause)
        todo += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            todo += cause.exceptions
    return found
