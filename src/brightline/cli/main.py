"""Words of the command line in, the right command out; loads only the command asked for."""

import atexit
import gc
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from brightline.cli.shared import silence_stdout
from brightline.cli.streams import FULL, steady_streams
from brightline.errors import BrightlineError, PolicyError

COMMANDS = {
    "init": (
        "brightline.cli.init:init",
        "Write a policy.yaml and a target.yaml to start from.",
    ),
    "packs": ("brightline.cli.packs:packs", "List the policies to start from, by product."),
    "lint": ("brightline.cli.lint:lint", "Show every problem of a policy and what to write."),
    "diff": ("brightline.cli.diff:diff", "Hold a policy against its system prompt."),
    "ambiguity": (
        "brightline.cli.ambiguity:ambiguity",
        "Find the rules that readers understand differently.",
    ),
    "cases": ("brightline.cli.cases:cases", "Show what will be asked, and how many calls."),
    "techniques": (
        "brightline.cli.techniques:techniques",
        "List the ways of putting a request.",
    ),
    "standards": (
        "brightline.cli.standards:standards",
        "List the lines of public lists that rules can name.",
    ),
    "plan": ("brightline.cli.plan:plan", "Say how many calls each rule needs to hold."),
    "run": ("brightline.cli.run:run", "Play a policy against a product and give the verdict."),
    "attack": (
        "brightline.cli.attack:attack",
        "Let a model search for framings that break a rule.",
    ),
    "shrink": (
        "brightline.cli.shrink:shrink",
        "Shrink a breach to the least that still breaks the rule.",
    ),
    "fix": ("brightline.cli.fix:fix", "Propose a system prompt for what broke, and prove it."),
    "expand": (
        "brightline.cli.expand:expand",
        "Let a model draft more requests, for a person to read.",
    ),
    "follow": (
        "brightline.cli.follow:follow",
        "Take up what refusals offer: does the product keep it?",
    ),
    "responses": (
        "brightline.cli.responses:responses",
        "Write a better response for every rule, to paste into the prompt.",
    ),
    "judge": ("brightline.cli.judge:judge", "Judge exchanges from a file; calls no product."),
    "judges": ("brightline.cli.judge:judges", "List who can judge, and how good each is."),
    "rejudge": ("brightline.cli.judge:rejudge", "Judge a stored run again."),
    "review": ("brightline.cli.review:review", "Settle what the judge could not, one by one."),
    "calibrate": (
        "brightline.cli.calibrate:calibrate",
        "Fit a judge to your product by 30 to 200 of your own labels.",
    ),
    "report": ("brightline.cli.report:report", "Show a stored run as a page or file."),
    "runs": ("brightline.cli.report:runs", "List the stored runs."),
    "compare": ("brightline.cli.compare:compare", "Hold a run against a baseline."),
    "promote": (
        "brightline.cli.promote:promote",
        "Keep a breach of a run as a case of the policy.",
    ),
    "history": ("brightline.cli.history:history", "Show each rule over the stored runs."),
    "baseline": ("brightline.cli.report:baseline", "Print a run as a small baseline file."),
    "verdict": (
        "brightline.cli.verdict:verdict",
        "Check a stored run, or an export of one, again by its rows alone.",
    ),
    "export": ("brightline.cli.verdict:export", "Print a run's rows as JSON lines."),
    "simulate": (
        "brightline.cli.simulate:simulate",
        "Serve a product with known holes: Sprout or Harbour.",
    ),
    "target": ("brightline.cli.target:target", "Try whether a product can be reached."),
    "schema": ("brightline.cli.lint:schema", "Print the JSON Schema of policy.yaml."),
    "completion": ("brightline.cli.completion:completion", "Print completion for a shell."),
}
"""Name: (where it is, what it does). Kept here so that --help imports no command."""


OUR_FAULT = 3
"""Exit code of a command that failed in a way that we did not foresee."""

SIGPIPE = 141
"""Exit code, as a shell gives it, of a command whose reader went away."""


class LazyGroup(click.Group):
    """A group that imports a command when it is called, so that --help stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order in which a user meets them."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Return the command of this name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None

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
        """Write the list of commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

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
    cls=LazyGroup,
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
