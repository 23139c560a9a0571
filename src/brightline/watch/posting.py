"""A body and an address in, posted in time or an error out."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import anyio

from brightline.errors import BrightlineError, UsageError

SEND_S = 10.0
"""Seconds that a receiver may take for all of it."""


class NotSentError(BrightlineError):
    """Something could not be told, or may not have been: it is tried again."""

    def __init__(self, message: str) -> None:
        super().__init__(message, slug="alert-not-sent")


def checked_url(url: str, option: str) -> str:
    """Return an address that can be posted to.

    Raises:
        UsageError: it is no http address.
    """
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise UsageError(
            f"{option} is no http address",  # which may hold a secret, and is not shown
            slug="alert-address",
            hint="Write it whole: https://hooks.example.com/…",
        )
    return url


async def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Post a body; follow no redirect.

    Raises:
        NotSentError: it was not taken; names the host and never the rest of the address.
    """
    import httpx2  # noqa: PLC0415 - heavy

    host = urlsplit(url).hostname
    try:
        with anyio.fail_after(SEND_S):
            async with httpx2.AsyncClient(timeout=SEND_S) as client:
                answer = await client.post(url, content=body, headers=dict(headers))
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, TimeoutError) as error:
        raise NotSentError(f"{host}: {type(error).__name__}") from error
    if not answer.is_success:
        raise NotSentError(f"{host} answered {answer.status_code}")
