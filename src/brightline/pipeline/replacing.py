"""A file and its new content in, the new file in its place out: whole, or the old one."""

from pathlib import Path

from brightline.errors import UsageError


def replace_whole(path: Path, old: bytes, new: bytes) -> None:
    """Put a whole new file in the place of the old one, which a crash leaves as it was.

    Args:
        path: Of the file; a link stays a link.
        old: What it held when it was read.
        new: What it shall hold.

    Raises:
        UsageError: it cannot be written, or somebody changed it meanwhile.
    """
    whole = path.resolve()
    part = whole.with_name(f"{whole.name}.part")
    try:
        part.write_bytes(new)
        part.chmod(whole.stat().st_mode & 0o777)
        if whole.read_bytes() != old:
            raise UsageError(
                "the file was changed while its new content was made",
                slug="policy-changed",
                where=str(path),
                hint="Nothing was written; give the same command again.",
            )
        part.replace(whole)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}",
            slug="file-unwritable",
            hint="Choose a folder that you may write to.",
        ) from error
    finally:
        part.unlink(missing_ok=True)
