"""The broken variant of the receiver: it acknowledges, and stores a moment later."""

from collections.abc import Sequence

import anyio

from brightline.cli.main import main
from brightline.records import Received
from brightline.watch.receiver import intake

STORE = intake.Intake._store


async def take(self: intake.Intake, rows: Sequence[Received]) -> None:
    self.check()
    self._queue.append(intake._Waiting(rows))
    self._more.set()


async def store(self: intake.Intake, group: Sequence[intake._Waiting]) -> None:
    await anyio.sleep(0.05)
    await STORE(self, group)


intake.Intake.take = take  # type: ignore[method-assign]
intake.Intake._store = store  # type: ignore[method-assign]
main()
