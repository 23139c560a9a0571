"""Exchanges that were kept in, suspected breaches out: the worst first, like ones together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from brightline.errors import UsageError
from brightline.measure.alike import alike
from brightline.pipeline.watch.kinds import clusters_of, request_of
from brightline.records import (
    Answer,
    Cluster,
    Judgement,
    Policy,
    Specimen,
    Stratification,
    Suspicion,
    WatchFinding,
    answer,
    digest,
)
from brightline.watch.tally import EDGES, risk


class Found(NamedTuple):
    """A finding and the exchange that it was made of."""

    finding: WatchFinding
    specimen: Specimen
    said: Suspicion | None
    """None where nobody but a person suspected it."""


class _Suspect(NamedTuple):
    """An exchange under one rule."""

    specimen: Specimen
    rule_id: str
    said: Suspicion | None
    score: float


def findings_of(
    specimens: Iterable[Specimen],
    readings: Sequence[Judgement],
    *,
    policy: Policy | None = None,
) -> tuple[tuple[WatchFinding, ...], tuple[Cluster, ...]]:
    """Return the suspected breaches of a scan, the most suspicious first, and their clusters.

    An exchange that was flagged under several rules is a finding under each, and one that a
    person read as a breach is one even where nothing was flagged. A cluster holds
    what is of one kind: near-identical requests, and those that ask for the same in other
    words. What comes out does not hang on the order of the specimens. Of those whose text is
    deleted only what a person read is a finding, and none is in a cluster. What a person read
    as a breach of another rule is in a cluster of that one only.

    Args:
        specimens: Exchanges that were kept, redacted, flagged or not.
        readings: What people said, in the order in which they said it: of several who read one
            exchange the last counts.
        policy: Under which they were flagged. With it requests are compared by the sentence
            that falls under the rule, and not by what is wrapped round it.
    """
    every = tuple(specimens)
    found = tuple(
        one.finding
        for one in found_in(every, readings)
        if not one.finding.emptied or one.finding.reviewed is not None
    )
    shown = [one for one in found if not (one.emptied or _breaks_another(one))]
    return found, clusters_of(shown, every, policy)


def found_in(
    specimens: Iterable[Specimen],
    readings: Sequence[Judgement],
    *,
    least: float = EDGES[Stratification.FLAGGED],
) -> tuple[Found, ...]:
    """Return the suspected breaches with their exchanges, the most suspicious first.

    What a person read as a breach is one too, however little it was suspected.

    Args:
        specimens: As in `findings_of`.
        readings: As in `findings_of`.
        least: Probability of a breach from which on one is suspected.
    """
    read = last_said(readings)
    suspects = sorted(
        (each for one in specimens for each in _suspects(one, read, least)),
        key=lambda each: (-each.score, each.rule_id, each.specimen.sighting.id),
    )
    return tuple(
        Found(
            _finding(each, read.get(each.specimen.sighting.id), lead=lead),
            each.specimen,
            each.said,
        )
        for each, lead in zip(suspects, _leads(suspects), strict=True)
    )


def finding_id(rule_id: str, exchange: str) -> str:
    """Return the id of a suspected breach: the same in every scan of the same log."""
    return f"f-{digest(f'{rule_id}{chr(0)}{exchange}')[:10]}"


def text_deleted(ref: str) -> UsageError:
    """Return the error for a finding or an exchange that nobody can read any more."""
    return UsageError(
        f"the text of {ref!r} is deleted",
        slug="text-deleted",
        hint="It was older than brightline purge --older-than or watch serve --keep leaves it."
        " What was said of it counts as before; read and promote younger ones.",
    )


def last_said(readings: Iterable[Judgement]) -> Mapping[str, Judgement]:
    """Return the reading of each exchange that counts: what was said of it last."""
    return {one.subject_id: one for one in readings}


def _suspects(one: Specimen, read: Mapping[str, Judgement], least: float) -> Iterator[_Suspect]:
    """Yield an exchange under each rule that it is suspected under, or was read to break."""
    said = {each.judgement.rule_id: each for each in one.said}
    rules = {rule_id for rule_id, each in said.items() if risk(each) >= least}
    reading = read.get(one.sighting.id)
    if reading is not None and answer(reading) is Answer.BREACH:
        rules.add(reading.rule_id)
    for rule_id in rules:
        each = said.get(rule_id)
        yield _Suspect(one, rule_id, each, min(1.0, risk(each)) if each else 0.0)


def _breaks_another(one: WatchFinding) -> bool:
    """Tell whether a person read an exchange as a breach, and of another rule."""
    reading = one.reviewed
    if reading is None or reading.rule_id == one.rule_id:
        return False
    return answer(reading) is Answer.BREACH


def _leads(suspects: Sequence[_Suspect]) -> list[str]:
    """Return the finding that stands for each: of near-identical requests the worst."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(suspects):
        if not one.specimen.emptied:
            places[one.rule_id].append(place)
    ids = [finding_id(one.rule_id, one.specimen.sighting.id) for one in suspects]
    leads = list(ids)
    for of_rule in places.values():
        requests = [request_of(suspects[place].specimen.sighting) for place in of_rule]
        for group in alike(requests):
            for member in group:
                leads[of_rule[member]] = ids[of_rule[group[0]]]
    return leads


def _finding(suspect: _Suspect, reviewed: Judgement | None, *, lead: str) -> WatchFinding:
    said = suspect.said
    name = suspect.specimen.sighting.id
    # One that nobody suspected is a finding because a person read it.
    judgement = said.judgement if said else reviewed
    assert judgement is not None  # noqa: S101 - see above
    return WatchFinding(
        id=finding_id(suspect.rule_id, name),
        rule_id=suspect.rule_id,
        exchange=name,
        verdict=judgement.verdict,
        p_delivered=judgement.p_delivered,
        score=suspect.score,
        cluster=lead,
        time=suspect.specimen.sighting.time,
        reviewed=reviewed,
        emptied=suspect.specimen.emptied,
    )
