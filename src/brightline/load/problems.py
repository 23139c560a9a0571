"""Findings of one pass in, problems in reading order out."""

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from brightline.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterable

Place: TypeAlias = tuple[int, int]
"""Line and column, both from 1."""

Hint: TypeAlias = str | Callable[[], str]

MAX_PROBLEMS = 100
"""More than anyone reads; the rest is counted."""

MAX_SHOWN = 60
"""Characters of a value that a message repeats."""

MAX_COMPARED = 80
"""Longest text that is compared with the valid ones: the comparison is quadratic."""

MAX_WORDS = 200
"""Valid texts that a wrong one is compared with."""


class Problems:
    """Collects the problems of one file.

    Attributes:
        name: How the file is called in messages.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._found: list[tuple[Place, str, str, Hint]] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, message: str, *, slug: str, place: Place, hint: Hint) -> None:
        """Note one problem.

        Args:
            message: What is wrong, with the value.
            slug: Its stable name.
            place: Where it starts.
            hint: What to write instead; as a function, it is asked for only if it is shown.
        """
        self._found.append((place, message, slug, hint))

    def ordered(self) -> tuple[PolicyError, ...]:
        """Return the problems in the order of the file, the tail beyond 100 as a count."""
        found = sorted(self._found, key=lambda item: item[0])
        rest = len(found) - MAX_PROBLEMS
        if rest > 0:
            more = f"{rest} more problems follow from here"
            last: Hint = "Solve those above and look again."
            found[MAX_PROBLEMS:] = [(found[MAX_PROBLEMS][0], more, "more-problems", last)]
        return tuple(
            PolicyError(
                message,
                slug=slug,
                where=self._where(place),
                hint=hint if isinstance(hint, str) else hint(),
            )
            for place, message, slug, hint in found
        )

    def _where(self, place: Place) -> str:
        return f"{self.name}:{place[0]}:{place[1]}"


def together(problems: tuple[PolicyError, ...]) -> PolicyError:
    """Return one error that begins as the first problem does and carries them all."""
    first = problems[0]
    return PolicyError(
        first.message,
        slug=first.slug,
        where=first.where,
        hint=first.hint,
        problems=problems,
    )


def shown(text: str) -> str:
    """Return text in quotes, on one line, shortened and with nothing that steers a terminal."""
    short = text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)
    return f"'{safe}'"


def nearest(text: str, valid: "Iterable[str]", *, cutoff: float = 0.6) -> str:
    """Return the valid text that is nearest to text, empty when none is near.

    Args:
        text: What was written.
        valid: What could have been written.
        cutoff: How alike they must be, from 0 to 1.
    """
    if len(text) > MAX_COMPARED:
        return ""
    from difflib import get_close_matches  # few files have a problem

    by_fold = {word.casefold(): word for word in islice(valid, MAX_WORDS)}
    close = get_close_matches(text.casefold(), by_fold, n=1, cutoff=cutoff)
    return by_fold[close[0]] if close else ""


def suggestion(text: str, valid: "Iterable[str]", *, many: str) -> str:
    """Return a hint that names the nearest valid text and the first of them all.

    Args:
        text: What was written.
        valid: What could have been written.
        many: What they are called, e.g. `keys here`.
    """
    words = list(valid)
    close = nearest(text, words)
    start = f"Did you mean '{close}'? " if close else ""
    listed = ", ".join(words[:20]) + (", …" if len(words) > 20 else "")
    return f"{start}The {many}: {listed}." if words else f"There are no {many} yet."
