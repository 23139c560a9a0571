"""An id or an age in, what is kept of it gone: `brightline purge`."""

import re
import sys
from datetime import UTC, datetime, timedelta

import click

from brightline.cli.shared import store_option, store_url
from brightline.errors import UsageError

_AGE = re.compile(r"([1-9][0-9]{0,5})([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24}

YOURS = (
    "Not touched: pages, exports and policies that you wrote to files, logs that were read, and"
    " copies of the database."
)


def _age(ctx: click.Context, param: click.Parameter, value: str | None) -> timedelta | None:
    """Return how long `30d` is."""
    if value is None:
        return None
    found = _AGE.fullmatch(value)
    if found is None:
        raise click.BadParameter(f"{value!r} is no age; write 30d, 12h or 8w.", ctx, param)
    return timedelta(hours=int(found[1]) * _HOURS[found[2]])


@click.command(epilog="Example: brightline purge 20260102-030405-0a0b, or --older-than 30d")
@click.argument("run_or_scan", required=False)
@click.option(
    "--older-than",
    callback=_age,
    metavar="AGE",
    help="Delete the text of production from before, e.g. 30d, 12h, 8w; counts and what people"
    " said of it stay.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@store_option
def purge(
    *, run_or_scan: str | None, older_than: timedelta | None, yes: bool, store: str | None
) -> None:
    """Delete RUN_OR_SCAN, or the text of old exchanges of production, so that no byte is left.

    Without either, lists what is stored. The database is rewritten, which takes as long as
    copying it. What you wrote to files of your own with report, watch or export is yours to
    delete.
    """
    url = store_url(store)
    if run_or_scan is not None and older_than is not None:
        raise UsageError(
            "purge takes the id of a run or scan, or --older-than, and not both",
            slug="purge-what",
            hint="Delete one after the other.",
        )
    if run_or_scan is not None:
        _purge_one(url, run_or_scan, yes=yes)
    elif older_than is not None:
        _purge_old(url, older_than, yes=yes)
    else:
        _list(url)


def _list(url: str) -> None:
    from brightline.pipeline.stored import all_entries
    from brightline.report.clean import one_line

    for one in all_entries(url):
        click.echo(
            f"{one.id}  {one.kind:<4}  {one.started_at:%Y-%m-%d %H:%M}  {one_line(one.of)}"
        )


def _purge_one(url: str, ref: str, *, yes: bool) -> None:
    from brightline.pipeline.purging import find_doomed, purge
    from brightline.report.clean import one_line

    doomed = find_doomed(url, ref)
    shown = f"{doomed.kind} {doomed.id} of {one_line(doomed.of)}"
    _ask(f"Delete {shown}, started {doomed.started_at:%Y-%m-%d %H:%M}", yes=yes)
    copies = purge(url, doomed)
    click.echo(f"Deleted {shown}. {YOURS}")
    if copies:
        named = ", ".join(copies)
        click.echo(
            f"Exchanges of it are kept by {named} too, where they were judged again: brightline"
            " purge ID deletes them there."
        )


def _purge_old(url: str, age: timedelta, *, yes: bool) -> None:
    from brightline.pipeline.purging import purge_before

    try:
        moment = datetime.now(UTC) - age
    except OverflowError:
        moment = datetime.min.replace(tzinfo=UTC)
    what = f"the text of production from before {moment:%Y-%m-%d %H:%M} UTC"
    _ask(f"Delete {what}, in every scan", yes=yes)
    deleted = purge_before(url, moment)
    rows = "1 row" if deleted == 1 else f"{deleted} rows"
    click.echo(f"Deleted {what}: {rows}; counts and what people said of it stay. {YOURS}")


def _ask(question: str, *, yes: bool) -> None:
    """Go on where a person agrees.

    Raises:
        UsageError: nobody can be asked.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(
            "nothing was deleted, as there is nobody to ask",
            slug="purge-unasked",
            hint="Add --yes to delete without a question.",
        )
    if not click.confirm(f"{question}? It cannot be brought back.", err=True):
        click.echo("Nothing was deleted.")
        sys.exit(0)
