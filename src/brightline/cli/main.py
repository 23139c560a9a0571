"""Words of the command line in, the right command out; loads only the command asked for."""

import atexit
import gc
import sys
from collections.abc import Sequence

import click

from brightline.cli.commands import COMMANDS, GROUPS
from brightline.cli.lazy import LazyGroup
from brightline.cli.shared import silence_stdout
from brightline.cli.streams import FULL, steady_streams
from brightline.errors import BrightlineError, PolicyError

OUR_FAULT = 3
"""Exit code of a command that failed in a way that we did not foresee."""

SIGPIPE = 141
"""Exit code, as a shell gives it, of a command whose reader went away."""


class Commands(LazyGroup):
    """Every command of brightline, listed by what a user is about."""

    table = COMMANDS

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a reader that went away must not look like a verdict.

        click itself would exit with 1, which here says that a rule is broken.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            silence_stdout()
            sys.exit(SIGPIPE)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the lists of commands from the table alone."""
        width = max(map(len, COMMANDS))
        for title, group in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name.ljust(width), text) for name, (_, text) in group.items()]
                )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command, or an error that names the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            ask = f" Did you mean {near[0]!r}?" if near else " See brightline --help."
            ctx.fail(f"There is no command {args[0]!r}.{ask}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start: brightline init, then brightline run policy.yaml --target URL --model NAME."
    " Exit codes: 0 every rule holds, 1 broken, 2 interrupted, 3 our fault, 4 wrong use,"
    " 5 unproven.",
)
@click.version_option(package_name="brightline", prog_name="brightline")
def brightline() -> None:
    """Find what your AI product should have refused and didn't."""


def collect_rarely() -> None:
    """Look for cycles of garbage less often: a run makes many small records and few cycles.

    A tenth of the CPU time of a run, and as much again for the last look of all, which would
    free at the end what the system takes back anyway. For a process that is ours, so not in
    the library.
    """
    gc.set_threshold(20_000, 50, 50)
    atexit.register(gc.freeze)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with the code that the glossary gives."""
    collect_rarely()
    steady_streams()
    try:
        code = brightline.main(args=arguments, prog_name="brightline", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        code = 2
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        error.show()
        code = 4
    except BrightlineError as error:
        show_error(error)
        code = error.exit_code
    except Exception as error:  # noqa: BLE001 - Python itself would exit with 1: broken
        if isinstance(error, OSError) and error.errno in FULL:
            silence_stdout()
            click.echo(f"error: cannot write: {error.strerror}", err=True)
        else:
            import traceback

            traceback.print_exc()
            click.echo("error: a fault of brightline itself; no rule is broken by it", err=True)
        code = OUR_FAULT
    sys.exit(code if isinstance(code, int) else 0)


def show_error(error: BrightlineError) -> None:
    """Print an error, and every further problem of the same policy, to stderr."""
    from brightline.report.clean import clean

    problems = error.problems if isinstance(error, PolicyError) else (error,)
    for problem in problems:
        click.echo("\n".join(clean(line) for line in f"error: {problem}".split("\n")), err=True)
    if len(problems) > 1:
        click.echo(f"{len(problems)} problems", err=True)
