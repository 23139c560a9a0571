"""What is read in, the exchanges to look at out; all others are counted on the way."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from brightline.records import Sighting, Skip, Skipped
from brightline.watch.files import Found
from brightline.watch.ids import Ids
from brightline.watch.lines import Unreadable

MOST_COMPARED = 1_000
"""Exchanges with which those are compared that come later under the same id: where a path to
ids leads to none, there are few of them."""

MOST_NAMED = 5
"""Lines that could not be read and are named; the others are counted."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """When an exchange must have been to be looked at; None: whenever."""

    since: datetime | None = None
    until: datetime | None = None
    """The first moment that is too late."""

    @property
    def is_all(self) -> bool:
        """Whether nothing lies outside."""
        return self.since is None and self.until is None

    def holds(self, time: datetime | None) -> bool:
        """Tell whether a moment is in it; one that nobody knows is in no window with an end."""
        if self.is_all:
            return True
        if time is None:
            return False
        return (self.since is None or time >= self.since) and (
            self.until is None or time < self.until
        )


@dataclass(slots=True)
class Missed:
    """What gave no exchange to look at and is to be said in words."""

    outside: int = 0
    """Outside of the window that was asked for: not counted as seen."""
    timeless: Counter[str] = field(default_factory=Counter)
    """Those of them of which nobody knows whether they were in the window, by file."""
    roles: Counter[str] = field(default_factory=Counter)
    """Words for who speaks that nobody knows, by exchanges."""
    clashing: int = field(default=0, repr=False, compare=False)
    """Exchanges whose id came before, of one that says something else; about, as each process
    compares what it reads itself."""
    unreadable: int = 0
    damaged: list[str] = field(default_factory=list)
    """Where files end before their end, or begin as nobody can read them: nobody knows how
    much is missing there."""


class Known(Protocol):
    """What tells an id that is new, as `Ids` does."""

    def add(self, name: str, /) -> bool:
        """Take up an id, and tell whether it is new."""


class Counts(Protocol):
    """What counts that which is left out, as `Tally` does."""

    def drawn_out(self, sighting: Sighting, /) -> bool:
        """Tell whether an exchange is not to be looked at, as only a share is."""

    def skip(self, why: Skip, *, time: datetime | None) -> None:
        """Count what gives no exchange to look at."""

    def fail(self) -> None:
        """Count what could not be read."""


class Intake:
    """Takes up what was read, one after the other."""

    def __init__(
        self,
        counts: Counts,
        window: Window,
        *,
        tell: Callable[[str], None],
        ids: Known | None = None,
    ) -> None:
        """Begin.

        Args:
            counts: Counts what is left out.
            window: What is not in it is left out and not counted there.
            tell: Told `file:line: why` of the first that cannot be read.
            ids: Knows which came before; None remembers them.
        """
        self._counts = counts
        self._window = window
        self._tell = tell
        self._ids: Known = Ids() if ids is None else ids
        self.missed = Missed()
        self._path = ""
        self._said: dict[str, int] = {}

    def begin(self, path: str) -> None:
        """Take up that what comes from now on is of another file."""
        self._path = path

    def wanted(self, found: Iterable[Found]) -> Iterator[Sighting]:
        """Yield the exchanges that are to be looked at, in their order."""
        for one in found:
            if isinstance(one, Unreadable):
                self._unreadable(one)
            elif not self._window.holds(one.time):
                self.missed.outside += 1
                self.missed.timeless.update([self._path] if one.time is None else ())
            elif not self._ids.add(one.id):
                self.missed.clashing += self._clashes(one)
                self._counts.skip(Skip.REPEATED, time=one.time)
            elif isinstance(one, Skipped):
                self.missed.roles.update([one.word] if one.word else ())
                self._counts.skip(one.why, time=one.time)
            elif self._counts.drawn_out(one):
                self._counts.skip(Skip.SAMPLED_OUT, time=one.time)
            else:
                self._clashes(one)
                yield one

    def _clashes(self, one: Sighting | Skipped) -> bool:
        """Tell whether another exchange had the id of one, and remember one that had not."""
        if not isinstance(one, Sighting):
            return False
        said = self._said.get(one.id)
        if said is None and len(self._said) < MOST_COMPARED:
            self._said[one.id] = _digest(one)
        return said is not None and said != _digest(one)

    def _unreadable(self, one: Unreadable) -> None:
        self._counts.fail()
        self.missed.unreadable += 1
        if one.rest:
            self.missed.damaged.append(one.where)
        if self.missed.unreadable <= MOST_NAMED:
            self._tell(f"{one.where}: {one.why}")


def _digest(one: Sighting) -> int:
    return hash((*(turn.text for turn in one.exchange.turns), one.exchange.reply.text))
