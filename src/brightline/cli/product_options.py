"""Options by which commands beside `run` take a product, and what they make of them."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TypedDict, TypeVar

import click

if TYPE_CHECKING:
    from brightline.records import TargetOptions

DEADLINE_S = 60
"""Seconds that one call to a product gets where nobody says."""

Command = TypeVar("Command", bound=Callable[..., object])


class AskingOptions(TypedDict):
    """What click hands over of how a product is asked."""

    model: str | None
    deadline_s: float | None
    max_tokens: int | None
    temperature: float | None
    stream: bool
    system_prompt: str | None


class ProductOptions(AskingOptions):
    """What click hands over."""

    target: str


def product_options(command: Command) -> Command:
    """Add --target and what says how it is asked, as `run` has them."""
    return _TARGET(asking_options(command))


def asking_options(command: Command) -> Command:
    """Add what says how a product is asked."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def target_options(options: AskingOptions) -> "TargetOptions":
    """Return how the product is asked."""
    from brightline.records import TargetOptions

    prompt, deadline_s = options["system_prompt"], options["deadline_s"]
    return TargetOptions(
        model=options["model"],
        stream=options["stream"],
        deadline_s=DEADLINE_S if deadline_s is None else deadline_s,
        deadline_asked=deadline_s is not None,
        max_tokens=options["max_tokens"],
        temperature=options["temperature"],
        sends_system=None if prompt is None else prompt == "send",
        environment=dict(os.environ),
    )


model_deadline_option = click.option(
    "--deadline-s",
    type=click.FloatRange(0.1),
    default=120,
    show_default=True,
    help="Seconds for one call, all of it.",
)
"""Of a model that thinks and writes for us."""

_TARGET = click.option(
    "--target",
    required=True,
    metavar="SPEC",
    help="URL, target.yaml, openai:URL, anthropic:, python:module:function or command:'…'.",
)

_OPTIONS = (
    click.option(
        "--model", metavar="NAME", help="Model to ask for, and to expect in the answer."
    ),
    click.option(
        "--deadline-s",
        type=click.FloatRange(0.1),
        help="Seconds for one call, all of it."
        f"  [default: {DEADLINE_S}, or what target.yaml says]",
    ),
    click.option("--max-tokens", type=click.IntRange(1), help="Cap on the length of a reply."),
    click.option("--temperature", type=click.FloatRange(0), help="Sent when given."),
    click.option("--stream", is_flag=True, help="Ask for a streamed reply."),
    click.option(
        "--system-prompt",
        type=click.Choice(["send", "none"]),
        help="Send the policy's system prompt, or not because the product has its own."
        "  [default: send to a model, none to an application]",
    ),
)
