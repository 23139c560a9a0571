"""Options by which several commands take a judge, and what they make of them."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NotRequired, TypedDict, TypeVar

import click

if TYPE_CHECKING:
    from brightline.pipeline.judges import JudgeWish

Command = TypeVar("Command", bound=Callable[..., object])


class JudgeOptions(TypedDict):
    """What click hands over of who judges."""

    judge: str
    judge_model: str | None
    self_judged: NotRequired[bool]


def judge_wish(options: JudgeOptions) -> "JudgeWish":
    """Return who shall judge."""
    from brightline.pipeline.judges import JudgeWish

    return JudgeWish(
        spec=options["judge"],
        model=options["judge_model"],
        environment=os.environ,
        self_judged=options.get("self_judged", False),
    )


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
