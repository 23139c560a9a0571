"""A case, its stored attempts and judgements in; one `Play` per planned play or replay out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa

from brightline.records import Expected, Fault, Gap, Play, Verdict
from brightline.store.text import unescape
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
    """How every stored attempt of a run ended, by case id as it is stored, and trial."""

    def __init__(self, rows: Iterable[sa.Row[Any]], trials: int) -> None:
        self.outcomes: dict[_Attempt, str] = {}
        self.planned = tuple(range(1, trials + 1))
        self.replays: dict[str, list[int]] = {}
        """Trials above those that were planned, of the few cases that have any."""
        for stored_id, trial, outcome in map(tuple, rows):
            # One text for nearly all of them, and not as many as there are attempts.
            self.outcomes[stored_id, trial] = REPLIED if outcome == REPLIED else outcome
            if trial > trials:
                self.replays.setdefault(stored_id, []).append(trial)


def plays_of(
    cases: Mapping[str, CaseRow],
    ended: Ended,
    rows: Iterable[sa.Row[Any]],
    *,
    judge: str,
    missing: str,
) -> Iterator[Play]:
    """Yield the planned plays of each case in order, then its replays.

    Args:
        cases: The cases by their ids as they are stored.
        ended: How the attempts of the run ended.
        rows: What was said of these cases: case id, trial and the fields of `Said`, as stored.
        judge: Whose judgements count where no person gave one.
        missing: Outcome of a planned play that is not stored.
    """
    outcomes, planned = ended.outcomes, ended.planned
    alone, several = _said(rows)
    plain, by_one = cache(unescape), cache(_by_one)
    for stored_id, case in cases.items():
        again = ended.replays.get(stored_id)
        for trial in (*planned, *sorted(again)) if again else planned:
            key = (stored_id, trial)
            outcome = outcomes.get(key)
            if outcome != REPLIED:
                yield Play.of(case, trial, missing if outcome is None else outcome)
                continue
            row = alone.get(key)
            if row is not None and key not in several and plain(row[3]) == judge:
                _, _, _, _, person, said, confidence, by, turn = row
                who = _PERSON if person else by_one(by)
                yield Play(*case[:5], trial, said, confidence, who, turn, case.must_hold)
                continue
            mine = [_one(row, plain) for row in several.get(key, () if row is None else (row,))]
            found = counting(mine, judge)
            if found is None:
                yield Play.of(case, trial, NOT_JUDGED)
            else:
                yield _judged(case, trial, found, said=mine)


def by_attempt(rows: Iterable[sa.Row[Any]]) -> dict[str, dict[int, list[Said]]]:
    """Return what was said, oldest first, by case id and trial.

    Args:
        rows: Case id, trial and the fields of `Said`, texts as they are stored.
    """
    said: dict[str, dict[int, list[Said]]] = {}
    alone, several = _said(rows)
    for key, row in alone.items():
        mine = [_one(one, unescape) for one in several.get(key, (row,))]
        said.setdefault(key[0], {})[key[1]] = sorted(mine, key=_SEQ)
    return said


def _said(
    rows: Iterable[sa.Row[Any]],
) -> tuple[dict[_Attempt, tuple[Any, ...]], dict[_Attempt, list[tuple[Any, ...]]]]:
    """Return a row of each attempt, and all rows of the few that have more than one."""
    alone: dict[_Attempt, tuple[Any, ...]] = {}
    several: dict[_Attempt, list[tuple[Any, ...]]] = {}
    for row in map(tuple, rows):
        key = row[:2]
        if key in alone:
            several.setdefault(key, [alone[key]]).append(row)
        else:
            alone[key] = row
    return alone, several


def _one(row: Sequence[Any], plain: Callable[[str], str]) -> Said:
    _, _, seq, judge, person, outcome, confidence, by, turn = row[:9]
    return Said(seq, plain(judge), person, outcome, confidence, plain(by), turn)


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
