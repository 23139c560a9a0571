"""Signals in, a run that stops gently out."""

import signal

import anyio
import click

GENTLE = "stopping: nothing new is sent, calls in flight get 10 s; once more stops at once"


async def watch_signals(stop: anyio.Event, scope: anyio.CancelScope) -> None:
    """Set `stop` at the first Ctrl-C or SIGTERM, and cancel the scope at the second."""
    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async for _ in signals:
            if stop.is_set():
                scope.cancel()
                return
            click.echo(f"\n{GENTLE}", err=True)
            stop.set()
