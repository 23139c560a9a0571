"""Answers or a system prompt in, a first policy and target out: what a user meets first."""

import json
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from brightline.craft.draft import (
    RulesDraft,
    Source,
    draft_policy,
    draft_rules,
    draft_target,
    write_draft,
)
from brightline.craft.draft.from_prompt import BY_RULES
from brightline.craft.instructions import is_english, read_instructions
from brightline.craft.product import Product, read_product
from brightline.errors import UsageError
from brightline.load.policy import parse_policy
from brightline.load.prompt import read_prompt_file
from brightline.load.schema import policy_schema
from brightline.pipeline.languages import ENGLISH, language_of
from brightline.records import Instruction


@dataclass(frozen=True)
class PromptRead:
    """A system prompt, and what it says."""

    path: Path
    text: str

    @cached_property
    def instructions(self) -> tuple[Instruction, ...]:
        """Return its instructions, in its order."""
        return read_instructions(self.text)

    @cached_property
    def product(self) -> Product:
        """Return what it says of the product."""
        return read_product(self.instructions)

    def as_named(self, policy: Path) -> str:
        """Return how a policy holds it: by name where it stands beside it, else as text."""
        beside = self.path.resolve().parent == policy.resolve().parent
        plain = "." in self.path.name and not any(c.isspace() for c in self.path.name)
        return self.path.name if beside and plain else self.text


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What is known of a product before it has a policy."""

    name: str | None
    does: tuple[str, ...]
    does_not: tuple[str, ...]
    audience: str | None
    prompt: PromptRead | None
    """The product's system prompt; None when it was not given."""

    def completed(self) -> Self:
        """Return the answers, with what the system prompt says where nobody answered."""
        if self.prompt is None:
            return self
        read = self.prompt.product
        return replace(
            self,
            name=self.name or read.name,
            does=self.does or read.does,
            audience=self.audience or read.audience,
        )

    @property
    def product(self) -> Product:
        """Return what is known of the product."""
        return Product(self.name or "", self.audience or "", self.does)


@dataclass(frozen=True, kw_only=True)
class Started:
    """What `init` wrote."""

    rules: int
    draft: RulesDraft | None = None
    """What became of each line of the prompt; None without one."""
    kept: tuple[Path, ...] = ()
    """Files that were there and stay as they are."""
    copied: bool = False
    """The policy holds the text of the prompt, and not its name."""
    language: str | None = None
    """That of a prompt which plain rules cannot read, because it is not in English."""

    @property
    def samples(self) -> bool:
        """Say whether nothing of the prompt became a rule, so that its rules are samples."""
        return self.draft is not None and not self.draft.rules


def start(
    answers: Answers,
    *,
    policy: Path,
    target: Path,
    draft: RulesDraft | None = None,
    by: str = BY_RULES,
) -> Started:
    """Write a first policy and a first target, and the schema that editors complete from.

    A target or a schema that is there is kept. Folders that are missing are made.

    Args:
        answers: What is known of the product.
        policy: File to write; must not be there.
        target: File to write where it is not there yet.
        draft: The rules, where something else than plain rules drafted them from the prompt.
        by: Who drafted them, as the policy says it.

    Raises:
        UsageError: a file cannot be written, or is there already.
    """
    prompt = answers.prompt
    held = ""
    if prompt is None:
        text = draft_policy(
            product=answers.name or "",
            does=answers.does,
            does_not=answers.does_not,
            audience=answers.audience or "",
            system_prompt=None,
        )
    else:
        draft = draft or draft_rules(prompt.instructions, answers.product)
        held = prompt.as_named(policy)
        source = Source(file=prompt.path.name, system_prompt=held, by=by)
        text = write_draft(draft, answers.product, source, does_not=answers.does_not)
    parsed = parse_policy(text, name=str(policy), folder=policy.parent)
    write_new(policy, text)
    kept = write_target(target)
    schema = policy.with_name("policy.schema.json")
    if not schema.exists():
        write_new(schema, json.dumps(policy_schema(), indent=2, ensure_ascii=False) + "\n")
    copied = prompt is not None and held == prompt.text
    unread = _unread(prompt.text) if prompt is not None and by == BY_RULES else None
    return Started(
        rules=len(parsed.rules), draft=draft, kept=kept, copied=copied, language=unread
    )


def _unread(text: str) -> str | None:
    """Return the language of a prompt that is not in English; None of one that is."""
    if is_english(text):
        return None
    found = language_of(text)
    return "another language" if found in {None, ENGLISH} else found


def write_target(path: Path) -> tuple[Path, ...]:
    """Write a first target; return the one that is there already and is kept.

    Raises:
        UsageError: it cannot be written.
    """
    if path.exists():
        return (path,)
    write_new(path, draft_target())
    return ()


def read_prompt(path: Path) -> PromptRead:
    """Return a system prompt.

    Raises:
        PolicyError: the file cannot be read as a prompt.
        UsageError: it is a policy.
    """
    return PromptRead(path, read_prompt_file(path))


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, and the folder that it stands in.

    Raises:
        UsageError: it is there, or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        if isinstance(error, FileExistsError) and error.filename == str(path):
            raise UsageError(
                f"{path} is there already",
                slug="file-exists",
                hint="Move it away, or name another file with --out.",
            ) from error
        raise UsageError(
            f"{path} cannot be written: {error.strerror}",
            slug="file-unwritable",
            hint="Choose a folder that you may write to.",
        ) from error
