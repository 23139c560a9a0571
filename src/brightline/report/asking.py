"""What was said before a reply in, the turns and the characters of each that are shown, out."""

from collections.abc import Sequence
from dataclasses import replace

from brightline.report.reading import Said
from brightline.words import counted

OURS = "in the product's name, written by us"
"""What is said of a turn that the product never spoke."""

LABELS = {"user": "asked", "script": "ours", "product": "said"}
"""Who spoke, in a word before the line."""

_TURNS = 4
"""Shown at most: the first, which opens the attack, and the last ones, which close it."""


def fitted(turns: Sequence[Said], limit: int) -> tuple[tuple[Said, int], ...]:
    """Return the turns to show, each with the characters that it may take.

    What a short turn leaves is taken by the longer ones; turns that are left out are counted
    in the note of the one before them.

    Args:
        turns: What was said, in order; at least one.
        limit: Characters of all of them together.
    """
    shown = list(turns)
    if missing := max(len(turns) - _TURNS, 0):
        note = f"then {counted(missing, 'turn')} left out"
        shown = [replace(turns[0], note=note), *turns[missing + 1 :]]
    room = [0] * len(shown)
    for rank, at in enumerate(sorted(range(len(shown)), key=lambda at: len(shown[at].text))):
        room[at] = min(len(shown[at].text), (limit - sum(room)) // (len(shown) - rank))
    return tuple(zip(shown, room, strict=True))
