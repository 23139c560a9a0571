"""Exported rows of one run in, in words where they belong to another run or play out."""

from collections.abc import Iterator
from datetime import datetime

from brightline.recheck.rows import OPEN, Row, Tables

PERSON = "person:"
"""How the name of a judge begins who is a person."""

ENDINGS = {"completed", "budget", "unreachable", "configuration"}
"""How a run ends; one whose budget was raised goes on, and keeps its ending."""


def strays(run: Row, of: Tables) -> Iterator[str]:
    """Yield where rows belong to another run, play, or plan than they stand in.

    Args:
        run: The run's own row.
        of: The other rows by the table that they are of.
    """
    kept = run["provenance"]
    if kept["run_id"] != run["id"]:
        yield f"the run began as {kept['run_id']!r}, and now is {run['id']!r}"
    if datetime.fromisoformat(kept["started_at"]) != datetime.fromisoformat(run["started_at"]):
        yield f"the run began at {kept['started_at']}, and is stored as of {run['started_at']}"
    yield from _not_as_it_ends(run)
    for name in ("cases", "attempts", "transcripts", "judgements"):
        others = sum(row["run_id"] != run["id"] for row in of[name])
        if others:
            yield f"{others} of {len(of[name])} {name} are of another run"
    for column in sorted(
        {case["technique"] for case in of["cases"]} - {*run["techniques"], OPEN}
    ):
        yield f"cases are of technique {column}, which is none of the run's"
    for one in of["judgements"]:
        name = f"{one['case_id']}#{one['trial']}"
        if one["body"]["subject_id"] != name:
            yield f"a judgement of {name} was given of {one['body']['subject_id']}"
        if one["person"] != one["judge"].startswith(PERSON):
            whose = "a person" if one["person"] else "a judge"
            yield f"a judgement of {name} is said to be {whose}'s, and is {one['judge']}'s"


def _not_as_it_ends(run: Row) -> Iterator[str]:
    """Yield where a run is stored to have ended as none does, or to have no whole plan."""
    if not run["planned"]:
        yield "the run's plan was never stored whole"
    ended = run["finished_at"] is not None
    if run["ending"] not in (ENDINGS if ended else {None, "budget"}):
        yield f"no run that {'ended' if ended else 'goes on'} has the ending {run['ending']!r}"


def unfinished(run: Row, of: Tables) -> str | None:
    """Return in words that a run never ended and its gate never spoke; None where one did."""
    known = run["settings"].get("verdict")
    if run["finished_at"] is not None or run["gate"] is not None or known is not None:
        return None
    trials = run["provenance"]["trials"]
    plays, made = (
        len(of["cases"]) * trials,
        sum(row["trial"] <= trials for row in of["attempts"]),
    )
    share = f"after {100 * made // plays} % of its plays" if plays else "before its first play"
    return f"the run did not end (interrupted {share}): its gate has not spoken"
