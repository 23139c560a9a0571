"""Addresses of files on other machines in, their bytes and the names below a folder out.

Object storage (`s3://`, `gs://`, `az://`, `abfs://`) is read through the extra `parquet`, with
the account, the region and the endpoint that the environment names, as all tools do
(`AWS_PROFILE`, `AWS_ENDPOINT_URL` …). A file of a web server (`http://`, `https://`) is read as
it comes, from the first byte to the last.
"""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from fnmatch import fnmatchcase
from glob import has_magic
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, cast
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from brightline.errors import UsageError

if TYPE_CHECKING:
    from pyarrow import NativeFile
    from pyarrow.fs import FileSystem

STORAGE = ("s3", "gs", "az", "abfs", "abfss")
"""Schemes of object storage."""

WEB = ("http", "https")

CHUNK = 4 * 1024 * 1024
"""Bytes that are asked for at once."""

_SECONDS = 60
"""That a web server may be silent."""


def is_remote(word: str) -> bool:
    """Tell whether a word is the address of something on another machine."""
    return _scheme(word) in (*STORAGE, *WEB)


@contextmanager
def opened_remote(address: str, *, start: int = 0) -> Iterator[io.BufferedReader]:
    """Open what is at an address.

    Args:
        address: Of a file.
        start: First byte that is read; of object storage only.

    Raises:
        UsageError: there is nothing, or it is not ours to read.
    """
    if _scheme(address) in WEB:
        with _web(address) as answer:
            yield answer
        return
    with closing(remote_input(address)) as file:
        file.seek(start)
        # A NativeFile has all of a raw file but the base class.
        yield io.BufferedReader(cast("io.RawIOBase", file), CHUNK)


def remote_input(address: str) -> "NativeFile":
    """Open a file in object storage, to be read from anywhere in it.

    Raises:
        UsageError: there is none, it is not ours to read, or it is a web server's.
    """
    if _scheme(address) in WEB:
        raise UsageError(
            f"{address}: Parquet is read from the end, and a web server gives a file from its"
            " beginning",
            slug="log-unreadable",
            hint="Fetch it first, or put it into object storage.",
        )
    store, path = _store(address)
    try:
        return store.open_input_file(path)
    except (OSError, ValueError) as error:
        raise _unreadable(address, error) from error


def remote_size(address: str) -> int | None:
    """Return the bytes of a file in object storage; None where nobody says.

    Raises:
        UsageError: it cannot be asked for.
    """
    if _scheme(address) in WEB:
        return None
    store, path = _store(address)
    try:
        size = store.get_file_info(path).size
    except OSError as error:
        raise _unreadable(address, error) from error
    return None if size is None else int(size)


def remote_files(address: str) -> list[str]:
    """Return the files that an address means, in the order of their names.

    Args:
        address: Of a file, of a folder (all below it) or a pattern (`s3://logs/2026-*/**`); a
            `*` goes over `/` too.

    Raises:
        UsageError: it cannot be asked for.
    """
    if _scheme(address) in WEB:
        return [address]
    from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415 - an extra

    store, path = _store(address)
    fixed = path
    while has_magic(fixed):
        fixed = fixed.rpartition("/")[0]
    try:
        if fixed == path and store.get_file_info(path).type is FileType.File:
            return [address]
        below = FileSelector(fixed.rstrip("/"), recursive=True, allow_not_found=True)
        inside = [one.path for one in store.get_file_info(below) if one.type is FileType.File]
    except OSError as error:
        raise _unreadable(address, error) from error
    wanted = inside if fixed == path else [one for one in inside if fnmatchcase(one, path)]
    return [f"{_scheme(address)}://{one}" for one in sorted(wanted)]


def _store(address: str) -> "tuple[FileSystem, str]":
    """Return what an address lies in, and its path there."""
    try:
        from pyarrow import ArrowException  # noqa: PLC0415 - an extra
        from pyarrow.fs import FileSystem  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            f"{address}: reading object storage needs a package that is not installed",
            slug="parquet-missing",
            hint="Install it: pip install 'brightline[parquet]'.",
        ) from error
    path = address.partition("://")[2]
    try:
        store, _ = FileSystem.from_uri(f"{_scheme(address)}://{path.partition('/')[0]}")
    except (OSError, ArrowException) as error:
        raise _unreadable(address, error) from error
    return store, path


@contextmanager
def _web(address: str) -> Iterator[io.BufferedReader]:
    asked = Request(address, headers={"Accept-Encoding": "identity"})  # noqa: S310 - see WEB
    try:
        answer = urlopen(asked, timeout=_SECONDS)  # noqa: S310 - see WEB
    except HTTPError as error:
        error.close()
        raise _unreadable(address, error) from error
    except (URLError, OSError, ValueError) as error:
        raise _unreadable(address, error) from error
    with answer:
        yield io.BufferedReader(_Whole(answer), CHUNK)


class _Whole(io.RawIOBase):
    """What a web server sends; an end that comes too early is an error, and no end."""

    def __init__(self, answer: HTTPResponse) -> None:
        self._answer = answer
        self._left = answer.length

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, into: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill a buffer with what comes next; 0 at the end."""
        try:
            some = self._answer.read1(len(into))
        except HTTPException as error:
            raise OSError(_EARLY) from error
        if self._left is not None:
            self._left -= len(some)
            if not some and self._left:
                raise OSError(_EARLY)
        into[: len(some)] = some
        return len(some)


_EARLY = "the connection ended early"


def _scheme(word: str) -> str:
    scheme, colon, _ = word.partition("://")
    return scheme.lower() if colon else ""


def _unreadable(address: str, error: Exception) -> UsageError:
    said = str(error).splitlines()
    return UsageError(
        f"{address} cannot be read: {said[0] if said else type(error).__name__}",
        slug="log-unreadable",
        hint="Check the address, and that this machine and each worker may read it:"
        " AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL.",
    )
