"""A stored run in, its rows out; rows in, whether they show what the run's gate said."""

import sys
from datetime import UTC, datetime
from functools import partial
from math import isnan
from pathlib import Path

import click

from brightline.cli.shared import json_option, store_option, store_url, tell

MOST_HOURS = 1_000_000
"""More than a century: no run is older."""


def _is_number(
    ctx: click.Context,
    param: click.Parameter,
    value: float | None,
) -> float | None:
    """Refuse what is no number and so passes every bound."""
    if value is not None and isnan(value):
        raise click.BadParameter("nan is no number of hours.", ctx, param)
    return value


@click.command(epilog="Example: brightline verdict last; or brightline verdict run.jsonl")
@click.argument("run", metavar="RUN|FILE", default="last")
@click.option(
    "--within-h",
    type=click.FloatRange(min=0, min_open=True, max=MOST_HOURS),
    callback=_is_number,
    metavar="H",
    help="A run that was started longer ago than so many hours is unproven.",
)
@store_option
@json_option
def verdict(*, run: str, within_h: float | None, store: str | None, as_json: bool) -> None:
    """Check the stored RUN, or the FILE of an export, again by its rows alone.

    A second gate that shares no code with the first: for a pipeline that lost the exit code of
    `run`, and for whoever wants to check it. Exits as `run` does. Where the rows show something
    else than the run's own gate said, says so and exits with the worse.
    """
    from brightline.measure.gate import exit_code
    from brightline.pipeline.evidence.verdict import (
        not_ahead,
        not_older,
        verdict_json,
        verdict_of,
        verdict_of_file,
        verdict_text,
    )
    from brightline.store import find_store

    if Path(run).is_file() or Path(run).suffix or "/" in run:
        found = verdict_of_file(Path(run))
    else:
        with find_store(store_url(store)) as opened:
            found = verdict_of(opened, opened.find_run(run))
    now = datetime.now(UTC)
    found = not_ahead(found, now=now)
    if within_h is not None:
        found = not_older(found, within_h, now=now)
    tell(partial(click.echo, (verdict_json if as_json else verdict_text)(found)))
    sys.exit(exit_code(found.gate))


@click.command(epilog="Example: brightline export last > run.jsonl")
@click.argument("run", metavar="RUN|SCAN", default="last")
@store_option
def export(*, run: str, store: str | None) -> None:
    """Print every row of RUN's evidence, or of a SCAN's, as JSON lines, replies and all.

    A run's is what `brightline verdict run.jsonl` checks, anywhere. `last` is the last run.
    Keep it as you keep the store: it holds what the product said, in a scan redacted.
    """
    from brightline.pipeline.evidence.verdict import exported_of, row_text

    for row in exported_of(store_url(store), run):
        click.echo(row_text(row))
