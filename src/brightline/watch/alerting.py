"""An alert in, told to whoever is on duty: by webhook, by Slack's, or by a command.

An alert holds ids, counts and the rule, and no word of a user or of the product.
"""

import json
import shlex
import subprocess
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

import anyio

from brightline.errors import BrightlineError, UsageError
from brightline.records import Alert

SEND_S = 10.0
"""Seconds that a webhook may take."""

COMMAND_S = 60.0
"""Seconds that a command may take."""


class AlertError(BrightlineError):
    """An alert could not be told: it is tried again."""


class Channel(Protocol):
    """A way to tell somebody."""

    @property
    def name(self) -> str:
        """Which kind it is."""
        ...

    async def send(self, alert: Alert) -> None:
        """Tell one alert.

        Raises:
            AlertError: it may not have been told.
        """
        ...


class Webhook:
    """Sends JSON."""

    name = "webhook"

    def __init__(self, url: str) -> None:
        """Begin.

        Raises:
            UsageError: it is no http address.
        """
        self._url = checked_url(url, "--webhook")

    async def send(self, alert: Alert) -> None:
        """Tell one alert; its id is also its Idempotency-Key."""
        await _post(self._url, alert.model_dump(mode="json"), key=alert.id)


class Slack:
    """Sends what Slack's incoming webhooks take, and those of others that are shaped alike."""

    name = "slack"

    def __init__(self, url: str) -> None:
        """Begin.

        Raises:
            UsageError: it is no http address.
        """
        self._url = checked_url(url, "--slack")

    async def send(self, alert: Alert) -> None:
        """Tell one alert in a line; at its end is its id."""
        await _post(self._url, {"text": f"{alert.text} [{alert.id}]"}, key=alert.id)


class Command:
    """Starts a program that finds the alert as JSON on its standard input."""

    name = "command"

    def __init__(self, command: str) -> None:
        """Begin.

        Raises:
            UsageError: it is none.
        """
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise _bad_command(command) from error
        if not self._words:
            raise _bad_command(command)

    async def send(self, alert: Alert) -> None:
        """Start it, and wait until it ends with 0."""
        told = json.dumps(alert.model_dump(mode="json")).encode()
        try:
            with anyio.fail_after(COMMAND_S):
                done = await anyio.run_process(
                    self._words, input=told, check=False, stdout=subprocess.DEVNULL, stderr=None
                )
        except (OSError, TimeoutError) as error:
            why = getattr(error, "strerror", None) or f"more than {COMMAND_S:.0f} s"
            raise AlertError(f"{self._words[0]}: {why}", slug="alert-not-sent") from error
        if done.returncode:
            raise AlertError(
                f"{self._words[0]} ended with {done.returncode}", slug="alert-not-sent"
            )


def checked_url(url: str, option: str) -> str:
    """Return an address that can be sent to.

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


async def _post(url: str, body: Mapping[str, object], *, key: str) -> None:
    import httpx2  # noqa: PLC0415 - heavy

    host = urlsplit(url).hostname
    try:
        with anyio.fail_after(SEND_S):
            async with httpx2.AsyncClient(timeout=SEND_S) as client:
                answer = await client.post(url, json=body, headers={"Idempotency-Key": key})
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, TimeoutError) as error:
        raise AlertError(f"{host}: {type(error).__name__}", slug="alert-not-sent") from error
    if not answer.is_success:
        raise AlertError(f"{host} answered {answer.status_code}", slug="alert-not-sent")


def _bad_command(command: str) -> UsageError:
    return UsageError(
        f"--on-alarm {command!r} is no command",
        slug="alert-command",
        hint="Write a program and its arguments, as in a shell: --on-alarm 'notify --urgent'.",
    )
