"""Options that several commands share, and how a command finds its store."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from brightline.pipeline.home import (
    store_url as store_url,  # noqa: PLC0414 - mypy wants the alias where others take it from here
)

if TYPE_CHECKING:
    from rich.console import Console

MOST_TRIALS = 1000
"""Plays of each case at most."""

Command = TypeVar("Command", bound=Callable[..., object])


def store_option(command: Command) -> Command:
    """Add --store."""
    return click.option(
        "--store",
        envvar="BRIGHTLINE_STORE",
        metavar="URL",
        help="Database: a file, or postgresql://…  [default: .brightline/brightline.db]",
    )(command)


def json_option(command: Command) -> Command:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for a script.")(
        command
    )


def run_argument(command: Command) -> Command:
    """Add the RUN argument."""
    return click.argument("run", default="last")(command)


def person() -> str:
    """Return the name under which a review is stored unless --as says another."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "someone"


def console(*, err: bool = False) -> "Console":
    """Return a console for stdout or stderr; it takes `Text` and never reads markup."""
    from rich.console import Console

    return Console(stderr=err, markup=False, highlight=False, emoji=False)


def tell(show: Callable[[], None]) -> None:
    """Print a result though nobody may read it to its end: the gate's code must not change.

    Args:
        show: Prints it; a reader that went away makes it raise, or makes rich end the program.
    """
    try:
        show()
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):
        silence_stdout()


def silence_stdout() -> None:
    """Let what Python would still flush at its end go nowhere: its reader went away."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
