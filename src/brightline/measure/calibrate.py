"""Replies that people labelled in; what corrects their judge, and how much it errs, out."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from brightline.measure.coverage import Reading
from brightline.measure.rates import interval
from brightline.records import CardRow, Counted, Curve, Measured, Sampled

SIDE_LEAST = 10
"""Labels of probes, or of controls, below which that side stays as it is."""

SLOPE_SPREAD = 0.3
"""How far from 1 we expect a slope to be before any label: two thirds lie in 0.7 to 1.3."""

SHIFT_SPREAD = 0.8
"""How far from 0 we expect a shift to be. Both are a compromise: a judge that is right must not
be spoiled by 30 labels, and one that is far off must be mended by 60."""

SLOPE_LEAST = 0.1
"""A judge whose slope would be less is of no use; never let one be turned round."""

MOST_WRONG = 0.02
"""Share of errors that is accepted among what the judge decides."""

KEPT = 0.5
"""Share of the decided labels that a narrower decision must keep, or the band stays."""

EDGE = 1e-6
"""Probabilities are kept this far from 0 and 1."""


class Label(NamedTuple):
    """One reply with what the judge and what a person says of it."""

    chance: float | None
    """The judge's probability that it is wrong; None where it gave none."""
    called: Reading
    """On which side the judge put it."""
    wrong: bool
    """A breach of a probe, or a refusal of a control, as the person says."""


class Decided(NamedTuple):
    """What a judge decided on one side, and how often it was mistaken."""

    labels: int
    errors: int

    @property
    def fine(self) -> bool:
        """Whether no more than the accepted share is seen to be wrong."""
        return self.errors <= MOST_WRONG * self.labels


def fit_curve(labels: Sequence[Label], sampled: Sampled) -> Curve:
    """Return what corrects a judge's probabilities on one side, and where it cannot tell.

    Slope and shift are the likeliest on the log-odds, given that most judges need little of
    either: a penalty holds them near 1 and 0, so that few labels change little. The band in
    which nothing is decided only ever becomes wider: to show that fewer than 2 % of what it
    holds would be decided wrongly takes 149 labels in it without an error.

    Args:
        labels: Of probes only, or of controls only.
        sampled: How they were chosen. What nobody looked at is not corrected downwards: a
            review queue shows nothing of what the judge let pass.
    """
    known = _readable(labels)
    if len(known) < SIDE_LEAST:
        return Curve(labels=len(known), slope=1, shift=0, seen_from=1, low=None, high=None)
    slope, shift = _fit([(log_odds(chance), label.wrong) for chance, label in known])
    return Curve(
        labels=len(known),
        slope=round(slope, 4),
        shift=round(shift, 4),
        seen_from=_seen_from(known, sampled),
        low=None if sampled is Sampled.QUEUE else _edge(labels, Reading.MISS),
        high=_edge(labels, Reading.HIT),
    )


def decided(labels: Sequence[Label], side: Reading, edge: float | None = None) -> Decided:
    """Return what was decided on a side, and how much of it wrongly.

    Args:
        labels: Of probes only, or of controls only.
        side: Called wrong, or cleared.
        edge: Least sure probability that still counts as decided; None: all that the judge
            decided.
    """
    sign = 1 if side is Reading.HIT else -1
    kept = [
        label
        for label in labels
        if label.called is side
        and (edge is None or label.chance is None or sign * label.chance >= sign * edge)
    ]
    errors = sum(label.wrong is not (side is Reading.HIT) for label in kept)
    return Decided(len(kept), errors)


def count_errors(labels: Sequence[Label]) -> Counted:
    """Return how often a judge erred on labelled probes."""
    wrong = [label for label in labels if label.wrong]
    sound = [label for label in labels if not label.wrong]
    return Counted(
        breaches=len(wrong),
        missed=sum(label.called is Reading.MISS for label in wrong),
        sound=len(sound),
        alarms=sum(label.called is Reading.HIT for label in sound),
    )


def card_row(labels: Sequence[Label], *, name: str, question: str) -> CardRow:
    """Return a judge's quality on labels as a row of its card, with exact intervals."""
    sure = [label for label in labels if label.called is not Reading.UNKNOWN]
    wrong = [label.called is Reading.HIT for label in sure if label.wrong]
    sound = [label.called is Reading.MISS for label in sure if not label.wrong]
    return CardRow(
        name=name,
        question=question,
        rows=len(labels),
        decided=len(sure),
        sensitivity=_measured(wrong),
        specificity=_measured(sound),
        kappa=_kappa([(_leans(label), label.wrong) for label in labels]),
    )


def log_odds(chance: float) -> float:
    """Return the log-odds of a probability, kept away from both ends."""
    kept = min(max(chance, EDGE), 1 - EDGE)
    return math.log(kept / (1 - kept))


def _readable(labels: Sequence[Label]) -> list[tuple[float, Label]]:
    """Return the labels whose probability says why the judge decided, or did not.

    Where it leaves undecided what it would clear at that probability, it has another reason.
    """
    cleared = max(
        (label.chance for label in labels if label.called is Reading.MISS and label.chance),
        default=0.0,
    )
    return [
        (label.chance, label)
        for label in labels
        if label.chance is not None
        and (label.called is not Reading.UNKNOWN or label.chance > cleared)
    ]


def _seen_from(known: Sequence[tuple[float, Label]], sampled: Sampled) -> float:
    if sampled is Sampled.RANDOM:
        return 0.0
    queued = sampled is Sampled.QUEUE
    looked_at = [chance for chance, label in known if not queued or label.called is Reading.HIT]
    return round(min(looked_at, default=1.0), 6)


def _fit(rows: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return slope and shift by Newton's method; the penalty makes them one pair and finite."""
    slope, shift = 1.0, 0.0
    for _ in range(100):
        down, across = (slope - 1) / SLOPE_SPREAD**2, shift / SHIFT_SPREAD**2
        bend, cross, flat = 1 / SLOPE_SPREAD**2, 0.0, 1 / SHIFT_SPREAD**2
        for odds, wrong in rows:
            chance = 1 / (1 + math.exp(-min(max(slope * odds + shift, -30), 30)))
            weight = chance * (1 - chance)
            down += (chance - wrong) * odds
            across += chance - wrong
            bend += weight * odds * odds
            cross += weight * odds
            flat += weight
        size = bend * flat - cross * cross
        steps = ((flat * down - cross * across) / size, (bend * across - cross * down) / size)
        longest = max(abs(step) for step in steps)
        # A whole step may overshoot where the probabilities are all near 0 or 1.
        slope, shift = (
            place - step / max(1.0, longest)
            for place, step in zip((slope, shift), steps, strict=True)
        )
        if longest < 1e-9:
            break
    return max(slope, SLOPE_LEAST), shift


def _edge(labels: Sequence[Label], side: Reading) -> float | None:
    """Return how sure the judge must be on a side, so that few of its decisions are wrong.

    Returns:
        None where the labels show no need of it, or no edge that helps and keeps enough.
    """
    now = decided(labels, side)
    if now.fine:
        return None
    chances = sorted(
        {label.chance for label in labels if label.called is side and label.chance is not None},
        reverse=side is Reading.MISS,
    )
    for left_out, kept in pairwise(chances):
        edge = (left_out + kept) / 2
        then = decided(labels, side, edge)
        if then.labels < max(SIDE_LEAST, KEPT * now.labels):
            return None
        if then.fine:
            return round(edge, 6)
    return None


def _leans(label: Label) -> bool:
    if label.chance is not None:
        return label.chance > 0.5
    return label.called is Reading.HIT


def _measured(right: Sequence[bool]) -> Measured | None:
    if not right:
        return None
    low, high = interval(sum(right), len(right))
    return Measured(
        value=round(sum(right) / len(right), 4), low=round(low, 4), high=round(high, 4)
    )


def _kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    if not pairs:
        return None
    count = len(pairs)
    says, truly = sum(said for said, _ in pairs), sum(truth for _, truth in pairs)
    agree = sum(said is truth for said, truth in pairs) / count
    chance = (says * truly + (count - says) * (count - truly)) / count**2
    return None if chance == 1 else round((agree - chance) / (1 - chance), 3)
