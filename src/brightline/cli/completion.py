"""A shell's name in, its completion script out."""

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(*, shell: str) -> None:
    """Print the script that completes brightline's commands and options in SHELL.

    Example: brightline completion bash >> ~/.bashrc
    """
    from brightline.cli.main import brightline

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"click knows no completion for {shell}")
    click.echo(found(brightline, {}, "brightline", "_BRIGHTLINE_COMPLETE").source())
