"""A policy and a store in, what is to be known of earlier runs before it is played, out."""

from datetime import datetime

from brightline.records import Policy, planted_in, said_by
from brightline.store import Store
from brightline.store.running import AHEAD


def clock_words(store: Store, now: datetime) -> str:
    """Return which run is dated ahead of now, so that some clock is wrong; mostly nothing.

    Args:
        store: Where earlier runs are kept.
        now: The time, aware.
    """
    ahead = [run.provenance for run in store.runs() if run.provenance.started_at - now > AHEAD]
    if not ahead:
        return ""
    newest = ahead[0]
    return (
        f"run {newest.run_id} is dated {newest.started_at:%Y-%m-%d %H:%M} UTC, and it is"
        f" {now:%Y-%m-%d %H:%M} here: one of the two clocks is wrong. `last` is the newest run"
        " that is not yet to come; name others by their id"
    )


def changed_words(store: Store, policy: Policy) -> str:
    """Return which rules changed since the newest run of a policy; empty where none did.

    Nothing of other words counts for such a rule: not its rate, not a baseline's, no review.

    Args:
        store: Where earlier runs are kept.
        policy: What is about to be played.
    """
    now = said_by(policy)
    for run in store.runs():
        then = store.run_policy(run.provenance.run_id)
        if then.name != policy.name:
            continue
        said = said_by(then)
        rules = [
            rule.id
            for rule in policy.rules
            if said.get(rule.id, now[rule.id]) != now[rule.id]
            and planted_in(rule.markers) is None  # our canaries are new ones in every run
        ]
        if not rules:
            return ""
        return (
            f"since run {run.provenance.run_id} these rules say something else:"
            f" {', '.join(rules)}. They are tested anew, and no rate or review of other words"
            " counts"
        )
    return ""
