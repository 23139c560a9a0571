"""A policy in, digests of what its rules and written cases say out: did one change?"""

import json

from brightline.records.base import digest
from brightline.records.policy import Policy, Rule

JUDGED = ("text", "stance", "condition", "instead", "markers")
"""What of a rule decides over a reply; its requests make cases, whose ids tell them apart."""


def said_by(policy: Policy) -> dict[str, str]:
    """Return a digest for each rule's id, and for `<rule>/written/<id>` of each written case.

    Where a rule's digest is the same, a reply to the same case means the same.

    Args:
        policy: The policy of a run.
    """
    rules = {rule.id: rule_digest(policy, rule) for rule in policy.rules}
    cases = {
        f"{case.rule}/written/{case.id}": _digest(
            [case.expected.value, case.objective, *case.turns]
        )
        for case in policy.cases
    }
    return rules | cases


def rule_digest(policy: Policy, rule: Rule) -> str:
    """Return the digest of all that a judge is told of a rule."""
    told = rule.model_dump(mode="json", by_alias=True, include=set(JUDGED))
    return _digest([told, *policy.scope.does])


def _digest(content: list[object]) -> str:
    return digest(json.dumps(content, ensure_ascii=False, sort_keys=True))
