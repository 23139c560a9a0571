"""Parts in, what they come to out, from child processes of this one: `--jobs`.

A child reads its part once, says which ids are in it, and waits until it is known which of them
came before: that hangs on the parts before it, which are given out before it. So it waits for
nothing but others' reading, a small part of the work.
"""

import selectors
from collections import Counter, deque
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from brightline.pipeline.watch.engine.children import (
    Child,
    can_fork,
    forked,
    pack,
    started,
    unpack,
)
from brightline.pipeline.watch.engine.work import Answer, Both, Known, Scouted

TRIES = 3
"""Times that a part is begun whose workers die; then its exchanges count as failed."""


Tell = Callable[[int, Scouted], Known]
"""Takes up the ids of a part, after those of all before it, and returns what is known."""


class Crew:
    """Children that wait for parts; a context manager that ends them."""

    def __init__(self, jobs: int) -> None:
        """Start them: they are there at once where they can be forked.

        Args:
            jobs: How many.
        """
        self.jobs = jobs
        start = forked if can_fork() else started
        self._children = [start() for _ in range(jobs)]
        self._run: _Run | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in self._children:
            child.end()
        self._children = []

    def begin(self, parts: Iterator[Both]) -> None:
        """Give out the first parts: while those are read, it can be found out what is known.

        Args:
            parts: In their order; asked for as they are wanted.
        """
        self._run = _Run(self._children, parts)
        self._run.begin()

    def answers(self, tell: Tell) -> Iterator[tuple[int, Answer | None]]:
        """Yield what comes of each part; None where each child that began it died.

        Args:
            tell: Told which ids are in each.
        """
        if self._run is not None:
            with self._run.waiting:
                yield from self._run.answers(tell)
            self._run = None


class _Run:
    """How far it is."""

    def __init__(self, children: list[Child], parts: Iterator[Both]) -> None:
        self._children = children
        self._idle = deque(children)
        self.waiting = selectors.DefaultSelector()
        self._parts = enumerate(parts)
        self._more = True
        self._ready: deque[tuple[int, bytes]] = deque()
        """Parts that no child has."""
        self._busy: dict[Child, tuple[int, bytes]] = {}
        self._known: Tell | None = None
        self._turn = 0
        """Of which part the ids are taken up next."""
        self._asking: dict[int, tuple[Child, Scouted]] = {}
        self._silent: set[int] = set()
        """Parts that ended before anybody knew their ids."""
        self._told: dict[int, bytes] = {}
        """What is known of parts that are not done yet."""
        self._died: Counter[int] = Counter()

        self._lost: list[tuple[int, Answer | None]] = []

    def begin(self) -> None:
        self._lost = list(self._give_out())

    def answers(self, tell: Tell) -> Iterator[tuple[int, Answer | None]]:
        self._known = tell
        yield from self._lost
        while True:
            yield from self._give_out()
            if not self._busy:
                return
            ahead = self._more and len(self._ready) < len(self._children)
            heard = self.waiting.select(0 if ahead else None)
            if not heard:
                self._read_on()
            for key, _ in heard:
                if isinstance(key.data, Child):
                    yield from self._hear(key.data)

    def _give_out(self) -> Iterator[tuple[int, Answer | None]]:
        while self._idle and (self._ready or self._read_on()):
            child, (at, task) = self._idle.popleft(), self._ready.popleft()
            self._busy[child] = at, task
            self.waiting.register(child, selectors.EVENT_READ, child)
            try:
                child.send(task)
            except OSError:
                yield from self._mourn(child)

    def _read_on(self) -> bool:
        """Have one more part ready, if there is one: it may take time to read it."""
        if one := next(self._parts, None):
            self._ready.append((one[0], pack(one[1])))
        self._more = one is not None
        return self._more

    def _hear(self, child: Child) -> Iterator[tuple[int, Answer | None]]:
        data = child.receive()
        if data is None:
            yield from self._mourn(child)
            return
        at, _ = self._busy[child]
        said = unpack(data)
        if not isinstance(said, Scouted):
            self._rest(child)
            self._idle.append(child)
            yield from self._end(at, said)
        elif at in self._told:
            self._tell(child, at)
        else:
            self._asking[at] = child, said
            self._take_up()

    def _take_up(self) -> None:
        """Take up ids, in the order of the parts, as far as they are known."""
        while (at := self._turn) in self._asking or at in self._silent:
            if at in self._asking and self._known:
                child, said = self._asking.pop(at)
                self._told[at] = pack(self._known(at, said))
                self._tell(child, at)
            self._silent.discard(at)
            self._turn += 1

    def _tell(self, child: Child, at: int) -> None:
        try:
            child.send(self._told[at])
        except OSError:
            return  # it is heard next that it is gone

    def _mourn(self, child: Child) -> Iterator[tuple[int, Answer | None]]:
        """Put another into the place of a child that is gone, and give out its part again."""
        at, task = self._rest(child)
        self._asking.pop(at, None)
        child.end()
        self._children.remove(child)
        self._children.append(started())
        self._idle.append(self._children[-1])
        self._died[at] += 1
        if self._died[at] < TRIES:
            self._ready.appendleft((at, task))
        else:
            yield from self._end(at, None)

    def _rest(self, child: Child) -> tuple[int, bytes]:
        self.waiting.unregister(child)
        return self._busy.pop(child)

    def _end(self, at: int, said: Answer | None) -> Iterator[tuple[int, Answer | None]]:
        if self._told.pop(at, None) is None:
            self._silent.add(at)
            self._take_up()
        yield at, said
