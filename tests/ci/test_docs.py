"""docs/ci.md and the hook: what stands there is run as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import yaml
from tests.ci.conftest import POLICY, ROOT

if TYPE_CHECKING:
    from tests.ci.conftest import Product

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
GITHUB, GITLAB, PRE_COMMIT = (
    yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - strings alone
    for block in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
)
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH on which `brightline` is the one under test, and `pip` installs nothing."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, does in {
        "brightline": f'exec "{sys.executable}" -m brightline "$@"',
        "pip": "exit 0",
    }.items():
        (folder / name).write_text(f"#!/bin/sh\n{does}\n")
        (folder / name).chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_the_job_of_gitlab_ends_as_the_gate_says(
    product: Product, checkout: Path, path: str
) -> None:
    job = GITLAB["refusals"]
    quick = "--technique direct --trials 20 --system-prompt none --deadline-s 5"
    script = "\n".join(job["script"]).replace("--report junit", f"{quick} --report junit", 1)
    variables = {"PRODUCT_URL": product.url, "PRODUCT_MODEL": "m", "BRIGHTLINE": "here"}

    done = subprocess.run(
        ["/bin/bash", "-eo", "pipefail", "-c", script],
        env={"PATH": path, "HOME": str(checkout), "CI_PROJECT_DIR": str(checkout)}
        | job["variables"]
        | variables,
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == product.code, done.stdout + done.stderr
    junit = checkout / job["artifacts"]["reports"]["junit"]
    names = [*job["artifacts"]["paths"], junit.name]
    there = [(checkout / name).exists() for name in names if not name.startswith(".")]
    assert there == [product.verdict != "none"] * 3
    if product.verdict != "none":
        suite = ET.parse(junit).getroot().find("testsuite")  # noqa: S314 - written by us
        assert suite is not None
        assert (suite.get("failures"), suite.get("errors")) == (str(product.code), "0")


def test_the_workflow_of_github_names_what_the_action_has() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (job,) = GITHUB["jobs"].values()
    (ours,) = [one for one in job["steps"] if "brightline@" in one.get("uses", "")]
    text = str(job)

    assert set(ours["with"]) <= set(action["inputs"])
    assert set(re.findall(r"outputs\.([a-z-]+)", text)) <= set(action["outputs"])
    after = job["steps"][job["steps"].index(ours) + 1 :]
    assert all("!cancelled()" in one["if"] for one in after), "they run when the gate fails"


@pytest.mark.parametrize(
    "commit",
    [
        ("policy.yaml", POLICY, 0),
        ("tests/school.policy.yml", POLICY.replace("stance: refuse", "stance: refuses"), 1),
        ("other.yaml", "not: a policy", 0),
    ],
)
def test_the_hook_lints_the_policies_of_a_commit(
    commit: tuple[str, str, int], checkout: Path, path: str
) -> None:
    """With `prek` as it runs hooks, but in this environment in place of one of its own."""
    name, text, code = commit
    file = checkout / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    hooks = [hook | {"language": "system"} for hook in HOOKS]
    (checkout / ".pre-commit-config.yaml").write_text(
        yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]})
    )
    environment = {"PATH": path, "HOME": str(checkout.parent)}
    prek = Path(sys.executable).with_name("prek")
    for words in (["git", "init", "-q"], ["git", "add", name]):
        subprocess.run(words, cwd=checkout, env=environment, check=True)

    done = subprocess.run(
        [prek, "run", "--files", name],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == code, done.stdout + done.stderr
    assert ("Skipped" in done.stdout) == (name == "other.yaml")
    if code:
        assert f"{name}:9:13: error" in done.stdout


def test_the_hook_of_the_page_is_one_that_is_there() -> None:
    (repository,) = PRE_COMMIT["repos"]

    assert {one["id"] for one in repository["hooks"]} <= {hook["id"] for hook in HOOKS}
    assert shutil.which("prek", path=str(Path(sys.executable).parent)), "it comes with dev"
