"""A policy or a prompt in, what is wrong or weak in it out, and mended where that is safe."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from brightline.craft.edits import AddKey, AddLine, Mend, SetText
from brightline.craft.lint import Found, Material, Origin, Prompt, look, problem_finding
from brightline.load.policy import Checked, check_policy
from brightline.load.problems import Problems, together
from brightline.load.prompt import insist_on_prompt
from brightline.load.source import open_source, read_bytes
from brightline.pipeline.crafting.mending import (
    Inside,
    mended_policy,
    mended_prompt,
    prompt_inside,
)
from brightline.pipeline.replacing import replace_whole
from brightline.records import Finding

PROMPTS = frozenset({".md", ".txt", ".markdown", ".prompt"})
"""Ends of names by which a file is a prompt and no policy."""

ROUNDS = 4
"""Times that a file is read again after an edit; one edit may show another."""


@dataclass(frozen=True, kw_only=True)
class Mended:
    """What `--fix` did."""

    done: tuple[Finding, ...]
    left: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class _File:
    """A file as it is, and as it is to be."""

    path: Path
    was: bytes
    text: str

    @classmethod
    def read(cls, path: Path, *, what: str) -> Self:
        """Return a file; raises PolicyError where it cannot be read as text."""
        was = read_bytes(path, what=what)
        problems = Problems(str(path))
        source = open_source(was, problems)
        if source is None:
            raise together(problems.ordered())
        return cls(path=path, was=was, text=source.text)

    @classmethod
    def read_prompt(cls, path: Path) -> Self:
        """Return a prompt that a person names; raises where it is none."""
        found = cls.read(path, what="prompt")
        insist_on_prompt(found.text, path)
        return found

    @cached_property
    def checked(self) -> Checked:
        """The policy that it holds."""
        return check_policy(self.text, name=str(self.path), folder=self.path.parent)

    @property
    def content(self) -> bytes:
        """The bytes of its text, with the mark at its start if it had one."""
        mark = "\ufeff" if self.was.startswith(b"\xef\xbb\xbf") else ""
        return f"{mark}{self.text}".encode()

    def write(self) -> None:
        """Put it in its place if it is another than it was."""
        if self.content != self.was:
            replace_whole(self.path, self.was, self.content)


@dataclass(frozen=True, kw_only=True)
class _Work:
    """The files of one pass."""

    policy: _File | None
    prompt: _File | None
    """Of its own; None where there is none or it stands within the policy."""
    folder: Path

    @property
    def checked(self) -> Checked | None:
        """The policy as it loads."""
        return self.policy.checked if self.policy is not None else None

    @cached_property
    def inside(self) -> Inside | None:
        """Where the prompt stands, if it stands within the policy."""
        if self.policy is None or self.prompt is not None or self.checked is None:
            return None
        return prompt_inside(self.policy.text, self.checked)

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """All findings of a policy that loads, and of a prompt."""
        checked = self.checked
        if checked is not None and checked.policy is None:
            file = str(self.policy.path) if self.policy is not None else ""
            return tuple(Found(problem_finding(one, file=file)) for one in checked.problems)
        return look(
            Material(
                policy=checked.policy if checked is not None else None,
                places=checked.places if checked is not None else {},
                prompt=self._prompt(),
                file=str(self.policy.path) if self.policy is not None else "",
            )
        )

    def _prompt(self) -> Prompt | None:
        if self.prompt is not None:
            return Prompt(self.prompt.text, Origin(str(self.prompt.path)))
        text = (
            self.checked.policy.system_prompt if self.checked and self.checked.policy else None
        )
        if text is None or self.policy is None or self.inside is None:
            return None
        inside = self.inside
        fixed = None if inside.literal else inside.place
        return Prompt(text, Origin(str(self.policy.path), inside.lines, inside.columns, fixed))

    def mended(self, left_out: frozenset[Mend]) -> tuple[Self, tuple[Found, ...]]:
        """Return the files with every edit that is safe, and what it mends."""
        able = [one for one in self.found if one.mend is not None and one.mend not in left_out]
        work, done = self, []
        of_policy = [one for one in able if not isinstance(one.mend, AddLine)]
        if self.policy is not None and self.checked is not None and of_policy:
            text, proven = mended_policy(
                self.policy.text,
                [one.mend for one in of_policy if one.mend],
                folder=self.folder,
            )
            work = replace(work, policy=replace(self.policy, text=text))
            done += [one for one in of_policy if one.mend in proven]
        of_prompt = [one for one in able if isinstance(one.mend, AddLine)]
        lines = [one.mend for one in of_prompt if isinstance(one.mend, AddLine)]
        if lines and work.prompt is not None:
            new = mended_prompt(work.prompt.text, lines)
            if new is not None:
                work = replace(work, prompt=replace(work.prompt, text=new))
                done += of_prompt
        elif lines and work.policy is not None and work.inside is not None:
            new = work.inside.mended(work.policy.text, lines, folder=self.folder)
            if new is not None:
                work = replace(work, policy=replace(work.policy, text=new))
                done += of_prompt
        return work, tuple(done)


def lint_file(path: Path, *, prompt: Path | None = None) -> tuple[Finding, ...]:
    """Return every problem of a policy and its prompt, or of a prompt.

    Errors come as they stand in the file; a policy that loads has none, and what lint says of
    it and then of its prompt follows in the order of each file.

    Args:
        path: A policy; or a prompt, by the end of its name.
        prompt: To read in place of the policy's own.

    Raises:
        PolicyError: a file cannot be read at all.
    """
    return tuple(one.finding for one in _work(path, prompt).found)


def fix_file(path: Path, *, prompt: Path | None = None) -> Mended:
    """Mend what lint finds and a safe edit mends; write the files in place, whole.

    An edit is safe when it adds what the policy says itself or what holds for every rule, when
    the file reads back with this one change and no other, and when the finding is gone.

    Args:
        path: A policy; or a prompt, by the end of its name.
        prompt: To read and mend in place of the policy's own.

    Raises:
        PolicyError: a file cannot be read at all.
        UsageError: a file cannot be written, or somebody changed it meanwhile.
    """
    work = _work(path, prompt)
    done: list[Found] = []
    left_out: frozenset[Mend] = frozenset()
    for _ in range(ROUNDS):
        after, mended = work.mended(left_out)
        if not mended:
            break
        still = {_aim(one.mend) for one in after.found}
        vain = frozenset(
            one.mend for one in mended if one.mend is not None and _aim(one.mend) in still
        )
        if vain:
            left_out |= vain
            continue
        work = after
        done.extend(mended)
    for file in (work.policy, work.prompt):
        if file is not None:
            file.write()
    return Mended(
        done=tuple(one.finding for one in done),
        left=tuple(one.finding for one in work.found),
    )


def _work(path: Path, prompt: Path | None) -> _Work:
    if path.suffix.casefold() in PROMPTS:
        own = _File.read_prompt(path)
        return _Work(policy=None, prompt=own, folder=path.parent)
    content = read_bytes(path, what="policy")
    problems = Problems(str(path))
    source = open_source(content, problems)
    if source is None:
        return _Work(
            policy=_File(path=path, was=content, text=content.decode("utf-8", "replace")),
            prompt=None,
            folder=path.parent,
        )
    file = _File(path=path, was=content, text=source.text)
    work = _Work(policy=file, prompt=None, folder=path.parent)
    if prompt is not None:
        return replace(work, prompt=_File.read_prompt(prompt))
    named = work.inside.named if work.inside is not None else None
    if named is not None:
        return replace(work, prompt=_File.read(path.parent / named, what="prompt"))
    return work


def _aim(mend: Mend | None) -> tuple[object, ...]:
    """Return what an edit is for, wherever it would be made: twice the same is in vain."""
    match mend:
        case AddLine(text=text):
            return ("line", text)
        case AddKey(path=path, key=key):
            return (*path, key)
        case SetText(path=path):
            return path
        case None:
            return ()
