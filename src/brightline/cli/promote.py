"""A breach of a run or of production in, a case of the policy out: `brightline promote`."""

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from brightline.cli.case_options import replays_option
from brightline.cli.judge_options import judge_options, self_judged_option
from brightline.cli.product_options import asking_options
from brightline.cli.promote_finding import Options, promote_finding
from brightline.cli.shared import json_option, run_argument, store_option, store_url, tell
from brightline.errors import UsageError

if TYPE_CHECKING:
    from brightline.pipeline.evidence.promoting import Promoted


FINDING = "f-"
"""How the id of a finding begins, and none of a run."""


@click.command(
    epilog="Example: brightline promote last --confirmed --policy policy.yaml; or of"
    " production: brightline promote f-3f9c2a71d0"
)
@run_argument
@click.argument("case", required=False)
@click.option("--confirmed", is_flag=True, help="Every breach of a run that can be promoted.")
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    help="File to write to.  [default: the policy of the run or scan]",
)
@click.option(
    "--must-hold/--may-breach",
    default=True,
    show_default=True,
    help="Whether one confirmed breach of the case breaks every later run.",
)
@click.option("--with-twin", is_flag=True, help="Of a finding: write its control too.")
@click.option(
    "--target",
    metavar="SPEC",
    help="Of a finding: replay it on this product first, and write the least that still breaks"
    " the rule. The options below say how it is asked and who judges.",
)
@asking_options
@replays_option
@judge_options
@self_judged_option
@store_option
@json_option
def promote(**options: Unpack[Options]) -> None:
    """Keep a breach of RUN, or a finding of production, as a case of the policy.

    CASE is the id of a breached case, or its beginning. Only what came again on replay and can
    be trusted, or what a person read, can be promoted. Comments and layout of the file stay;
    what is there already is not written again.

    In the place of RUN a finding can be named, as brightline watch shows them. It must have
    been read as a breach. What the user wrote is kept as it was stored, redacted; stand-ins
    take the place of what was taken out. A control beside it is printed, to paste. Exits 5 when
    it is replayed and does not come again: then nothing is written.
    """
    run, case, confirmed = options["run"], options["case"], options["confirmed"]
    if run.startswith(FINDING) and case is None and not confirmed:
        promote_finding(options)
        return
    if options["target"] is not None or options["with_twin"]:
        raise UsageError(
            "--target and --with-twin are for a finding of production",
            slug="nothing-named",
            hint="brightline shrink replays and shrinks a breach of a run.",
        )
    _promote_run(options)


def _promote_run(options: Options) -> None:
    from brightline.pipeline.evidence.promoting import promote as keep
    from brightline.pipeline.source import POLICY_FILE
    from brightline.store import find_store

    if options["confirmed"] == (options["case"] is not None):
        raise UsageError(
            "name one case, or all of them",
            slug="nothing-named",
            hint="Write the id of a case, or --confirmed.",
        )
    with find_store(store_url(options["store"])) as opened:
        provenance = opened.find_run(options["run"])
        lay = opened.run_settings(provenance.run_id).get(POLICY_FILE, "policy.yaml")
        done = keep(
            opened,
            provenance,
            case=options["case"],
            policy=options["policy"] or Path(lay),
            must_hold=options["must_hold"],
        )
    show = _json if options["as_json"] else partial(_text, run_id=provenance.run_id)
    tell(partial(click.echo, show(done)))


def _json(done: "Promoted") -> str:
    told = {
        "policy": str(done.policy),
        "added": [one.model_dump(mode="json", by_alias=True) for one in done.added],
        "already": list(done.already),
        "left_out": [{"case": case, "why": why} for case, why in done.left_out],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _text(done: "Promoted", *, run_id: str) -> str:
    from brightline.report.clean import clean

    lines = [
        f"added to {done.policy}: {one.rule}, {one.id}{', must hold' if one.must_hold else ''}"
        for one in done.added
    ]
    lines += [f"there already: {case}" for case in done.already]
    lines += [f"left out: {case}: {why}: no written case can" for case, why in done.left_out]
    if not lines:
        lines = [f"run {run_id} has no confirmed or reviewed breach: nothing to keep"]
    return "\n".join(clean(line) for line in lines)
