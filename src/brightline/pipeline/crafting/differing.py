"""A policy's file and a prompt in, which carries what of the other out."""

import re
from dataclasses import dataclass
from pathlib import Path

from brightline.craft.against import hold_against
from brightline.craft.instructions import is_english, read_instructions
from brightline.errors import UsageError
from brightline.load.policy import load_policy
from brightline.load.prompt import read_prompt_file
from brightline.load.source import read_bytes
from brightline.records import HeldAgainst, Policy

_NAMED = re.compile(
    rb"^system_prompt:[ \t]+['\"]?([^\s'\"#|>]+)['\"]?[ \t]*(?:#.*)?$", re.MULTILINE
)


@dataclass(frozen=True, kw_only=True)
class Differing:
    """A policy and its prompt, held against each other."""

    policy: Policy
    policy_name: str
    prompt_name: str
    held: HeldAgainst


def diff_file(path: Path, prompt: Path | None = None) -> Differing:
    """Return what the policy in a file and its system prompt carry of each other.

    Args:
        path: The policy.
        prompt: Another prompt to hold it against; None takes the policy's own.

    Raises:
        PolicyError: a file cannot be read, or the policy is wrong.
        UsageError: there is no prompt, or the file that is named as one is a policy.
    """
    policy = load_policy(path)
    text = policy.system_prompt if prompt is None else read_prompt_file(prompt)
    if text is None:
        raise UsageError(
            "the policy names no system prompt to hold it against",
            slug="no-system-prompt",
            where=str(path),
            hint="Add --prompt FILE, or system_prompt: FILE to the policy.",
        )
    return Differing(
        policy=policy,
        policy_name=path.name,
        prompt_name=prompt.name if prompt is not None else _own_name(path),
        held=_held(policy, text),
    )


def _held(policy: Policy, text: str) -> HeldAgainst:
    if not is_english(text):
        return HeldAgainst(rules=(), lines=(), conflicts=(), english=False)
    return hold_against(policy, read_instructions(text))


def _own_name(path: Path) -> str:
    """Return how a policy's own prompt is called: its file, or the key that holds it."""
    named = _NAMED.search(read_bytes(path, what="policy"))
    name = named[1].decode("utf-8", "replace") if named else ""
    return (
        name if name and (path.parent / name).is_file() else "system_prompt, by its own lines"
    )
