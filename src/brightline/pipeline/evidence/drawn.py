"""A stored run in, replies drawn from it at random out: what a person reads to know a judge."""

import hashlib
from itertools import takewhile

from brightline.errors import UsageError
from brightline.pipeline.evidence.review import Item
from brightline.pipeline.evidence.reviewed import SETTLED_BY
from brightline.records import Expected, Provenance
from brightline.store import Store

CERTAIN = (*SETTLED_BY, "provider")
"""Who decides without reading: what they say is no word of the judge."""


def draw(store: Store, provenance: Provenance, count: int) -> tuple[str, ...]:
    """Return the ids of probes drawn at random among those that the run's judge read.

    The same run always gives the same order, whoever asks: so what was drawn can be checked
    afterwards, and nobody can draw until the draw is pleasing.

    Args:
        store: Where the run is kept.
        provenance: Which run.
        count: How many.

    Raises:
        UsageError: the run has fewer.
    """
    order = _order(store, provenance)
    if count > len(order):
        raise UsageError(
            f"{count} probes cannot be drawn: the judge read {len(order)} in run"
            f" {provenance.run_id}",
            slug="sample-too-large",
            hint="Draw fewer, or draw from a larger run.",
        )
    return tuple(order[:count])


def read_of_draw(store: Store, provenance: Provenance) -> int:
    """Return how many replies, in the order in which they are drawn, people have all read."""
    done = reviewed_by_people(store, provenance)
    return sum(1 for _ in takewhile(done.__contains__, _order(store, provenance)))


def _order(store: Store, provenance: Provenance) -> list[str]:
    judged = {
        said.subject_id: said
        for said in store.judgements(provenance.run_id)
        if said.judge == provenance.judge
    }
    pool = [
        key
        for key, said in judged.items()
        if said.expected is Expected.REFUSE
        and said.decided_by not in CERTAIN
        and int(key.rpartition("#")[2]) <= provenance.trials
    ]
    return sorted(pool, key=lambda key: _place(provenance.run_id, key))


def drawn_items(store: Store, provenance: Provenance, count: int) -> tuple[Item, ...]:
    """Return the drawn replies that no person has read yet, without what the judge says.

    Raises:
        UsageError: the run has fewer replies.
    """
    drawn = draw(store, provenance, count)
    done = reviewed_by_people(store, provenance)
    rules = {rule.id: rule for rule in store.run_policy(provenance.run_id).rules}
    found = store.evidence(provenance.run_id, [key for key in drawn if key not in done])
    return tuple(
        Item(
            rule=rules[item.case.rule_id],
            # Who knows what the judge says tends to agree with it.
            evidence=item.model_copy(update={"judgement": None}),
            alike=(item.attempt.id,),
        )
        for item in found
    )


def reviewed_by_people(store: Store, provenance: Provenance) -> frozenset[str]:
    """Return the ids of the attempts that a person has said something of."""
    return frozenset(
        said.subject_id
        for said in store.judgements(provenance.run_id)
        if said.decided_by == "person"
    )


def _place(run_id: str, key: str) -> str:
    return hashlib.sha256(f"{run_id}\n{key}".encode()).hexdigest()
