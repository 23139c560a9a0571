"""The option that says by which pipelines names of persons are found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from brightline.watch.redact.names import Names

names_option = click.option(
    "--names",
    multiple=True,
    metavar="MODEL",
    help="Take names of persons out too: those that this spaCy pipeline finds, a package as"
    " en_core_web_sm or a folder. Needs brightline[names].",
)


def finders_of(models: Sequence[str]) -> "tuple[Names, ...]":
    """Return what finds names: in most scans nothing does.

    Raises:
        UsageError: spaCy or a pipeline is not installed, or cannot be used.
    """
    from brightline.watch.redact.names import names_by

    return tuple(map(names_by, models))
