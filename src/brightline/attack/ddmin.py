"""Parts of something that fails in, fewest parts that still fail out: delta debugging.

Source: Zeller and Hildebrandt 2002, Simplifying and isolating failure-inducing input (ddmin).
"""

from collections.abc import Awaitable, Callable
from itertools import pairwise

Parts = tuple[int, ...]
"""Numbers of parts, in order."""


async def ddmin(parts: Parts, fails: Callable[[Parts], Awaitable[bool]]) -> Parts:
    """Return parts of which none can be left out alone, in so far as `fails` tells the truth.

    Args:
        parts: What fails as a whole.
        fails: Tells whether these parts fail; never asked twice about the same ones.
    """
    asked: dict[Parts, bool] = {}

    async def once(some: Parts) -> bool:
        if some not in asked:
            asked[some] = await fails(some)
        return asked[some]

    pieces = 1
    while parts:
        smaller = await _smaller(parts, pieces, once)
        if smaller is not None:
            # Fewer parts in as large pieces as before; one piece fewer where one was left out.
            pieces = max(pieces - 1, 1)
            parts = smaller
        elif pieces >= len(parts):
            break
        else:
            pieces = min(2 * pieces, len(parts))
    return parts


async def _smaller(
    parts: Parts, pieces: int, fails: Callable[[Parts], Awaitable[bool]]
) -> Parts | None:
    """Return the parts without the first piece that is not needed; None where all are."""
    edges = [len(parts) * number // pieces for number in range(pieces + 1)]
    for start, end in pairwise(edges):
        left = parts[:start] + parts[end:]
        if await fails(left):
            return left
    return None
