"""Logs and a policy in, what should have been refused and was not out: `watch scan`."""

import os
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from brightline.cli.judge_options import JudgeOptions, judge_options, judge_wish
from brightline.cli.kept import kept_files, kept_store, refuse
from brightline.cli.share import Share
from brightline.cli.shared import console, json_option, store_option, store_url, tell
from brightline.cli.watch.names import finders_of, names_option
from brightline.errors import BrightlineError, UsageError

if TYPE_CHECKING:
    from brightline.pipeline.watch.scanning import ScanOrder
    from brightline.ports import Judge
    from brightline.records import Watched


class Options(JudgeOptions):
    """What the command line says."""

    logs: tuple[str, ...]
    policy: Path
    mapping: Path | None
    sample: float
    since: str | None
    until: str | None
    jobs: int | None
    engine: str | None
    store: str | None
    as_json: bool
    html: Path | None
    names: tuple[str, ...]


@click.command(
    epilog="Example: brightline watch scan logs/ --policy policy.yaml --since 24h",
)
@click.argument("logs", nargs=-1, required=True, metavar="LOGS…")
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    default="policy.yaml",
    show_default=True,
    help="What the product should refuse.",
)
@judge_options
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    help="A YAML file that says where request and reply stand, for logs of another shape.",
)
@click.option(
    "--sample",
    type=Share(0, 1, min_open=True),
    default=1.0,
    show_default=True,
    metavar="SHARE",
    help="Part of the exchanges to look at, 10% or 0.1, drawn at random: the same ones in every"
    " scan.",
)
@click.option(
    "--since",
    metavar="TIME",
    help="Only what was from then on: 2026-11-03, 2026-11-03T10:00 (UTC), 24h, 7d.",
)
@click.option("--until", metavar="TIME", help="Only what was before it; a day counts whole.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="Processes that look.  [default: as many as there are cores, at most 4, and 1 with"
    " --names]",
)
@click.option(
    "--engine",
    metavar="ENGINE",
    help="Who looks: daft is all of this machine, ray or ray://HOST:PORT a cluster.",
)
@names_option
@store_option
@click.option("--html", type=click.Path(path_type=Path), help="Write the page there too.")
@json_option
def scan(**options: Unpack[Options]) -> None:
    """Read LOGS and say what should have been refused and was not.

    LOGS are files of JSON lines, CSV or Parquet, packed with gzip or not, exports of
    OpenTelemetry among them; folders, patterns in quotes, addresses of these (s3://logs/, gs://,
    az://, https://), or - for standard input. No product is called, and nothing is sent
    anywhere unless --judge names a model. What is kept of the exchanges is redacted.

    Exits 1 when an alarm rings, 5 when nothing could be looked at or too much of it could not,
    2 when it was stopped, else 0: also when exchanges look like breaches that nobody has read.
    """
    # Before numpy is there: its threads wait by turning, half as much as the work itself.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from brightline.pipeline.home import store_words
    from brightline.pipeline.watch.ending import scan_ending
    from brightline.pipeline.watch.engine.choosing import scanning
    from brightline.pipeline.watch.scan_words import notes_of
    from brightline.pipeline.watch.scanning import knowing
    from brightline.pipeline.watch.stopping import stopped_by_signals
    from brightline.pipeline.watch.telling import Reading
    from brightline.pipeline.watch.window import watched
    from brightline.report.clean import clean
    from brightline.store import open_watch

    _spare(options)
    order = _order(options)
    with (
        scanning(order, jobs=options["jobs"], engine=options["engine"]) as scan_logs,
        open_watch(_place(options)) as store,
    ):
        order = knowing(order, store)
        with (
            stopped_by_signals() as stop,
            Reading(sys.stderr, clock=time.monotonic) as reading,
        ):
            done = scan_logs(order, store, telling=reading.telling, stop=stop)
        shown = watched(store, done.scan, named=store_words(_place(options), store.shown))
    for note in notes_of(done, shown, shape=order.shape):
        click.echo(clean(note), err=True)
    _tell_cost(order.judge)
    _show(shown, options)
    sys.exit(scan_ending(shown))


def _place(options: Options) -> str:
    return store_url(options["store"], beside=options["policy"])


def _show(shown: "Watched", options: Options) -> None:
    from brightline.cli.outputs import write_whole
    from brightline.report.watched.html import watched_html
    from brightline.report.watched.script import watched_json
    from brightline.report.watched.terminal import show

    now = datetime.now(UTC)
    if options["as_json"]:
        tell(partial(click.echo, watched_json(shown), nl=False))
    else:
        tell(partial(show, shown, console(), now=now))
    if page := options["html"]:
        try:
            write_whole(page, watched_html(shown, now=now))
        except UsageError as error:  # it could be written when the scan began
            raise BrightlineError(
                error.message,
                slug=error.slug,
                hint=f"The scan is stored: brightline watch {shown.scan.id} --html FILE",
            ) from error
        click.echo(f"wrote {page}", err=True)


def _tell_cost(judge: "Judge") -> None:
    from brightline.pipeline.evidence.judging import cost_words

    if words := cost_words(judge):
        click.echo(words, err=True)


def _spare(options: Options) -> None:
    """Refuse to write the page over what is read, or where nothing can be written."""
    from brightline.cli.outputs import check_writable
    from brightline.watch.sources import find_sources

    page = options["html"]
    if page is None:
        return
    named = [("the policy", str(options["policy"])), ("the judge", options["judge"])]
    named += [("a log", log) for log in find_sources(options["logs"])]
    if mapping := options["mapping"]:
        named.append(("the mapping", str(mapping)))
    store = kept_store(_place(options))
    refuse(f"--html {page}", page, [*kept_files(named), *store])
    check_writable(page)


def _order(options: Options) -> "ScanOrder":
    from brightline.load.mapping import load_mapping
    from brightline.load.policy import load_policy
    from brightline.pipeline.evidence.judging import asked_words
    from brightline.pipeline.home import home_folder
    from brightline.pipeline.judges import pick_judge
    from brightline.pipeline.watch.salt import salt_folder, watch_salt
    from brightline.pipeline.watch.scanning import ScanOrder
    from brightline.pipeline.watch.times import window_of
    from brightline.watch.sources import find_sources

    policy = load_policy(options["policy"])
    judge = pick_judge(judge_wish(options))
    if words := asked_words(judge):
        click.echo(words, err=True)
    mapping = options["mapping"]
    url = store_url(options["store"], beside=options["policy"])
    return ScanOrder(
        sources=find_sources(options["logs"]),
        policy=policy,
        policy_file=str(options["policy"]),
        judge=judge,
        judge_spec=options["judge"],
        salt=watch_salt(salt_folder(url, [home_folder(options["policy"])])),
        shape=load_mapping(mapping) if mapping else None,
        share=options["sample"],
        names=finders_of(options["names"]),
        window=window_of(options["since"], options["until"], now=datetime.now(UTC)),
    )
