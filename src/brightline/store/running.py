"""Provenance in, a run's row out; a reference to a run in, its provenance out."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from brightline.errors import UsageError
from brightline.records import Gate, Hole, Policy, Provenance
from brightline.store.elsewhere import elsewhere
from brightline.store.names import LAST, RUN, meant
from brightline.store.reading import Fetch
from brightline.store.schema import runs
from brightline.store.text import from_json, to_json

FIX = "fix"
"""Setting of a run that proves a changed prompt: of which run, and with which prompt."""

ARM = f'"{FIX}": {{"arm": "'
"""What the settings of such a run hold, as they are stored."""

FOLLOW = "follow"
"""Setting of a run that takes up what another's refusals offered: of which run."""

FOLLOWING = f'"{FOLLOW}": {{"of": "'
"""What the settings of such a run hold, as they are stored."""

NO_VERDICT = "no_verdict"
"""Setting of a run that came to none, since its product could not be asked: why."""

AHEAD = timedelta(hours=1)
"""How far two clocks may be apart."""

MISSED = f'"{NO_VERDICT}": '
"""What the settings of such a run hold, as they are stored."""

_PLAYED = runs.c.settings.not_like(f"%{MISSED}%")
"""What is true of every run but these: of them nothing was played, so they are no runs to look
at, to compare with or to go on with."""

_LISTED = (
    runs.c.provenance,
    runs.c.finished_at,
    runs.c.ending,
    runs.c.gate,
    runs.c.settings,
)


class MissedRun(NamedTuple):
    """A run that came to no verdict, since its product could not be asked."""

    provenance: Provenance
    policy_name: str
    why: str


class StoredRun(NamedTuple):
    """A run as it is listed."""

    provenance: Provenance
    finished_at: datetime | None
    """None: it can be gone on with."""
    ending: str | None
    """How it ended last; None while it is played, or when it was killed."""
    gate: Gate | None
    proves: str = ""
    """What it is to another run, in words: part of a fix, or its follow-ups; else empty."""


def run_row(
    provenance: Provenance,
    policy: Policy,
    *,
    techniques: Sequence[str],
    holes: Sequence[Hole],
    settings: Mapping[str, object],
) -> dict[str, object]:
    """Return the row of a run that is about to begin."""
    return {
        "id": provenance.run_id,
        "started_at": in_utc(provenance.started_at),
        "policy_digest": provenance.policy_digest,
        "suite_digest": provenance.suite_digest,
        "target": provenance.target,
        "judge": provenance.judge,
        "trials": provenance.trials,
        "seed": provenance.seed,
        "planned": False,
        "provenance": to_json(provenance),
        "policy": to_json(policy),
        "techniques": json.dumps(list(techniques)),
        "holes": json.dumps([json.loads(to_json(hole)) for hole in holes]),
        "settings": json.dumps(dict(settings), sort_keys=True),
    }


def missed_row(provenance: Provenance, policy: Policy, *, why: str) -> dict[str, object]:
    """Return the row of a run whose product could not be asked: it is over."""
    row = run_row(provenance, policy, techniques=(), holes=(), settings={NO_VERDICT: why})
    return row | {"finished_at": row["started_at"]}


def in_utc(moment: datetime) -> str:
    """Return a moment as text that sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read_unfinished(fetch: Fetch, wanted: Provenance) -> Provenance | None:
    """Return the newest run that plays the same as wanted and can be gone on with."""
    query = (
        sa.select(runs.c.provenance)
        .where(*_same(wanted), runs.c.finished_at.is_(None), runs.c.planned)
        .order_by(runs.c.started_at.desc(), runs.c.id.desc())
        .limit(1)
    )
    rows = fetch(query)[0]
    return from_json(Provenance, rows[0].provenance) if rows else None


def no_runs() -> UsageError:
    """Return the error for a place at which no run is stored."""
    return UsageError(
        "no run is stored here yet",
        slug="no-runs",
        hint="Start one with brightline run, or name the place with --store: runs are kept"
        f" in .brightline beside their policy.{elsewhere()}",
    )


def reopen(connection: sa.Connection, wanted: Provenance, run_id: str) -> bool:
    """Take back that a run is over that plays the same as wanted.

    Returns:
        False when it plays another plan.
    """
    there = (runs.c.id == run_id, runs.c.planned, *_same(wanted))
    done = connection.execute(runs.update().where(*there).values(finished_at=None))
    return done.rowcount > 0


def read_runs(fetch: Fetch) -> list[StoredRun]:
    """Return every run, the newest first."""
    query = sa.select(*_LISTED).where(_PLAYED)
    query = query.order_by(runs.c.started_at.desc(), runs.c.id.desc())
    return [_stored(row) for row in fetch(query)[0]]


def read_missed(fetch: Fetch) -> list[MissedRun]:
    """Return every run that came to no verdict since its product could not be asked.

    The newest first; they are among no other runs.
    """
    query = sa.select(runs.c.provenance, runs.c.policy, runs.c.settings).where(sa.not_(_PLAYED))
    query = query.order_by(runs.c.started_at.desc(), runs.c.id.desc())
    return [
        MissedRun(
            provenance=from_json(Provenance, row.provenance),
            policy_name=json.loads(row.policy)["name"],
            why=json.loads(row.settings)[NO_VERDICT],
        )
        for row in fetch(query)[0]
    ]


def read_ending(fetch: Fetch, run_id: str) -> StoredRun:
    """Return a run as it is listed."""
    return _stored(_one(fetch, sa.select(*_LISTED), run_id))


def read_run(fetch: Fetch, ref: str) -> Provenance:
    """Return the run that a reference names.

    The last is the newest whose beginning is not yet to come: one that a wrong clock dated
    ahead would be the last for as long.

    Raises:
        UsageError: it names none, or more than one.
    """
    query = sa.select(runs.c.id, runs.c.settings, runs.c.started_at).where(_PLAYED)
    found = fetch(query.order_by(runs.c.started_at.desc(), runs.c.id.desc()))[0]
    known = [str(row.id) for row in found]
    now = in_utc(datetime.now(UTC) + AHEAD)
    own = [row for row in found if not _serves(row.settings)] or found
    last = [str(row.id) for row in own if row.started_at <= now] or known
    if not known:
        raise no_runs()
    run_id = last[0] if ref == LAST else meant(ref, known, RUN)
    row = _one(fetch, sa.select(runs.c.provenance), run_id)
    return from_json(Provenance, row.provenance)


def read_field(fetch: Fetch, run_id: str, name: str) -> str:
    """Return one text of a run.

    Raises:
        UsageError: the run is not there.
    """
    return str(_one(fetch, sa.select(runs.c[name].label("text")), run_id).text)


def _same(wanted: Provenance) -> list[sa.ColumnElement[bool]]:
    return [
        runs.c[name].is_not_distinct_from(getattr(wanted, name))
        for name in ("policy_digest", "suite_digest", "target", "judge", "trials", "seed")
    ]


def _one(fetch: Fetch, query: sa.Select[Any], run_id: str) -> sa.Row[Any]:
    rows = fetch(query.where(runs.c.id == run_id))[0]
    if not rows:
        raise UsageError(
            f"no run {run_id!r} is stored here",
            slug="unknown-run",
            hint="brightline runs lists all.",
        )
    return rows[0]


def _stored(row: sa.Row[Any]) -> StoredRun:
    return StoredRun(
        provenance=from_json(Provenance, row.provenance),
        finished_at=datetime.fromisoformat(row.finished_at) if row.finished_at else None,
        ending=row.ending,
        gate=Gate(row.gate) if row.gate else None,
        proves=_proves(row.settings),
    )


def _serves(settings: str) -> bool:
    """Return whether a run is part of a fix, or takes up what another one offered."""
    return ARM in settings or FOLLOWING in settings


def _proves(settings: str) -> str:
    if FOLLOWING in settings:
        return f"follow-ups of {json.loads(settings)[FOLLOW]['of']}"
    if ARM not in settings:
        return ""
    part = json.loads(settings)[FIX]
    return f"prompt {part['arm'].upper()} of a fix of {part['of']}"
