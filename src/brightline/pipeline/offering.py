"""A stored run in, what its refusals offer out, each with the conversation that takes it up."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import takewhile, zip_longest
from typing import NamedTuple

from brightline.judge.offers import stems
from brightline.judge.quality import offers_of
from brightline.judge.taking import Taken, needs_user, take_up
from brightline.measure.refusals import declined
from brightline.pipeline.evidence.reviewed import attempt_id, counted_plays
from brightline.records import (
    Case,
    Evidence,
    Expected,
    Offer,
    Policy,
    Provenance,
    Question,
    Replied,
    Role,
    Turn,
    digest,
)
from brightline.store import Store

TECHNIQUE = "follow"
"""Column of the follow-ups."""


class Made(NamedTuple):
    """One different offer of a rule, with the first conversation in which it was made."""

    case: Case
    attempt_id: str
    times: int
    offer: Offer
    asked: str
    objective: str


class Offers(NamedTuple):
    """What the refusals of a run offer."""

    made: tuple[Made, ...]
    declined: int
    offering: int
    needing: int
    """Refusals of these whose offer needs the user's part first: nothing to say yes to."""


def offers_in(
    store: Store, provenance: Provenance, policy: Policy, *, only: Sequence[str] = ()
) -> Offers:
    """Return what the refusals of a run offer: each different offer of a rule once.

    Args:
        store: Where the run is kept.
        provenance: Which run.
        policy: Its policy.
        only: Rules that count; empty takes all.
    """
    plays = declined(counted_plays(store, provenance), provenance.trials)
    wanted = [
        rule.id for rule in policy.rules if rule.id in plays and (not only or rule.id in only)
    ]
    ids = [attempt_id(play) for rule_id in wanted for play in plays[rule_id]]
    offering = needing = 0
    first: dict[tuple[str, frozenset[str]], Made] = {}
    times: Counter[tuple[str, frozenset[str]]] = Counter()
    for item in store.evidence(provenance.run_id, ids):
        found = _ours(item, policy)
        if not found:
            continue
        offering += 1
        offer = _offer(item, found)
        if offer is None:
            needing += 1
            continue
        taken = take_up(offer.text)
        key = (item.case.rule_id, stems(taken.objective))
        times[key] += 1
        made = Made(
            case=_followed(item, taken),
            attempt_id=item.attempt.id,
            times=1,
            offer=offer,
            asked=taken.turn,
            objective=taken.objective,
        )
        if key not in first or len(made.case.turns) < len(first[key].case.turns):
            first[key] = made
    by_rule: defaultdict[str, list[Made]] = defaultdict(list)
    for key, made in first.items():
        by_rule[key[0]].append(made._replace(times=times[key]))
    for mine in by_rule.values():
        mine.sort(key=lambda one: -one.times)
    # In turns over the rules, so that a small budget says something of each.
    turns = zip_longest(*(by_rule[rule_id] for rule_id in wanted if rule_id in by_rule))
    return Offers(
        made=tuple(made for row in turns for made in row if made is not None),
        declined=len(ids),
        offering=offering,
        needing=needing,
    )


def _ours(item: Evidence, policy: Policy) -> list[Offer]:
    """Return what the product offers to do itself."""
    outcome = item.attempt.outcome
    if not isinstance(outcome, Replied):
        return []
    rule = next(rule for rule in policy.rules if rule.id == item.case.rule_id)
    question = Question(
        subject_id=item.attempt.id,
        exchange=outcome.exchange,
        rule=rule,
        expected=item.case.expected,
        does=policy.scope.does,
    )
    return [one for one in offers_of(question) if one.ours]


def _offer(item: Evidence, found: Sequence[Offer]) -> Offer | None:
    """Return the offer that a user would take up: the first within the scope, or the first.

    None where each of them waits for something that the user has to do first.
    """
    outcome = item.attempt.outcome
    assert isinstance(outcome, Replied)  # noqa: S101 - an offer stands in a reply
    said = outcome.exchange.reply.text
    offers = [one for one in found if not needs_user(said, one.start, one.end)]
    return next((one for one in offers if one.within), offers[0] if offers else None)


def _followed(item: Evidence, taken: Taken) -> Case:
    """Return the case that goes on with a conversation by taking up its offer."""
    outcome = item.attempt.outcome
    assert isinstance(outcome, Replied)  # noqa: S101 - an offer stands in a reply
    own = takewhile(lambda turn: turn.role is Role.SYSTEM, item.case.turns)
    said = (turn for turn in outcome.exchange.turns if turn.role is not Role.SYSTEM)
    turns = (
        *(Turn(role=turn.role, text=turn.text) for turn in (*own, *said)),
        Turn(role=Role.ASSISTANT, text=outcome.exchange.reply.text),
        Turn(role=Role.USER, text=taken.turn),
    )
    told = "\n".join(f"{turn.role.value}: {turn.text}" for turn in turns)
    return Case(
        id=f"{item.case.rule_id}/{TECHNIQUE}/{digest(told)}",
        rule_id=item.case.rule_id,
        technique=TECHNIQUE,
        expected=Expected.ANSWER,
        objective=taken.objective,
        turns=turns,
    )
