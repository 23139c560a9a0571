"""A policy in, what its product could say when it declines out: `brightline responses`."""

from functools import partial
from pathlib import Path

import click

from brightline.cli.shared import json_option, tell


@click.command(epilog="Example: brightline responses policy.yaml > responses.md")
@click.argument("policy", type=click.Path(path_type=Path))
@json_option
def responses(*, policy: Path, as_json: bool) -> None:
    """Write a better response for every rule of POLICY, to paste into the system prompt.

    Each says its limit in one sentence and offers something in the next, in the first person:
    made from the rule's `instead`, or, where it says nothing, from the nearest task of the
    scope, which is marked. No model is asked. Read them before you use them.
    """
    from brightline.pipeline.crafting.responding import written_for
    from brightline.report.responses import responses_json, responses_markdown

    found = written_for(policy)
    show = responses_json if as_json else responses_markdown
    tell(partial(click.echo, show(found.policy.name, found.responses), nl=as_json))
