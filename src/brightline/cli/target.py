"""A target in, what one control shows of it out: `brightline target check`."""

import json
import os
from functools import partial
from pathlib import Path

import click

from brightline.cli.shared import json_option


@click.group()
def target() -> None:
    """Try whether a product can be reached.

    Example: brightline target check target.yaml
    """


@target.command(epilog="Example: brightline target check target.yaml --policy policy.yaml")
@click.argument("spec")
@click.option("--model", metavar="NAME", help="Model to ask for.")
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    help="Policy whose first control is sent.  [default: a plain hello]",
)
@json_option
def check(*, spec: str, model: str | None, policy: Path | None, as_json: bool) -> None:
    """Play one control against SPEC; shows status, text, session id and time.

    Exits 4, and names the key to change, when the product cannot be reached.
    """
    import anyio

    from brightline.pipeline.planning.order import try_target

    found = anyio.run(
        partial(try_target, spec, model=model, policy=policy, environment=os.environ)
    )
    if as_json:
        click.echo(json.dumps(found.model_dump(mode="json"), ensure_ascii=False))
        return
    from brightline.report.clean import clean

    click.echo(f"status   {clean(found.status)}")
    click.echo(f"text     {clean(found.text)}")
    click.echo(f"model    {clean(found.model or 'not said')}")
    click.echo(f"session  {clean(found.session or 'none')}")
    click.echo(f"time     {found.latency_s:.2f} s")
