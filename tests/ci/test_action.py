"""action.yml, step by step as a runner takes it: exit code, outputs, files, and the log."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml
from tests.ci.conftest import ROOT, broken, serving

if TYPE_CHECKING:
    from tests.ci.conftest import Product

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"]}
QUICK = "--technique direct --trials 20 --system-prompt none --deadline-s 5"
_COMMAND = re.compile(r"^\s*::([a-z-]+|[0-9a-f]{32})( [^:]*?)?::(.*)$")
_OLD_COMMAND = re.compile(r"##\[([a-z-]+)[^]]*\](.*)$")


class Done(NamedTuple):
    code: int
    log: str
    outputs: dict[str, str]
    summary: str


def given(text: str, inputs: dict[str, str]) -> str:
    """Return an expression of the action with its value in it."""
    default = {name: one.get("default", "") for name, one in ACTION["inputs"].items()}
    values = {f"inputs.{name}": value for name, value in (default | inputs).items()}
    values["inputs.version || github.action_path"] = inputs.get("version") or str(ROOT)
    return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: values[found.group(1)], text)


def step(name: str, checkout: Path, script: str = "", **inputs: str) -> Done:
    """Run one step as GitHub runs it: bash, its environment, its files."""
    temp = checkout.parent / "temp"
    (temp / "brightline").mkdir(parents=True, exist_ok=True)
    files = {name: temp / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("")
    body = temp / "step.sh"
    body.write_text(script or STEPS[name]["run"])
    environment = {key: given(value, inputs) for key, value in STEPS[name]["env"].items()}
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    done = subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", str(body)],
        env=kept
        | environment
        | {key: str(file) for key, file in files.items()}
        | {"RUNNER_TEMP": str(temp), "GITHUB_WORKSPACE": str(checkout)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=checkout,
        check=False,
    )
    lines = files["GITHUB_OUTPUT"].read_text().splitlines()
    return Done(
        done.returncode,
        done.stdout,
        dict(line.split("=", 1) for line in lines),
        files["GITHUB_STEP_SUMMARY"].read_text(),
    )


def installed(checkout: Path) -> None:
    """Stand in for the install step: the brightline under test, where that step puts it."""
    bin_ = checkout.parent / "temp" / "brightline" / "venv" / "bin"
    bin_.mkdir(parents=True)
    for name, words in {"python": "", "brightline": "-m brightline"}.items():
        script = bin_ / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        script.chmod(0o755)


def commands(log: str) -> list[tuple[str, str]]:
    """Return the commands that a runner carries out: none between a stop and its token."""
    found: list[tuple[str, str]] = []
    token = ""
    for line in log.splitlines():
        match = _COMMAND.match(line)
        old = _OLD_COMMAND.search(line)
        if token:
            token = "" if match and match.group(1) == token else token
        elif match and match.group(1) == "stop-commands":
            token = match.group(3)
        elif match:
            found.append((match.group(1) + (match.group(2) or ""), match.group(3)))
        elif old:
            found.append((old.group(1), old.group(2)))
    assert not token, "the runner still takes no commands"
    return found


def test_the_step_runs_and_says_what_the_gate_says(product: Product, checkout: Path) -> None:
    installed(checkout)

    done = step("run", checkout, target=product.url, model="m", args=QUICK)

    assert done.code == product.code, done.log
    assert done.outputs["verdict"] == product.verdict
    assert done.outputs["exit-code"] == str(product.code)
    word = "NO VERDICT" if product.verdict == "none" else product.verdict.upper()
    assert done.summary.startswith(f"## {word}")
    carried_out = commands(done.log)
    assert carried_out[0][0].startswith("notice" if product.code == 0 else "error")
    assert {name.split()[0] for name, _ in carried_out} <= {"error", "warning", "notice"}
    assert not [text for _, text in carried_out if "forged" in text]
    at = "error file=policy.yaml,line=7,title=BROKEN secret-base"
    assert (at in dict(carried_out)) == (product.verdict == "broken")
    files = [Path(done.outputs[name]) for name in ("report", "sarif", "junit")]
    assert [file.is_file() for file in files] == [product.verdict != "none"] * 3
    comment = Path(done.outputs["comment"]).read_text()
    assert comment == done.summary, "no comment of an earlier commit stands on"
    if product.verdict != "none":
        assert json.loads(files[1].read_text())["runs"][0]["properties"]["gate"]
        assert Path(done.outputs["store"]).is_file()
    assert [one.name for one in checkout.iterdir()] == ["policy.yaml"], "nothing is left there"


def test_too_little_evidence_fails_too(checkout: Path) -> None:
    installed(checkout)

    with serving(lambda _: "Hm.") as url:
        done = step(
            "run", checkout, target=url, model="m", args="--technique direct --trials 1"
        )

    assert (done.code, done.outputs["verdict"]) == (5, "unproven")
    assert done.summary.startswith("## UNPROVEN")


def test_a_log_with_commands_of_a_product_is_noticed(checkout: Path) -> None:
    """The twin of the test above: without stopping commands the log holds forged ones."""
    installed(checkout)
    naive = STEPS["run"]["run"].replace("stop-commands::", "debug::")

    with serving(broken) as url:
        done = step("run", checkout, script=naive, target=url, model="m", args=QUICK)

    assert [text for _, text in commands(done.log) if "forged" in text]


@pytest.mark.parametrize("code", [0, 1])
def test_without_a_verdict_nothing_is_green_and_nothing_broken(
    code: int, checkout: Path
) -> None:
    """Whatever becomes of brightline itself: here it does nothing, or crashes."""
    installed(checkout)
    program = checkout.parent / "temp" / "brightline" / "venv" / "bin" / "brightline"
    program.write_text(f"#!/bin/sh\nexit {code}\n")

    done = step("run", checkout, target="http://127.0.0.1:9/v1", model="m")

    assert (done.code, done.outputs["verdict"]) == (3, "none")


def test_inputs_are_words_and_never_shell(checkout: Path) -> None:
    installed(checkout)
    planted = checkout.parent / "planted"

    done = step(
        "run",
        checkout,
        target=f"http://127.0.0.1:9/v1; touch {planted}",
        model=f"$(touch {planted})",
        args=f"--trials 1 `touch {planted}` $(touch {planted})",
    )

    assert done.code == 4
    assert not planted.exists()
    assert "${{" not in "".join(one["run"] for one in STEPS.values())


def test_every_output_is_written_and_every_input_is_used() -> None:
    run = STEPS["run"]["run"]
    asked = json.dumps([one["env"] for one in STEPS.values()])

    for name, output in ACTION["outputs"].items():
        assert output["value"] == f"${{{{ steps.run.outputs.{name} }}}}"
        assert f'echo "{name}=' in run
    assert not [name for name in ACTION["inputs"] if f"inputs.{name} " not in asked]


@pytest.mark.promise
def test_the_install_step_installs_this_checkout(checkout: Path) -> None:
    done = step("install", checkout)

    assert done.code == 0, done.log
    program = checkout.parent / "temp" / "brightline" / "venv" / "bin" / "brightline"
    assert subprocess.run([program, "--version"], check=False).returncode == 0
