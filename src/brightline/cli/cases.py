"""A policy in, what will be asked out: `brightline cases`."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.case_options import pairwise_option, suite_options
from brightline.cli.shared import MOST_TRIALS, json_option

if TYPE_CHECKING:
    from brightline.pipeline.planning.audit import Finding
    from brightline.pipeline.planning.plan import Plan
    from brightline.ports import Judge


@click.command(epilog="Example: brightline cases policy.yaml --show graphic-violence")
@click.argument("policy", type=click.Path(path_type=Path))
@suite_options
@click.option("--trials", type=click.IntRange(1, MOST_TRIALS), help="Plays of each case.")
@click.option("--show", metavar="RULE", help="Print every case of this rule, word for word.")
@click.option("--seed", type=int, help="Other wordings of the techniques.")
@pairwise_option
@click.option(
    "--audit", "auditing", is_flag=True, help="Prove offline that the suite can fail."
)
@json_option
def cases(  # noqa: PLR0913 - a command takes its options
    *,
    policy: Path,
    suite: str,
    techniques: tuple[str, ...],
    rules: tuple[str, ...],
    trials: int | None,
    show: str | None,
    seed: int | None,
    pairwise: bool,
    auditing: bool,
    as_json: bool,
) -> None:
    """Show what POLICY will ask, rule by technique, and how many calls that is.

    Nothing is sent. With --audit the suite, the judge and the gate are played against stand-ins
    that leak everything, are mute, dead, refuse everything and grant everything; exits 4 when
    one of them is not seen for what it is.
    """
    from brightline.pipeline.judges import JudgeWish
    from brightline.pipeline.planning.order import Wish, plan_of

    wish = Wish(
        policy=policy,
        target="",
        suite=suite,
        techniques=techniques,
        rules=(*rules, *((show,) if show else ())),
        trials=trials,
        seed=seed,
        pairwise=pairwise,
        judge=JudgeWish(environment=os.environ),
    )
    plan, judge = plan_of(wish)
    if auditing:
        _audit(plan, judge, as_json=as_json)
    elif as_json:
        for case in plan.cases():
            click.echo(case.model_dump_json())
    elif show:
        _print_cases(plan)
    else:
        _print_matrix(plan)


def _print_matrix(plan: "Plan") -> None:
    from collections import Counter

    from rich.text import Text

    from brightline.cli.shared import console
    from brightline.pipeline.planning.needed import calls_of
    from brightline.report.clean import clean
    from brightline.report.matrix import HOLE, grid
    from brightline.report.places import told_holes
    from brightline.words import counted

    counts: Counter[tuple[str, str, str]] = Counter()
    calls = 0
    waits = False
    for case in plan.cases():
        counts[case.rule_id, case.technique, case.expected.value] += 1
        calls += calls_of(case)
        waits = waits or any(turn.after for turn in case.turns)
    cells = {
        (rule, name): Text(f"{counts[rule, name, 'refuse']}+{counts[rule, name, 'answer']}")
        for rule, name, _ in counts
    }
    out = console()
    out.print(grid(tuple(plan.cases_of), plan.techniques, cells, width=out.width))
    out.print(Text(f"2+3 probes and controls   {HOLE} nothing is asked", "dim"))
    for why, listed in told_holes(plan.holes):
        click.echo(f"not tested, {clean(why)}: {clean(listed)}")
    total = sum(plan.cases_of.values())
    click.echo(
        f"{counted(total, 'case')} x {counted(plan.trials, 'trial')}"
        f" = {counted(plan.plays, 'play')}, {'at most ' if waits else ''}"
        f"{calls * plan.trials:,} calls; replays of breaches come on top"
    )


def _print_cases(plan: "Plan") -> None:
    from brightline.records import GREY
    from brightline.report.clean import clean

    for case in plan.cases():
        must = f"must {case.expected.value}"
        click.echo(f"{case.id}  {'left open' if case.technique == GREY else must}")
        for turn in case.turns:
            waits = f", only when the last reply {turn.after.value}" if turn.after else ""
            click.echo(f"  {turn.role.value}{waits}: {clean(turn.text)}")


def _audit(plan: "Plan", judge: "Judge", *, as_json: bool) -> None:
    import anyio

    from brightline.pipeline.planning.audit import audit, insist

    findings = anyio.run(audit, plan, judge)
    for finding in findings:
        _print_finding(finding, as_json=as_json)
    insist(findings)


def _print_finding(finding: "Finding", *, as_json: bool) -> None:
    if as_json:
        line = {
            "stand_in": finding.stand.name,
            "expected": finding.stand.expected.value,
            "got": finding.got.value,
            "reason": finding.reason,
            "unseen": sorted(finding.unseen),
        }
        click.echo(json.dumps(line, ensure_ascii=False))
    else:
        click.echo(
            f"{finding.stand.name:<9} {finding.stand.does:<20} {finding.got.value:<9}"
            f" {finding.reason}"
        )
