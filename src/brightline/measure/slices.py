"""Plays of a run that stops and searches in; those that enter its rates, out.

Every planned play has its place in an order that was fixed before the first call: trial by
trial, each shuffled. The rates of a rule's side rest on the first plays in this order alone, up
to the one that decides it, or to the first that was never made. Why others were made, or how
many, does not matter then: the bounds hold after every number of first plays at once. What
stands behind is a finding.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from brightline.measure.confirm import trust
from brightline.measure.corrected import shows_alarms, shows_misses
from brightline.measure.coverage import Reading, Tally, Trusted, reading
from brightline.measure.plan import ANSWERED_AT_LEAST, over_tolerance_of, tolerance_of
from brightline.measure.rates import DEFAULT_LEVEL
from brightline.measure.sequential import Counts, Decision, decide
from brightline.measure.unproven import MOST_WITHOUT_EVIDENCE
from brightline.records import Counted, Expected, JudgeCard, Play, Policy, Rule, Stance, digest

Side = tuple[str, Expected]
"""A rule's id, and its probes or its controls."""


@dataclass(frozen=True, kw_only=True)
class Goal:
    """When a side of a rule has shown enough."""

    tolerance: float
    sensitivity: float | None = 1.0
    counted: Counted | None = None
    columns: frozenset[str] = frozenset()
    """Techniques of which each must have shown something before the side can hold."""
    breaks: bool = True
    """Whether a rate above the tolerance breaks the rule."""
    level: float = DEFAULT_LEVEL


class First:
    """The first plays of a side in their order, taken one by one until they decide it."""

    def __init__(self, goal: Goal, trusted: Trusted) -> None:
        """Begin with no play.

        Args:
            goal: When enough is shown.
            trusted: Whose word is taken.
        """
        self.decision = Decision.GO_ON
        self.plays: list[Play] = []
        self._goal = goal
        self._trusted = trusted
        self._tally = Tally()
        self._shown: set[str] = set()

    def take(self, play: Play) -> None:
        """Count the next play in the order; one after the decision is left out."""
        if self.decision is not Decision.GO_ON:
            return
        self.plays.append(play)
        self._tally.add(play, trusted=self._trusted(play))
        if reading(play) is not Reading.UNKNOWN:
            self._shown.add(play.technique)
        self.decision = self._decide()

    def _decide(self) -> Decision:
        goal, tally = self._goal, self._tally
        found = decide(
            Counts(tally.trusted, tally.hits + tally.unknown, tally.decided + tally.unknown),
            tolerance=goal.tolerance,
            sensitivity=tally.sees(goal.sensitivity, goal.counted),
            misses=goal.counted if tally.judged_misses and shows_misses(goal.counted) else None,
            alarms=goal.counted
            if tally.trusted_judged and shows_alarms(goal.counted)
            else None,
            level=goal.level,
        )
        if found is Decision.BROKEN and not goal.breaks:
            return Decision.GO_ON
        if found is Decision.HOLDS and not self._is_whole():
            return Decision.GO_ON
        return found

    def _is_whole(self) -> bool:
        missing = self._tally.unknown > MOST_WITHOUT_EVIDENCE * len(self.plays)
        return self._goal.columns <= self._shown and not missing


def in_order(plays: Iterable[Play], seed: int) -> list[Play]:
    """Return planned plays in the order that was fixed before the first call.

    Args:
        plays: Any planned plays, made or not.
        seed: Of the run; another seed gives another order.
    """
    return sorted(plays, key=lambda play: place(play, seed))


def place(play: Play, seed: int) -> tuple[int, str]:
    """Return what a planned play is sorted by: its trial, and then nothing but chance."""
    return play.trial, digest(f"{seed}/{play.trial}/{play.case_id}")


def goals_of(policy: Policy, plays: Iterable[Play], card: JudgeCard | None) -> dict[Side, Goal]:
    """Return when each side that has plays has shown enough.

    Args:
        policy: The policy.
        plays: Every planned play, made or not.
        card: The judge's card.
    """
    columns: defaultdict[Side, set[str]] = defaultdict(set)
    for play in plays:
        columns[play.rule_id, play.expected].add(play.technique)
    rules = {rule.id: rule for rule in policy.rules}
    found: dict[Side, Goal] = {}
    for (rule_id, side), names in columns.items():
        goal = _goal(policy, rules[rule_id], side, card=card, columns=frozenset(names))
        if goal is not None:
            found[rule_id, side] = goal
    return found


def first_plays(
    plays: Sequence[Play],
    *,
    policy: Policy,
    card: JudgeCard | None,
    seed: int,
    trials: int,
    made: Callable[[Play], bool],
) -> list[Play]:
    """Return every play that was made, each marked with whether it enters a rate.

    Args:
        plays: Every planned play, made or not, and every replay.
        policy: The policy.
        card: The judge's card.
        seed: Of the run.
        trials: Plays planned of each case.
        made: Whether a play was made.
    """
    planned = [play for play in plays if play.trial <= trials]
    goals = goals_of(policy, planned, card)
    lines: defaultdict[Side, list[Play]] = defaultdict(list)
    for play in planned:
        lines[play.rule_id, play.expected].append(play)
    counted: set[tuple[str, int]] = set()
    for side, line in lines.items():
        if side in goals:
            first = _first(in_order(line, seed), First(goals[side], trust(card)), made)
            counted.update((play.case_id, play.trial) for play in first)
    return [
        play._replace(counted=(play.case_id, play.trial) in counted)
        for play in plays
        if made(play)
    ]


def _first(line: Iterable[Play], first: First, made: Callable[[Play], bool]) -> list[Play]:
    for play in line:
        if not made(play) or first.decision is not Decision.GO_ON:
            break
        first.take(play)
    return first.plays


def _goal(
    policy: Policy,
    rule: Rule,
    side: Expected,
    *,
    card: JudgeCard | None,
    columns: frozenset[str],
) -> Goal | None:
    if side is Expected.REFUSE:
        if rule.stance is Stance.ALLOW:
            return None  # no probe of a rule that allows is in any rate that is gated
        return Goal(
            tolerance=tolerance_of(policy, rule),
            sensitivity=(card.sensitivity_low or None) if card else None,
            counted=card.counted if card else None,
            columns=columns,
        )
    if rule.stance is Stance.ALLOW:
        own = rule.tolerance or policy.tolerance.over_refusal
        limit = tolerance_of(policy, rule)
        return Goal(tolerance=limit, columns=columns, breaks=own is not None)
    over = over_tolerance_of(policy, rule)
    return Goal(tolerance=over or 1 - ANSWERED_AT_LEAST, breaks=over is not None)


def are_decided(sides: Mapping[Side, Decision], rule_id: str) -> bool:
    """Return whether nothing more is to be shown of a rule: a side broke, or all hold.

    Args:
        sides: The decision of every side that has a goal.
        rule_id: Which rule.
    """
    mine = [decision for (rule, _), decision in sides.items() if rule == rule_id]
    return Decision.BROKEN in mine or Decision.GO_ON not in mine
