"""A test in, what is said of every rule of its policy out: played once for all that ask."""

from __future__ import annotations

import hashlib
import io
import os
import shlex
import signal
import threading
import traceback
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brightline.errors import BrightlineError, UsageError
from brightline.pipeline.judges import EMBEDDED, JudgeWish
from brightline.pipeline.per_rule import FileSaid, RuleSaid, play_rules
from brightline.pipeline.planning.order import Wish
from brightline.plugins import find_techniques
from brightline.pytest_plugin.options import (
    NO_TARGET,
    count_of,
    flag_of,
    seconds_of,
    sends_prompt,
    techniques_of,
    text_of,
)
from brightline.records import Gate, TargetOptions
from brightline.report.clean import clean_block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brightline.pipeline.supervised import Say

DEADLINE_S = 60.0
"""Seconds for one call where nobody says how many, as `brightline run` has it."""

OUTCOMES = (pytest.skip.Exception, pytest.fail.Exception)
"""What pytest would take for the outcome of a test: a skip must never stand for a verdict."""


def check_options(config: pytest.Config) -> None:
    """Raise unless the options make sense whatever the policy.

    Raises:
        pytest.UsageError: they do not.
    """
    try:
        wish = _wish(config, Path(), ())
        find_techniques(wish.suite, wish.techniques)
    except UsageError as error:
        raise pytest.UsageError(str(error)) from error


def said_of(request: pytest.FixtureRequest, rules: tuple[str, ...]) -> FileSaid:
    """Return what is said of the selected rules of a file.

    Of the workers of xdist one plays, and the others read what it wrote. One that dies gives
    its lock back, and the next goes on with its run.
    """
    worker = getattr(request.config, "workerinput", None)
    if worker is None:
        return _played(request, rules)
    base = request.getfixturevalue("tmp_path_factory").getbasetemp().parent
    name = hashlib.sha256(f"{worker['testrunuid']} {request.node.path}".encode()).hexdigest()
    said = base / f"brightline-{name[:16]}.json"
    with _locked(said.with_suffix(".lock")):
        if not said.exists():
            part = said.with_suffix(".part")
            part.write_text(_played(request, rules).model_dump_json(), encoding="utf-8")
            part.replace(said)
        return FileSaid.model_validate_json(said.read_text(encoding="utf-8"))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    import fcntl  # not there on Windows, where pytest must start all the same

    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _played(request: pytest.FixtureRequest, rules: tuple[str, ...]) -> FileSaid:
    """Play the rules; what goes wrong is said of every one of them."""
    config = request.config
    say = _say(config)
    try:
        product = _product(request)
    except UsageError as error:
        return _nothing(rules, str(error))
    try:
        with _signals_kept():
            said = play_rules(
                _wish(config, request.node.path, rules),
                product,
                store=text_of(config, "store"),
                baseline=text_of(config, "baseline"),
                say=say,
                stream=_Lines(say),
            )
    except BaseException as error:  # noqa: BLE001 - told apart there; some are raised again
        return _nothing(rules, _why(error))
    if said is None:
        pytest.exit(f"interrupted; go on with: {_command(config)}", returncode=2)
    return said


def _why(error: BaseException) -> str:
    """Return why there is no verdict; an interruption goes on its way."""
    if isinstance(error, (BrightlineError, pytest.UsageError)):
        return str(error)
    group = error.subgroup(OUTCOMES) if isinstance(error, BaseExceptionGroup) else None
    if group is not None or isinstance(error, OUTCOMES):
        return "the product ended the test, by pytest.skip or the like, instead of answering"
    if isinstance(error, Exception):
        text = "".join(traceback.format_exception(error))
        return f"brightline failed, which is a bug and no verdict\n{text}"
    raise error


def _nothing(rules: tuple[str, ...], why: str) -> FileSaid:
    said = RuleSaid(gate=Gate.UNPROVEN, text=clean_block(f"UNPROVEN: {why}"))
    return FileSaid(line="unproven, nothing was played", rules=dict.fromkeys(rules, said))


def _product(request: pytest.FixtureRequest) -> object:
    """Return the product: the option's before the fixture's before the ini file's.

    Raises:
        UsageError: there is none, or the fixture left it out.
    """
    if flag_of(request.config, "target") is not None:
        return flag_of(request.config, "target")
    try:
        found = request.getfixturevalue("brightline_target")
    except OUTCOMES as error:
        raise UsageError(
            f"the fixture brightline_target left the product out: {error}",
            slug="no-product",
            hint="Deselect the policy with -m 'not brightline': a skip would look like a pass.",
        ) from error
    if found is None:
        raise UsageError(NO_TARGET, slug="no-product")
    return found


def _wish(config: pytest.Config, policy: Path, rules: Sequence[str]) -> Wish:
    return Wish(
        policy=policy,
        target=text_of(config, "target") or "",
        options=_asked(config),
        suite=text_of(config, "suite") or "smoke",
        techniques=techniques_of(config),
        rules=tuple(rules),
        trials=count_of(config, "trials"),
        at_once=count_of(config, "at_once") or 16,
        budget_calls=count_of(config, "budget_calls"),
        judge=JudgeWish(
            spec=text_of(config, "judge") or EMBEDDED,
            model=text_of(config, "judge_model"),
            environment=os.environ,
        ),
        command=_command(config),
    )


def _asked(config: pytest.Config) -> TargetOptions:
    """Return how the product is asked."""
    return TargetOptions(
        model=text_of(config, "model"),
        sends_system=sends_prompt(config),
        max_tokens=count_of(config, "max_tokens"),
        deadline_s=seconds_of(config, "deadline_s") or DEADLINE_S,
        environment=dict(os.environ),
    )


def _command(config: pytest.Config) -> str:
    """Return the command line that started this session."""
    worker = getattr(config, "workerinput", None)
    words = worker["mainargv"][1:] if worker else config.invocation_params.args
    return shlex.join(["pytest", *map(str, words)])


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Give the handlers back that a run takes over while it is played."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _say(config: pytest.Config) -> Say:
    """Return what shows a person a line, though pytest captures what a test prints."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    capture = config.pluginmanager.get_plugin("capturemanager")

    def say(words: str) -> None:
        if terminal is not None:  # a worker of xdist has none
            with capture.global_and_fixture_disabled() if capture else nullcontext():
                terminal.write_line(f"brightline: {words}")

    return say


class _Lines(io.StringIO):
    """A stream whose lines a person is shown."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say

    def write(self, text: str) -> int:
        self._say(text.rstrip("\n"))
        return len(text)
