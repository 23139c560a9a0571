"""Answers in, a first policy out: what a user meets before a run."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from brightline.craft.draft import draft_policy, draft_target
from brightline.craft.understand import Draft, understand_prompt
from brightline.errors import UsageError
from brightline.load.policy import parse_policy
from brightline.load.schema import policy_schema
from brightline.load.source import read_bytes


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What is known of a product before it has a policy."""

    name: str | None
    does: tuple[str, ...]
    does_not: tuple[str, ...]
    audience: str | None
    prompt_text: str | None
    """The product's system prompt; None when it was not given."""

    def completed(self) -> Self:
        """Return the answers, with what the system prompt says where nobody answered."""
        read = self.read()
        if read is None:
            return self
        return replace(
            self,
            name=self.name or read.product,
            does=self.does or read.does,
            does_not=self.does_not or read.does_not,
            audience=self.audience or read.audience,
        )

    def read(self) -> Draft | None:
        """Return what the system prompt says of the product; None without one."""
        return understand_prompt(self.prompt_text) if self.prompt_text else None


@dataclass(frozen=True, kw_only=True)
class Started:
    """What `init` wrote."""

    rules: int
    not_understood: tuple[tuple[int, str], ...]
    """Lines of the prompt that went into no part of the policy, with their numbers."""


def start(answers: Answers, *, policy: Path, target: Path) -> Started:
    """Write a first policy and a first target, and the schema that editors complete from.

    Args:
        answers: What is known of the product.
        policy: File to write; must not be there.
        target: File to write; must not be there.

    Raises:
        UsageError: a file cannot be written, or is there already.
    """
    text = draft_policy(
        product=answers.name or "",
        does=answers.does,
        does_not=answers.does_not,
        audience=answers.audience or "",
        system_prompt=answers.prompt_text,
    )
    parsed = parse_policy(text, name=str(policy), folder=policy.parent)
    _write(policy, text)
    _write(target, draft_target())
    schema = policy.with_name("policy.schema.json")
    if not schema.exists():
        _write(schema, json.dumps(policy_schema(), indent=2, ensure_ascii=False) + "\n")
    read = answers.read()
    left = tuple((item.line, item.text) for item in read.not_understood) if read else ()
    return Started(rules=len(parsed.rules), not_understood=left)


def read_text(path: Path) -> str:
    """Return the text of a system prompt.

    Raises:
        PolicyError: the file cannot be read.
    """
    return read_bytes(path, what="prompt").decode("utf-8", "replace")


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(
            f"{path} is there already",
            slug="file-exists",
            hint="Move it away, or name another file with --out.",
        ) from error
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}",
            slug="file-unwritable",
            hint="Choose a folder that you may write to.",
        ) from error
