"""Exchanges to look at in, what is said of them out, one part after the other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from anyio.from_thread import start_blocking_portal

from brightline.judge.cascade import close_judge
from brightline.ports import Judge
from brightline.records import Sighting
from brightline.watch.looking import Looked, Looker

PART = 1_024
"""Exchanges that are looked at together: where screen and judge are fastest."""

PAID = 64
"""The same, where a model is asked: fewer are lost when it is killed."""

Look = Callable[[list[Sighting]], Sequence[Looked]]

Item = TypeVar("Item")


@contextmanager
def here(looker: Looker, judge: Judge) -> Iterator[Look]:
    """Yield what looks in this process; the judge is closed in the end."""
    with start_blocking_portal() as portal:

        def look(part: list[Sighting]) -> Sequence[Looked]:
            return portal.call(looker.look, part)

        try:
            yield look
        finally:
            portal.call(close_judge, judge)


def looked_at(
    wanted: Iterable[Sighting], look: Look, *, size: int = PART
) -> Iterator[tuple[Sighting, Looked]]:
    """Yield each exchange with what is said of it, in order.

    Args:
        wanted: Exchanges; no more of them are held than are worked on.
        look: Of this module.
        size: Exchanges of a part.
    """
    for part in parts_of(wanted, size):
        yield from zip(part, look(part), strict=True)


def parts_of(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield items in lists of a size, the last shorter."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
