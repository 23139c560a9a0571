"""A breach of a stored run in, a case of the policy out: `brightline promote`."""

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.shared import json_option, run_argument, store_option, store_url, tell
from brightline.errors import UsageError

if TYPE_CHECKING:
    from brightline.pipeline.promoting import Promoted


@click.command(epilog="Example: brightline promote last --confirmed --policy policy.yaml")
@run_argument
@click.argument("case", required=False)
@click.option("--confirmed", is_flag=True, help="Every breach that can be promoted.")
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    help="File to write to.  [default: the policy that the run played]",
)
@click.option(
    "--must-hold/--may-breach",
    default=True,
    show_default=True,
    help="Whether one confirmed breach of the case breaks every later run.",
)
@store_option
@json_option
def promote(  # noqa: PLR0913 - one parameter per option
    *,
    run: str,
    case: str | None,
    confirmed: bool,
    policy: Path | None,
    must_hold: bool,
    store: str | None,
    as_json: bool,
) -> None:
    """Keep a breach of RUN as a case of the policy, under `cases:`, with where it came from.

    CASE is the id of a breached case, or its beginning. Only what came again on replay and can
    be trusted, or what a person read, can be promoted. Comments and layout of the file stay;
    what is there already is not written again.
    """
    from brightline.pipeline.promoting import promote as keep
    from brightline.pipeline.source import POLICY_FILE
    from brightline.store import find_store

    if confirmed == (case is not None):
        raise UsageError(
            "name one case, or all of them",
            slug="nothing-named",
            hint="Write the id of a case, or --confirmed.",
        )
    with find_store(store_url(store)) as opened:
        provenance = opened.find_run(run)
        lay = opened.run_settings(provenance.run_id).get(POLICY_FILE, "policy.yaml")
        done = keep(
            opened, provenance, case=case, policy=policy or Path(lay), must_hold=must_hold
        )
    tell(partial(click.echo, _json(done) if as_json else _text(done, provenance.run_id)))


def _json(done: "Promoted") -> str:
    told = {
        "policy": str(done.policy),
        "added": [one.model_dump(mode="json", by_alias=True) for one in done.added],
        "already": list(done.already),
        "left_out": [{"case": case, "why": why} for case, why in done.left_out],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _text(done: "Promoted", run_id: str) -> str:
    from brightline.report.clean import clean

    lines = [
        f"added to {done.policy}: {one.rule}, {one.id}{', must hold' if one.must_hold else ''}"
        for one in done.added
    ]
    lines += [f"there already: {case}" for case in done.already]
    lines += [
        f"left out: {case}: {why}, which no written case can" for case, why in done.left_out
    ]
    if not lines:
        lines = [f"run {run_id} has no confirmed or reviewed breach: nothing to keep"]
    return "\n".join(clean(line) for line in lines)
