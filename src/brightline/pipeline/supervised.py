"""An order and a store in, its outcome out, while a person watches and may stop it."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import anyio

from brightline.errors import BrightlineError
from brightline.pipeline.check import Outcome, check
from brightline.pipeline.evidence.judging import closing
from brightline.pipeline.library import new_run_id
from brightline.pipeline.planning.order import Order
from brightline.report.live import Progress
from brightline.store import Store

GENTLE = "stopping: nothing new is sent, calls in flight get 10 s; once more stops at once"

Say = Callable[[str], object]
"""Shows a person one line."""


async def supervised(  # noqa: PLR0913 - what a run is made of, and who watches it
    order: Order,
    store: Store,
    *,
    say: Say,
    stream: TextIO | None = None,
    allowed_unproven: Sequence[str] = (),
    baseline: str | None = None,
    reviews: Path | None = None,
) -> Outcome | None:
    """Run with progress; the first Ctrl-C stops gently, the second at once.

    Args:
        order: What to run.
        store: Where it is kept.
        say: Told when the run begins to stop.
        stream: Where progress goes; None is stderr.
        allowed_unproven: Rules that may stay unproven.
        baseline: A baseline file or another run to compare with.
        reviews: A baseline file of which only what people read counts.

    Returns:
        None when it was stopped at once; what was finished is stored.

    Raises:
        BrightlineError: as `check` does.
    """
    outcome: Outcome | None = None
    failure: BrightlineError | None = None
    stop = anyio.Event()
    now = datetime.now(UTC)
    async with anyio.create_task_group() as group:
        with Progress(stream or sys.stderr, clock=time.monotonic) as progress:
            if threading.current_thread() is threading.main_thread():  # who alone gets signals
                group.start_soon(watch_signals, stop, group.cancel_scope, say)
            group.start_soon(_tick, progress)
            try:
                async with closing(order.judge):
                    outcome = await check(
                        order,
                        store,
                        run_id=new_run_id(now),
                        now=now,
                        stop=stop,
                        tell=progress.tell,
                        allowed_unproven=allowed_unproven,
                        baseline=baseline,
                        reviews=reviews,
                    )
            except BrightlineError as error:
                # Kept out of the group, which would wrap it.
                failure = error
        group.cancel_scope.cancel()
    if failure is not None:
        raise failure
    return outcome


async def watch_signals(stop: anyio.Event, scope: anyio.CancelScope, say: Say) -> None:
    """Set `stop` at the first Ctrl-C or SIGTERM, and cancel the scope at the second."""
    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async for _ in signals:
            if stop.is_set():
                scope.cancel()
                return
            say(GENTLE)
            stop.set()


async def _tick(progress: Progress) -> None:
    while True:
        progress.tick()
        await anyio.sleep(1)
