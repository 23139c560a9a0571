"""A policy in, a receiver for traces of the product in use out: `brightline watch serve`."""

import os
import re
import signal
import sys
import threading
from datetime import timedelta
from functools import partial
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from brightline.cli.judge_options import JudgeOptions, judge_options, judge_wish
from brightline.cli.share import Share
from brightline.cli.shared import store_option, store_url
from brightline.cli.watch.names import finders_of, names_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brightline.pipeline.watch.serving import Served, ServeOrder
    from brightline.records import Policy
    from brightline.watch.alerting import Channel
    from brightline.watch.redact import Finder

    Typed = click.ParamType[timedelta]
else:
    Typed = click.ParamType

INTERRUPTED = 2

_DURATION = re.compile(r"(\d{1,6})\s*([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class Duration(Typed):
    """`30m`, `12h`, `30d`."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """Return how long it is."""
        if isinstance(value, timedelta):
            return value
        found = _DURATION.fullmatch(str(value).strip())
        if not found or not int(found[1]):
            self.fail(f"{value!r} is no time; write 30m, 12h or 30d", param, ctx)
        return timedelta(**{_UNITS[found[2]]: int(found[1])})


class Options(JudgeOptions):
    """What the command line says."""

    policy: Path
    host: str
    port: int
    sample: float
    settle: timedelta
    silence: timedelta | None
    webhook: tuple[str, ...]
    slack: tuple[str, ...]
    on_alarm: tuple[str, ...]
    otlp_out: str | None
    otlp_all: bool
    keep: timedelta
    most_waiting: int
    service: tuple[str, ...]
    names: tuple[str, ...]
    store: str | None


@click.command(
    epilog="Example: brightline watch serve --policy policy.yaml --silence 30m --slack URL",
)
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    default="policy.yaml",
    show_default=True,
    help="What the product should refuse.",
)
@judge_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=4318, show_default=True)
@click.option(
    "--sample",
    type=Share(0, 1, min_open=True),
    default=1.0,
    show_default=True,
    metavar="SHARE",
    help="Part of the exchanges to look at, 10% or 0.1, drawn at random.",
)
@click.option(
    "--settle",
    type=Duration(),
    default="10s",
    show_default=True,
    help="How long nothing of a trace must have come before it is looked at.",
)
@click.option("--silence", type=Duration(), help="Ring when no exchange came for so long.")
@click.option(
    "--webhook",
    multiple=True,
    envvar="BRIGHTLINE_WEBHOOK",
    metavar="URL",
    help="Send alerts there, as JSON.  [env: BRIGHTLINE_WEBHOOK]",
)
@click.option(
    "--slack",
    multiple=True,
    envvar="BRIGHTLINE_SLACK",
    metavar="URL",
    help="Send alerts there, as Slack takes them.  [env: BRIGHTLINE_SLACK]",
)
@click.option(
    "--on-alarm",
    multiple=True,
    metavar="COMMAND",
    help="Start a program for each alert, with the alert as JSON on its standard input.",
)
@click.option(
    "--otlp-out",
    metavar="URL",
    help="Send gen_ai.evaluation.result events of flagged exchanges there.",
)
@click.option("--otlp-all", is_flag=True, help="Send them of all exchanges that were judged.")
@click.option(
    "--keep",
    type=Duration(),
    default="30d",
    show_default=True,
    help="How long the text of what is received is kept, redacted; counts and what people said"
    " of it stay, and other scans.",
)
@click.option(
    "--most-waiting",
    type=click.IntRange(min=1),
    default=200_000,
    show_default=True,
    metavar="N",
    help="Spans that may wait to be looked at; above, senders are told to come later.",
)
@click.option(
    "--service",
    multiple=True,
    metavar="NAME",
    help="Look only at what this service says, as service.name has it; repeatable. Of others,"
    " sent to the same place, exchanges are counted and left aside.",
)
@names_option
@store_option
def serve(**options: Unpack[Options]) -> None:
    """Take in traces of a product in use, and ring when it breaks its policy too often.

    Listens for OpenTelemetry over HTTP: POST /v1/traces and /v1/logs. Put it beside a
    collector or behind one, never into the product's path. What comes is redacted and stored
    before it is acknowledged. GET /metrics is for Prometheus. Stop it with Ctrl-C or SIGTERM:
    it exits 0, and goes on where it was when it is started again.
    """
    _prepare()
    import anyio
    import anyio.lowlevel

    from brightline.store import open_watch

    order = _order(options)
    if not _is_loopback(options["host"]):
        _say("warning: whoever can reach this address can send: nobody is asked for a key")
    with open_watch(store_url(options["store"], beside=options["policy"])) as store:
        for line in _hidden_markers(order.policy, order.salt, also=order.names):
            _say(line)

        ready = partial(_say_ready, keep=options["keep"])

        async def work() -> bool:
            from brightline.errors import BrightlineError
            from brightline.pipeline.supervised import watch_signals
            from brightline.pipeline.watch.serving import serve as serve_order

            stop, ended = anyio.Event(), False
            failed: list[BrightlineError] = []
            async with anyio.create_task_group() as group:
                group.start_soon(watch_signals, stop, group.cancel_scope, _say_stopping)
                await anyio.lowlevel.checkpoint()  # it listens for signals before we say so
                try:
                    await serve_order(order, store, say=_say, ready=ready, stop=stop)
                    ended = True
                except BrightlineError as error:  # kept out of the group, which would wrap it
                    failed.append(error)
                group.cancel_scope.cancel()
            if failed:
                raise failed[0]
            return ended

        if not anyio.run(work):
            sys.exit(INTERRUPTED)


def _order(options: Options) -> "ServeOrder":
    from brightline.load.policy import load_policy
    from brightline.pipeline.evidence.judging import asked_words
    from brightline.pipeline.home import home_folder
    from brightline.pipeline.judges import pick_judge
    from brightline.pipeline.watch.salt import salt_folder, watch_salt
    from brightline.pipeline.watch.serving import ServeOrder
    from brightline.watch.posting import checked_url

    if options["otlp_out"]:
        checked_url(options["otlp_out"], "--otlp-out")
    judge = pick_judge(judge_wish(options))
    if words := asked_words(judge):
        _say(words)
    url = store_url(options["store"], beside=options["policy"])
    return ServeOrder(
        policy=load_policy(options["policy"]),
        policy_file=str(options["policy"]),
        judge=judge,
        salt=watch_salt(salt_folder(url, [home_folder(options["policy"])])),
        host=options["host"],
        port=options["port"],
        share=options["sample"],
        settle=options["settle"],
        silence=options["silence"],
        keep=options["keep"],
        most_waiting=options["most_waiting"],
        channels=_channels(options),
        otlp_out=options["otlp_out"],
        all_judged=options["otlp_all"],
        services=options["service"],
        names=finders_of(options["names"]),
    )


def _channels(options: Options) -> "tuple[Channel, ...]":
    from brightline.watch.alerting import Command, Slack, Webhook

    return (
        *map(Webhook, options["webhook"]),
        *map(Slack, options["slack"]),
        *map(Command, options["on_alarm"]),
    )


def _need_extra() -> None:
    """Do nothing where the extra is installed.

    Raises:
        UsageError: it is not.
    """
    from brightline.errors import UsageError

    needed = ("opentelemetry.proto", "prometheus_client", "starlette", "uvicorn")
    if missing := [name for name in needed if not _is_installed(name)]:
        raise UsageError(
            f"watch serve needs {missing[0]}, which is not installed",
            slug="extra-missing",
            hint="Install it: pip install 'brightline[otel]'.",
        )


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # of the package around it
        return False


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _hidden_markers(
    policy: "Policy", salt: bytes, *, also: "Sequence[Finder]" = ()
) -> list[str]:
    """Return what is to be said of markers that redaction would hide from the judge."""
    from brightline.records import CanaryMarker, LiteralMarker
    from brightline.watch.redact import redact_text

    return [
        f"warning: a marker of rule {rule.id} looks like personal data or a key: it is"
        " redacted before the judge can see it, and will not be found here"
        for rule in policy.rules
        for marker in rule.markers
        for text in [
            marker.literal
            if isinstance(marker, LiteralMarker)
            else marker.canary
            if isinstance(marker, CanaryMarker)
            else ""
        ]
        if redact_text(text, salt, also=also).text != text
    ]


def _prepare() -> None:
    """Do what comes before anything heavy is loaded.

    Raises:
        UsageError: the extra is not installed.
    """
    if threading.current_thread() is threading.main_thread():  # who alone gets signals
        for number in (signal.SIGINT, signal.SIGTERM):
            before = signal.signal(number, lambda *_: sys.exit(0))  # nothing was begun yet
            click.get_current_context().call_on_close(partial(signal.signal, number, before))
    # Before numpy is there: its threads wait by turning, beside those that answer.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _need_extra()


def _say_ready(served: "Served", *, keep: timedelta) -> None:
    from brightline.report.watched.wording import span_words

    click.echo(
        f"listening at {served.url} (scan {served.scan.id})\n"
        "give your product, or its collector, this environment:\n"
        f"  OTEL_EXPORTER_OTLP_ENDPOINT={served.url}\n"
        "  OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\n"
        "  OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true\n"
        f"numbers for Prometheus: {served.url}/metrics\n"
        f"what was said is kept for {span_words(keep)}, redacted: --keep says how long"
    )
    sys.stdout.flush()


def _say_stopping(_: str) -> None:
    _say("stopping: what came is stored and goes on next time; once more stops at once")


def _say(line: str) -> None:
    from brightline.report.clean import clean

    click.echo(clean(line), err=True)
