"""Words behind `brightline watch` in, the right command out; loads only the one asked for."""

from difflib import get_close_matches

import click

from brightline.cli.lazy import LazyGroup

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


class WatchGroup(LazyGroup):
    """What stands behind `brightline watch`; without a command it shows a scan."""

    table = COMMANDS

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
