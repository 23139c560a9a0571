"""A rule's requests in, the wording that each takes out: all come before one comes again."""

from collections.abc import Iterable, Sized

from brightline.compile.pairs import choice
from brightline.ports import Technique


def wordings(
    column: tuple[str, str], requests: Iterable[str], *, count: int, seed: int
) -> dict[str, int]:
    """Return a number for each request, of which the remainder by `count` is its wording.

    Each draws by hash, and who draws what another one has takes the next that is free. So no
    wording comes again before all have come, reordering the requests changes nothing, and one
    more of them changes few.

    Args:
        column: The rule and the technique.
        requests: The requests, in any order.
        count: How many wordings the technique has; 0 where it does not say: then each keeps
            what it draws.
        seed: Another seed draws others.
    """
    drawn = {request: choice(*column, request, seed) for request in requests}
    if not count:
        return drawn
    free: set[int] = set()
    for request, number in sorted(drawn.items(), key=lambda item: item[1]):
        free = free or set(range(count))
        first = number % count
        taken = min(free, key=lambda wording: (wording - first) % count)
        free.remove(taken)
        drawn[request] = number - first + taken
    return drawn


def wordings_of(technique: Technique) -> int:
    """Return how many wordings a technique has, or 0 where it does not say."""
    own = getattr(technique, "wordings", ())
    return len(own) if isinstance(own, Sized) else 0
