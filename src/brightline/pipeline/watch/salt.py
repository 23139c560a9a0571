"""The place of the store in, the secret of this project's watching out; made at first use.

With it exchanges are drawn and personal data is replaced by tags: the same request gets the
same tags in every scan, and who has no secret learns nothing from them.
"""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes

from brightline.errors import UsageError
from brightline.store.place import file_of

NAME = "watch.salt"
BYTES = 32
_HASH_DIGITS = 16


def salt_folder(store: str, homes: Sequence[Path]) -> Path:
    """Return the folder that keeps the secret: the first that has one, else the first.

    Args:
        store: Where scans are kept; a database that is a file has its secret beside it.
        homes: Folders of the project, at least one.

    Raises:
        UsageError: the URL of the store cannot be read.
    """
    file = file_of(store)
    folders: list[Path] = [*([file.parent] if file else ()), *homes]
    return next((one for one in folders if (one / NAME).exists()), folders[0])


def watch_salt(home: Path) -> bytes:
    """Return the secret that a folder keeps, 32 bytes.

    Args:
        home: Of `salt_folder`; made where it is missing.

    Raises:
        UsageError: it can be neither read nor written, or was changed.
    """
    path = home / NAME
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path)
        found = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"the secret of the watch can be neither read nor written: {error.strerror}",
            slug="watch-salt",
            where=str(path),
            hint="Make the folder writable, or name another by --store or BRIGHTLINE_HOME.",
        ) from error
    if len(found) != BYTES:
        raise UsageError(
            f"the secret of the watch has {len(found)} bytes, not {BYTES}",
            slug="watch-salt",
            where=str(path),
            hint="Bring it back from a copy. Without one delete it: then draws and tags of"
            " new scans have nothing to do with those of earlier ones.",
        )
    return found


def trace_of(salt: bytes, sighting_id: str) -> str:
    """Return a hash by which only who has the secret of a project finds an exchange."""
    data = salt + sighting_id.encode("utf-8", "surrogatepass")
    return f"sha256:{hashlib.sha256(data).hexdigest()[:_HASH_DIGITS]}"


def _write_once(path: Path) -> None:
    """Write a new secret, whole or not at all; of two processes that do, one is first."""
    made = path.with_name(f"{path.name}.{os.getpid()}-{token_bytes(4).hex()}")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(token_bytes(BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(made)
    finally:
        made.unlink()
