"""Policy and prompt in, findings out: what in them keeps a run from proving much."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from brightline.craft.lint import (
    audience,
    carried,
    decision,
    guards,
    hedges,
    language,
    pairs,
    response,
    scope,
    secrets,
    size,
    vague,
)
from brightline.craft.lint.material import Found, Material, Origin, Places, Prompt, Told
from brightline.records import Finding, Policy

if TYPE_CHECKING:
    from brightline.errors import PolicyError

Check: TypeAlias = Callable[[Material], Iterator[Found]]

__all__ = [
    "CHECKS",
    "Found",
    "Material",
    "Origin",
    "Places",
    "Prompt",
    "Told",
    "lint_policy",
    "look",
    "problem_finding",
]

CHECKS: tuple[Check, ...] = (
    language.unread,
    vague.vague_words,
    decision.undecided,
    decision.no_condition,
    hedges.hedged,
    response.better_response,
    response.offers_nothing,
    response.only_negative,
    scope.requests,
    scope.tasks,
    audience.audience,
    scope.ladders,
    guards.guards,
    guards.exceptions,
    secrets.secrets,
    size.late,
    size.long,
    pairs.pairs,
    carried.carried,
)


def look(material: Material) -> tuple[Found, ...]:
    """Return what every check finds, in the order of each file, the policy first."""
    found = [one for check in CHECKS for one in check(material)]
    return tuple(sorted(found, key=lambda one: _order(one.finding, material.file)))


def lint_policy(policy: Policy, places: Places) -> tuple[Finding, ...]:
    """Return what would make a policy test better, in the order of the file.

    Args:
        policy: A policy that loads; what its prompt lacks is not looked for.
        places: Where each of its values stands.
    """
    return tuple(one.finding for one in look(Material(policy=policy, places=places)))


def problem_finding(problem: "PolicyError", *, file: str = "") -> Finding:
    """Return a problem of the loader as a finding, so that one list holds both."""
    _, line, column = [*("", "1", "1"), *problem.where.rsplit(":", 2)][-3:]
    placed = line.isdigit() and column.isdigit()
    return Finding(
        code=_code(problem),
        slug=problem.slug,
        file=file,
        line=int(line) if placed else 1,
        column=int(column) if placed else 1,
        severity="error",
        message=problem.message,
        why="",
        fix=problem.hint,
    )


_CODES = {
    "rule-without-examples": "L02",
    "rule-without-controls": "L02",
    "condition-missing": "L04",
    "contradicting-request": "L12",
}
"""What the loader refuses and lint has a name for; the rest is `L00`."""


def _code(problem: "PolicyError") -> str:
    if problem.slug == "missing-key" and problem.message.endswith("'stance'"):
        return "L03"
    return _CODES.get(problem.slug, "L00")


def _order(finding: Finding, policy: str) -> tuple[bool, str, int, int, str]:
    return finding.file != policy, finding.file, finding.line, finding.column, finding.code
