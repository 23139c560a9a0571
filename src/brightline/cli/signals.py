"""Signals in, a run that stops gently out."""

import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio
import click

from brightline.errors import BrightlineError
from brightline.pipeline.supervised import watch_signals

GRACE_S = 10.0
"""Seconds that a call in flight gets."""

INTERRUPTED = 2
"""Exit code of what a person stopped."""

Made = TypeVar("Made")


async def stoppable(work: Callable[[anyio.Event], Awaitable[Made]]) -> Made:
    """Do work that ends soon after its event is set, which the first Ctrl-C does.

    What has not ended ten seconds later, or at the second, ends the program.
    """
    made: list[Made] = []
    failed: list[BrightlineError] = []
    stop = anyio.Event()
    async with anyio.create_task_group() as group:
        group.start_soon(watch_signals, stop, group.cancel_scope, _say)
        group.start_soon(_end_in_time, stop, group.cancel_scope)
        try:
            made.append(await work(stop))
        except BrightlineError as error:  # kept out of the group, which would wrap it
            failed.append(error)
        group.cancel_scope.cancel()
    if failed:
        raise failed[0]
    if not made:
        sys.exit(INTERRUPTED)
    return made[0]


async def _end_in_time(stop: anyio.Event, scope: anyio.CancelScope) -> None:
    await stop.wait()
    await anyio.sleep(GRACE_S)
    scope.cancel()


def _say(words: str) -> None:
    click.echo(f"\n{words}", err=True)
