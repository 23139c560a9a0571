"""A policy and a model in, drafts of more requests out: `brightline expand`."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.case_options import rules_option
from brightline.cli.product_options import model_deadline_option
from brightline.cli.shared import json_option
from brightline.cli.writing import new_file
from brightline.errors import UsageError

if TYPE_CHECKING:
    from brightline.pipeline.crafting.expanding import Expanded

NOTHING = 5
"""Exit code when no draft came."""


@click.command(
    epilog="Example: brightline expand policy.yaml --model openai:http://127.0.0.1:8000/v1"
    " --model-name big --out drafts.yaml"
)
@click.argument("policy", type=click.Path(path_type=Path))
@click.option("--model", metavar="SPEC", help="Model that drafts, as --target takes one.")
@click.option("--model-name", metavar="NAME", help="Model to ask for there.")
@rules_option
@click.option(
    "--count",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="Requests of each kind for each rule.",
)
@click.option("--budget-calls", type=click.IntRange(1), help="Hard cap on calls.")
@model_deadline_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="drafts.yaml",
    show_default=True,
    help="File to read and edit.",
)
@click.option(
    "--accept",
    type=click.Path(path_type=Path),
    metavar="DRAFTS",
    help="Draft nothing: print those of this file with keep: true.",
)
@json_option
def expand(  # noqa: PLR0913 - a command takes its options
    *,
    policy: Path,
    model: str | None,
    model_name: str | None,
    rules: tuple[str, ...],
    count: int,
    budget_calls: int | None,
    deadline_s: float,
    out: Path,
    accept: Path | None,
    as_json: bool,
) -> None:
    """Let a model draft more requests for the rules of POLICY, for a person to read.

    Must-refuse and must-answer requests, and a ladder where a rule has none, go into a file
    with keep: false. With --accept it prints what to paste; the policy is never written.
    """
    if accept is not None:
        _accept(accept, policy, as_json=as_json)
        return
    if model is None:
        raise UsageError(
            "nobody is named who drafts",
            slug="no-model",
            hint="Add --model SPEC, or --accept DRAFTS for a file that you have read.",
        )
    import anyio

    from brightline.load.policy import load_policy
    from brightline.pipeline.crafting.expanding import ExpandWish, expand as draft
    from brightline.pipeline.models import ModelWish
    from brightline.report.drafts import drafts_yaml

    wish = ExpandWish(
        policy=policy,
        model=ModelWish(
            spec=model,
            name=model_name,
            calls=budget_calls,
            deadline_s=deadline_s,
            environment=os.environ,
        ),
        rules=rules,
        count=count,
    )
    with new_file(out) as file:
        made = anyio.run(draft, wish)
        file.write(
            drafts_yaml(made.drafts, load_policy(policy), model=made.model, file=str(out))
        )
    _show(made, out, as_json=as_json)
    sys.exit(0 if made.drafts.drafts else NOTHING)


def _show(made: "Expanded", out: Path, *, as_json: bool) -> None:
    drafts = made.drafts.drafts
    if as_json:
        told = {
            "out": str(out),
            "drafts": [draft.model_dump(mode="json") for draft in drafts],
            "dropped": dict(made.dropped),
            "failed": made.failed,
            "calls": made.calls,
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    from brightline.report.clean import clean

    click.echo(f"{len(drafts)} drafts of {made.calls} calls are in {out}, each keep: false")
    for why, number in made.dropped.items():
        click.echo(f"dropped {number}: {why}")
    for line in made.failed:
        click.echo(clean(f"nothing came: {line}"))


def _accept(drafts: Path, policy: Path, *, as_json: bool) -> None:
    from brightline.pipeline.crafting.expanding import accepted
    from brightline.report.drafts import accepted_yaml

    kept, there = accepted(drafts, policy)
    if as_json:
        click.echo(json.dumps({"kept": [one.model_dump(mode="json") for one in kept]}))
    else:
        click.echo(accepted_yaml(kept), nl=False)
    if there:
        click.echo(f"{there} of them stand in {policy} already", err=True)
