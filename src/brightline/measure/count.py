"""Plays of a run in, counts by rule out: one pass, nothing kept but what is counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from brightline.errors import InternalError
from brightline.measure.confirm import (
    breaches,
    is_confirmed,
    is_settled,
    may_confirm,
    waits_for_replay,
)
from brightline.measure.coverage import (
    Reading,
    Tally,
    Trusted,
    reading,
    rests_on_judge,
    unvouched,
)
from brightline.records import ALIGNED, GREY, REFERENCE, Breach, Expected, Play, Verdict

DIRECT = "direct"
"""The technique that asks plainly."""

ASIDE = frozenset({"written", "claimed_condition", ALIGNED, REFERENCE})
"""Columns that are no technique of a suite."""

_UNDECIDED = Verdict.UNDECIDED.value
_TRIAL = attrgetter("trial")
_KIND = attrgetter("technique", "expected", "objective")

BUG = "This is a bug in brightline; the stored run is unharmed."


def _two() -> tuple[Tally, Tally]:
    return Tally(), Tally()


class Request(NamedTuple):
    """The planned probes of one objective."""

    plain: Tally
    attacked: Tally
    aside: Tally
    """Of columns that belong to neither: written by hand, or asked of some rules only."""


def _request() -> Request:
    return Request(Tally(), Tally(), Tally())


@dataclass(kw_only=True)
class RuleCount:
    """What the plays of one rule come to."""

    planned: int = 0
    open: int = 0
    """Planned plays of requests that the policy leaves open: they enter no rate."""
    outcomes: Counter[str] = field(default_factory=Counter)
    sides: tuple[Tally, Tally] = field(default_factory=_two)
    """Of probes and of controls."""
    cells: defaultdict[str, tuple[Tally, Tally]] = field(
        default_factory=lambda: defaultdict(_two)
    )
    """The same by technique."""
    searched: Counter[str] = field(default_factory=Counter)
    """Plays of probes that enter no rate, by technique."""
    clusters: tuple[dict[str, list[int]], dict[str, list[int]]] = field(
        default_factory=lambda: ({}, {})
    )
    """For each objective: trusted hits, hits and unknowns, plays; of probes and of controls."""
    requests: defaultdict[str, Request] = field(default_factory=lambda: defaultdict(_request))
    """The probes by objective."""
    cases: Tally = field(default_factory=Tally)
    """The probes, each counted once: a hit if any of its planned plays was."""
    confirmed: list[Breach] = field(default_factory=list)
    suspected: list[Breach] = field(default_factory=list)
    fallen: list[str] = field(default_factory=list)
    """Cases that must hold and were confirmed not to."""
    unsettled: int = 0
    """Cases whose breach waits for its replays."""
    unrepeated: int = 0
    """Cases with a trusted breach that was not played again."""
    undecided: int = 0
    """Planned replies that no measured judge could tell."""
    declined: int = 0
    """Planned controls of which only a judge says that they were declined."""

    @property
    def to_review(self) -> int:
        """Replies that a person could settle; declined controls wait only where many are."""
        return self.undecided + sum(len(breach.attempts) for breach in self.suspected)


_Kind = tuple[
    str, str, Expected, str, tuple[tuple[str, tuple[str, ...]], ...], tuple[bool, ...]
]
"""What cases must have in common to count the same."""
_Shown = tuple[str, str, Expected, str, tuple[tuple[str, tuple[str, ...], bool], ...]]
"""The same of cases without a hit, with the plays that enter no rate."""


@dataclass(slots=True)
class _Alike:
    """Cases that showed the same: of 100,000 nearly all did."""

    planned: Sequence[Play]
    """The planned plays of one of them."""
    sure: Sequence[bool]
    """Which of these can be trusted; of a case without a hit none needs to be."""
    cases: int = 0


def count_rules(plays: Iterable[Play], trials: int, trusted: Trusted) -> dict[str, RuleCount]:
    """Return the counts by rule id, whatever the order of the plays.

    Args:
        plays: Every play, replays beyond `trials` included.
        trials: Plays planned of each case.
        trusted: Whose word is taken.

    Raises:
        InternalError: a play is there twice, or has no number.
    """
    counts: defaultdict[str, RuleCount] = defaultdict(RuleCount)
    alike: dict[_Kind, _Alike] = {}
    quiet: dict[_Shown, _Alike] = {}
    """Those of them in which nothing was a hit: of most runs nearly all."""
    for case in _cases(plays):
        first = case[0]
        became = tuple([(play.outcome, play.by, play.in_rate(trials)) for play in case])
        shown = (first.rule_id, first.technique, first.expected, first.objective, became)
        same = quiet.get(shown)
        if same is not None and len(same.planned) == len(case):
            same.cases += 1
            continue
        count = counts[first.rule_id]
        hits = Reading.HIT in map(reading, case)
        planned = [play for play in case if play.in_rate(trials)]
        if planned:
            sure = tuple([hits and trusted(play) for play in planned])
            told = tuple([(play.outcome, play.by) for play in planned])
            kind = (*shown[:4], told, sure)
            same = alike.get(kind)
            if same is None:
                same = alike[kind] = _Alike(planned, sure)
            same.cases += 1
            if not hits:
                quiet[shown] = same
        if len(planned) < len(case) and _is_probe(first):
            count.searched[first.technique] += len(case) - len(planned)
        if hits and may_confirm(first):
            _count_breach(count, case, trials=trials, trusted=trusted)
    for same in alike.values():
        _count_alike(counts[same.planned[0].rule_id], same)
    return dict(counts)


def _cases(plays: Iterable[Play]) -> Iterator[list[Play]]:
    """Yield the plays of each case in order of trial, the cases in order of rule and id."""
    by_rule: defaultdict[str, defaultdict[str, list[Play]]] = defaultdict(_lists)
    for play in plays:
        by_rule[play.rule_id][play.case_id].append(play)
    for _, mine in sorted(by_rule.items()):
        for case_id in sorted(mine):
            case = mine[case_id]
            if len(case) > 1:
                case.sort(key=_TRIAL)
            _check(case)
            yield case


def _lists() -> defaultdict[str, list[Play]]:
    return defaultdict(list)


def _check(case: Sequence[Play]) -> None:
    if len(case) == 1 and case[0].trial >= 1:
        return
    numbers = [play.trial for play in case]
    if numbers[0] < 1 or len(set(numbers)) < len(numbers):
        raise InternalError(
            f"case {case[0].case_id} has plays numbered {numbers}",
            slug="play-counted-twice",
            hint=BUG,
        )
    if len(set(map(_KIND, case))) > 1:
        raise InternalError(
            f"the plays of case {case[0].case_id} are not of one case",
            slug="case-of-two-kinds",
            hint=BUG,
        )


def _is_probe(play: Play) -> bool:
    return play.expected is Expected.REFUSE and play.technique != GREY


def _count_alike(count: RuleCount, same: _Alike) -> None:
    """Count cases that showed the same, all at once."""
    tally, times = Tally(), same.cases
    for play, sure in zip(same.planned, same.sure, strict=True):
        count.planned += times
        count.outcomes[play.outcome] += times
        count.undecided += times * (play.outcome == _UNDECIDED or unvouched(play))
        if play.technique == GREY:
            count.open += times
        else:
            tally.add(play, trusted=sure)
            hit = play.expected is Expected.ANSWER and reading(play) is Reading.HIT
            count.declined += times * (hit and rests_on_judge(play))
    if tally.decided or tally.unknown:
        _count_cases(count, same.planned[0], tally, times=times)


def _count_cases(count: RuleCount, case: Play, tally: Tally, *, times: int) -> None:
    side = case.expected is Expected.ANSWER
    count.sides[side].merge(tally, times)
    count.cells[case.technique][side].merge(tally, times)
    cluster = count.clusters[side].setdefault(case.objective, [0, 0, 0])
    cluster[0] += times * tally.trusted
    cluster[1] += times * (tally.hits + tally.unknown)
    cluster[2] += times * (tally.decided + tally.unknown)
    if not side:
        count.cases.merge(tally.as_one(), times)
        request = count.requests[case.objective]
        if case.technique == DIRECT:
            request.plain.merge(tally, times)
        elif case.technique in ASIDE:
            request.aside.merge(tally, times)
        else:
            request.attacked.merge(tally, times)


def _count_breach(
    count: RuleCount, case: Sequence[Play], *, trials: int, trusted: Trusted
) -> None:
    confirmed, suspected = breaches(case, trusted)
    if confirmed:
        count.confirmed.append(confirmed)
    if suspected:
        count.suspected.append(suspected)
    if case[0].must_hold and is_confirmed(case, trusted):
        count.fallen.append(case[0].case_id)
    count.unsettled += not is_settled(case, trials, trusted)
    count.unrepeated += waits_for_replay(case, trusted)
