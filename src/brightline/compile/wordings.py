"""A rule's requests in, the wording that each takes out: all come before one comes again."""

from collections.abc import Iterable, Sized

from brightline.compile.pairs import choice
from brightline.ports import Technique


def wordings(
    column: tuple[str, str],
    requests: Iterable[str],
    *,
    count: int,
    seed: int,
    leads: bool = False,
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
        leads: Whether the technique's first wording comes to one of several requests whatever
            they draw; a single one keeps what it draws, so that other seeds deal it others.
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
    if leads and len(drawn) > 1 and not any(number % count == 0 for number in drawn.values()):
        lead = min(drawn, key=lambda request: drawn[request])
        drawn[lead] -= drawn[lead] % count
    return drawn


def leads(technique: Technique) -> bool:
    """Tell whether a technique's first wording is the one that none of its columns may lack."""
    return getattr(technique, "leads", False) is True


def wordings_of(technique: Technique) -> int:
    """Return how many wordings a technique has, or 0 where it does not say."""
    own = getattr(technique, "wordings", ())
    return len(own) if isinstance(own, Sized) else 0
