"""Options that several commands share, and how a command finds its store."""

import os
import shlex
import shutil
import sys
import textwrap
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from click.core import ParameterSource

from brightline.pipeline.home import (
    HOME,
    store_url as store_url,  # noqa: PLC0414 - mypy wants the alias where others take it from here
)

if TYPE_CHECKING:
    from rich.console import Console

MOST_TRIALS = 1000
"""Plays of each case at most."""

_NARROW = "\N{NO-BREAK SPACE}"

Command = TypeVar("Command", bound=Callable[..., object])


def store_option(command: Command) -> Command:
    """Add --store."""
    return click.option(
        "--store",
        envvar="BRIGHTLINE_STORE",
        callback=_in_a_folder,
        metavar="URL",
        help="Database: a file, or postgresql://…  [default: .brightline/brightline.db]",
    )(command)


def _in_a_folder(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Refuse a file in a folder that is not there: a slip of the pen would make one.

    Our own folder is made where it is missing, and so is that of BRIGHTLINE_STORE, which a
    machine may have written.
    """
    typed = ctx.get_parameter_source(param.name or "") is ParameterSource.COMMANDLINE
    if value and typed and "://" not in value:
        folder = Path(value).parent
        if not folder.is_dir() and not (folder.name == HOME and folder.parent.is_dir()):
            make = f"mkdir -p {shlex.quote(str(folder))}"
            raise click.BadParameter(
                f"there is no folder {str(folder)!r}. Make it first ({make}), or name another.",
                ctx,
                param,
            )
    return value


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
    """Return a console for stdout or stderr; it takes `Text` and never reads markup.

    When its reader goes away it raises `BrokenPipeError`: rich itself would end the program
    with 1, which here says that a rule is broken.
    """
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Plain(stderr=err, markup=False, highlight=False, emoji=False)


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


def show_lines(text: str) -> None:
    """Print lines; a terminal gets no longer ones than it is wide, others get them as they are.

    Args:
        text: Where a line is too long, it goes on two columns further in than it began.
    """
    if sys.stdout.isatty() or asked_columns():
        text = "\n".join(map(_wrapped, text.split("\n")))
    tell(partial(click.echo, text))


def asked_columns() -> str:
    """Return the width that the user asks for; empty for none, also where it is 0."""
    return os.environ.get("COLUMNS", "").lstrip("0")


def _wrapped(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip(" "))]
    return textwrap.fill(
        line.replace(" %", f"{_NARROW}%"),  # a number keeps its sign
        max(40, shutil.get_terminal_size().columns),
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    ).replace(_NARROW, " ")


def silence_stdout() -> None:
    """Let what Python would still flush at its end go nowhere: its reader went away."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
