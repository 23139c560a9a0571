"""Instructions in, the places of those with which one of them goes on out."""

import re
from collections.abc import Sequence

from brightline.craft.later import later
from brightline.records import Instruction

_POINTS_BACK = later(
    r"\b(?:it|them|they|their|this|that|these|those|so|such|one|there|then|here)\b"
    r"(?! (?:system |whole )?(?:prompt|instructions?|chat|conversation|text|message)\b)",
    re.IGNORECASE,
)
"""Words for what stands before; `this prompt` names something by itself."""
_FULL = later(r"[.!?][)\"'\u201d\u2019]*$")


def goes_on_with(lines: Sequence[Instruction], place: int) -> list[int]:
    """Return the places of the sentences that one goes on with, as `Never do so` does.

    Args:
        lines: All instructions, in their order.
        place: Of the one asked about.
    """
    here = lines[place]
    beside = [at for at in (place - 1, place + 1) if 0 <= at < len(lines)]
    if _POINTS_BACK.search(here.text):
        return [at for at in beside if lines[at].line == here.line]
    if not here.text[:1].islower() or place == 0:
        return []
    # A small letter begins the rest of a sentence, or a sentence of somebody in a hurry.
    before = lines[place - 1]
    rest = before.line <= here.line <= before.end_line and not _FULL.search(before.text)
    return [place - 1] if rest else []
