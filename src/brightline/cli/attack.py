"""A policy, a product and an attacker in, findings out: `brightline attack`."""

import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from brightline.cli.case_options import rules_option
from brightline.cli.judge_options import (
    JudgeOptions,
    judge_options,
    judge_wish,
    self_judged_option,
)
from brightline.cli.product_options import ProductOptions, product_options, target_options
from brightline.cli.shared import json_option, tell
from brightline.cli.streams import only_results
from brightline.cli.writing import new_file

if TYPE_CHECKING:
    from brightline.pipeline.searching.attacking import AttackWish
    from brightline.records import Found, Search, Tried

CONFIRMED = 1
"""Exit code when a finding is confirmed."""

NOTHING = 5
"""Exit code when nothing could be asked of the product."""


class Options(ProductOptions, JudgeOptions):
    """What click hands over."""

    policy: Path
    attacker: str
    attacker_model: str | None
    method: str
    rules: tuple[str, ...]
    tries: int
    turns: int
    budget_calls: int
    out: Path | None
    cases: Path | None
    as_json: bool


@click.command(
    epilog="Example: brightline attack policy.yaml --target http://127.0.0.1:8123/v1"
    " --model sprout-1 --attacker openai:http://127.0.0.1:8000/v1 --attacker-model big"
)
@click.argument("policy", type=click.Path(path_type=Path))
@product_options
@click.option(
    "--attacker",
    required=True,
    metavar="SPEC",
    help="Model that thinks of framings, as --target takes one.",
)
@click.option("--attacker-model", metavar="NAME", help="Model to ask for there.")
@click.option(
    "--method",
    type=click.Choice(["pair", "crescendo"]),
    default="pair",
    show_default=True,
    help="One message, refined from the reply; or many turns, each a step further.",
)
@rules_option
@click.option(
    "--tries",
    type=click.IntRange(1, 100),
    default=3,
    show_default=True,
    help="Tries at each request, each with another framing to begin with.",
)
@click.option(
    "--turns",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="Messages to the product in one try.",
)
@click.option(
    "--budget-calls",
    type=click.IntRange(1),
    default=200,
    show_default=True,
    help="Hard cap on calls to attacker, product and judge together.",
)
@judge_options
@self_judged_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File of JSON lines: every try, every finding.  [default: attack-TIME.jsonl]",
)
@click.option(
    "--cases",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write findings that came again as `cases:` to read and paste into the policy.",
)
@json_option
def attack(**options: Unpack[Options]) -> None:
    """Let a model search for framings that break a rule of POLICY.

    What it finds is a finding: it is replayed, and enters no rate. Nothing is written into the
    policy. Exits 1 when a finding is confirmed, 5 when nothing could be asked of the product,
    and else 0, which proves nothing of the rules: brightline run does.
    """
    # Said before anything is loaded, so that nobody waits in silence.
    click.echo(f"reading {options['policy']}", err=True)
    import anyio

    from brightline.cli.signals import stoppable
    from brightline.pipeline.evidence.judging import asked_words
    from brightline.pipeline.library import new_run_id
    from brightline.pipeline.searching.attacking import attack as search, attack_order
    from brightline.report.found import cases_yaml, line_json, search_json, search_text

    with only_results():
        ordered = attack_order(_wish(options))
    if words := asked_words(ordered.order.judge):
        click.echo(words, err=True)
    now = datetime.now(UTC)
    out = options["out"] or Path(f"attack-{new_run_id(now)}.jsonl")
    with ExitStack() as files:
        # Both before anything is paid, so that no result is lost for want of a name.
        lines = files.enter_context(new_file(out))
        cases = options["cases"] and files.enter_context(new_file(options["cases"]))

        def deliver(record: "Tried | Found") -> None:
            lines.write(line_json(record) + "\n")
            lines.flush()
            _announce(record)

        with only_results():
            found = anyio.run(stoppable, partial(search, ordered, deliver=deliver))
        if cases:
            cases.write(cases_yaml(found.found, date=f"{now:%Y-%m-%d}"))
    show = search_json if options["as_json"] else search_text
    tell(lambda: click.echo(show(found)))
    click.echo(f"tries and findings are in {out}", err=True)
    sys.exit(_exit_code(found))


def _wish(options: Options) -> "AttackWish":
    from brightline.pipeline.planning.order import Wish
    from brightline.pipeline.searching.attacking import AttackWish

    return AttackWish(
        run=Wish(
            policy=options["policy"],
            target=options["target"],
            options=target_options(options),
            techniques=("direct",),
            rules=options["rules"],
            trials=1,
            budget_calls=options["budget_calls"],
            judge=judge_wish(options),
        ),
        attacker=options["attacker"],
        attacker_model=options["attacker_model"],
        method=options["method"],
        turns=options["turns"],
        rounds=options["tries"],
        calls=options["budget_calls"],
    )


def _announce(record: "Tried | Found") -> None:
    from brightline.report.found import progress_line

    click.echo(progress_line(record), err=True)


def _exit_code(found: "Search") -> int:
    from brightline.cli.signals import INTERRUPTED
    from brightline.records import FoundStatus, TryEnd

    if any(tried.end is TryEnd.INTERRUPTED for tried in found.tried):
        return INTERRUPTED
    if any(one.status is FoundStatus.CONFIRMED for one in found.found):
        return CONFIRMED
    return 0 if any(tried.said for tried in found.tried) else NOTHING
