"""A policy and a target in, the verdict out: `brightline run`."""

import os
import shlex
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from brightline.cli.case_options import pairwise_option, suite_options
from brightline.cli.judge_options import (
    JudgeOptions,
    judge_options,
    judge_wish,
    self_judged_option,
)
from brightline.cli.kept import kept_files, kept_store
from brightline.cli.outputs import Output, ReportingCommand, clear, report_option, write
from brightline.cli.product_options import ProductOptions, product_options, target_options
from brightline.cli.shared import MOST_TRIALS, json_option, store_option, store_url, tell
from brightline.cli.streams import only_results
from brightline.errors import UsageError

if TYPE_CHECKING:
    from brightline.pipeline.check import Outcome
    from brightline.pipeline.planning.order import Order, Wish
    from brightline.store import Store

INTERRUPTED = 2
"""Exit code of a run that a person stopped."""


class Options(ProductOptions, JudgeOptions):
    """What click hands over."""

    policy: Path
    suite: str
    techniques: tuple[str, ...]
    rules: tuple[str, ...]
    trials: int | None
    at_once: int
    budget_calls: int | None
    budget_tokens: int | None
    seed: int | None
    pairwise: bool
    adaptive: bool
    resume: str | None
    baseline: str | None
    reviews: Path | None
    allow_unproven: tuple[str, ...]
    outputs: tuple[Output, ...]
    store: str | None
    as_json: bool


@click.command(
    cls=ReportingCommand,
    epilog="Example: brightline run policy.yaml --target https://app.example.com/v1 --model m",
)
@click.argument("policy", type=click.Path(path_type=Path))
@product_options
@suite_options
@click.option(
    "--trials",
    type=click.IntRange(1, MOST_TRIALS),
    help="Plays of each case.  [default: the fewest with which every rule can hold]",
)
@click.option(
    "--at-once",
    type=click.IntRange(1, 1000),
    default=16,
    show_default=True,
    help="Calls in flight at most.",
)
@click.option("--budget-calls", type=click.IntRange(1), help="Hard cap on paid calls.")
@click.option("--budget-tokens", type=click.IntRange(1), help="Hard cap on tokens.")
@judge_options
@self_judged_option
@click.option("--seed", type=int, help="Other wordings and order; sent with each call too.")
@pairwise_option
@click.option(
    "--adaptive",
    is_flag=True,
    help="Stop a rule once it is decided, and search where rules are weakest: fewer calls, or"
    " with a budget more breaches.",
)
@click.option(
    "--resume",
    metavar="RUN",
    help="Go on with this run, or fail: it is unfinished, its budget is spent, or a breach was"
    " found in it that is not played again yet.",
)
@click.option(
    "--baseline",
    metavar="FILE|RUN",
    help="Compare with this; a rule that got worse is broken.",
)
@click.option(
    "--reviews",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take from this file of brightline baseline only what people read; with --baseline it"
    " counts anyway.",
)
@click.option(
    "--allow-unproven", multiple=True, metavar="RULE", help="May stay unproven; repeatable."
)
@report_option
@store_option
@json_option
def run(**options: Unpack[Options]) -> None:
    """Play POLICY against a product and say which rules hold.

    The same command again goes on where an interrupted run stopped. Exits 0 when every rule
    holds, 1 when one is broken, 5 when something stays unproven.
    """
    # Said before anything is loaded, so that nobody waits in silence.
    click.echo(f"reading {options['policy']}", err=True)
    _clear(options)
    import anyio

    from brightline.pipeline.planning.changed import changed_words, clock_words
    from brightline.pipeline.planning.order import order_of
    from brightline.pipeline.supervised import supervised
    from brightline.store import open_store

    with only_results():
        order = order_of(_wish(options))
    with open_store(store_url(options["store"], beside=options["policy"])) as store:
        _check_resume(store, order, options["resume"])
        _announce(order)
        if words := changed_words(store, order.plan.selection.policy):
            click.echo(words, err=True)
        if words := clock_words(store, datetime.now(UTC)):
            click.echo(words, err=True)
        work = partial(
            supervised,
            order,
            store,
            say=lambda words: click.echo(f"\n{words}", err=True),
            allowed_unproven=options["allow_unproven"],
            baseline=options["baseline"],
            reviews=options["reviews"],
        )
        with only_results():
            outcome = anyio.run(work)
        _tell_cost(order)
        if outcome is None or outcome.ending.reason == "interrupted":
            click.echo(f"\ninterrupted; go on with: {order.command}", err=True)
            sys.exit(INTERRUPTED)
        try:
            tell(partial(_show, outcome, as_json=options["as_json"]))
        finally:  # the files are written though the terminal's end is a full disk
            _write(outcome, options)
        sys.exit(outcome.report.exit_code)


def _clear(options: Options) -> None:
    if options["outputs"]:
        named = (
            ("the policy", str(options["policy"])),
            ("the file of --target", options["target"]),
            ("the file of --baseline", options["baseline"] or ""),
            ("the file of --reviews", str(options["reviews"] or "")),
            ("the file of --judge", options["judge"]),
        )
        store = kept_store(store_url(options["store"], beside=options["policy"]))
        clear(options["outputs"], [*kept_files(named), *store])


def _wish(options: Options) -> "Wish":
    from brightline.pipeline.planning.order import Wish

    return Wish(
        policy=options["policy"],
        target=options["target"],
        options=target_options(options),
        suite=options["suite"],
        techniques=options["techniques"],
        rules=options["rules"],
        trials=options["trials"],
        at_once=options["at_once"],
        budget_calls=options["budget_calls"],
        budget_tokens=options["budget_tokens"],
        judge=judge_wish(options),
        seed=options["seed"],
        pairwise=options["pairwise"],
        adaptive=options["adaptive"],
        command=shlex.join(["brightline", *sys.argv[1:]]),
    )


def _announce(order: "Order") -> None:
    from brightline.pipeline.evidence.judging import asked_words
    from brightline.words import counted

    plan = order.plan
    click.echo(
        f"{counted(sum(plan.cases_of.values()), 'case')} x {counted(plan.trials, 'trial')}"
        f" = {counted(plan.plays, 'play')}"
        f" against {order.target.name}; first the suite and the judge are tried offline, then"
        " one control is sent",
        err=True,
    )
    if words := _prompt_words(order):
        click.echo(words, err=True)
    if words := asked_words(order.judge):
        click.echo(words, err=True)


def _prompt_words(order: "Order") -> str:
    """Return whether the policy's system prompt is sent; empty where it has none."""
    if not order.plan.selection.policy.system_prompt:
        return ""
    if order.target.takes_system:
        return (
            "the policy's system prompt is sent with every conversation; if the product has its"
            " own: --system-prompt none"
        )
    return (
        "the policy's system prompt is not sent, as the product has its own; to send it:"
        " --system-prompt send"
    )


def _tell_cost(order: "Order") -> None:
    from brightline.pipeline.evidence.judging import cost_words

    if words := cost_words(order.judge):
        click.echo(words, err=True)


def _check_resume(store: "Store", order: "Order", ref: str | None) -> None:
    """Raise unless the run that --resume names is the one that this order goes on with.

    A run that is over is gone on with only where it is named: else the same command, started
    every night, would never start a new one.
    """
    from brightline.pipeline.playing.opening import provenance_of
    from brightline.pipeline.playing.replays import left_to_replay

    if ref is None:
        return
    named = store.find_run(ref)
    wanted = provenance_of(order, run_id="", now=datetime.now(UTC))
    found = store.find_unfinished(wanted)
    if found is None:
        spent = store.run_ending(named.run_id).ending == "budget"
        if spent or left_to_replay(store, named, order.judge.card):
            _check_budget(store, order, named.run_id)
            found = named if store.reopen(wanted, named.run_id) else None
    if found is None or found.run_id != named.run_id:
        raise UsageError(
            f"run {named.run_id} has nothing left to play, or was another order",
            slug="cannot-resume",
            hint=f"It was started with: {named.command}",
        )


def _check_budget(store: "Store", order: "Order", run_id: str) -> None:
    cap, calls = order.settings.budget_calls, store.calls(run_id)
    if cap is not None and cap <= calls + 1:
        raise UsageError(
            f"run {run_id} has sent {calls} calls, and one more tries the target: a budget of"
            f" {cap} leaves nothing to go on with",
            slug="budget-too-small",
            hint="Raise --budget-calls.",
        )


def _write(outcome: "Outcome", options: Options) -> None:
    if options["outputs"]:
        from brightline.pipeline.source import placed

        write(options["outputs"], placed(outcome.report, options["policy"], os.environ))


def _show(outcome: "Outcome", *, as_json: bool) -> None:
    from brightline.cli.shared import console
    from brightline.report.json import render
    from brightline.report.terminal import show

    if as_json:
        click.echo(render(outcome.report), nl=False)
    else:
        show(outcome.report, console())
    if outcome.ending.message:
        click.echo(outcome.ending.message, err=True)
