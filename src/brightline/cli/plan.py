"""A policy and a suite in, how many calls each rule needs out: `brightline plan`."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.shared import MOST_TRIALS, json_option

if TYPE_CHECKING:
    from brightline.pipeline.planning.needed import Needed


@click.command(epilog="Example: brightline plan policy.yaml --tolerance 0.02")
@click.argument("policy", type=click.Path(path_type=Path))
@click.option("--suite", default="smoke", show_default=True, help="Named set of techniques.")
@click.option(
    "--tolerance",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="For every rule, as a share: 0.02 is 2 %.  [default: each rule's own]",
)
@json_option
def plan(*, policy: Path, suite: str, tolerance: float | None, as_json: bool) -> None:
    """Say how many plays each rule of POLICY needs to hold, and what the suite gives.

    Nothing is sent. The numbers are those of a rule without a breach, with the embedded judge
    and what its card says that it overlooks; a canary needs fewer, as code grades it. `fixed`
    are plays fixed in advance, `adaptive` those after which run --adaptive may stop.
    """
    from brightline.pipeline.judges import JudgeWish
    from brightline.pipeline.planning.needed import needed_of
    from brightline.pipeline.planning.order import Wish, plan_of

    judging = JudgeWish(environment=os.environ)
    wish = Wish(policy=policy, target="", suite=suite, judge=judging)
    made, judge = plan_of(wish)
    needed = needed_of(made, judge.card, tolerance=tolerance)
    if as_json:
        click.echo(json.dumps(needed.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(needed)


def _print(needed: "Needed") -> None:
    from brightline.report.clean import clean
    from brightline.words import percent, plain_percent

    width = max(len(clean(rule.rule_id)) for rule in needed.rules)
    click.echo(f"{'rule':<{width}}  tolerance  fixed  adaptive  suite  at best below")
    for rule in needed.rules:
        click.echo(
            f"{clean(rule.rule_id):<{width}}  {plain_percent(rule.tolerance):>9}"
            f"  {rule.fixed:>5,}  {rule.adaptive:>8,}  {rule.suite:>5,}"
            f"  {percent(rule.at_best)}"
        )
    times = "once" if needed.trials == 1 else f"{needed.trials} times"
    click.echo(
        f"plays without a breach; the suite plays each case {times}:"
        f" {needed.calls:,} calls, and one more trial costs {needed.calls_of_trial:,}"
    )
    short = [clean(rule.rule_id) for rule in needed.rules if rule.suite < rule.fixed]
    if short:
        trials = needed.trials_to_hold
        click.echo(
            f"too few for {', '.join(short)}: give them more requests"
            + (
                f", or run with --trials {trials}"
                if trials <= MOST_TRIALS
                else f": it would take {trials:,} trials, and run takes {MOST_TRIALS:,}"
            )
        )
