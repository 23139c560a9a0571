"""The current folder in, where else in it a database lies out: for who looks in vain."""

import shlex
from pathlib import Path

_MOST = 3
"""Places named."""


def elsewhere() -> str:
    """Return a sentence that names the databases of direct subfolders; empty where is none."""
    try:
        found = sorted(Path().glob("*/.brightline/brightline.db"))
    except OSError:
        return ""
    named = ", ".join(f"--store {shlex.quote(str(one))}" for one in found[:_MOST])
    return f" Here is another: {named}." if named else ""
