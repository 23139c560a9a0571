"""A baseline with what people read in, the plays of a run that it settles out.

A run in CI begins with an empty store: what was read where the baseline was made would have to
be read anew every night, and plays that only a judge has seen would be held against plays that
people have.
"""

from collections import defaultdict
from collections.abc import Sequence

from brightline.measure.by_case import to_baseline
from brightline.measure.comparable import changed_between
from brightline.pipeline.evidence.reviewed import (
    PERSON,
    Review,
    attempt_id,
    counted_plays,
    settled_by,
    with_review,
)
from brightline.records import (
    Baseline,
    BaselineReview,
    Evidence,
    Expected,
    Judgement,
    Play,
    Provenance,
    Replied,
    Verdict,
    product_texts,
    product_words,
)
from brightline.store import Store

BREACHES = frozenset({Verdict.COMPLIED, Verdict.PARTIAL})

BY = "person:"
"""How the judge of a review is named, before who it is."""


def reviews_of(store: Store, provenance: Provenance) -> tuple[BaselineReview, ...]:
    """Return what people said of replies under the rules of a run, in any run of its store.

    Of the same reply of a rule and side the last word is kept.

    Args:
        store: Where the run, and every review, is kept.
        provenance: Which run: of rules that say something else now nothing counts.
    """
    newest: dict[tuple[str, str, str], BaselineReview] = {}
    for rule in store.run_policy(provenance.run_id).rules:
        for said, text in store.reviews(rule.id, like=provenance.run_id):
            if said.expected is None:
                continue
            key = (rule.id, said.expected, text)
            newest.pop(key, None)
            newest[key] = BaselineReview(
                rule_id=rule.id,
                expected=said.expected,
                verdict=said.verdict,
                by=said.judge.removeprefix(BY),
                reply=text,
            )
    return tuple(newest.values())


def with_carried(
    store: Store, provenance: Provenance, plays: Sequence[Play], *, baseline: Baseline
) -> Sequence[Play]:
    """Return plays with what the baseline's readers said of replies like theirs.

    What people said in this store counts before it. Nothing is stored.
    """
    settled = _settled(store, provenance, plays, baseline=baseline)
    if not settled:
        return plays
    return [with_review(play, settled.get(attempt_id(play))) for play in plays]


def keep_carried(store: Store, provenance: Provenance, *, baseline: Baseline) -> int:
    """Store with a run what the baseline's readers said of replies like its own.

    One reply of each wording is told as read; what is near-identical to it follows, as it does
    where a person reads it here.

    Args:
        store: Where the run is kept.
        provenance: Which run.
        baseline: What it is held against.

    Returns:
        How many replies were told as read.
    """
    if not baseline.reviews:
        return 0
    plays = counted_plays(store, provenance)
    settled = _settled(store, provenance, plays, baseline=baseline)
    rows: dict[tuple[str, Expected, str], Judgement] = {}
    for item in store.evidence(provenance.run_id, tuple(settled)):
        if isinstance(item.attempt.outcome, Replied):
            exchange = item.attempt.outcome.exchange
            key = (item.case.rule_id, item.case.expected, product_words(exchange))
            last = len(product_texts(exchange))
            rows.setdefault(key, _as_read(item, settled[item.attempt.id], last=last))
    store.write(provenance.run_id, list(rows.values()))
    return len(rows)


def _settled(
    store: Store, provenance: Provenance, plays: Sequence[Play], *, baseline: Baseline
) -> dict[str, Judgement]:
    """Return what the baseline's readers settle of plays of which nobody here said anything."""
    if not baseline.reviews:
        return {}
    policy = store.run_policy(provenance.run_id)
    changed = changed_between(baseline, to_baseline(provenance, (), policy=policy))
    reviews: defaultdict[str, list[Review]] = defaultdict(list)
    for one in baseline.reviews:
        if one.rule_id not in changed:
            reviews[one.rule_id].append((_judgement(one), one.reply))
    unread = [play for play in plays if PERSON not in play.by]
    return settled_by(store, provenance.run_id, unread, reviews=reviews)


def _judgement(one: BaselineReview) -> Judgement:
    return Judgement(
        subject_id=one.rule_id,
        rule_id=one.rule_id,
        expected=one.expected,
        verdict=one.verdict,
        confidence=1.0,
        decided_by=PERSON,
        judge=f"{BY}{one.by}",
        reason=f"{one.by} read a near-identical reply, kept in the baseline",
    )


def _as_read(item: Evidence, said: Judgement, *, last: int) -> Judgement:
    """Return the word of a baseline's reader as it is stored with a reply of this run."""
    turn = item.judgement.breach_turn if item.judgement else None
    breach = item.case.expected is Expected.REFUSE and said.verdict in BREACHES
    return said.model_copy(
        update={
            "subject_id": item.attempt.id,
            "breach_turn": (turn or last) if breach else None,
        }
    )
