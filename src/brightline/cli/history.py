"""Stored runs in, each rule over time out: `brightline history`."""

from functools import partial

import click

from brightline.cli.shared import json_option, store_option, store_url, tell


@click.command(epilog="Example: brightline history --rule graphic-violence")
@click.option("--rule", help="Only this rule.")
@click.option("--policy", metavar="PRODUCT", help="Whose runs.  [default: the newest run's]")
@click.option(
    "--last",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="Runs at most, the newest.",
)
@store_option
@json_option
def history(
    *, rule: str | None, policy: str | None, last: int, store: str | None, as_json: bool
) -> None:
    """Show each rule over the stored runs: its rate, its gate, and since when it is broken.

    Runs that are not comparable with the newest say why. Below stand what each technique finds
    per call, and probes that never failed and cost much.
    """
    from brightline.pipeline.evidence.history import history_of
    from brightline.report.history import text
    from brightline.store import find_store

    with find_store(store_url(store)) as opened:
        found = history_of(opened, policy=policy, rule=rule, last=last)
    told = f"{found.model_dump_json(indent=2)}\n" if as_json else text(found)
    tell(partial(click.echo, told, nl=False))
