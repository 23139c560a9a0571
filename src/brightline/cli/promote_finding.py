"""A finding of production in, a case of the policy out: `brightline promote FINDING`."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.judge_options import JudgeOptions, judge_wish
from brightline.cli.product_options import AskingOptions, target_options
from brightline.cli.shared import store_url, tell

if TYPE_CHECKING:
    from brightline.pipeline.watch.promoting import Kept, Promotion
    from brightline.records import Shrunk


class Options(AskingOptions, JudgeOptions):
    """What click hands over."""

    run: str
    case: str | None
    confirmed: bool
    policy: Path | None
    must_hold: bool
    target: str | None
    budget_calls: int
    with_twin: bool
    store: str | None
    as_json: bool


GONE = 5
"""Exit code when it did not come again."""


def promote_finding(options: Options) -> None:
    """Write a finding into the policy, and say what was written and what could be."""
    from brightline.pipeline.watch.promoting import PromoteWish, Promotion
    from brightline.store import find_watch

    wish = PromoteWish(
        finding=options["run"],
        policy=options["policy"],
        must_hold=options["must_hold"],
        with_twin=options["with_twin"],
    )
    with find_watch(store_url(options["store"])) as store:
        promotion = Promotion(store, wish)
    done = promotion.keep(_shrunk(promotion, options))
    tell(partial(click.echo, (_json if options["as_json"] else _text)(done)))
    if not done.came_again:
        sys.exit(GONE)


def _shrunk(promotion: "Promotion", options: Options) -> "Shrunk | None":
    """Return what is left of it on the live product; None where no product is named."""
    target = options["target"]
    if target is None:
        return None
    import anyio

    from brightline.cli.signals import stoppable
    from brightline.pipeline.searching.shrinking import ShrinkWish

    wish = ShrinkWish(
        run=options["run"],
        case=None,
        target=target,
        options=target_options(options),
        judge=judge_wish(options),
        calls=options["budget_calls"],
    )
    return anyio.run(stoppable, partial(promotion.shrink, wish))


def _json(done: "Kept") -> str:
    from brightline.report.found import shrunk_json
    from brightline.report.json import dumped

    told = {
        "policy": str(done.policy),
        "case": done.case.model_dump(mode="json", by_alias=True),
        "added": [one.id for one in done.added],
        "already": done.came_again and done.case not in done.added,
        "twin": done.twin.model_dump(mode="json", by_alias=True) if done.twin else None,
        "replayed": json.loads(shrunk_json(done.shrunk)) if done.shrunk else None,
    }
    return dumped(told).rstrip()


def _text(done: "Kept") -> str:
    from brightline.report.clean import clean, clean_block
    from brightline.report.found import shrunk_text
    from brightline.report.written import written_yaml

    lines = [shrunk_text(done.shrunk), ""] if done.shrunk else []
    if not done.came_again:
        return "\n".join(
            [*lines, "nothing was written: without --target it is written as it was"]
        )
    case = done.case
    if case in done.added:
        must = ", must hold" if case.must_hold else ""
        lines.append(f"added to {clean(str(done.policy))}: {case.rule}, {case.id}{must}")
    else:
        lines.append(f"there already: {case.id}")
    if done.twin is None:
        lines.append(f"no control: rule {case.rule} has no request under must_answer")
    elif done.twin in done.added:
        lines.append(f"and its control, which must be answered: {done.twin.id}")
    else:
        lines += [
            "a control beside it, to paste under cases: or to write with --with-twin:",
            "",
            clean_block(written_yaml(done.twin)),
        ]
    return "\n".join(lines)
