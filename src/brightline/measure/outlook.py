"""Probes of some rules in; what trying again, dressing up and going on would do, out."""

from collections.abc import Sequence
from dataclasses import dataclass

from brightline.measure.beyond import of_clusters
from brightline.measure.count import RuleCount
from brightline.measure.coverage import Tally, Terms
from brightline.measure.forecast import forecast
from brightline.measure.repeats import repeats
from brightline.measure.resilience import resilience
from brightline.records import Beyond, Forecast, Repeats, Resilience


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What is shown beside a rate, and never gated on; None where it cannot be told."""

    repeats: Repeats | None = None
    resilience: Resilience | None = None
    forecast: Forecast | None = None


def outlook(counts: Sequence[RuleCount], terms: Terms) -> Outlook:
    """Return what the probes of rules show beside their rate.

    Args:
        counts: Of each rule; how many plays there are was fixed in advance.
        terms: What is the same for all figures of the run.
    """
    plays, cases = Tally(), Tally()
    for count in counts:
        plays.merge(count.sides[0])
        cases.merge(count.cases)
    # Where two rules ask the same, it is two requests: what breaches one may not the other.
    requests = [request for count in counts for request in count.requests.values()]
    return Outlook(
        repeats=repeats(plays, cases, terms),
        resilience=resilience(requests, terms),
        forecast=forecast(requests, _wide(counts, plays, terms)),
    )


def _wide(counts: Sequence[RuleCount], plays: Tally, terms: Terms) -> Beyond | None:
    if not plays.decided:
        return None
    clusters = {
        f"{at}/{name}": row
        for at, count in enumerate(counts)
        for name, row in count.clusters[0].items()
    }
    wide = of_clusters(clusters, level=terms.level)
    sees = plays.sees(terms.sensitivity, terms.counted) or 1.0
    return wide.model_copy(update={"high": min(1.0, wide.high / sees)})
