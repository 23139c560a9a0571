"""Plays of each probe in, how much more often attacked requests breach than plain ones out."""

from collections.abc import Iterable

from brightline.measure.count import Request
from brightline.measure.coverage import Tally, Terms
from brightline.measure.hierarchy import difference
from brightline.records import Resilience

GIVEN = "these cases, of requests that were put both plainly and under another technique"


def resilience(requests: Iterable[Request], terms: Terms) -> Resilience | None:
    """Return the resilience gap (AILuminate's word): rate under attack less rate asked plainly.

    Paired by request: one that was not decided both ways is left out on both sides.

    Args:
        requests: The planned probes of each objective.
        terms: What is the same for all figures of the run.

    Returns:
        None where no request was decided both ways.
    """
    plain, dressed, count = Tally(), Tally(), 0
    for request in requests:
        if request.plain.decided and request.attacked.decided:
            plain.merge(request.plain)
            dressed.merge(request.attacked)
            count += 1
    asked, attacked = plain.rate_on(terms), dressed.rate_on(terms)
    gap = difference(attacked, asked)
    if gap is None:
        return None
    return Resilience(requests=count, direct=asked, attacked=attacked, gap=gap, given=GIVEN)
