"""What lint says of a policy and of its system prompt."""

from typing import Literal

from pydantic import Field

from brightline.records.base import Record


class Finding(Record):
    """One thing in a policy or prompt that is wrong, or that makes it hold less."""

    code: str
    """`L` and two digits; `L00` for what keeps the file from being read at all."""
    slug: str
    file: str = ""
    """The policy or the prompt in which it stands, as it was named; empty for a text alone."""
    line: int = Field(ge=1)
    column: int = Field(ge=1)
    severity: Literal["error", "warning"]
    """`error`: the policy cannot be used as it is."""
    message: str
    why: str
    """What it does to a run; empty when the message already says it."""
    fix: str
    """What to write instead."""
