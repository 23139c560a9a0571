"""What is known of a product in, a first policy and a first target out."""

from brightline.craft.draft.from_prompt import Source, counts_of, write_draft
from brightline.craft.draft.plain import draft_policy, draft_target
from brightline.craft.draft.rules import DraftRule, Left, RulesDraft, draft_rules

__all__ = [
    "DraftRule",
    "Left",
    "RulesDraft",
    "Source",
    "counts_of",
    "draft_policy",
    "draft_rules",
    "draft_target",
    "write_draft",
]
