"""Answers or a system prompt in, policy.yaml and target.yaml out: `brightline init`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.shared import json_option
from brightline.errors import UsageError

if TYPE_CHECKING:
    from brightline.pipeline.start import Answers


@click.command(epilog="Example: brightline init --prompt prompt.md --out policy.yaml --yes")
@click.option("--prompt", type=click.Path(path_type=Path), help="System prompt to read.")
@click.option("--name", help="What the product is called.")
@click.option("--does", multiple=True, help="A task of the product, as a verb; repeatable.")
@click.option("--does-not", multiple=True, help="What it must leave alone; repeatable.")
@click.option("--audience", help="Who uses it.")
@click.option(
    "--out", type=click.Path(path_type=Path), default="policy.yaml", show_default=True
)
@click.option("--yes", is_flag=True, help="Ask nothing; take what the options and prompt say.")
@json_option
def init(  # noqa: PLR0913 - a command takes its options
    *,
    prompt: Path | None,
    name: str | None,
    does: tuple[str, ...],
    does_not: tuple[str, ...],
    audience: str | None,
    out: Path,
    yes: bool,
    as_json: bool,
) -> None:
    """Write a policy.yaml with two worked rules, and a target.yaml, to start from.

    Asks for name, scope and audience, or takes them from --prompt. Existing files are kept:
    move them away first.
    """
    from brightline.pipeline.start import Answers, read_text, start

    target = out.with_name("target.yaml")
    for path in (out, target):
        if path.exists():
            raise UsageError(
                f"{path} is there already",
                slug="file-exists",
                hint="Move it away, or use --out.",
            )
    text = read_text(prompt) if prompt else None
    answers = Answers(
        name=name, does=does, does_not=does_not, audience=audience, prompt_text=text
    ).completed()
    if not yes and sys.stdin.isatty():
        answers = _asked(answers)
    done = start(answers, policy=out, target=target)
    if as_json:
        lines = [{"line": line, "text": words} for line, words in done.not_understood]
        click.echo(
            json.dumps({"policy": str(out), "rules": done.rules, "not_understood": lines})
        )
        return
    click.echo(f"wrote {out} ({done.rules} rules) and {target}")
    for line, words in done.not_understood[:SHOWN]:
        click.echo(f"not understood: {prompt}:{line}: {words}", err=True)
    click.echo(f"next: edit both, then brightline lint {out}", err=True)


SHOWN = 10
"""Lines of a prompt that are named at most; --json has them all."""


def _asked(answers: "Answers") -> "Answers":
    """Ask a person for what is missing, with what is known as the default."""
    from dataclasses import replace

    name = click.prompt("What is the product called", default=answers.name)
    audience = click.prompt("Who uses it", default=answers.audience)
    does = click.prompt("What does it do (separate with ;)", default="; ".join(answers.does))
    does_not = click.prompt("What must it leave alone", default="; ".join(answers.does_not))
    return replace(
        answers, name=name, audience=audience, does=_split(does), does_not=_split(does_not)
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
