"""A path in, its open bytes out, through gzip where the file is packed."""

import gzip
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol, cast

from brightline.errors import UsageError

STDIN = "-"
GZIP = b"\x1f\x8b"


LOOKED_AT = 64 * 1024
"""Bytes of the beginning that can be looked at."""


class _Chunks(Protocol):
    def read1(self, size: int, /) -> bytes: ...


@contextmanager
def opened(path: str) -> "Iterator[io.BufferedReader[_Raw]]":
    """Open a file, or standard input, through gzip where it is packed.

    Raises:
        UsageError: it cannot be opened.
    """
    with ExitStack() as held:
        try:
            raw: _Chunks = (
                cast("_Chunks", sys.stdin.buffer)
                if path == STDIN
                else held.enter_context(Path(path).open("rb"))
            )
        except OSError as error:
            raise UsageError(
                f"{path} cannot be read: {error.strerror}",
                slug="log-unreadable",
                hint="Check the path; `-` reads standard input.",
            ) from error
        file = io.BufferedReader(_Raw(raw.read1), LOOKED_AT)
        if file.peek(len(GZIP))[: len(GZIP)] == GZIP:
            packed = gzip.GzipFile(fileobj=file)
            file = io.BufferedReader(_Raw(packed.read1), LOOKED_AT)
        yield file


class _Raw(io.RawIOBase):
    """A stream of bytes of which each read gives what is there.

    What came before a damage is given out before the damage is met, and what comes through a
    pipe at once.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, into: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill a buffer with what comes next; 0 at the end."""
        some = self._read(len(into))
        into[: len(some)] = some
        return len(some)
