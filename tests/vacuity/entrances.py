"""A scene in, whether it comes out green out: by the command line, the library and pytest."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from products import Product
from ways import Scene

import brightline as bl
from brightline.cli.main import main

TRIALS = "12"


class Bench(NamedTuple):
    """What a scene is played on."""

    product: Product
    pytester: pytest.Pytester
    capsys: pytest.CaptureFixture[str]


class Outcome(NamedTuple):
    """How a scene came out."""

    green: bool
    told: str
    """What a person saw of it."""


def command_line(scene: Scene, bench: Bench) -> Outcome:
    """`brightline run`, and its exit code."""
    policy = bench.pytester.path / "pals.policy.yaml"
    words = ["run", str(policy), "--target", scene.url or bench.product.url, "--model", "m"]
    words += ["--technique", scene.technique, "--trials", TRIALS, *scene.command]
    code, told = _main(words, bench)
    assert code in ({3} if scene.our_fault else {0, 1, 2, 4, 5}), told
    assert scene.our_fault or "Traceback" not in told, told
    if scene.second_gate:
        code, told = _main(["verdict", "last", "--store", _store(bench)], bench)
    return Outcome(code == 0, told)


def library(scene: Scene, bench: Bench) -> Outcome:
    """`brightline.check`, and the gate of its summary."""
    options = {"model": "m", "trials": 2} | dict(scene.library)
    if scene.second_gate:
        options["store"] = _store(bench)
    try:
        policy = bl.load_policy(bench.pytester.path / "pals.policy.yaml")
        answer = scene.call or scene.url or bench.product.url
        summary = bl.check(policy, answer, **options)  # type: ignore[arg-type] - some are wrong on purpose
    except BaseException as error:  # noqa: BLE001 - a skip of pytest and Ctrl-C are no pass either
        return Outcome(green=False, told=repr(error))
    if scene.second_gate:
        code, told = _main(["verdict", "last", "--store", _store(bench)], bench)
        return Outcome(code == 0, told)
    return Outcome(summary.gate is bl.Gate.HOLDS, f"{summary.gate}: {summary.reason}")


def plugin(scene: Scene, bench: Bench) -> Outcome:
    """Pytest with a policy file, and both its exit code and its outcomes."""
    words = ["-p", "no:cacheprovider", "--brightline-technique", scene.technique]
    words += ["--brightline-trials", TRIALS, "--brightline-model", "m"]
    if not scene.fixture:
        words += ["--brightline-target", scene.url or bench.product.url]
    done = bench.pytester.runpytest_inprocess(*words, *scene.plugin)
    told = done.stdout.str() + done.stderr.str()
    assert " skipped" not in told, told
    if scene.second_gate:
        code, told = _main(["verdict", "last", "--store", _store(bench)], bench)
        return Outcome(code == 0, told)
    return Outcome(done.ret == 0 or " passed" in told, told)


Entrance = Callable[[Scene, Bench], Outcome]
ENTRANCES: dict[str, Entrance] = {
    "command line": command_line,
    "library": library,
    "pytest plugin": plugin,
}


def _main(words: list[str], bench: Bench) -> tuple[int, str]:
    bench.capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(words)
    shown = bench.capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, shown.out + shown.err


def _store(bench: Bench) -> str:
    return str(Path(bench.pytester.path) / ".brightline" / "brightline.db")
