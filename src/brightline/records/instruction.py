"""What a system prompt tells the product, one instruction at a time."""

from enum import StrEnum

from pydantic import Field

from brightline.records.base import Record
from brightline.records.policy import Stance


class InstructionKind(StrEnum):
    """What an instruction is about."""

    IDENTITY = "identity"
    """What the product is called, what it is, who uses it."""
    TASK = "task"
    """What it is there to do."""
    LIMIT = "limit"
    """What it must not do, does only on a condition, or may do as an exception."""
    RESPONSE = "response"
    """What it says or does instead of what it declines."""
    GUARD = "guard"
    """What no framing, claimed authority, document, tool or later turn changes."""
    MANNER = "manner"
    """How it speaks: tone, length, language, format."""
    PROCEDURE = "procedure"
    """What it does in which order, which limits nothing."""
    FACT = "fact"
    """What it is told, without an order in it."""
    UNKNOWN = "unknown"
    """An instruction that plain rules cannot place."""


class Instruction(Record):
    """One sentence or list item of a system prompt."""

    line: int = Field(ge=1)
    column: int = Field(ge=1)
    end_line: int = Field(ge=1)
    text: str = Field(min_length=1)
    """In the prompt's own words, on one line, without list marks and markup."""
    section: str = ""
    """The heading above it; empty without one."""
    lead: str = ""
    """The sentence or parent item that introduces the list it stands in: `You must never`."""
    kind: InstructionKind
    stance: Stance | None = None
    """Of a limit: what it wants of a request that falls under it; None for other kinds."""
    condition: str | None = None
    """Of a limit that depends: on what, in the prompt's words."""
