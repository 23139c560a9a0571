"""A piece that limits nothing in, its kind out."""

from collections.abc import Iterator

from brightline.craft.instructions import words
from brightline.craft.instructions.context import Context
from brightline.craft.instructions.parts import Said
from brightline.craft.instructions.pieces import Piece
from brightline.craft.instructions.tasks import VERBS
from brightline.records.instruction import InstructionKind

MIN_ORDER = 3
"""Words of an order at least: `Hello!` asks for nothing."""

DEFAULTS = {
    Context.TASK: InstructionKind.TASK,
    Context.RESPONSE: InstructionKind.RESPONSE,
    Context.MANNER: InstructionKind.MANNER,
    Context.PROCEDURE: InstructionKind.PROCEDURE,
    Context.FACT: InstructionKind.FACT,
    Context.IDENTITY: InstructionKind.IDENTITY,
}


def plain_kind(said: Said, piece: Piece) -> InstructionKind:
    """Return the kind of an instruction that limits nothing."""
    return next(_kinds(said, piece), InstructionKind.UNKNOWN)


def _kinds(said: Said, piece: Piece) -> Iterator[InstructionKind]:
    """Yield what it may be, the surest first."""
    yield from _by_words(said)
    yield from _by_place(said, piece)
    if words.speaks_of_manner(said.main) and not words.STATES.search(said.main):
        yield InstructionKind.MANNER
    if words.PROCEDURE.search(said.text):
        yield InstructionKind.PROCEDURE
    if said.first in VERBS:
        yield InstructionKind.TASK
    short = len(said.text.split()) < MIN_ORDER
    if short or piece.form == "heading" or words.STATES.search(said.text):
        yield InstructionKind.FACT


def _by_words(said: Said) -> Iterator[InstructionKind]:
    if words.IDENTITY.match(said.text):
        yield InstructionKind.IDENTITY
    tasked = said.under is Context.TASK and said.text.split(maxsplit=1)[0].casefold()
    if tasked in VERBS or words.YOU_DO.match(said.label):
        yield InstructionKind.TASK
    ordered = (
        words.MANNER_HEAD.match(said.main)
        or said.under is Context.MANNER
        or words.negates(said.orders)
        or words.bounds(said.orders)
    )
    if ordered and words.speaks_of_manner(said.main):
        yield InstructionKind.MANNER
    if words.TASK.match(said.text):
        yield InstructionKind.TASK
    if words.RESPONSE.search(said.main):
        yield InstructionKind.RESPONSE


def _by_place(said: Said, piece: Piece) -> Iterator[InstructionKind]:
    listed = piece.form in {"item", "row"}
    if said.under is Context.ALLOW and listed:
        yield InstructionKind.TASK
    if said.under in DEFAULTS and (listed or said.under not in {Context.TASK, Context.MANNER}):
        yield DEFAULTS[said.under]
    if said.under is Context.TASK and said.first in VERBS:
        yield InstructionKind.TASK
