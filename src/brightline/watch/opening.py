"""A path in, its open bytes out, through gzip where the file is packed."""

import codecs
import gzip
import io
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Protocol, cast

from brightline.errors import UsageError
from brightline.watch.lines import DAMAGE
from brightline.watch.places import is_remote, opened_remote, remote_size

STDIN = "-"
GZIP = b"\x1f\x8b"


_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARK = 4

LOOKED_AT = 64 * 1024
"""Bytes of the beginning that can be looked at."""


class _Chunks(Protocol):
    def read1(self, size: int, /) -> bytes: ...


@contextmanager
def opened(path: str) -> "Iterator[io.BufferedReader[_Raw]]":
    """Open a file, or standard input, through gzip where it is packed, as UTF-8.

    Raises:
        UsageError: it cannot be opened.
    """
    with ExitStack() as held:
        raw = cast("_Chunks", sys.stdin.buffer) if path == STDIN else _source(path, held)
        file = io.BufferedReader(_Raw(raw.read1), LOOKED_AT)
        if file.peek(len(GZIP))[: len(GZIP)] == GZIP:
            packed = gzip.GzipFile(fileobj=file)
            file = io.BufferedReader(_Raw(packed.read1), LOOKED_AT)
        encoding = ""
        with suppress(*DAMAGE):  # reading will say so
            encoding = encoding_of(file.peek(_MARK)[:_MARK])
        if encoding:
            file = io.BufferedReader(_Raw(_Recoded(file, encoding).read), LOOKED_AT)
        yield file


def encoding_of(head: bytes) -> str:
    """Return in what else than UTF-8 a file says that it is written; empty where in nothing.

    Args:
        head: Its first four bytes.
    """
    return next((name for mark, name in _MARKS if head.startswith(mark)), "")


@contextmanager
def opened_at(path: str, start: int) -> Iterator[io.BufferedReader]:
    """Open a file at a byte, as it lies there.

    Raises:
        UsageError: it cannot be opened.
    """
    with ExitStack() as held:
        yield _source(path, held, start=start)


def size_of(path: str) -> int | None:
    """Return the bytes of a file; None where nobody says, as of standard input and of a pipe.

    Raises:
        UsageError: it cannot be asked for.
    """
    if path == STDIN:
        return None
    if is_remote(path):
        return remote_size(path)
    try:
        about = Path(path).stat()
    except OSError as error:
        raise _closed(path, error) from error
    return about.st_size if stat.S_ISREG(about.st_mode) else None


def _source(path: str, held: ExitStack, *, start: int = 0) -> io.BufferedReader:
    if is_remote(path):
        return held.enter_context(opened_remote(path, start=start))
    try:
        file: io.BufferedReader = io.BufferedReader(io.FileIO(path), LOOKED_AT)
        held.enter_context(file)
        file.seek(start)
    except OSError as error:
        raise _closed(path, error) from error
    return file


def _closed(path: str, error: OSError) -> UsageError:
    return UsageError(
        f"{path} cannot be read: {error.strerror}",
        slug="log-unreadable",
        hint="Check the path; `-` reads standard input.",
    )


class _Recoded:
    """A stream of bytes of another encoding, as UTF-8."""

    def __init__(self, file: "io.BufferedReader[_Raw]", encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._left = b""

    def read(self, size: int) -> bytes:
        """Return some bytes; none at the end."""
        while not self._left:
            raw = self._file.read1(LOOKED_AT)
            text = self._decoder.decode(raw, final=not raw)
            self._left = text.encode("utf-8", "surrogatepass")
            if not raw:
                break
        some, self._left = self._left[:size], self._left[size:]
        return some


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
