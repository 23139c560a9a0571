"""Bytes of a file in, text out that is safe to parse, with a way from offset to place."""

import re
import stat
from typing import TYPE_CHECKING

from brightline.errors import PolicyError
from brightline.load.problems import Place, Problems

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 5 * 1024 * 1024
"""Largest policy or target file: hundreds of times what a person writes."""

_UNREADABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What YAML does not allow: NUL and other controls, surrogates, a byte order mark inside.

Named one by one: a set of all the others takes ten times as long to compile.
"""

_LONE_RETURN = re.compile(r"\r(?!\n)")


class Source:
    """The text of a file; knows the line and column of each offset.

    Remembers the last place asked for and counts on from there: a table of five million line
    starts would cost more than the file.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._broken = _LONE_RETURN.sub("\n", text)
        self._end = len(text.rstrip())
        self._last = (0, 1, 0)

    def place(self, offset: int) -> Place:
        """Return line and column of an offset; one past the end is the end of what is there."""
        at = max(0, min(offset, self._end))
        last, line, start = self._last if at >= self._last[0] else (0, 1, 0)
        crossed = self._broken.count("\n", last, at)
        if crossed:
            line += crossed
            start = self._broken.rfind("\n", 0, at) + 1
        self._last = (at, line, start)
        return line, at - start + 1

    def line_around(self, offset: int) -> str:
        """Return the line in which an offset lies, without its end."""
        at = max(0, min(offset, self._end))
        start = self._broken.rfind("\n", 0, at) + 1
        end = self._broken.find("\n", at)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")


_WRITERS = {
    "policy": "; `brightline init` writes a first policy and target",
    "target": "; `brightline init` writes a first policy and target",
    "drafts": "; `brightline expand POLICY --model SPEC` writes drafts",
    "calibration": "; `brightline calibrate` writes one",
}
"""What writes a file that is not there."""


def read_bytes(path: "Path", *, what: str, limit: int = MAX_BYTES) -> bytes:
    """Return the content of a regular file.

    Args:
        path: The file.
        what: What it is, for messages: `policy`, `target` ...
        limit: Largest size in bytes.

    Raises:
        PolicyError: there is no such file, it is no regular file, is too large or unreadable.
    """
    where = str(path)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise PolicyError(
                f"this {what} file is not a regular file",
                slug="file-unreadable",
                where=where,
                hint="Name a file, not a folder, a pipe or a device.",
            )
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except FileNotFoundError:
        raise PolicyError(
            f"there is no such {what} file",
            slug="file-not-found",
            where=where,
            hint=f"Check the path{_WRITERS.get(what, '')}.",
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PolicyError(
            f"this {what} file cannot be read: {reason}",
            slug="file-unreadable",
            where=where,
            hint="Check the path and who may read it.",
        ) from error
    return content


def open_source(content: str | bytes, problems: Problems) -> Source | None:
    """Return the text of a file, or None after noting why it cannot be parsed."""
    size = (
        len(content) if isinstance(content, bytes) else len(content.encode("utf-8", "replace"))
    )
    if size > MAX_BYTES:
        problems.add(
            "the file is larger than 5 MiB",
            slug="file-too-large",
            place=(1, 1),
            hint="Split it; a long system prompt can be a file of its own.",
        )
        return None
    text = content if isinstance(content, str) else _decoded(content, problems)
    if text is None:
        return None
    source = Source(text.removeprefix("\ufeff"))
    bad = _UNREADABLE.search(source.text)
    if bad is None:
        return source
    more = sum(1 for _ in _UNREADABLE.finditer(source.text)) - 1
    also = f" ({more} more after it)" if more else ""
    problems.add(
        f"the character U+{ord(bad.group()):04X} cannot stand in this file{also}",
        slug="file-control-character",
        place=source.place(bad.start()),
        hint="Remove it; save the file as plain UTF-8 text.",
    )
    return None


def _decoded(content: bytes, problems: Problems) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = Source(content[: error.start].decode("utf-8") + "?")
        problems.add(
            f"the byte 0x{content[error.start]:02X} is not UTF-8",
            slug="file-not-utf8",
            place=before.place(error.start),
            hint="Save the file as UTF-8.",
        )
        return None
