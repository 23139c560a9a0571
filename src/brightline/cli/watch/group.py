"""Words behind `brightline watch` in, the right command out; loads only the one asked for."""

from difflib import get_close_matches
from importlib import import_module

import click

COMMANDS = {
    "show": ("brightline.cli.watch.show:show", "Show a scan; also what `watch` alone does."),
    "scan": ("brightline.cli.watch.scan:scan", "Read logs once, and look at what they hold."),
    "serve": ("brightline.cli.watch.serve:serve", "Take in traces as they come, and ring."),
    "retro": (
        "brightline.cli.watch.retro:retro",
        "Judge what a scan kept under a policy that changed.",
    ),
    "demo": ("brightline.cli.watch.demo:demo", "See it all on a simulated product."),
}
"""Name of the command, where it is, what it does."""

ALONE = "show"
"""What is meant where no command is named."""


class WatchGroup(click.Group):
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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take words that begin with no command for those of the one that shows a scan."""
        first = args[0] if args else ""
        if first in COMMANDS or first in ctx.help_option_names:
            return super().parse_args(ctx, args)
        if near := get_close_matches(first, COMMANDS, n=1):
            ctx.fail(f"There is no command {first!r}. Did you mean {near[0]!r}?")
        return super().parse_args(ctx, [ALONE, *args])

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the list of commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=WatchGroup,
    epilog="Example: brightline watch scan logs/ --policy policy.yaml, then brightline watch",
)
def watch() -> None:
    """Find what your product should have refused in production and didn't."""
