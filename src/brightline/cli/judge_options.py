"""Options by which several commands take a judge."""

from collections.abc import Callable
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])


def judge_options(command: Command) -> Command:
    """Add --judge and --judge-model."""
    command = click.option(
        "--judge-model", metavar="NAME", help="Model to ask for, where --judge is an address."
    )(command)
    return click.option(
        "--judge",
        default="embedded",
        show_default=True,
        metavar="SPEC",
        help="Who judges: a name that `brightline judges` lists, a judge.yaml, a file that"
        " `brightline calibrate` wrote, or a model as --target takes it, e.g."
        " openai:http://127.0.0.1:8000/v1, which is then asked what the embedded judge cannot"
        " tell.",
    )(command)


def self_judged_option(command: Command) -> Command:
    """Add --self-judged."""
    return click.option(
        "--self-judged",
        is_flag=True,
        help="Let the model under test judge itself; the report says so.",
    )(command)
