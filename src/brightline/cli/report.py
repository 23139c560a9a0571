"""A stored run in, a page, a file or a comparison out; and which runs there are."""

import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.kept import kept_files, kept_store, refuse
from brightline.cli.outputs import write_whole
from brightline.cli.shared import (
    asked_columns,
    console,
    json_option,
    run_argument,
    store_option,
    store_url,
    tell,
)
from brightline.errors import UsageError

if TYPE_CHECKING:
    from brightline.records import Report
    from brightline.store.running import MissedRun, StoredRun

FORMATS = ("text", "html", "json", "markdown", "junit", "sarif", "github")
"""What comes with brightline; another package may bring more."""


@click.command(epilog="Example: brightline runs")
@store_option
@json_option
def runs(*, store: str | None, as_json: bool) -> None:
    """List the stored runs, the newest first: how each ended and what its gate said last."""
    from brightline.store import find_store, no_runs

    try:
        with find_store(store_url(store)) as opened:
            found, missed = opened.runs(), opened.missed()
    except UsageError as error:
        if error.slug != no_runs().slug:
            raise
        found, missed = [], []
    if not found and not missed and not as_json:
        click.echo(no_runs(), err=True)
    lines = [
        *((one.provenance, _line(one, as_json=as_json)) for one in found),
        *((one.provenance, _missed(one, as_json=as_json)) for one in missed),
    ]
    lines.sort(key=lambda line: (line[0].started_at, line[0].run_id), reverse=True)
    tell(partial(click.echo, "".join(line for _, line in lines), nl=False))


def _line(one: "StoredRun", *, as_json: bool) -> str:
    run = one.provenance
    if as_json:
        told = {
            "run": run.run_id,
            "started_at": run.started_at.isoformat(),
            "finished_at": one.finished_at.isoformat() if one.finished_at else None,
            "ending": one.ending,
            "gate": one.gate.value if one.gate else None,
            "target": run.target,
            "judge": run.judge,
            "proves": one.proves,
        }
        return json.dumps(told, ensure_ascii=False) + "\n"
    ending = one.ending or "unfinished"
    gate = one.gate.value if one.gate else "-"
    when = f"{run.started_at:%Y-%m-%d %H:%M}"
    what = f"  ({one.proves})" if one.proves else ""
    return f"{run.run_id}  {when}  {ending:<11}  {gate:<8}  {run.target}{what}\n"


def _missed(one: "MissedRun", *, as_json: bool) -> str:
    from brightline.report.clean import one_line

    run = one.provenance
    if as_json:
        told = {
            "run": run.run_id,
            "started_at": run.started_at.isoformat(),
            "finished_at": run.started_at.isoformat(),
            "ending": "no verdict",
            "gate": None,
            "target": run.target,
            "judge": run.judge,
            "proves": "",
            "why": one.why,
        }
        return json.dumps(told, ensure_ascii=False) + "\n"
    when = f"{run.started_at:%Y-%m-%d %H:%M}"
    why = one_line(one.why, limit=200)
    return f"{run.run_id}  {when}  no verdict   -         {run.target}  ({why})\n"


@click.command(epilog="Example: brightline report last --format html --out report.html")
@run_argument
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    default="text",
    show_default=True,
    help=f"{', '.join(FORMATS)}, or what another package brings.",
)
@click.option("--out", type=click.Path(path_type=Path), help="File to write instead of stdout.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Compare with this file of brightline baseline.",
)
@click.option("--allow-unproven", multiple=True, metavar="RULE", help="May stay unproven.")
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the policy lies, for lines in sarif and github.  [default: as in the run]",
)
@store_option
def report(  # noqa: PLR0913 - one parameter per option
    *,
    run: str,
    form: str,
    out: Path | None,
    baseline: Path | None,
    allow_unproven: tuple[str, ...],
    policy: Path | None,
    store: str | None,
) -> None:
    """Show the stored RUN (an id, its beginning, or `last`).

    Exits 0: the gate speaks in `run`, `review` and `compare`.
    """
    from brightline.plugins import find_reporter

    render = find_reporter(form)
    if out is not None:
        named = (("the policy", policy), ("the file of --baseline", baseline))
        needed = kept_files((what, str(path)) for what, path in named if path is not None)
        refuse(f"--out {out}", out, [*needed, *kept_store(store_url(store))])
    found = _stored(
        run, store, baseline=baseline, allow_unproven=allow_unproven, policy=policy, out=out
    )
    if form == "html":
        found = _with_history(found, store)
    if out is None and form == "text" and (sys.stdout.isatty() or asked_columns()):
        from brightline.report.terminal import show

        tell(partial(show, found, console()))  # as wide as `run` prints it
        return
    text = render(found)
    if out is None:
        click.echo(text, nl=not text.endswith("\n"))
    else:
        write_whole(out, text)
        click.echo(f"wrote {out}", err=True)


@click.command(epilog="Example: brightline baseline last > baseline.json")
@run_argument
@click.option(
    "--without-reviews",
    is_flag=True,
    help="Leave out the replies that people read, with what they said of them.",
)
@store_option
def baseline(*, run: str, without_reviews: bool, store: str | None) -> None:
    """Print RUN as a small file, one line a case, to keep beside the product's code.

    The replies that people read are in it: what they said counts wherever a run is held
    against it.
    """
    from brightline.load.baseline import baseline_text
    from brightline.pipeline.evidence.carried import reviews_of
    from brightline.pipeline.evidence.reporting import build_baseline
    from brightline.store import find_store

    with find_store(store_url(store)) as opened:
        provenance = opened.find_run(run)
        found = build_baseline(opened, provenance)
        if not without_reviews:
            reviews = reviews_of(opened, provenance)
            found = found.model_copy(update={"reviews": reviews})
        click.echo(baseline_text(found), nl=False)


def _stored(
    run: str,
    store: str | None,
    *,
    baseline: str | Path | None = None,
    allow_unproven: tuple[str, ...] = (),
    policy: Path | None = None,
    out: Path | None = None,
) -> "Report":
    from brightline.pipeline.evidence.reporting import report_of
    from brightline.pipeline.source import POLICY_FILE, placed
    from brightline.store import find_store

    with find_store(store_url(store)) as opened:
        provenance = opened.find_run(run)
        lay = opened.run_settings(provenance.run_id).get(POLICY_FILE)
        if out is not None and lay:
            refuse(f"--out {out}", out, kept_files([("the policy", str(lay))]))
        found = report_of(
            opened,
            provenance,
            allowed_unproven=allow_unproven,
            baseline=None if baseline is None else str(baseline),
        )
        return placed(found, policy or lay, os.environ)


def _with_history(found: "Report", store: str | None) -> "Report":
    from brightline.pipeline.evidence.history import with_history
    from brightline.store import find_store

    with find_store(store_url(store)) as opened:
        return with_history(opened, found)
