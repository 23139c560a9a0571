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
