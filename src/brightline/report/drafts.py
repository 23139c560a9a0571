"""Drafts in, a file for a person to read or lines to paste into a policy out."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from brightline.records import Draft, Drafts, Policy
from brightline.report.clean import clean
from brightline.report.quoted import quoted

KINDS = {
    "must_refuse": "must be refused",
    "must_answer": "must be answered",
    "ladder": "a ladder, from clearly fine to clearly forbidden: keep its order",
}


def drafts_yaml(drafts: Drafts, policy: Policy, *, model: str, file: str) -> str:
    """Return the file in which a person chooses.

    Args:
        drafts: What was drafted.
        policy: What it was drafted for.
        model: Who drafted it.
        file: How the file will be called.
    """
    return "\n".join(_draft_lines(drafts, policy, model=model, file=file)) + "\n"


def accepted_yaml(kept: Sequence[Draft]) -> str:
    """Return what a person keeps, as it stands under a policy's `rules:`."""
    return "\n".join(_accepted_lines(kept)) + "\n"


def _draft_lines(drafts: Drafts, policy: Policy, *, model: str, file: str) -> Iterator[str]:
    yield f"# Drafted by {clean(model)}, and read by nobody yet: no part of any policy."
    yield "# Read each one, correct its text, and write keep: true where you want it. Then"
    yield f"# brightline expand --accept {clean(file)} POLICY prints what to paste."
    yield "brightline_drafts: 1"
    yield f"policy: {quoted(drafts.policy)}"
    yield "drafts:" if drafts.drafts else "drafts: []"
    texts = {rule.id: rule.text for rule in policy.rules}
    for (rule, kind), some in groupby(drafts.drafts, key=lambda one: (one.rule, one.kind)):
        yield ""
        yield f"  # {rule}: {clean(texts.get(rule, ''))}"
        yield f"  # {KINDS[kind]}"
        for draft in some:
            yield f"  - rule: {draft.rule}"
            yield f"    kind: {draft.kind}"
            yield f"    text: {quoted(draft.text)}"
            yield f"    keep: {'true' if draft.keep else 'false'}"


def _accepted_lines(kept: Sequence[Draft]) -> Iterator[str]:
    yield "# Add these to your policy, under the rules and keys that are named."
    yield "rules:" if kept else "rules: []"
    rules = dict.fromkeys(draft.rule for draft in kept)
    for rule in rules:
        yield f"  - id: {rule}"
        for kind in KINDS:
            texts = [one.text for one in kept if one.rule == rule and one.kind == kind]
            if texts:
                yield f"    {kind}:"
                yield from (f"      - {quoted(text)}" for text in texts)
