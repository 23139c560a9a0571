"""A stored run or its export in, what the rows show by themselves out: the second gate."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from brightline.errors import UsageError
from brightline.load.strict_json import JsonProblemError, parse_json
from brightline.measure.gate import exit_code
from brightline.pipeline.evidence.reviewed import settled_alike
from brightline.pipeline.stored import find_entry
from brightline.recheck import DamagedRowError, Found, recheck
from brightline.records import Gate, Provenance
from brightline.report.clean import clean
from brightline.store import Store, find_store, find_watch
from brightline.store.names import LAST
from brightline.store.writing import split_id

WORST = (Gate.BROKEN, Gate.UNPROVEN, Gate.HOLDS)
"""What may be said of a run, the worst first."""

NOT_ROWS = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError)
"""What the second gate raises when it is given no rows of a run."""

WIDTH = 200
"""Characters of a sentence or of a name that are printed: damaged rows hold any."""

AHEAD = timedelta(hours=1)
"""How far two clocks may be apart."""

BREACHED = " was breached, "
"""What the second gate says of a case by its name."""

NAMED = 3
"""Cases of which the same is said that are named."""

SHOWN = 10
"""Contradictions that are printed; a script is given all."""

EXPORT = "Write one with: brightline export RUN > run.jsonl"


class Verdict(NamedTuple):
    """What the second gate says, beside what the first one said."""

    found: Found
    gate: Gate
    """The worse of both; unproven at best where the rows contradict each other."""


def exported(store: Store, provenance: Provenance) -> Iterator[dict[str, object]]:
    """Yield the rows of a run, and what reviews of other replies settle in it."""
    run_id = provenance.run_id
    yield from store.rows(run_id)
    if not any(store.reviews(rule.id) for rule in store.run_policy(run_id).rules):
        return
    plays = store.plays(run_id, provenance.trials)
    for attempt, said in settled_alike(store, run_id, plays).items():
        case_id, trial = split_id(attempt)
        yield {
            "table": "settled",
            "case_id": case_id,
            "trial": trial,
            "outcome": said.verdict.value,
            "confidence": said.confidence,
            "judge": said.judge,
            "alike": said.subject_id,
        }


def exported_of(url: str, ref: str) -> Iterator[dict[str, object]]:
    """Yield the rows of a run, or of a scan.

    Raises:
        UsageError: the reference names neither, or more than one.
    """
    if ref != LAST and (entry := find_entry(url, ref)).kind == "scan":
        with find_watch(url) as watch:
            yield from watch.rows(entry.id)
        return
    with find_store(url) as store:
        yield from exported(store, store.find_run(ref))


def row_text(row: dict[str, object]) -> str:
    """Return a row as one line of JSON in ASCII: nothing in it steers a terminal."""
    return json.dumps(row, ensure_ascii=True).replace("\x7f", "\\u007f")


def verdict_of(store: Store, provenance: Provenance) -> Verdict:
    """Check a stored run by its rows.

    Raises:
        UsageError: the rows are so damaged that they cannot be read.
    """
    try:
        return _verdict(recheck(exported(store, provenance)))
    except NOT_ROWS as error:
        raise UsageError(
            f"the rows of run {provenance.run_id} cannot be read ({_short(str(error))})",
            slug="rows-damaged",
            where=store.shown,
            hint="Nothing can be said of this run: play it again.",
        ) from error


def verdict_of_file(path: Path) -> Verdict:
    """Check a run by a file that `brightline export` wrote.

    Raises:
        UsageError: it is no such file, or cannot be opened.
    """
    try:
        with path.open("rb") as lines:
            rows = _Rows(lines, str(path))
            try:
                return _verdict(recheck(rows))
            except DamagedRowError as error:
                raise _no_export(_short(str(error)), f"{path}:{rows.number}") from error
    except OSError as error:
        raise UsageError(
            f"the file cannot be read: {error.strerror}",
            slug="export-unreadable",
            where=str(path),
            hint=EXPORT,
        ) from error
    except NOT_ROWS as error:
        raise _no_export("it does not hold the rows of one run", str(path)) from error


def not_older(verdict: Verdict, within_h: float, *, now: datetime) -> Verdict:
    """Return a verdict that is unproven at best where its run was started too long ago.

    Args:
        verdict: What is said of the run.
        within_h: Hours.
        now: The time, aware.
    """
    found = verdict.found
    if now - datetime.fromisoformat(found.started_at) <= timedelta(hours=within_h):
        return verdict
    old = f"it was started at {found.started_at}, more than {within_h:g} hours ago"
    return _verdict(found._replace(doubts=[*found.doubts, old]))


def not_ahead(verdict: Verdict, *, now: datetime) -> Verdict:
    """Return a verdict that is unproven at best where its run is said to start in the future.

    Args:
        verdict: What is said of the run.
        now: The time, aware.
    """
    found = verdict.found
    if datetime.fromisoformat(found.started_at) - now <= AHEAD:
        return verdict
    early = f"it is said to be started at {found.started_at}, which is yet to come"
    return _verdict(found._replace(doubts=[*found.doubts, early]))


class _Rows:
    """The rows of a file, which knows the line that was read last."""

    def __init__(self, lines: Iterable[bytes], name: str) -> None:
        self.number = 0
        self._lines, self._name = lines, name

    def __iter__(self) -> Iterator[dict[str, object]]:
        for line in self._lines:
            self.number += 1
            if not line.strip():
                continue
            where = f"{self._name}:{self.number}"
            try:
                found = parse_json(line)
            except JsonProblemError as problem:
                raise _no_export(str(problem), f"{where}:{problem.column}") from problem
            if not isinstance(found, dict) or "table" not in found:
                raise _no_export("the line is no row of a table", where)
            yield found


def _short(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"


def _no_export(why: str, where: str) -> UsageError:
    return UsageError(
        f"this is no export of a run: {why}", slug="not-an-export", where=where, hint=EXPORT
    )


def _verdict(found: Found) -> Verdict:
    said = [Gate(found.gate), Gate(found.said) if found.said else Gate.UNPROVEN]
    if found.doubts:
        said.append(Gate.UNPROVEN)
    return Verdict(found, min(said, key=WORST.index))


def verdict_json(verdict: Verdict) -> str:
    """Return what is said for a script."""
    found = verdict.found
    told = {
        "run": found.run,
        "started_at": found.started_at,
        "gate": verdict.gate.value,
        "exit_code": exit_code(verdict.gate),
        "rows_show": found.gate,
        "gate_said": found.said,
        "agrees": found.gate == found.said and not found.doubts,
        "planned": sum(found.outcomes.values()),
        "outcomes": dict(sorted(found.outcomes.items())),
        "rules": [
            {"id": rule, "gate": gate, "reasons": reasons}
            for rule, (gate, reasons) in found.rules.items()
        ],
        "allowed_unproven": list(found.allowed),
        "doubts": found.doubts,
        "unfinished": found.unfinished,
    }
    return json.dumps(told, ensure_ascii=True, indent=2)


def verdict_text(verdict: Verdict) -> str:
    """Return what is said in plain words, the word of the gate first."""
    return "\n".join(clean(line) for line in _lines(verdict))


def _told(reasons: Sequence[str]) -> Iterator[str]:
    """Yield reasons, what is said of many cases once with the first of them."""
    groups: dict[str, list[str]] = {}
    for reason in reasons:
        name, breached, what = reason.partition(BREACHED)
        groups.setdefault(f"{BREACHED}{what}" if breached else reason, []).append(_short(name))
    for words, names in groups.items():
        if not words.startswith(BREACHED):
            yield _short(words)
            continue
        more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
        were = words if len(names) == 1 else words.replace(" was ", " were ", 1)
        yield f"{', '.join(names[:NAMED])}{more}{were}"


def _lines(verdict: Verdict) -> Iterator[str]:
    found = verdict.found
    outcomes = sorted(found.outcomes.items())
    ended = ", ".join(f"{count:,} {_short(name)}" for name, count in outcomes)
    plays = sum(found.outcomes.values())
    yield f"{verdict.gate.value}: run {_short(found.run)}, checked again by its rows"
    yield f"started {found.started_at[:16].replace('T', ' ')} UTC"
    yield f"{plays:,} plays were planned" + (f" = {ended}" if ended else "")
    width = max((len(_short(rule)) for rule in found.rules), default=0)
    for rule, (gate, reasons) in found.rules.items():
        allowed = " (allowed)" if gate == Gate.UNPROVEN and rule in found.allowed else ""
        why = f": {'; '.join(_told(reasons))}" if reasons else ""
        yield f"  {_short(rule):<{width}}  {gate}{allowed}{why}"
    if found.doubts:
        yield "nothing holds by these rows:"
        yield from (f"  {_short(doubt)}" for doubt in found.doubts[:SHOWN])
    if len(found.doubts) > SHOWN:
        yield f"  and {len(found.doubts) - SHOWN:,} more"
    if found.unfinished:
        yield found.unfinished
    elif found.said is None:
        yield (
            "the run's own gate has said nothing: it was stopped before it could, or is an"
            " older brightline's"
        )
    elif found.said == found.gate:
        yield f"the run's own gate said {found.said}, and the rows show the same"
    else:
        yield (
            f"the run's own gate said {found.said}, but the rows show {found.gate}: they"
            " disagree, and the worse counts"
        )
