"""The lines of a text in, how it breaks them out: at a width, or where a thought ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from brightline.craft.later import later

WIDEST = 100
"""Characters of a line at which people let their editor break text."""

RAGGED = 0.85
"""Share of the width that a line broken by hand reaches at least."""

SMALL = 1 / 3
"""Share of beginnings in small letters from which on a small letter says nothing."""

FEWEST = 3
"""Lines from which on a run has a width of its own, and beginnings that tell of a habit."""

MOST = 1 / 2
"""Share of the lines of a paragraph of notes that are full where it was broken at a width."""

_ENDS = (".", "!", "?", ":")

_WITHIN = later(
    r"\w\w(?<!\b[MD][rs])(?<!\bSt)[.!?][\"'\u201d\u2019)*_`]*\s+(?P<letter>[^\W\d_])"
)
"""Where a sentence begins within a line, after a word that is no short form."""


@dataclass(frozen=True)
class Wraps:
    """How a text breaks its lines.

    A line that was broken at a width is one to which the next word would not have fitted; where
    it would have, its writer began something new. That is told from a run of lines without an
    empty one between them, or from the whole text where the run is short.
    """

    lines: Sequence[str]

    @cached_property
    def noted(self) -> bool:
        """Whether its sentences begin with small letters, so that such a one continues none.

        Who writes a capital after each full stop writes prose, and a line of it that begins
        small after an empty one has lost what stood before it.
        """
        begins = [line.strip() for at, line in enumerate(self.lines) if not at or self._new(at)]
        letters = [line[0] for line in begins if line[:1].isalpha()]
        small = sum(map(str.islower, letters))
        if small < FEWEST or small < SMALL * len(letters):
            return False
        within = (found["letter"] for line in self.lines for found in _WITHIN.finditer(line))
        return small >= SMALL * (len(letters) + sum(map(str.isupper, within)))

    def broken(self, index: int) -> bool:
        """Say whether a line may have been broken where it ends, to go on in the next.

        Args:
            index: Of the line, from 0; the next one is not empty.
        """
        run = self._runs[index]
        needed = self._needed(index)
        if self.noted:
            wrapped = run.width <= WIDEST and run.full > MOST * run.lines
            return wrapped and needed > run.width
        return needed > RAGGED * (run.width if run.lines >= FEWEST else self._width)

    def _new(self, index: int) -> bool:
        """Say whether a line begins something: more would have fitted into the one before."""
        before = self.lines[index - 1].rstrip()
        if not before or before.endswith(_ENDS) or not self.lines[index].strip():
            return True
        return self._needed(index - 1) <= RAGGED * self._width

    def _needed(self, index: int) -> int:
        """Return how long a line were with the first word of the next."""
        first = self.lines[index + 1].split(maxsplit=1)[0]
        return len(self.lines[index].rstrip()) + 1 + len(first)

    @cached_property
    def _width(self) -> int:
        """Characters of the longest line that is no row of a table."""
        told = (line for line in self.lines if not line.lstrip().startswith("|"))
        return max((len(line.rstrip()) for line in told), default=0)

    @cached_property
    def _runs(self) -> dict[int, "_Run"]:
        """For each line those around it without an empty one between them."""
        runs: dict[int, _Run] = {}
        for filled, group in groupby(
            enumerate(self.lines), key=lambda one: bool(one[1].strip())
        ):
            if not filled:
                continue
            places = [at for at, _ in group]
            width = max(len(self.lines[at].rstrip()) for at in places)
            full = sum(self._needed(at) > width for at in places[:-1])
            run = _Run(len(places), width, full)
            runs.update(dict.fromkeys(places, run))
        return runs


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines without an empty one between them."""

    lines: int
    width: int
    """Characters of the longest."""
    full: int
    """Lines to which the first word of the next could not have been added."""
