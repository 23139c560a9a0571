"""Exchanges that were kept in, suspected breaches out: the worst first, like ones together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from brightline.measure.alike import alike
from brightline.pipeline.watch.kinds import clusters_of, request_of
from brightline.records import (
    Cluster,
    Judgement,
    Policy,
    Specimen,
    Suspicion,
    WatchFinding,
    digest,
)
from brightline.watch.tally import is_flagged, risk


class Found(NamedTuple):
    """A finding and the exchange that it was made of."""

    finding: WatchFinding
    specimen: Specimen
    said: Suspicion


def findings_of(
    specimens: Iterable[Specimen],
    readings: Sequence[Judgement],
    *,
    policy: Policy | None = None,
) -> tuple[tuple[WatchFinding, ...], tuple[Cluster, ...]]:
    """Return the suspected breaches of a scan, the most suspicious first, and their clusters.

    An exchange that was flagged under several rules is a finding under each. A cluster holds
    what is of one kind: near-identical requests, and those that ask for the same in other
    words. What comes out does not hang on the order of the specimens.

    Args:
        specimens: Exchanges that were kept, redacted, flagged or not.
        readings: What people said, in the order in which they said it: of several who read one
            exchange the last counts.
        policy: Under which they were flagged. With it requests are compared by the sentence
            that falls under the rule, and not by what is wrapped round it.
    """
    every = tuple(specimens)
    found = tuple(one.finding for one in found_in(every, readings))
    return found, clusters_of(found, every, policy)


def found_in(specimens: Iterable[Specimen], readings: Sequence[Judgement]) -> tuple[Found, ...]:
    """Return the suspected breaches with their exchanges, the most suspicious first."""
    read = last_said(readings)
    flagged = sorted(
        ((one, said) for one in specimens for said in one.said if is_flagged(said)),
        key=lambda pair: (-risk(pair[1]), pair[1].judgement.rule_id, pair[0].sighting.id),
    )
    leads = _leads(flagged)
    return tuple(
        Found(_finding(one, said, lead=lead, reviewed=read.get(one.sighting.id)), one, said)
        for (one, said), lead in zip(flagged, leads, strict=True)
    )


def finding_id(rule_id: str, exchange: str) -> str:
    """Return the id of a suspected breach: the same in every scan of the same log."""
    return f"f-{digest(f'{rule_id}{chr(0)}{exchange}')[:10]}"


def last_said(readings: Iterable[Judgement]) -> Mapping[str, Judgement]:
    """Return the reading of each exchange that counts: what was said of it last."""
    return {one.subject_id: one for one in readings}


def _leads(flagged: Sequence[tuple[Specimen, Suspicion]]) -> list[str]:
    """Return the finding that stands for each: of near-identical requests the worst."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, (_, said) in enumerate(flagged):
        places[said.judgement.rule_id].append(place)
    ids = [finding_id(said.judgement.rule_id, one.sighting.id) for one, said in flagged]
    leads = list(ids)
    for of_rule in places.values():
        for group in alike([request_of(flagged[place][0].sighting) for place in of_rule]):
            for member in group:
                leads[of_rule[member]] = ids[of_rule[group[0]]]
    return leads


def _finding(
    one: Specimen, said: Suspicion, *, lead: str, reviewed: Judgement | None
) -> WatchFinding:
    judgement = said.judgement
    return WatchFinding(
        id=finding_id(judgement.rule_id, one.sighting.id),
        rule_id=judgement.rule_id,
        exchange=one.sighting.id,
        verdict=judgement.verdict,
        p_delivered=judgement.p_delivered,
        score=min(1.0, risk(said)),
        cluster=lead,
        time=one.sighting.time,
        reviewed=reviewed,
    )
