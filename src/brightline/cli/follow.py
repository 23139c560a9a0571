"""A stored run and its product in, its offers taken up and the dead ones out: `follow`."""

import shlex
import sys
from functools import partial
from typing import Unpack

import click

from brightline.cli.case_options import rules_option
from brightline.cli.judge_options import (
    JudgeOptions,
    judge_options,
    judge_wish,
    self_judged_option,
)
from brightline.cli.product_options import ProductOptions, product_options, target_options
from brightline.cli.shared import (
    json_option,
    run_argument,
    show_lines,
    store_option,
    store_url,
    tell,
)
from brightline.cli.streams import only_results

DEAD, INTERRUPTED, UNCLEAR = 1, 2, 5
"""Exit codes; 0 is said where every offer is kept."""


class Options(ProductOptions, JudgeOptions):
    """What click hands over."""

    run: str
    rules: tuple[str, ...]
    max_calls: int
    store: str | None
    as_json: bool


@click.command(
    epilog="Example: brightline follow last --target http://127.0.0.1:8123/v1 --model sprout-1"
)
@run_argument
@product_options
@rules_option
@click.option(
    "--max-calls",
    type=click.IntRange(2),
    default=200,
    show_default=True,
    help="Hard cap on calls to the product.",
)
@judge_options
@self_judged_option
@store_option
@json_option
def follow(**options: Unpack[Options]) -> None:
    """Take up what the refusals of RUN offer, and show the offers that are dead.

    A refusal that says "we can plan the story together" is worth something only when the
    product then does it. Each different offer of a rule is taken up once, in the conversation
    that made it: "Yes please, ...". One that is not answered is taken up again, until two plays
    agree. Offers outside the policy's scope are shown too. RUN is not changed: the follow-ups
    are a run of their own, and the same command goes on where it was interrupted. Exits 0 when
    every offer is kept, 1 when one is dead, 5 when something stays unclear or nothing is
    offered at all.
    """
    import anyio

    from brightline.cli.signals import stoppable
    from brightline.pipeline.following import FollowWish, follow as followed
    from brightline.pipeline.home import store_words_of
    from brightline.records import Kept
    from brightline.report.following import following_json, following_text
    from brightline.store import find_store

    wish = FollowWish(
        run=options["run"],
        target=options["target"],
        options=target_options(options),
        rules=options["rules"],
        judge=judge_wish(options),
        calls=options["max_calls"],
        command=shlex.join(["brightline", *sys.argv[1:]]),
    )
    with find_store(store_url(options["store"])) as store:
        with only_results():
            found = anyio.run(stoppable, partial(followed, store, wish))
        named = store_words_of(store)
    if options["as_json"]:
        tell(lambda: click.echo(following_json(found)))
    else:
        show_lines(following_text(found, named))
    if found.stopped == "interrupted":
        click.echo(f"interrupted; go on with: {wish.command}", err=True)
        sys.exit(INTERRUPTED)
    kinds = {one.kept for one in found.offers}
    if Kept.DEAD in kinds and not found.judge_problems:
        sys.exit(DEAD)
    sys.exit(0 if kinds == {Kept.LIVE} and not found.judge_problems else UNCLEAR)
