"""A stored run in, the languages of its requests and replies out, where not all is English."""

from collections.abc import Sequence

from brightline.pipeline.evidence.reviewed import attempt_id
from brightline.pipeline.languages import ENGLISH, language_of, others
from brightline.records import Languages, Play, Policy, Provenance, Replied
from brightline.store import Store

LOOKED_AT = 200
"""Replies of a run that are looked at, evenly spaced: a product's language is soon told."""


def languages_in(
    store: Store, provenance: Provenance, plays: Sequence[Play], *, policy: Policy
) -> Languages | None:
    """Return what a run was asked and answered in; None where that is English alone.

    Args:
        store: Where the run is kept.
        provenance: Which run.
        plays: Its plays; of the same run always the same ones are looked at.
        policy: Its policy.
    """
    step = max(1, -(-len(plays) // LOOKED_AT))
    ids = [attempt_id(play) for play in plays[::step]]
    try:
        replies = [
            attempt.outcome.exchange.reply.text
            for attempt in store.attempts(provenance.run_id, ids)
            if isinstance(attempt.outcome, Replied)
        ]
    except ValueError:  # rows are damaged, which `verdict` tells; nothing is gated on this
        return None
    told, foreign = others(replies)
    asked = language_of(
        "\n".join(
            text for rule in policy.rules for text in (*rule.must_refuse, *rule.must_answer)
        )
    )
    requests = None if asked == ENGLISH else asked
    if not foreign and requests is None:
        return None
    return Languages(replies=told, others=foreign, requests=requests)
