"""The policy file of a run in, where its rules stand now out."""

from collections.abc import Mapping
from pathlib import Path

from brightline.errors import PolicyError
from brightline.load.policy import check_policy
from brightline.load.source import read_bytes
from brightline.records import Policy, PolicyFile, Report

POLICY_FILE = "policy_file"
"""Key of a run's settings."""

TOPS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Variables in which GitHub and GitLab say where the repository lies."""


def placed(report: Report, path: str | Path | None, environment: Mapping[str, str]) -> Report:
    """Return a report that knows the lines of its rules.

    Args:
        report: A measured run.
        path: The policy file; None: nobody knows where it lies.
        environment: Where a build says where the repository lies.
    """
    if path is None:
        return report
    found = policy_file(Path(path), report.policy, environment)
    return report.model_copy(update={"source": found})


def policy_file(
    path: Path, tested: Policy, environment: Mapping[str, str]
) -> PolicyFile | None:
    """Return where the rules of a run stand; None where nothing of it is there any more.

    A rule that is not as it was tested has no line: a finding would point at other words.

    Args:
        path: The policy file, as the user named it.
        tested: The policy as the run has it.
        environment: Where a build says where the repository lies.
    """
    name = _name(path, environment)
    if name is None:
        return None
    try:
        content = read_bytes(path, what="policy")
    except PolicyError:
        return None
    checked = check_policy(content, name=name, folder=path.parent)
    if checked.policy is None:
        return None
    as_tested = {rule.id: rule for rule in tested.rules}
    lines = {
        rule.id: checked.places["rules", at, "id"][0]
        for at, rule in enumerate(checked.policy.rules)
        if as_tested.get(rule.id) == rule
    }
    return PolicyFile(path=name, lines=lines) if lines else None


def _name(path: Path, environment: Mapping[str, str]) -> str | None:
    """Return the path as a build names files; None where it lies outside the repository."""
    whole = path.resolve()
    named = [environment[top] for top in TOPS if environment.get(top)]
    for top in (*named, "."):
        folder = Path(top).resolve()
        if whole.is_relative_to(folder):
            return whole.relative_to(folder).as_posix()
    return None
