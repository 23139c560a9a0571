"""A pytest configuration in, what a user asks of brightline out: options and ini values."""

from __future__ import annotations

from argparse import ArgumentTypeError
from math import inf
from typing import Literal

import pytest

_TEXTS = {
    "target": "Product: URL, target.yaml, openai:URL, anthropic:, python:module:function or"
    " command:'…'. Wins over the fixture brightline_target, which wins over the ini file.",
    "model": "Model to ask for, and to expect in the answer.",
    "system_prompt": "send or none: whether the policy's system prompt is sent, or not because"
    " the product has its own.  [default: send to a model, none to an application]",
    "deadline_s": "Seconds for one call, all of it.  [default: 60]",
    "max_tokens": "Cap on the length of a reply.",
    "suite": "Named set of techniques; `brightline techniques` lists them.  [default: smoke]",
    "technique": "Only this technique; repeatable.",
    "trials": "Plays of each case.  [default: the fewest with which every rule can hold]",
    "at_once": "Calls in flight at most.  [default: 16]",
    "budget_calls": "Hard cap on paid calls, for each policy file.",
    "judge": "Who judges, as `brightline run` takes it.  [default: embedded]",
    "judge_model": "Model to ask for, where the judge is an address.",
    "baseline": "Compare with this file of `brightline baseline`; a rule that got worse is"
    " broken, and what people read for it counts.",
    "store": "Database: a file, or postgresql://…  [default: .brightline beside the policy]",
}
FLAGS = tuple(f"--brightline-{name.replace('_', '-')}" for name in _TEXTS)
"""Every option, as it is written on the command line."""

_COUNTS = frozenset({"trials", "at_once", "budget_calls", "max_tokens"})
_FILES = frozenset({"target", "judge", "store", "baseline"})

PROMPTS = ("send", "none")
"""What may be said of the policy's system prompt."""


NO_TARGET = (
    "there is a policy to test, but no product: give --brightline-target URL, set"
    " brightline_target in the ini file, or define a fixture brightline_target in conftest.py"
)


def add_options(parser: pytest.Parser) -> None:
    """Add each option twice: on the command line and in the ini file."""
    group = parser.getgroup("brightline", "refusal policies (brightline)")
    counted: Literal["int", "string"] = "int" if pytest.version_tuple >= (8, 4) else "string"
    for flag, (name, text) in zip(FLAGS, _TEXTS.items(), strict=True):
        if name == "technique":
            group.addoption(flag, dest=_key(name), action="append", metavar="NAME", help=text)
            parser.addini(_key(name), text, type="linelist")
        elif name in _COUNTS:
            group.addoption(flag, dest=_key(name), type=_count, metavar="N", help=text)
            parser.addini(_key(name), text, type=counted, default=None)
        else:
            group.addoption(flag, dest=_key(name), metavar="TEXT", help=text)
            parser.addini(_key(name), text, default=None)


def flag_of(config: pytest.Config, name: str) -> str | None:
    """Return an option of the command line alone."""
    found: str | None = config.getoption(_key(name))
    return found


def text_of(config: pytest.Config, name: str) -> str | None:
    """Return an option, of the command line before that of the ini file; None in neither."""
    value = flag_of(config, name)
    if value is not None:
        return value
    value = config.getini(_key(name))
    if name in _FILES and isinstance(value, str) and config.inipath is not None:
        # A file is named as seen from the ini file, wherever pytest is started.
        there = config.inipath.parent / value
        if there.is_file() or (name == "store" and "://" not in value):
            return str(there)
    return value


def count_of(config: pytest.Config, name: str) -> int | None:
    """Return an option that is a number from 1 on; None where it is not given.

    Raises:
        pytest.UsageError: the ini file has something else.
    """
    try:
        value = config.getoption(_key(name)) or config.getini(_key(name))
        return None if value is None else _count(str(value))
    except (ValueError, TypeError, ArgumentTypeError) as error:
        raise pytest.UsageError(f"{config.inipath}: {_key(name)}: {error}") from error


def seconds_of(config: pytest.Config, name: str) -> float | None:
    """Return an option that is a number of seconds above 0; None where it is not given.

    Raises:
        pytest.UsageError: it is something else.
    """
    text = text_of(config, name)
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < inf:
        raise pytest.UsageError(f"{_key(name)}: {text!r} is no number of seconds above 0")
    return seconds


def sends_prompt(config: pytest.Config) -> bool | None:
    """Return whether the policy's system prompt is sent; None lets the product's kind decide.

    Raises:
        pytest.UsageError: something else was asked for.
    """
    text = text_of(config, "system_prompt")
    if text is not None and text not in PROMPTS:
        raise pytest.UsageError(f"{_key('system_prompt')}: {text!r} is neither send nor none")
    return None if text is None else text == PROMPTS[0]


def techniques_of(config: pytest.Config) -> tuple[str, ...]:
    """Return the techniques to which the suite is cut down; none: it is not."""
    return tuple(config.getoption(_key("technique")) or config.getini(_key("technique")))


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def _key(name: str) -> str:
    return f"brightline_{name}"
