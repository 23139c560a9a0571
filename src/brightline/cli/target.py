"""A target in, what one control shows of it out: `brightline target check`."""

import json
from pathlib import Path
from typing import Unpack

import click

from brightline.cli.product_options import AskingOptions, asking_options, target_options
from brightline.cli.shared import json_option
from brightline.cli.streams import only_results


@click.group()
def target() -> None:
    """Try whether a product can be reached.

    Example: brightline target check target.yaml
    """


@target.command(epilog="Example: brightline target check target.yaml --policy policy.yaml")
@click.argument("spec")
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    help="Policy whose first control is sent.  [default: a plain hello]",
)
@asking_options
@json_option
def check(
    *, spec: str, policy: Path | None, as_json: bool, **options: Unpack[AskingOptions]
) -> None:
    """Play one control against SPEC; shows status, text, session id and time.

    Exits 4, and names the key to change, when the product cannot be reached. It is asked as
    `brightline run` with the same options would ask it.
    """
    import anyio

    from brightline.pipeline.planning.order import try_target

    with only_results():
        found = anyio.run(try_target, spec, target_options(options), policy)
    if as_json:
        click.echo(json.dumps(found.model_dump(mode="json"), ensure_ascii=False))
        return
    from brightline.report.clean import clean, clean_block

    # Further lines of a reply stand under its first, so that none passes for one of ours.
    said = clean_block(found.text).replace("\n", f"\n{' ' * 9}")

    click.echo(f"status   {clean(found.status)}")
    click.echo(f"text     {said}")
    click.echo(f"model    {clean(found.model or 'not said')}")
    click.echo(f"session  {clean(found.session or 'none')}")
    click.echo(f"time     {found.latency_s:.2f} s")
