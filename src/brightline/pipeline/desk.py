"""Attempts in, judgements out: asks the judge in batches while the run goes on."""

from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

import anyio

from brightline.ports import Judge
from brightline.records import Judgement, Question

if TYPE_CHECKING:
    from anyio.abc import TaskGroup
    from anyio.streams.memory import MemoryObjectReceiveStream

BATCH = 256
"""Questions asked at once: where the embedded judge is fastest."""

LINGER_S = 0.25
"""Longest wait for a batch to fill, in seconds: small batches cost more, and nobody waits."""


class Desk:
    """Collects questions and hands each judgement to `deliver` as soon as it is made."""

    def __init__(
        self, judge: Judge, deliver: Callable[[Sequence[Judgement]], Awaitable[None]]
    ) -> None:
        self._judge = judge
        self._deliver = deliver
        self._send, self._receive = anyio.create_memory_object_stream[Question](BATCH * 4)
        self._group: TaskGroup | None = None

    async def __aenter__(self) -> Self:
        self._group = anyio.create_task_group()
        await self._group.__aenter__()
        self._group.start_soon(self._work, self._receive)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        self._send.close()
        assert self._group is not None  # noqa: S101 - entered before it is left
        return await self._group.__aexit__(kind, error, trace)

    async def put(self, question: Question) -> None:
        """Queue a question; waits when the judge is far behind."""
        await self._send.send(question)

    async def _work(self, questions: "MemoryObjectReceiveStream[Question]") -> None:
        async with questions:
            async for first in questions:
                batch = [first]
                with anyio.move_on_after(LINGER_S):
                    while len(batch) < BATCH:
                        try:
                            batch.append(await questions.receive())
                        except anyio.EndOfStream:
                            break
                await self._deliver(await self._judge.judge(batch))
