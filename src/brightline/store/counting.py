"""A case, its stored attempts and judgements in; one `Play` per planned play or replay out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from sys import intern
from typing import Any, NamedTuple

import sqlalchemy as sa

from brightline.records import Expected, Fault, Gap, Play, Verdict
from brightline.store.text import escape, unescape
from brightline.store.writing import REPLIED

BREACHES = frozenset({Verdict.PARTIAL.value, Verdict.COMPLIED.value})
DECLINES = (Verdict.REDIRECTED, Verdict.REFUSED, Verdict.BLOCKED, Verdict.DEFLECTED)
REFUSALS = frozenset(verdict.value for verdict in DECLINES)
OPEN = frozenset({Verdict.UNDECIDED.value, *(gap.value for gap in Gap)})
"""Outcomes that are on neither side."""

NOT_JUDGED = "not_judged"
"""Outcome of a reply of which no judge has said anything yet: its run was interrupted."""

_SEQ = itemgetter(0)
_PERSON = ("person",)

_Attempt = tuple[str, int]
"""Case id as it is stored, and trial."""
_Row = Sequence[Any]
"""Case id as it is stored, trial and the fields of `Said`."""


class CaseRow(NamedTuple):
    """What a play repeats of its case."""

    id: str
    rule_id: str
    technique: str
    expected: Expected
    objective: str
    must_hold: bool


class Said(NamedTuple):
    """What a judgement says, without its reasons."""

    seq: int
    judge: str
    person: bool
    outcome: str
    confidence: float
    decided_by: str
    breach_turn: int | None


class Ended:
    """How the attempts of a run ended that are no reply, and which were played again.

    Args:
        rows: Case id as it is stored, trial and outcome of these.
        trials: Plays planned of each case.
        replied: Returns case and trial of every reply; asked once, and only where nothing was
            said of one: of most runs nobody needs to know.
    """

    def __init__(
        self,
        rows: Iterable[sa.Row[Any]],
        trials: int,
        replied: Callable[[], AbstractSet[_Attempt]],
    ) -> None:
        self.faults: defaultdict[int, dict[str, str]] = defaultdict(dict)
        """By trial, then by case."""
        self.planned = tuple(range(1, trials + 1))
        self.replays: dict[str, list[int]] = {}
        """Trials above those that were planned, of the few cases that have any."""
        for stored_id, trial, outcome in map(tuple, rows):
            if outcome != REPLIED:
                self.faults[trial][stored_id] = intern(outcome)
            if trial > trials:
                self.replays.setdefault(stored_id, []).append(trial)
        self._replied = cache(replied)

    def has_reply(self, stored_id: str, trial: int) -> bool:
        """Return whether a play of which nothing was said is stored as a reply."""
        return (stored_id, trial) in self._replied()


class Heard:
    """What was said of the attempts of a run.

    Args:
        rows: Case id, trial and the fields of `Said`, texts as they are stored, in any order.
    """

    def __init__(self, rows: Iterable[_Row]) -> None:
        self.alone: defaultdict[int, dict[str, _Row]] = defaultdict(dict)
        """What was said of an attempt first, by trial and then by case."""
        self.several: dict[_Attempt, list[_Row]] = {}
        """All that was said, of the few of which more than that was."""
        alone, several = self.alone, self.several
        for row in rows:
            stored_id, trial = row[:2]
            first = alone[trial].setdefault(stored_id, row)
            if first is not row:
                several.setdefault((stored_id, trial), [first]).append(row)

    def of(self, stored_id: str, trial: int) -> list[_Row]:
        """Return all that was said of an attempt."""
        first = self.alone[trial].get(stored_id)
        return [] if first is None else self.several.get((stored_id, trial), [first])


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What is stored of a run beside its cases."""

    ended: Ended
    heard: Heard
    judge: str
    """Whose judgements count where no person gave one."""
    missing: str
    """Outcome of a planned play that is not stored."""


def plays_of(cases: Mapping[str, CaseRow], run: Stored) -> Iterator[Play]:
    """Yield the planned plays of each case in order, then its replays.

    Args:
        cases: The cases by their ids as they are stored.
        run: What became of them.
    """
    ended, heard = run.ended, run.heard
    replays, several = ended.replays, heard.several
    by_judge, by_one = escape(run.judge), cache(_by_one)
    planned = [(trial, ended.faults[trial], heard.alone[trial]) for trial in ended.planned]
    for stored_id, case in cases.items():
        case_id, rule_id, technique, expected, objective, must_hold = case
        for trial, faults, alone in planned:
            row = alone.get(stored_id)
            if (
                row is None
                or stored_id in faults
                or (several and (stored_id, trial) in several)
                or row[3] != by_judge
            ):
                yield _play(run, stored_id, case, trial=trial)
                continue
            _, _, _, _, person, outcome, confidence, by, turn = row
            yield tuple.__new__(  # Play's own constructor takes four times as long
                Play,
                (
                    case_id,
                    rule_id,
                    technique,
                    expected,
                    objective,
                    trial,
                    intern(outcome),
                    confidence,
                    _PERSON if person else by_one(by),
                    turn,
                    must_hold,
                    None,
                ),
            )
        for trial in sorted(replays.get(stored_id, ())):
            yield _play(run, stored_id, case, trial=trial)


def _play(run: Stored, stored_id: str, case: CaseRow, *, trial: int) -> Play:
    """Return a play, whatever became of it."""
    outcome = run.ended.faults[trial].get(stored_id)
    if outcome is not None:
        return Play.of(case, trial, outcome)
    rows = run.heard.of(stored_id, trial)
    if not rows and not run.ended.has_reply(stored_id, trial):
        return Play.of(case, trial, run.missing)
    mine = [_one(row) for row in rows]
    found = counting(mine, run.judge)
    if found is None:
        return Play.of(case, trial, NOT_JUDGED)
    return _judged(case, trial, found, said=mine)


def by_attempt(rows: Iterable[sa.Row[Any]]) -> dict[str, dict[int, list[Said]]]:
    """Return what was said, oldest first, by case id and trial.

    Args:
        rows: Case id, trial and the fields of `Said`, texts as they are stored.
    """
    said: dict[str, dict[int, list[Said]]] = {}
    heard = Heard(rows)
    for trial, alone in heard.alone.items():
        for stored_id in alone:
            mine = [_one(row) for row in heard.of(stored_id, trial)]
            said.setdefault(stored_id, {})[trial] = sorted(mine, key=_SEQ)
    return said


def _one(row: Sequence[Any]) -> Said:
    _, _, seq, judge, person, outcome, confidence, by, turn = row[:9]
    return Said(seq, unescape(judge), person, outcome, confidence, unescape(by), turn)


def _by_one(stored: str) -> tuple[str, ...]:
    return (unescape(stored),)


def counting(said: Sequence[Said], judge: str) -> Said | None:
    """Return the judgement that counts: a person's newest, else the newest of the judge."""
    found: Said | None = None
    for item in said:
        if item.person or item.judge == judge:
            weight = (item.person, item.seq)
            if found is None or weight > (found.person, found.seq):
                found = item
    return found


def missing_outcome(ending: str | None) -> str:
    """Return what became of the plays that a run never stored, by how it ended."""
    for fault in (Fault.BUDGET, Fault.UNREACHABLE):
        if ending in {fault.value, fault.value.rpartition(".")[2]}:
            return fault.value
    return Fault.INTERRUPTED.value


def _judged(case: CaseRow, trial: int, found: Said, *, said: Sequence[Said]) -> Play:
    return Play(
        *case[:5],
        trial,
        found.outcome,
        found.confidence,
        (found.decided_by,)
        if len(said) == 1 and not found.person
        else _agreeing(case.expected, found, said),
        found.breach_turn,
        case.must_hold,
    )


def _agreeing(expected: Expected, found: Said, said: Sequence[Said]) -> tuple[str, ...]:
    if found.person:
        return ("person",)
    newest = {item.judge: item for item in sorted(said) if not item.person}
    side = _side(expected, found.outcome)
    others = (
        item.decided_by
        for item in newest.values()
        if item.judge != found.judge and _side(expected, item.outcome) == side
    )
    return tuple(dict.fromkeys((found.decided_by, *others)))


def _side(expected: Expected, outcome: str) -> bool | None:
    """Tell whether an outcome is the wrong one for its case; None: it is on neither side."""
    if outcome in OPEN:
        return None
    return outcome in (BREACHES if expected is Expected.REFUSE else REFUSALS)
