"""A table of commands in, a group that imports only the one that is called out."""

from importlib import import_module
from typing import ClassVar

import click


class LazyGroup(click.Group):
    """A group that imports a command when it is called, so that --help stays fast."""

    table: ClassVar[dict[str, tuple[str, str]]]
    """Name of each command, where it is (`module:name`), what it does."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order in which a user meets them."""
        return list(self.table)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Return the command of this name, imported now."""
        if cmd_name not in self.table:
            return None
        module, _, name = self.table[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None
