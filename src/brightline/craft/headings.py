"""A line of a prompt in, whether it orders something or only names what stands below out."""

import re
from collections.abc import Iterable

from brightline.craft.later import later
from brightline.records import Instruction, InstructionKind

_ORDER = later(r"^[^\"\u201c]*\b(?:do not|don't|never|must not|may not)\b", re.IGNORECASE)
_LIMITS = frozenset({InstructionKind.LIMIT, InstructionKind.GUARD})


def orders(text: str) -> bool:
    """Tell whether what reads as a fact is an order; what is quoted orders nothing."""
    return _ORDER.search(text) is not None


def names_others(one: Instruction, below: Iterable[Instruction]) -> bool:
    """Tell whether a line is a heading like `No way round` over what limits, and no order.

    Args:
        one: The line.
        below: What follows it in the prompt.
    """
    return not orders(one.text) and any(
        other.section == one.text and other.kind in _LIMITS for other in below
    )


def can_clash(one: Instruction) -> bool:
    """Tell whether an instruction can say the opposite of a rule: a mere fact does not."""
    if one.kind in {InstructionKind.FACT, InstructionKind.IDENTITY}:
        return _PERMISSION.search(one.text) is not None
    return one.kind is not InstructionKind.GUARD


_PERMISSION = later(r"^[^\"\u201c]*\b(?:can|may|allowed|permitted)\b", re.IGNORECASE)
