"""What is known of a product in, a first policy and a first target out."""

from brightline.craft.draft.plain import draft_policy, draft_target

__all__ = ["draft_policy", "draft_target"]
