"""Policy in, better policy out: a first draft and what to improve."""

from brightline.craft.draft import draft_policy, draft_target
from brightline.craft.lint import lint_policy, problem_finding

__all__ = [
    "draft_policy",
    "draft_target",
    "lint_policy",
    "problem_finding",
]
