"""Exchanges to look at in, what is said of them out, by this process or by several."""

import gc
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

import anyio
from anyio.from_thread import start_blocking_portal

from brightline.errors import InternalError
from brightline.judge.cascade import close_judge
from brightline.pipeline.watch.looker import LookerSpec, looker_of
from brightline.pipeline.watch.wire import Values, packed, unpacked
from brightline.ports import Judge
from brightline.records import Sighting
from brightline.watch.looking import Looked, Looker

PART = 1_024
"""Exchanges that are looked at together: where screen and judge are fastest."""

PAID = 64
"""The same, where a model is asked: fewer are lost when it is killed."""

AHEAD = 2
"""Parts that wait for each worker."""

Part = list[Sighting]
Ready = Callable[[], Sequence[Looked]]
"""Waits for what is said of a part."""

Look = Callable[[Part], Ready]

Item = TypeVar("Item")


@contextmanager
def here(looker: Looker, judge: Judge) -> Iterator[Look]:
    """Yield what looks in this process; the judge is closed in the end."""
    with start_blocking_portal() as portal:

        def look(part: Part) -> Ready:
            said = portal.call(looker.look, part)
            return lambda: said

        try:
            yield look
        finally:
            portal.call(close_judge, judge)


@contextmanager
def elsewhere(spec: LookerSpec, jobs: int) -> Iterator[Look]:
    """Yield what has several processes look.

    Args:
        spec: What each of them makes its looker of.
        jobs: How many.
    """
    # A process that is forked off one with threads may wait for ever.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin)
    try:

        def look(part: Part) -> Ready:
            return pool.submit(_look, spec, packed(part)).result

        yield look
    except BrokenProcessPool as error:
        raise InternalError(
            "a worker process died, as a rule for lack of memory",
            slug="worker-died",
            hint="Give it fewer with --jobs 1.",
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def looked_at(
    wanted: Iterable[Sighting], look: Look, *, ahead: int, size: int = PART
) -> Iterator[tuple[Sighting, Looked]]:
    """Yield each exchange with what is said of it, in order.

    Args:
        wanted: Exchanges; no more of them are held than are worked on.
        look: Of this module.
        ahead: Parts that are worked on at once, at most.
        size: Exchanges of a part.
    """
    waiting: deque[tuple[Part, Ready]] = deque()
    for part in parts_of(wanted, size):
        waiting.append((part, look(part)))
        while len(waiting) >= ahead:
            yield from _settled(*waiting.popleft())
    while waiting:
        yield from _settled(*waiting.popleft())


def parts_of(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield items in lists of a size, the last shorter."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def _settled(part: Part, ready: Ready) -> Iterator[tuple[Sighting, Looked]]:
    return zip(part, ready(), strict=True)


def _look(spec: LookerSpec, part: list[Values]) -> list[Looked]:
    packages = unpacked(part)
    look = partial(looker_of(spec).look, packages, texts=[one.asked for one in packages])
    return anyio.run(look)


def _begin() -> None:
    """Leave Ctrl-C to the process that reads, which ends this one; look for garbage rarely."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(20_000, 50, 50)
