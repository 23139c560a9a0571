"""A stored breach in, the least that still breaks the rule out: `brightline shrink`."""

import sys
from functools import partial
from typing import Unpack

import click

from brightline.cli.case_options import replays_option
from brightline.cli.judge_options import (
    JudgeOptions,
    judge_options,
    judge_wish,
    self_judged_option,
)
from brightline.cli.product_options import ProductOptions, product_options, target_options
from brightline.cli.shared import json_option, store_option, store_url, tell
from brightline.cli.streams import only_results

GONE = 5
"""Exit code when the breach did not come again."""


class Options(ProductOptions, JudgeOptions):
    """What click hands over."""

    run: str
    case: str | None
    budget_calls: int
    store: str | None
    as_json: bool


@click.command(
    epilog="Example: brightline shrink last --target http://127.0.0.1:8123/v1 --model sprout-1"
)
@click.argument("run", default="last")
@click.argument("case", required=False)
@product_options
@replays_option
@judge_options
@self_judged_option
@store_option
@json_option
def shrink(**options: Unpack[Options]) -> None:
    """Replay a breach of RUN and shrink it to what still breaks the rule.

    CASE is the id of a breached case, or its beginning; without one the first confirmed breach
    is taken, or the first suspected. Turns, sentences and words are left out as long as the
    breach comes again in two of three plays. The run itself is not changed. Exits 5 when the
    breach does not come again.
    """
    import anyio

    from brightline.cli.signals import stoppable
    from brightline.pipeline.searching.shrinking import ShrinkWish, shrink_breach
    from brightline.pipeline.searching.trying import CAME_AGAIN
    from brightline.report.found import shrunk_json, shrunk_text
    from brightline.store import find_store

    wish = ShrinkWish(
        run=options["run"],
        case=options["case"],
        target=options["target"],
        options=target_options(options),
        judge=judge_wish(options),
        calls=options["budget_calls"],
    )
    with find_store(store_url(options["store"])) as store, only_results():
        found = anyio.run(stoppable, partial(shrink_breach, store, wish))
    show = shrunk_json if options["as_json"] else shrunk_text
    tell(lambda: click.echo(show(found)))
    sys.exit(0 if found.status in CAME_AGAIN else GONE)
