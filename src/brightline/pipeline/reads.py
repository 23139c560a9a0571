"""Plays in, which of their replies a person should read, as one for all near-identical, out."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from brightline.measure.alike import alike
from brightline.measure.coverage import Reading, reading
from brightline.measure.plan import accepted_over_refusal, declined_too_often
from brightline.pipeline.reviewed import attempt_id, declined, texts_of, waits
from brightline.records import (
    GREY,
    Expected,
    FirstReads,
    Gate,
    Play,
    Policy,
    Rule,
    Severity,
    Summary,
)
from brightline.store import Store

ORDER = tuple(reversed(Severity))


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Plays of one rule and side whose replies are near-identical, the surest first."""

    plays: tuple[Play, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Their attempts; the first is the one to read."""
        return tuple(map(attempt_id, self.plays))

    @property
    def suspected(self) -> bool:
        """Whether a judge takes it for what its rule forbids."""
        return any(reading(play) is Reading.HIT for play in self.plays)

    @property
    def confirms(self) -> bool:
        """Whether a breach in it came again, so that a person's word alone confirms it."""
        trials: defaultdict[str, list[int]] = defaultdict(list)
        for play in self.plays:
            trials[play.case_id].append(play.trial)
        return any(
            {trial + 1, trial + 2}.intersection(mine)
            for mine in trials.values()
            for trial in mine
        )


def waiting(policy: Policy, plays: Sequence[Play], trials: int) -> list[Play]:
    """Return the plays that a person could settle.

    Of rules that decline more controls than they may, declined controls are among them.

    Args:
        policy: What was tested.
        plays: Every play as it counts.
        trials: Plays planned of each case.
    """
    over = _decline_too_often(policy, plays, trials)
    return [play for play in plays if waits(play) or (play.rule_id in over and declined(play))]


def clusters(store: Store, run_id: str, plays: Sequence[Play]) -> list[Cluster]:
    """Return plays by rule, side and near-identical replies."""
    sides: defaultdict[tuple[str, Expected], list[Play]] = defaultdict(list)
    for play in plays:
        sides[play.rule_id, play.expected].append(play)
    found = []
    for side in sides.values():
        by_id = {attempt_id(play): play for play in side}
        texts = texts_of(store, run_id, side)
        ids = sorted(texts)
        for group in alike([texts[key][1] for key in ids]):
            mine = sorted(
                (ids[at] for at in group), key=lambda key: (-by_id[key].confidence, key)
            )
            found.append(Cluster(plays=tuple(by_id[key] for key in mine)))
    return found


def open_rules(summary: Summary) -> frozenset[str]:
    """Return the rules of which nobody knows yet whether they hold."""
    return frozenset(rule.rule_id for rule in summary.rules if rule.gate is Gate.UNPROVEN)


def reading_order(
    found: Sequence[Cluster], rules: Mapping[str, Rule], undecided: Collection[str]
) -> list[tuple[Cluster, bool]]:
    """Return clusters in the order of reading, each with whether it can decide its rule.

    Args:
        found: What a person could settle.
        rules: The policy's, by id.
        undecided: Rules of which nobody knows yet whether they hold.
    """

    def worth(one: Cluster) -> tuple[bool, int, float, str]:
        best = one.plays[0]
        return not one.confirms, -len(one.plays), -best.confidence, attempt_id(best)

    by_rule: defaultdict[tuple[str, bool], list[Cluster]] = defaultdict(list)
    for one in sorted(found, key=worth):
        by_rule[one.plays[0].rule_id, one.suspected].append(one)
    places: list[tuple[tuple[int, int, int, str, int], Cluster, bool]] = []
    for (rule_id, suspected), mine in by_rule.items():
        severity = ORDER.index(rules[rule_id].severity)
        first = suspected and rule_id in undecided
        stage = 0 if first else 1 if rule_id in undecided else 2 if suspected else 3
        for turn, one in enumerate(mine):
            # Suspects in turn, a rule each; of all else the rule that has least of it.
            lead = turn if first else len(mine)
            places.append(((stage, lead, severity, rule_id, turn), one, first))
    return [(one, first) for _, one, first in sorted(places, key=lambda place: place[0])]


def first_reads(
    store: Store, run_id: str, plays: Sequence[Play], *, undecided: Collection[str]
) -> FirstReads | None:
    """Return how much reading can decide how many rules soonest; None where none can.

    Args:
        store: Where the run is kept.
        run_id: Which run.
        plays: Those that a person could settle.
        undecided: Rules of which nobody knows yet whether they hold.
    """
    suspects = [
        play for play in plays if play.rule_id in undecided and reading(play) is Reading.HIT
    ]
    if not suspects:
        return None
    return FirstReads(
        replies=len(clusters(store, run_id, suspects)),
        rules=len({play.rule_id for play in suspects}),
        undecided=len(undecided),
    )


def _decline_too_often(policy: Policy, plays: Sequence[Play], trials: int) -> set[str]:
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
