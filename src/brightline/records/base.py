"""What every record has in common: frozen, strict, equal by content."""

import hashlib

from pydantic import BaseModel, ConfigDict

SCHEMA_VERSION = 1
"""Version of the stored and exported shapes; raised when a field is removed or renamed."""

DIGEST_LENGTH = 12
"""Hex digits of a digest: 48 bits, no accidental match below millions of cases."""


class Record(BaseModel):
    """A noun: frozen data with no behaviour and no input or output."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        defer_build=True,
    )


def digest(text: str) -> str:
    """Return the first 12 hex digits of the SHA-256 of text in UTF-8."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:DIGEST_LENGTH]
