"""A policy and its prompt in, which carries what of the other out: `brightline diff`."""

import sys
from functools import partial
from pathlib import Path

import click

from brightline.cli.shared import console, json_option, tell

NOT_READ = 5
"""Exit code when the prompt is in another language."""


@click.command(epilog="Example: brightline diff policy.yaml --prompt system_prompt.md")
@click.argument("policy", type=click.Path(path_type=Path))
@click.option(
    "--prompt",
    type=click.Path(path_type=Path),
    help="Prompt to hold it against.  [default: the policy's own]",
)
@json_option
def diff(*, policy: Path, prompt: Path | None, as_json: bool) -> None:
    """Show which rules of POLICY its system prompt carries, and which lines no rule covers.

    Rules stand on the left, the prompt's lines by their numbers on the right. It compares
    words, offline: read what it calls missing before you believe it. Exits 0, 4 when a file
    cannot be used, or 5 when the prompt is not in English and so was not read.
    """
    from brightline.pipeline.crafting.differing import diff_file

    found = diff_file(policy, prompt)
    if as_json:
        tell(partial(click.echo, found.held.model_dump_json()))
    else:
        from brightline.report.columns import columns

        out = console()
        names = (found.policy_name, found.prompt_name)
        shown = columns(found.policy, found.held, names=names, width=out.width)
        tell(partial(out.print, shown))
    sys.exit(0 if found.held.english else NOT_READ)
