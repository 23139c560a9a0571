"""Attempts in, judgements out: asks the judge in batches while the run goes on."""

from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Self

import anyio

from brightline.judge.cascade import batch_of
from brightline.ports import Judge
from brightline.records import Judgement, Question

BATCH = 64
"""Questions asked at once: more is no faster, and nothing is sent while a judge thinks."""

PAUSE_S = 0.05
PAUSES = 5
"""Waits for a batch to fill, in seconds, while more keeps coming: small batches cost more."""


class Desk:
    """Collects questions and hands each judgement to `deliver` as soon as it is made."""

    def __init__(
        self,
        judge: Judge,
        deliver: Callable[[Sequence[Judgement]], Awaitable[None]],
        *,
        give_up: Callable[[], None],
        stop: anyio.Event,
    ) -> None:
        """Open a desk.

        Args:
            judge: Who is asked.
            deliver: Takes what was said.
            give_up: Called when the judge or `deliver` raises: nothing is judged any more.
            stop: Set it to leave the rest unjudged, also what is being judged: a language model
                may take minutes, and the replies are kept.
        """
        self._judge = judge
        self._batch = batch_of(judge, BATCH)
        self._deliver = deliver
        self._give_up = give_up
        self._stop = stop
        self._send, self._receive = anyio.create_memory_object_stream[Question](BATCH * 4)
        self._group = anyio.create_task_group()
        self._error: Exception | None = None

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        self._group.start_soon(self._work)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Judge what is left; raise what the judge raised unless something else flies."""
        self._send.close()
        # The group is told of no error: it would wrap it, and the worker ends by itself.
        await self._group.__aexit__(None, None, None)
        if error is None and self._error is not None:
            raise self._error

    async def put(self, question: Question) -> None:
        """Queue a question; waits when the judge is far behind.

        Raises:
            Exception: whatever the judge or `deliver` raised earlier.
        """
        if self._error is not None:
            raise self._error
        await self._send.send(question)

    async def _work(self) -> None:
        async with self._receive:
            async for first in self._receive:
                batch = [first]
                for _ in range(PAUSES):
                    await anyio.sleep(PAUSE_S)
                    if not self._add_waiting(batch):
                        break
                await self._settle(batch)

    def _add_waiting(self, batch: list[Question]) -> bool:
        """Add what waits, as far as the batch has room; tell whether more is worth a pause."""
        before = len(batch)
        while len(batch) < self._batch:
            try:
                batch.append(self._receive.receive_nowait())
            except (anyio.WouldBlock, anyio.EndOfStream):
                return len(batch) > before
        return False

    async def _settle(self, batch: Sequence[Question]) -> None:
        """Judge a batch; after a failure or a stop the rest is taken in and left unjudged."""
        if self._error is not None or self._stop.is_set():
            return
        try:
            said = await self._judge_unless_stopped(batch)
            if said is not None:
                await self._deliver(said)
        except Exception as error:  # noqa: BLE001 - kept, and raised where the run can hear it
            self._error = error
            self._give_up()

    async def _judge_unless_stopped(
        self, batch: Sequence[Question]
    ) -> Sequence[Judgement] | None:
        said: Sequence[Judgement] | None = None
        failed: Exception | None = None

        async def ask() -> None:
            nonlocal said, failed
            try:
                said = await self._judge.judge(batch)
            except Exception as error:  # noqa: BLE001 - kept out of the group, which would wrap it
                failed = error
            group.cancel_scope.cancel()

        async with anyio.create_task_group() as group:
            group.start_soon(ask)
            await self._stop.wait()
            group.cancel_scope.cancel()
        if failed is not None:
            raise failed
        return said
