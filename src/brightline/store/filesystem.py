"""The path of a database in; its folder and file made private, or a `StoreError`."""

import os
import sys
from pathlib import Path

from brightline.errors import StoreError
from brightline.store.failures import FULL, IO, UNWRITABLE

NETWORK = frozenset(
    {
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.ceph",
        "fuse.gcsfuse",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb2",
        "smb3",
        "smbfs",
    }
)
"""Kinds of file system whose locks or shared memory do not hold between machines."""

MOUNTS = Path("/proc/self/mountinfo")
"""Where Linux lists what is mounted; elsewhere network file systems are not detected."""

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
NO_SPACE = (28, 122)
"""`ENOSPC`, `EDQUOT`."""


def prepare_file(path: Path) -> None:
    """Create the folder and the file of a database, readable by their owner only.

    Folders and files that are there already keep the rights that they have.

    Raises:
        StoreError: the place is not writable, full, or on a network file system.
    """
    try:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        kind = filesystem_of(path.parent.resolve(), _mounts())
        if kind in NETWORK:
            raise StoreError(
                f"the database would lie on a network file system ({kind}), which can lose or"
                " damage it",
                slug="store-on-network",
                where=str(path),
                hint="Name a folder on a local disk with --store, or a PostgreSQL URL.",
            )
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        os.close(os.open(path, flags, PRIVATE_FILE))
    except OSError as error:
        found = FULL if error.errno in NO_SPACE else IO if error.errno == 5 else UNWRITABLE
        raise StoreError(
            f"{found.message} ({error.strerror or error})",
            slug=found.slug,
            where=str(path),
            hint=found.hint,
        ) from error


def filesystem_of(folder: Path, mounts: str) -> str | None:
    """Return the kind of file system that a folder is on, None when it is not listed.

    Args:
        folder: Absolute, with no symbolic link in it.
        mounts: Text in the form of Linux's `/proc/self/mountinfo`.
    """
    best, kind = -1, None
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        point = Path(_unquoted(fields[4]))
        # A later mount on the same point hides the earlier one.
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), right.split(" ", 1)[0]
    return kind


def _mounts() -> str:
    if not sys.platform.startswith("linux"):
        return ""
    try:
        return MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _unquoted(field: str) -> str:
    """Undo the octal escapes in which the kernel writes blanks and backslashes."""
    for code, plain in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, plain)
    return field
