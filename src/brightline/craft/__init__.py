"""Policy in, better policy out: a first draft and what to improve."""

from brightline.craft.draft import draft_policy, draft_target
from brightline.craft.lint import lint_policy, problem_finding
from brightline.craft.understand import Draft, Leftover, understand_prompt

__all__ = [
    "Draft",
    "Leftover",
    "draft_policy",
    "draft_target",
    "lint_policy",
    "problem_finding",
    "understand_prompt",
]
