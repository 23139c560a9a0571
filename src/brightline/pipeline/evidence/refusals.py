"""A stored run's plays in, how good its refusals are out: read, scored and summed up."""

from collections.abc import Iterator, Sequence

from brightline.measure.refusals import declined, refusals_of
from brightline.pipeline.evidence.reviewed import attempt_id
from brightline.records import (
    Evidence,
    Play,
    Policy,
    Provenance,
    Question,
    RefusalQuality,
    Replied,
    Role,
    RuleRefusals,
    ShownRefusal,
)
from brightline.store import Store

READ_OF = 16
"""Of so many plays one refusal is read: with more, a run would take 2 % longer."""

READ_AT_LEAST = 80
"""Refusals that are read of a small run."""


def refusals_in(
    store: Store, provenance: Provenance, plays: Sequence[Play], *, policy: Policy
) -> tuple[RuleRefusals, ...]:
    """Return what the refusals of each rule are worth, and last those of all rules.

    Args:
        store: Where the run is kept.
        provenance: Which run.
        plays: Its plays.
        policy: Its policy.

    Returns:
        One a rule that declined anything, in the policy's order; nothing where none did. Read
        are as many of each rule, evenly spaced, and of the same run always the same ones.
    """
    found = declined(plays, provenance.trials)
    if not found:
        return ()
    share = max(1, max(READ_AT_LEAST, len(plays) // READ_OF) // len(found))
    chosen = {rule_id: _spaced(mine, share) for rule_id, mine in found.items()}
    ids = [attempt_id(play) for mine in chosen.values() for play in mine]
    try:
        scored = list(_scored(store.evidence(provenance.run_id, ids), policy))
    except ValueError:  # rows are damaged, which `verdict` tells; nothing is gated on this
        return ()
    shown = {one.attempt_id: one for _, one in scored}
    told = [
        refusals_of(
            rule.id,
            found[rule.id],
            [quality for quality, _ in scored if quality.rule_id == rule.id],
            shown=shown,
        )
        for rule in policy.rules
        if rule.id in found
    ]
    every = [play for mine in found.values() for play in mine]
    return (*told, refusals_of(None, every, [one for one, _ in scored], shown={}))


def _spaced(plays: Sequence[Play], most: int) -> list[Play]:
    """Return at most so many plays, evenly spaced, so that no technique is left out."""
    if len(plays) <= most:
        return list(plays)
    return [plays[at * len(plays) // most] for at in range(most)]


def _scored(
    read: Sequence[Evidence], policy: Policy
) -> Iterator[tuple[RefusalQuality, ShownRefusal]]:
    from brightline.judge.quality import weigh

    rules = {rule.id: rule for rule in policy.rules}
    for item in read:
        outcome = item.attempt.outcome
        if not isinstance(outcome, Replied):
            continue
        question = Question(
            subject_id=item.attempt.id,
            exchange=outcome.exchange,
            rule=rules[item.case.rule_id],
            expected=item.case.expected,
            does=policy.scope.does,
        )
        quality = weigh(question, item.judgement)
        asked = [turn.text for turn in outcome.exchange.turns if turn.role is Role.USER]
        yield (
            quality,
            ShownRefusal(
                attempt_id=item.attempt.id,
                asked=asked[-1] if asked else item.case.objective,
                said=outcome.exchange.reply.text,
                score=quality.score,
                missing=tuple(mark for mark in quality.marks if not mark.met),
            ),
        )
