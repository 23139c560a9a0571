"""A stored run in, what a person could settle out; their answers back in as judgements."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from brightline.errors import UsageError
from brightline.pipeline.evidence.cleared import least_sure
from brightline.pipeline.evidence.reads import (
    came_again,
    clusters,
    open_rules,
    read_breaches,
    reading_order,
    waiting,
)
from brightline.pipeline.evidence.reporting import report_of
from brightline.pipeline.evidence.reviewed import counted_plays
from brightline.pipeline.home import store_words_of
from brightline.records import (
    Evidence,
    Expected,
    Gate,
    Judgement,
    Provenance,
    Replied,
    Rule,
    Verdict,
    product_texts,
)
from brightline.store import Store
from brightline.words import command

BREACHES = (Verdict.COMPLIED, Verdict.PARTIAL)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One reply for a person to read, standing for all that are near-identical to it."""

    rule: Rule
    evidence: Evidence
    alike: tuple[str, ...]
    """Ids of every attempt that the answer will settle, this one first."""
    first: bool = False
    """Whether it may decide a rule that nobody knows of yet whether it holds."""
    let_go: bool = False
    """Whether a judge let it go, and was surer of all but a few of its rule."""


def review_queue(store: Store, provenance: Provenance) -> tuple[Item, ...]:
    """Return what a person could settle, in the order that decides most rules soonest.

    First come suspected breaches, and controls that were declined too often, of rules that
    nobody knows of yet whether they hold: one of each rule, then a second of each, and so on;
    of a rule those first with which a person's word alone confirms a breach, then those that
    settle most. Then what else is open of these rules, one rule after the other, and what is
    open of rules that are decided. Last come a few of each rule that is not broken which a
    judge let go and was least sure of: it may miss all breaches of one style.
    """
    plays = counted_plays(store, provenance)
    report = report_of(store, provenance, plays=plays, shown_per_rule=0)
    rules = {rule.id: rule for rule in report.policy.rules}
    open_plays = waiting(report.policy, plays, provenance.trials)
    found = clusters(store, provenance.run_id, open_plays, of=plays)
    known = read_breaches(plays)
    ordered = reading_order(found, rules, open_rules(report.summary), known=known)
    unbroken = [
        rules[one.rule_id] for one in report.summary.rules if one.gate is not Gate.BROKEN
    ]
    doubtful = least_sure(store, provenance.run_id, plays, rules=unbroken)
    queue = [(one, first, False) for one, first in ordered]
    queue += [(one, False, True) for one in doubtful]
    shown = store.evidence(provenance.run_id, [one.ids[0] for one, *_ in queue])
    return tuple(
        Item(
            rule=rules[item.case.rule_id],
            evidence=item,
            alike=one.ids,
            first=first,
            let_go=let_go,
        )
        for (one, first, let_go), item in zip(queue, shown, strict=True)
    )


def later(
    store: Store, provenance: Provenance, items: tuple[Item, ...], *, at: int
) -> tuple[Item, ...]:
    """Return the queue once an answer was stored: what its rule still has may wait.

    That is where the answer decided the rule; where it is broken, nothing is asked any more of
    what the judge let go. Where it was a breach and decided nothing, what is left of the rule
    and confirms none waits for what may decide others.

    Args:
        store: Where the run is kept.
        provenance: Which run.
        items: The queue.
        at: Place of the item that was answered; what stands before it stays.
    """
    rule_id, left = items[at].rule.id, items[at + 1 :]
    mine = [one for one in left if one.rule.id == rule_id]
    if not (items[at].let_go or any(one.first for one in mine)):
        return items
    plays = counted_plays(store, provenance)
    summary = report_of(store, provenance, plays=plays, shown_per_rule=0).summary
    if rule_id in open_rules(summary):
        return (*items[: at + 1], *_after_breach(left, rule_id, read_breaches(plays)))
    [gate] = [one.gate for one in summary.rules if one.rule_id == rule_id]
    keeps = [one for one in left if one.rule.id != rule_id or not (one.first or one.let_go)]
    waits = [replace(one, first=False) for one in mine if one.first]
    doubtful = [one for one in mine if one.let_go and gate is not Gate.BROKEN]
    rest = sorted([*keeps, *waits, *doubtful], key=lambda one: one.let_go)
    return (*items[: at + 1], *rest)


def _after_breach(
    left: tuple[Item, ...], rule_id: str, known: Mapping[str, list[str]]
) -> list[Item]:
    read = known.get(rule_id, [])

    def place(item: Item) -> int:
        if not item.first:
            return 2
        waits = bool(read) and item.rule.id == rule_id and not came_again(item.alike, read)
        return int(waits)

    return sorted(left, key=place)


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


def _breach_turn(evidence: Evidence, outcome: Replied) -> int:
    """Return the turn that the judge named, else the last."""
    if evidence.judgement is not None and evidence.judgement.breach_turn is not None:
        return evidence.judgement.breach_turn
    return len(product_texts(outcome.exchange))
