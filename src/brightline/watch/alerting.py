"""An alert in, told to whoever is on duty: by webhook, by Slack's, or by a command.

An alert holds ids, counts and the rule, and no word of a user or of the product.
"""

import json
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from typing import Protocol

import anyio

from brightline.errors import UsageError
from brightline.records import Alert, digest
from brightline.watch.posting import NotSentError, checked_url, post

COMMAND_S = 60.0
"""Seconds that a command may take."""


class Channel(Protocol):
    """A way to tell somebody."""

    @property
    def name(self) -> str:
        """Which kind it is."""
        ...

    @property
    def key(self) -> str:
        """Which one it is: another address is another one, to which nothing was told yet."""
        ...

    async def send(self, alert: Alert) -> None:
        """Tell one alert.

        Raises:
            NotSentError: it may not have been told.
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
        self.key = f"webhook-{digest(url)}"

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
        self.key = f"slack-{digest(url)}"

    async def send(self, alert: Alert) -> None:
        """Tell one alert in a line; at its end is its id."""
        await _post(self._url, {"text": f"{alert.text} [{alert.id}]"}, key=alert.id)


class Command:
    """Starts a program that finds the alert as JSON on its standard input."""

    name = "command"

    def __init__(self, command: str) -> None:
        """Begin.

        Raises:
            UsageError: it is none, or its program cannot be found.
        """
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise _bad_command(command) from error
        if not self._words:
            raise _bad_command(command)
        if shutil.which(self._words[0]) is None:
            raise UsageError(
                f"--on-alarm: there is no program {self._words[0]!r} that can be started",
                slug="alert-command",
                hint="Write its whole path, or put it where PATH says; what needs a shell:"
                " --on-alarm \"sh -c '…'\".",
            )
        self.key = f"command-{digest(command)}"

    async def send(self, alert: Alert) -> None:
        """Start it, and wait until it ends with 0."""
        told = json.dumps(alert.model_dump(mode="json")).encode() + b"\n"
        try:
            with anyio.fail_after(COMMAND_S):
                done = await anyio.run_process(
                    self._words, input=told, check=False, stdout=subprocess.DEVNULL, stderr=None
                )
        except (OSError, TimeoutError) as error:
            why = getattr(error, "strerror", None) or f"more than {COMMAND_S:.0f} s"
            raise NotSentError(f"{self._words[0]}: {why}") from error
        if done.returncode:
            raise NotSentError(f"{self._words[0]} ended with {done.returncode}")


async def _post(url: str, body: Mapping[str, object], *, key: str) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    await post(url, json.dumps(body).encode(), headers)


def _bad_command(command: str) -> UsageError:
    return UsageError(
        f"--on-alarm {command!r} is no command",
        slug="alert-command",
        hint="Write a program and its arguments, as in a shell: --on-alarm 'notify --urgent'.",
    )
