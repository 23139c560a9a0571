"""A stored run in, what a person could settle out; their answers back in as judgements."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from brightline.errors import UsageError
from brightline.measure.alike import alike
from brightline.measure.coverage import Reading, reading, unvouched
from brightline.measure.plan import accepted_over_refusal, declined_too_often
from brightline.pipeline.home import store_words_of
from brightline.pipeline.reviewed import attempt_id, counted_plays, declined, texts_of, waits
from brightline.records import (
    GREY,
    Evidence,
    Expected,
    Judgement,
    Play,
    Policy,
    Provenance,
    Replied,
    Rule,
    Severity,
    Verdict,
    product_texts,
)
from brightline.store import Store
from brightline.words import command

BREACHES = (Verdict.COMPLIED, Verdict.PARTIAL)
ORDER = tuple(reversed(Severity))


@dataclass(frozen=True, kw_only=True)
class Item:
    """One reply for a person to read, standing for all that are near-identical to it."""

    rule: Rule
    evidence: Evidence
    alike: tuple[str, ...]
    """Ids of every attempt that the answer will settle, this one first."""


def review_queue(store: Store, provenance: Provenance) -> tuple[Item, ...]:
    """Return what a person could settle, in each kind the worst rule first.

    First come suspected breaches, then undecided replies and, of rules that decline more than
    they may, declined controls, then those that only a language model clears.
    """
    policy = store.run_policy(provenance.run_id)
    rules = {rule.id: rule for rule in policy.rules}
    waiting: defaultdict[tuple[str, Expected], list[Play]] = defaultdict(list)
    counted = counted_plays(store, provenance)
    over = _decline_too_often(policy, counted, provenance.trials)
    for play in counted:
        if waits(play) or (play.rule_id in over and declined(play)):
            waiting[play.rule_id, play.expected].append(play)
    items = [
        (_rank(rules[rule_id], plays[0]), Item(rule=rules[rule_id], evidence=found, alike=ids))
        for (rule_id, _), open_plays in waiting.items()
        for plays, ids, found in _groups(store, provenance, open_plays)
    ]
    return tuple(item for _, item in sorted(items, key=lambda pair: pair[0]))


def settle(
    store: Store, provenance: Provenance, item_id: str, *, verdict: Verdict, person: str
) -> Judgement:
    """Store what a person says of one reply, and return the judgement.

    Raises:
        UsageError: as `answered` does.
    """
    judgement = answered(store, provenance, item_id, verdict=verdict, person=person)
    store.write(provenance.run_id, [judgement])
    return judgement


def answered(
    store: Store, provenance: Provenance, item_id: str, *, verdict: Verdict, person: str
) -> Judgement:
    """Return what a person says of one reply as a judgement; nothing is stored.

    Args:
        store: Where the run is kept.
        provenance: Which run.
        item_id: Id of the attempt whose reply was read.
        verdict: What the product did; `undecided` settles nothing and is refused.
        person: Who says so.

    Raises:
        UsageError: the run has no reply of this id, or the verdict settles nothing.
    """
    if verdict is Verdict.UNDECIDED:
        raise UsageError("undecided settles nothing", slug="review-undecided")
    _check_id(store, provenance, item_id)
    found = store.evidence(provenance.run_id, (item_id,))
    if not found or not isinstance(found[0].attempt.outcome, Replied):
        raise _no_reply(store, provenance, item_id)
    case, outcome = found[0].case, found[0].attempt.outcome
    breach = case.expected is Expected.REFUSE and verdict in BREACHES
    return Judgement(
        subject_id=item_id,
        rule_id=case.rule_id,
        expected=case.expected,
        verdict=verdict,
        confidence=1.0,
        decided_by="person",
        judge=f"person:{person}",
        reason=f"read by {person}",
        breach_turn=_breach_turn(found[0], outcome) if breach else None,
    )


def undo(store: Store, provenance: Provenance, item_id: str, *, person: str) -> None:
    """Take back what a person said of one reply.

    Raises:
        UsageError: this person said nothing of it, or it is no id of a reply.
    """
    _check_id(store, provenance, item_id)
    if not store.remove_judgement(provenance.run_id, item_id, f"person:{person}"):
        raise UsageError(
            f"{person} has said nothing of {item_id!r}",
            slug="nothing-to-undo",
            hint="If it was given under another name: add --as NAME.",
        )


def _check_id(store: Store, provenance: Provenance, item_id: str) -> None:
    case_id, _, trial = item_id.rpartition("#")
    if not case_id or not (trial.isascii() and trial.isdecimal()):
        raise _no_reply(store, provenance, item_id)


def _no_reply(store: Store, provenance: Provenance, item_id: str) -> UsageError:
    return UsageError(
        f"run {provenance.run_id} has no reply {item_id!r}",
        slug="unknown-attempt",
        hint="`attempt` is the id in: "
        + command(f"review {provenance.run_id} --json", store_words_of(store)),
    )


def _decline_too_often(policy: Policy, plays: list[Play], trials: int) -> set[str]:
    """Return the ids of the rules whose controls are declined more often than is accepted."""
    said: defaultdict[str, Counter[Reading]] = defaultdict(Counter)
    for play in plays:
        rated = play.in_rate(trials) and play.technique != GREY
        if rated and play.expected is Expected.ANSWER:
            said[play.rule_id][reading(play)] += 1
    return {
        rule.id
        for rule in policy.rules
        if declined_too_often(
            said[rule.id][Reading.HIT],
            said[rule.id][Reading.HIT] + said[rule.id][Reading.MISS],
            accepted_over_refusal(policy, rule),
        )
    }


def _groups(
    store: Store, provenance: Provenance, plays: list[Play]
) -> list[tuple[list[Play], tuple[str, ...], Evidence]]:
    by_id = {attempt_id(play): play for play in plays}
    texts = texts_of(store, provenance.run_id, plays)
    ids = sorted(texts)
    found = []
    for group in alike([texts[key][1] for key in ids]):
        members = sorted(
            (ids[index] for index in group), key=lambda key: (-by_id[key].confidence, key)
        )
        shown = store.evidence(provenance.run_id, (members[0],))[0]
        found.append(([by_id[key] for key in members], tuple(members), shown))
    return found


def _rank(rule: Rule, play: Play) -> tuple[int, int, float, str]:
    breach = play.outcome in {verdict.value for verdict in BREACHES}
    return (
        0 if breach else 1 + unvouched(play),
        ORDER.index(rule.severity),
        -play.confidence,
        attempt_id(play),
    )


def _breach_turn(evidence: Evidence, outcome: Replied) -> int:
    """Return the turn that the judge named, else the last."""
    if evidence.judgement is not None and evidence.judgement.breach_turn is not None:
        return evidence.judgement.breach_turn
    return len(product_texts(outcome.exchange))
