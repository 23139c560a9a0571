"""A script that breaks a rule in, the fewest turns, sentences and words that do out.

The plain request is never shortened: what is looked for is how little of its wrapping it takes.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from brightline.attack.ddmin import Parts, ddmin
from brightline.attack.parts import OverError
from brightline.records import Role, Turn

Script = tuple[Turn, ...]
Breaks = Callable[[Script], Awaitable[bool]]
"""Tells whether a script breaks the rule again. Raises `OverError` when it cannot tell."""

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*[\"'”\u2019»)\]]*\s*|[.!?…\s]+")
_WORD = re.compile(r"\S+\s*")
_QUOTES = {"“": "”", '"': '"', "'": "'", "\u2018": "\u2019", "«": "»", "(": ")"}


class Smallest(NamedTuple):
    """What is left of a script."""

    script: Script
    complete: bool
    """False: nothing could be played any more before every smaller form was tried."""


async def shrink(script: Script, objective: str, breaks: Breaks) -> Smallest:
    """Return the smallest form of a script that still breaks the rule.

    First the plain request alone; then turns, sentences and words are left out.

    Args:
        script: User's turns and answers that we wrote; it breaks the rule.
        objective: The plain request behind it.
        breaks: Plays a form and tells whether it breaks the rule again.
    """
    work = _Work(script, breaks)
    try:
        plain = (Turn(role=Role.USER, text=objective),)
        if not await work.accepts(plain):
            await work.leave_out(_turns(work.best))
            await work.leave_out(_pieces(work.best, objective, _SENTENCE))
            await work.leave_out(_pieces(work.best, objective, _WORD))
    except OverError:
        return Smallest(work.best, complete=False)
    return Smallest(work.best, complete=True)


def wrapping(script: Script, objective: str) -> tuple[str, ...]:
    """Return what stands in a script beside the plain request, one text for each stretch."""
    return tuple(
        text
        for turn in script
        for kept, stretch in _stretches(turn.text, objective)
        if not kept and (text := stretch.strip())
    )


class _Piece(NamedTuple):
    """A part of a script."""

    turn: int
    text: str
    kept: bool
    """Whether it may not be left out."""


class _Work:
    """What is known of a script so far."""

    def __init__(self, script: Script, breaks: Breaks) -> None:
        self.best = script
        self._breaks = breaks

    async def accepts(self, form: Script) -> bool:
        """Tell whether a form breaks the rule; then it is the best."""
        if form == self.best:
            return True
        if not _can_be_played(form) or not await self._breaks(form):
            return False
        self.best = form
        return True

    async def leave_out(self, pieces: Sequence[_Piece]) -> None:
        """Leave out as many pieces as can be."""
        roles = [turn.role for turn in self.best]
        loose = tuple(number for number, piece in enumerate(pieces) if not piece.kept)

        async def accepts(left: Parts) -> bool:
            chosen = set(left)
            form = [
                piece for number, piece in enumerate(pieces) if piece.kept or number in chosen
            ]
            return await self.accepts(_joined(form, roles))

        await ddmin(loose, accepts)


def _turns(script: Script) -> list[_Piece]:
    return [_Piece(number, turn.text, kept=False) for number, turn in enumerate(script)]


def _pieces(script: Script, objective: str, pattern: re.Pattern[str]) -> list[_Piece]:
    return [
        _Piece(number, part, kept=kept)
        for number, turn in enumerate(script)
        for kept, stretch in _stretches(turn.text, objective)
        for part in ([stretch] if kept else pattern.findall(stretch))
    ]


def _stretches(text: str, objective: str) -> list[tuple[bool, str]]:
    """Return a text in stretches: those that are the plain request, with its quotes, kept."""
    found: list[tuple[bool, str]] = []
    end = 0
    for match in re.finditer(re.escape(objective.strip()), text, re.IGNORECASE):
        start, stop = match.span()
        if start > end and text[stop : stop + 1] == _QUOTES.get(text[start - 1], " "):
            start, stop = start - 1, stop + 1
        stop += len(text[stop:]) - len(text[stop:].lstrip())
        found += [(False, text[end:start])] if start > end else []
        found.append((True, text[start:stop]))
        end = stop
    return [*found, (False, text[end:])] if end < len(text) else found


def _joined(pieces: Sequence[_Piece], roles: Sequence[Role]) -> Script:
    turns: dict[int, str] = {}
    for piece in pieces:
        turns[piece.turn] = turns.get(piece.turn, "") + piece.text
    return tuple(
        Turn(role=roles[number], text=text.strip(), scripted=roles[number] is Role.ASSISTANT)
        for number, text in sorted(turns.items())
        if text.strip()
    )


def _can_be_played(form: Script) -> bool:
    return bool(form) and form[-1].role is Role.USER
