"""A stored run in, its breaches as cases of the policy out: kept for good, with where from."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from brightline.errors import UsageError
from brightline.load.meaning import placeholder_in
from brightline.load.more_cases import with_cases
from brightline.load.policy import parse_policy
from brightline.load.problems import nearest
from brightline.load.source import read_bytes
from brightline.measure.confirm import is_confirmed, may_confirm, trust
from brightline.measure.coverage import Reading, reading
from brightline.pipeline.evidence.reviewed import counted_plays
from brightline.pipeline.home import store_words_of
from brightline.pipeline.judges import known_judge
from brightline.pipeline.replacing import replace_whole
from brightline.records import (
    Case,
    CaseOrigin,
    Play,
    Provenance,
    Role,
    WrittenCase,
    digest,
)
from brightline.report.written import written_yaml
from brightline.store import Store
from brightline.words import command

FROM_RUN = "run"
"""Where a promoted case says that it came from."""

WRITTEN = "written"


@dataclass(frozen=True, kw_only=True)
class Promoted:
    """What became of the cases that were to be promoted."""

    policy: Path
    added: tuple[WrittenCase, ...]
    already: tuple[str, ...]
    """Ids in the run of cases that the policy has."""
    left_out: tuple[tuple[str, str], ...]
    """Ids in the run of cases that no written case can hold, each with why."""


def promote(
    store: Store, provenance: Provenance, *, case: str | None, policy: Path, must_hold: bool
) -> Promoted:
    """Write breaches of a run into the policy, so that every later run plays them.

    Only what was confirmed on replay, or what a person read, can be promoted. A case that the
    policy has in the same words is not written again, so the same command changes nothing.

    Args:
        store: Where the run is kept.
        provenance: Which run.
        case: Id of a case, or its beginning; None takes every one that can be promoted.
        policy: The file.
        must_hold: Whether one confirmed breach of such a case breaks every later run.

    Raises:
        PolicyError: the file cannot be read, or has no such rule.
        UsageError: the run has no such breach, or the file cannot be written.
    """
    made: dict[str, WrittenCase] = {}
    already: list[str] = []
    left_out: list[tuple[str, str]] = []
    for case_id in _chosen(store, provenance, case):
        found = store.case(provenance.run_id, case_id)
        if found.technique == WRITTEN:
            already.append(case_id)
        elif why := _why_not(found):
            left_out.append((case_id, why))
        else:
            made[case_id] = _written(found, provenance, must_hold=must_hold)
    added = keep_cases(policy, list(made.values()))
    already += [case_id for case_id, one in made.items() if one not in added]
    return Promoted(
        policy=policy, added=added, already=tuple(already), left_out=tuple(left_out)
    )


def keep_cases(policy: Path, cases: Sequence[WrittenCase]) -> tuple[WrittenCase, ...]:
    """Write cases into a policy, its comments and layout kept, and return those it had not.

    Args:
        policy: The file.
        cases: One in the same words as a case of the policy, or as one before it, is left out.

    Raises:
        PolicyError: the file cannot be read, or has no such rule.
        UsageError: the file cannot be written.
    """
    content = read_bytes(policy, what="policy")
    there = parse_policy(content, name=str(policy), folder=policy.parent)
    known = {_words(one) for one in there.cases}
    added: list[WrittenCase] = []
    for one in cases:
        if _words(one) not in known:
            known.add(_words(one))
            added.append(one)
    if added:
        made_text = with_cases(content, [written_yaml(one) for one in added], path=policy)
        replace_whole(policy, content, made_text)
    return tuple(added)


def _breached(store: Store, provenance: Provenance) -> Iterator[str]:
    """Yield the cases of which a hit was confirmed, or read by a person."""
    judge = known_judge(provenance.judge, provenance.calibration)
    trusted = trust(judge.card if judge and judge.id == provenance.judge else None)
    cases: defaultdict[str, list[Play]] = defaultdict(list)
    for play in counted_plays(store, provenance):
        if reading(play) is Reading.HIT:
            cases[play.case_id].append(play)
    for case_id, hits in sorted(cases.items()):
        read = any("person" in hit.by for hit in hits)
        if read or (may_confirm(hits[0]) and is_confirmed(hits, trusted)):
            yield case_id


def _chosen(store: Store, provenance: Provenance, ref: str | None) -> list[str]:
    run_id, ids = provenance.run_id, list(_breached(store, provenance))
    if ref is None:
        return ids
    matches = [one for one in ids if one == ref] or [one for one in ids if one.startswith(ref)]
    if len(matches) == 1:
        return matches
    if matches:
        raise UsageError(
            f"{len(matches)} breaches of run {run_id} begin with {ref!r}",
            slug="ambiguous-case",
            hint=f"Write more of it: {', '.join(matches[:3])}.",
        )
    played = [one.id for one in store.cases(run_id)]
    if not any(one.startswith(ref) for one in played):
        raise UsageError(
            f"run {run_id} has no case {ref!r}",
            slug="unknown-case",
            hint=_near(ref, ids) or _near(ref, played) or f"Its first is {played[0]!r}.",
        )
    raise UsageError(
        f"run {run_id} has no confirmed or reviewed breach {ref!r}",
        slug="nothing-to-promote",
        hint="Read what is suspected first: "
        + command(f"review {run_id}", store_words_of(store)),
    )


def _near(ref: str, ids: Sequence[str]) -> str:
    """Return a hint that names the case that was meant; empty where none is near."""
    begin = {one[: len(ref)]: one for one in reversed(ids)}  # a beginning is enough
    close = nearest(ref, begin)
    return f"Did you mean {begin[close]!r}?" if close else ""


def _why_not(case: Case) -> str:
    """Return why no written case can hold a case: it holds what the user says and no more."""
    roles = {turn.role for turn in case.turns} - {Role.USER}
    if Role.SYSTEM in roles:
        return "it adds to the system prompt"
    if roles:
        return "it makes up what the product said"
    left = next(filter(None, (placeholder_in(turn.text) for turn in case.turns)), "")
    return f"it holds {left}, which a policy takes for a template" if left else ""


def _written(case: Case, provenance: Provenance, *, must_hold: bool) -> WrittenCase:
    turns = tuple(turn.text for turn in case.turns)
    date = f"{provenance.started_at:%Y-%m-%d}"
    technique = re.sub(r"[^A-Za-z0-9._-]", "-", case.technique[:40])
    return WrittenCase(
        id=f"{date}-{technique}-{digest(chr(0).join(turns))}",
        rule=case.rule_id,
        expected=case.expected,
        turns=turns,
        objective=case.objective,
        must_hold=must_hold,
        origin=CaseOrigin(from_=FROM_RUN, date=date, trace=f"{provenance.run_id} {case.id}"),
    )


def _words(case: WrittenCase) -> tuple[object, ...]:
    return case.rule, case.expected, case.turns
