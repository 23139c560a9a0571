"""A system prompt's file in, its text out: one that a policy names, or that a person names."""

import os
import re
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from brightline.errors import PolicyError, UsageError
from brightline.load.source import read_bytes

if TYPE_CHECKING:
    from brightline.load.problems import Place, Problems

MAX_PROMPT_BYTES = 1024 * 1024

_A_POLICY = re.compile(r"^['\"]?brightline['\"]?[ \t]*:[ \t]*\d", re.MULTILINE)
_RULES = re.compile(r"^['\"]?rules['\"]?[ \t]*:", re.MULTILINE)
"""Keys at the beginning of a line that every policy has, and no prompt."""

_AS_TEXT = "To give the text itself, write it under `system_prompt: |`."


class _RefusedError(Exception):
    """This file is not read; the arguments say why and what to do."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.why = why
        self.hint = hint


def read_prompt(
    value: str, *, folder: Path, place: "Place", problems: "Problems"
) -> str | None:
    """Return the system prompt that a policy names or holds.

    A value with a space or a line break in it is the text; any other is a file. A policy may
    come from a stranger, so nothing outside its folder is opened, and nothing that could block.

    Args:
        value: What stands in the policy.
        folder: The folder of the policy.
        place: Where the value stands.
        problems: Takes the reason when there is no prompt.
    """
    if any(character.isspace() for character in value):
        return value
    try:
        return _text_of(_inside(value, folder))
    except _RefusedError as refused:
        problems.add(
            f"the system prompt '{value[:100]}' {refused.why}",
            slug="system-prompt",
            place=place,
            hint=refused.hint,
        )
        return None


def read_prompt_file(path: Path) -> str:
    """Return the system prompt in a file that a person names: any folder will do.

    Raises:
        PolicyError: there is no such file, or it holds no text that a policy could name.
        UsageError: it is a policy.
    """
    content = read_bytes(path, what="prompt", limit=MAX_PROMPT_BYTES)
    try:
        text = _decoded(content)
    except _RefusedError as refused:
        raise _unfit(path, refused) from refused
    insist_on_prompt(text, path)
    return text


def insist_on_prompt(text: str, path: Path) -> None:
    """Raise where a file that a person names as a prompt is too large, empty, or a policy.

    The last two would be read without a finding, and look like a prompt without a fault.

    Raises:
        PolicyError: there is nothing in it, or more than a prompt may have.
        UsageError: it is a policy.
    """
    if len(text.encode()) > MAX_PROMPT_BYTES:
        raise _unfit(path, _too_large())
    if not text.strip():
        raise PolicyError(
            "the prompt is empty",
            slug="file-empty",
            where=str(path),
            hint="Write the system prompt into it.",
        )
    if _A_POLICY.search(text) and _RULES.search(text):
        raise UsageError(
            "this is a policy, and no system prompt",
            slug="no-system-prompt",
            where=str(path),
            hint="Name the prompt's own file, or leave --prompt out where the policy names"
            " one. The name of a policy ends in .yaml.",
        )


def _too_large() -> _RefusedError:
    return _RefusedError("is larger than 1 MiB", "Shorten it.")


def _unfit(path: Path, refused: _RefusedError) -> PolicyError:
    return PolicyError(
        f"the system prompt {refused.why}",
        slug="system-prompt",
        where=str(path),
        hint=refused.hint,
    )


def _inside(value: str, folder: Path) -> Path:
    posix, windows = PurePosixPath(value), PureWindowsPath(value)
    if posix.is_absolute() or windows.drive or windows.root or ".." in windows.parts:
        raise _RefusedError(
            "is not inside the folder of the policy",
            "Put the file beside the policy and write its name. " + _AS_TEXT,
        )
    path = folder / value
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        inside = False
    if not inside:
        raise _RefusedError(
            "leads out of the folder of the policy",
            "Put a copy of the file beside the policy.",
        )
    return path


def _text_of(path: Path) -> str:
    try:
        # Not blocking, so that a pipe put in place of the file cannot hold us.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise _RefusedError("is not a regular file", "Name a text file.")
            content = stream.read(MAX_PROMPT_BYTES + 1)
    except FileNotFoundError:
        raise _RefusedError(
            "names a file that is not there", "Check the name. " + _AS_TEXT
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _RefusedError(
            f"cannot be read: {reason}", "Check the file. " + _AS_TEXT
        ) from error
    text = _decoded(content)
    if not text.strip():
        raise _RefusedError("is empty", "Write the prompt into it, or remove the line.")
    return text


def _decoded(content: bytes) -> str:
    if len(content) > MAX_PROMPT_BYTES:
        raise _too_large()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _RefusedError(
            f"is not UTF-8 at byte {error.start}", "Save the file as UTF-8."
        ) from error
    if "\0" in text:
        raise _RefusedError("holds a NUL character", "Save the file as plain text.")
    return text
