"""A system prompt in, its instructions out: what each line is, where, and what it wants."""

import re
from dataclasses import replace

from brightline.craft.instructions import guards, words
from brightline.craft.instructions.conditions import is_somebody
from brightline.craft.instructions.context import is_bare
from brightline.craft.instructions.kinds import Reading, is_example, is_turn, read_piece
from brightline.craft.instructions.language import is_english
from brightline.craft.instructions.layout import Layout, lay_out
from brightline.craft.instructions.names import as_it, name_in
from brightline.craft.instructions.need import is_in_need
from brightline.craft.instructions.parts import Parts, take_apart
from brightline.craft.instructions.tables import Row, Verdict, question_of, read_row
from brightline.craft.later import later
from brightline.records.instruction import Instruction, InstructionKind

MAX_CHARACTERS = 200_000
"""How much of a prompt is read; the rest is handed back as one instruction of unknown kind."""

_EXAMPLES = later(r"\b(?:examples?|samples?|dialog(?:ue)?s?|transcripts?)\b", re.IGNORECASE)
"""A heading over made-up conversations."""

__all__ = [
    "MAX_CHARACTERS",
    "Layout",
    "Parts",
    "Row",
    "Verdict",
    "guards",
    "is_bare",
    "is_english",
    "is_in_need",
    "is_somebody",
    "lay_out",
    "question_of",
    "read_instructions",
    "read_row",
    "take_apart",
    "words",
]


def read_instructions(text: str) -> tuple[Instruction, ...]:
    """Return the instructions of a system prompt, in its order.

    Reads plain prose, Markdown, lists, tables and tags. Each line with a letter in it is part
    of an instruction, or it introduces some (a heading, a tag, `You must never:`) and is named
    by them as their section or lead. The kinds are told by turns of phrase of English; what
    they cannot place, and other languages, are of unknown kind.

    Args:
        text: The prompt, of any length.
    """
    found: list[Instruction] = []
    read = text[:MAX_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    section, limited, above, example = "", False, False, False
    name = name_in(read)
    for piece in lay_out(read).pieces:
        here = piece.headings[-1] if piece.headings else ""
        if here != section:
            section, above = here, False
        limited = limited and not piece.first
        if piece.first:
            shown = example or _EXAMPLES.search(here) is not None
            example = is_example(piece.text) or (shown and is_turn(piece.text))
        quoted = example and (not piece.first or is_turn(piece.text))
        after = limited or (piece.first and above)
        reading = read_piece(replace(piece, text=as_it(piece.text, name)), after_limit=after)
        if quoted:
            reading = Reading(InstructionKind.FACT)  # what somebody says in an example
        above = reading.kind is InstructionKind.LIMIT
        limited = limited or above
        found.append(
            Instruction(
                line=piece.line,
                column=piece.column,
                end_line=piece.end_line,
                text=piece.text,
                section=here,
                lead=piece.lead,
                kind=reading.kind,
                stance=reading.stance,
                condition=reading.condition,
            )
        )
    rest = text[MAX_CHARACTERS:]
    if rest.strip():
        line = text.count("\n", 0, MAX_CHARACTERS) + 1
        found.append(
            Instruction(
                line=line,
                column=1,
                end_line=line + rest.count("\n"),
                text=f"the rest, {len(rest):,} characters",
                kind=InstructionKind.UNKNOWN,
            )
        )
    return tuple(found)
