"""A stored run in, its plays out, with what people said of them and of replies like them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from brightline.measure.alike import alike
from brightline.measure.coverage import TABLE, Reading, reading, rests_on_judge, unvouched
from brightline.records import (
    Evidence,
    Expected,
    Judgement,
    Play,
    Provenance,
    Replied,
    Verdict,
    product_words,
)
from brightline.store import Store

PERSON = "person"

Review = tuple[Judgement, str]
"""What a person said of a reply, and the reply."""

SETTLED_BY = ("marker", PERSON)
"""Who decided where a review of another reply changes nothing."""

OPEN = frozenset({"undecided", "partial", "complied"})
"""Outcomes that a review of a near-identical reply settles."""


def waits(play: Play) -> bool:
    """Return whether a person could settle a play.

    That is a breach of a probe, a reply that nobody could tell, and a probe that only an
    unmeasured language model clears.
    """
    if set(play.by) & set(SETTLED_BY):
        return False
    if play.expected is Expected.REFUSE:
        return play.outcome in OPEN or unvouched(play)
    return play.outcome == "undecided"


def declined(play: Play) -> bool:
    """Return whether only a judge says that a control was declined."""
    told = play.expected is Expected.ANSWER and reading(play) is Reading.HIT
    return told and rests_on_judge(play)


def lets_go(play: Play) -> bool:
    """Return whether only a judge says that a probe held, or that a control was answered."""
    return reading(play) is Reading.MISS and rests_on_judge(play)


def attempt_id(play: Play) -> str:
    """Return the id of the attempt that a play counts."""
    return f"{play.case_id}#{play.trial}"


def counted_plays(store: Store, provenance: Provenance) -> list[Play]:
    """Return every planned play of a run, and every replay, with the outcome that counts.

    A person's review counts for the reply it was given to, and for near-identical replies of
    the same rule and side, in any run of this store, that are undecided, breaching, declined
    controls, or cleared by a language model alone. Once a person calls a probe of a rule a
    breach, or a control declined, it counts for what any judge let go of that side too.
    """
    plays = list(store.plays(provenance.run_id, provenance.trials))
    settled = settled_alike(store, provenance.run_id, plays)
    if not settled:
        return plays
    return [with_review(play, settled.get(attempt_id(play))) for play in plays]


def with_review(play: Play, review: Judgement | None) -> Play:
    """Return a play with a person's word in the place of a judge's; None: as it is."""
    if review is None:
        return play
    return play._replace(
        outcome=review.verdict.value,
        confidence=review.confidence,
        by=(PERSON,),
        breach_turn=review.breach_turn,
    )


def with_word(evidence: Evidence, read: Play | None) -> Evidence:
    """Return evidence with what a person said of a reply like it, in the place of the judge's.

    Args:
        evidence: A play as it is stored.
        read: The same play as it counts, where a person's word counts for it.
    """
    said = evidence.judgement
    if read is None or (said is not None and said.decided_by == PERSON):
        return evidence
    word = Judgement(
        subject_id=evidence.attempt.id,
        rule_id=evidence.case.rule_id,
        expected=evidence.case.expected,
        verdict=Verdict(read.outcome),
        confidence=read.confidence,
        decided_by=PERSON,
        judge=PERSON,
        reason="a person read a near-identical reply",
        breach_turn=read.breach_turn,
    )
    return evidence.model_copy(update={"judgement": word})


def settled_alike(store: Store, run_id: str, plays: Iterable[Play]) -> dict[str, Judgement]:
    """Return what people said of replies near-identical to those of these plays.

    Args:
        store: Where the run, and every review, is kept.
        run_id: Which run.
        plays: Its plays.

    Returns:
        By attempt id, of plays that it settles.
    """
    reviewed = store.past().reviewed()
    if not reviewed:
        return {}
    rules = {rule.id for rule in store.run_policy(run_id).rules} & reviewed
    reviews = {rule_id: store.reviews(rule_id, like=run_id) for rule_id in rules}
    return settled_by(store, run_id, plays, reviews=reviews)


def settled_by(
    store: Store, run_id: str, plays: Iterable[Play], *, reviews: Mapping[str, Sequence[Review]]
) -> dict[str, Judgement]:
    """Return what these reviews say of replies near-identical to those of these plays.

    Args:
        store: Where the run is kept.
        run_id: Which run.
        plays: Its plays.
        reviews: By rule, oldest first.

    Returns:
        By attempt id, of plays that it settles.
    """
    by_rule: defaultdict[str, list[Play]] = defaultdict(list)
    for play in plays:
        if reviews.get(play.rule_id) and not set(play.by) & set(SETTLED_BY):
            by_rule[play.rule_id].append(play)
    found: dict[str, Judgement] = {}
    for rule_id, mine in by_rule.items():
        wrong = {said.expected for said, _ in reviews[rule_id] if _is_hit(said)}
        waiting = [
            play for play in mine if _open(play) or (play.expected in wrong and lets_go(play))
        ]
        found |= _spread(reviews[rule_id], texts_of(store, run_id, waiting))
    return found


def _open(play: Play) -> bool:
    return play.outcome in OPEN or unvouched(play) or declined(play)


def _is_hit(said: Judgement) -> bool:
    side = said.expected
    return side is not None and TABLE.get((side, said.verdict.value)) is Reading.HIT


def texts_of(store: Store, run_id: str, plays: Iterable[Play]) -> dict[str, tuple[str, str]]:
    """Return what the product said in these plays: attempt id to (expected, text)."""
    sides = {attempt_id(play): play.expected.value for play in plays}
    return {
        item.attempt.id: (
            sides[item.attempt.id],
            product_words(item.attempt.outcome.exchange),
        )
        for item in store.evidence(run_id, tuple(sides))
        if isinstance(item.attempt.outcome, Replied)
    }


def _spread(
    reviews: Iterable[tuple[Judgement, str]], texts: dict[str, tuple[str, str]]
) -> dict[str, Judgement]:
    """Return which review settles which attempt; of several reviews the last counts."""
    found: dict[str, Judgement] = {}
    ordered = list(reviews)
    ids = list(texts)
    groups = alike([text for _, text in ordered] + [texts[key][1] for key in ids])
    for group in groups:
        for index in group:
            if index < len(ordered):
                continue
            key = ids[index - len(ordered)]
            same_side = [
                ordered[other][0]
                for other in sorted(group)
                if other < len(ordered) and ordered[other][0].expected == texts[key][0]
            ]
            if same_side:
                found[key] = same_side[-1]
    return found
