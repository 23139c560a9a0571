"""Options by which several commands choose what is asked."""

from collections.abc import Callable
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])

rules_option = click.option(
    "--rule", "rules", multiple=True, help="Only this rule; repeatable."
)

pairwise_option = click.option(
    "--pairwise",
    is_flag=True,
    help="Few cases in which every pair of rule, technique, language, placement, format and"
    " turns meets.",
)

replays_option = click.option(
    "--budget-calls",
    type=click.IntRange(1),
    default=60,
    show_default=True,
    help="Hard cap on calls to product and judge together.",
)

_SUITE = click.option(
    "--suite",
    default="smoke",
    show_default=True,
    help="Named set of techniques; `brightline techniques` lists them.",
)

_TECHNIQUES = click.option(
    "--technique", "techniques", multiple=True, help="Only this one; repeatable."
)


def suite_options(command: Command) -> Command:
    """Add --suite, --technique and --rule."""
    return _SUITE(_TECHNIQUES(rules_option(command)))
