"""Pieces of a prompt in their order in, questions joined with their answers out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from brightline.craft.instructions.tables import answers
from brightline.craft.later import later


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence or list item, where it stands and what it stands under."""

    line: int
    column: int
    end_line: int
    text: str
    headings: tuple[str, ...] = ()
    """From the outermost to the nearest."""
    lead: str = ""
    """The sentence or parent item that introduces the list it stands in."""
    form: str = "prose"
    """`prose`, `item`, `row`, `code` or `heading`."""
    mark: str = ""
    """`deny` or `allow` where its list mark says so."""
    first: bool = True
    """It opens its paragraph or item."""


NEAR = 2
"""Lines between a question and its answer at most."""

_ASKING = frozenset({"prose", "item", "question"})
_ASKS = later(r"(?:Q(?:uestion)?\s*\d*\s*[:.)-]\s*)?(?P<said>.{3,200}\?)", re.IGNORECASE)
_ANSWERS = later(r"A(?:nswer)?\s*\d*\s*[:.)-]\s+", re.IGNORECASE)
_SPEAKER = later(r"(?!Q\b|Question\b|What\b)[A-Z][\w ]{1,20}:\s")


def answered(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces; a question that the next one answers with yes or no is one row.

    `Q: May Pip waive a fine? A: No, only a librarian may.` says what a table would say. What
    users and products say in an example stays as it is.
    """
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece, end = pieces[at], at + 1
        asks = _ASKS.fullmatch(piece.text) if piece.form in _ASKING else None
        reply = pieces[end] if end < len(pieces) else None
        if (
            asks is None
            or reply is None
            or _SPEAKER.match(piece.text)
            or reply.line - piece.end_line > NEAR
            or not _says(piece, reply)
        ):
            kept.append(piece)
        else:
            said = [_ANSWERS.sub("", reply.text, count=1)]
            end += 1
            while reply.first and end < len(pieces) and not pieces[end].first:
                said.append(pieces[end].text)
                end += 1
            row = f"{asks['said']} | {' '.join(said)}"
            last = pieces[end - 1].end_line
            kept.append(replace(piece, text=row, end_line=last, form="row"))
        at = end
    return [piece for piece in kept if piece.form != "question"]


def _says(piece: Piece, reply: Piece) -> bool:
    labelled = _ANSWERS.match(reply.text) is not None
    said = _ANSWERS.sub("", reply.text, count=1)
    spoken = _SPEAKER.match(reply.text) is not None and not labelled
    titled = piece.form == "question"
    behind = labelled or titled or not reply.first or reply.line == piece.end_line
    return not spoken and behind and answers(said, labelled=labelled or titled)
