"""A stored scan in, what it shows out: `brightline watch`."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.shared import console, json_option, store_option, store_url, tell

if TYPE_CHECKING:
    from brightline.pipeline.watch.intake import Window
    from brightline.records import Scan, Watched
    from brightline.store import WatchStore


@click.command(epilog="Example: brightline watch --since 7d --html watch.html")
@click.argument("scan", default="last", metavar="[SCAN]")
@click.option(
    "--since",
    metavar="TIME",
    help="First day, whole and in UTC: 2026-11-03, or how long ago: 7d.",
)
@click.option("--until", metavar="TIME", help="Last day, the same way.")
@click.option("--html", type=click.Path(path_type=Path), help="Write it as a page too.")
@store_option
@json_option
def show(
    *,
    scan: str,
    since: str | None,
    until: str | None,
    html: Path | None,
    store: str | None,
    as_json: bool,
) -> None:
    """Show how often production did what it should have refused.

    SCAN is the id of a scan, its beginning, or `last`: a reading of logs, or what a receiver
    takes in. Exits as `watch scan` does.
    """
    from brightline.pipeline.home import store_words
    from brightline.pipeline.watch.ending import scan_ending
    from brightline.pipeline.watch.times import window_of
    from brightline.report.watched.script import watched_json
    from brightline.report.watched.terminal import show as show_text
    from brightline.store import find_watch

    now = datetime.now(UTC)
    window = window_of(since, until, now=now)
    with find_watch(store_url(store)) as opened:
        found = opened.find_scan(scan)
        if html is not None:
            _refuse(html, found, store)
        named = store_words(store_url(store), opened.shown)
        shown = _watched(opened, found, window, named=named)
    if html is not None:
        _write(html, shown, now)
    if as_json:
        tell(partial(click.echo, watched_json(shown), nl=False))
    else:
        tell(partial(show_text, shown, console(), now=now))
    raise SystemExit(scan_ending(shown))


def _watched(store: "WatchStore", scan: "Scan", window: "Window", *, named: str) -> "Watched":
    from brightline.pipeline.watch.window import watched

    last = window.until and window.until - timedelta(microseconds=1)
    return watched(
        store,
        scan,
        since=window.since.astimezone(UTC).date() if window.since else None,
        until=last.astimezone(UTC).date() if last else None,
        named=named,
    )


def _refuse(html: Path, scan: "Scan", store: str | None) -> None:
    """Refuse to write a page over what it is made of."""
    from brightline.cli.kept import kept_files, kept_store, refuse

    named = [("the policy", scan.policy_file), *(("a log", one) for one in scan.sources)]
    refuse(f"--html {html}", html, [*kept_files(named), *kept_store(store_url(store))])


def _write(html: Path, shown: "Watched", now: datetime) -> None:
    from brightline.cli.outputs import write_whole
    from brightline.report.watched.html import watched_html

    write_whole(html, watched_html(shown, now=now))
    click.echo(f"wrote {html}", err=True)
