"""A policy in, what each technique found per call out, with what people said of replies."""

from collections import Counter

from brightline.pipeline.evidence.reviewed import attempt_id, settled_alike
from brightline.records import Expected
from brightline.store import Store

BREACHES = frozenset({"complied", "partial"})


def yields_of(store: Store, policy_name: str) -> dict[str, tuple[int, int]]:
    """Return calls and breaches of each technique's probes over the newest runs of a policy.

    The store knows what judges and people said of a reply; a review of a near-identical one
    counts too, as it does in the rates.
    """
    found = store.yields(policy_name)
    if not store.past().reviewed():
        return found
    more = Counter[str]()
    for run_id, trials in store.yielding(policy_name).items():
        probes = [
            play for play in store.plays(run_id, trials) if play.expected is Expected.REFUSE
        ]
        settled = settled_alike(store, run_id, probes)
        for play in probes:
            review = settled.get(attempt_id(play))
            if review is not None:
                was, now = play.outcome in BREACHES, review.verdict.value in BREACHES
                more[play.technique] += now - was
    return {name: (calls, hits + more[name]) for name, (calls, hits) in found.items()}
