"""What a user or a log calls something in, the one that is meant out; long ids shortened."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from hashlib import sha256
from typing import NamedTuple

from brightline.errors import UsageError

LAST = "last"
"""Names the run or scan that was started last."""

NEAR = 3
"""Ids that a mistyped one is answered with."""

LONGEST = 200
"""Characters of an id that are stored as they are: an index holds some 2,700 bytes a row."""

_LONE = re.compile("[\ud800-\udfff]")


class Named(NamedTuple):
    """What is said of an id that names nothing, or too much."""

    what: str
    many: str
    unknown: str
    """Name of the error."""
    several: str
    lists: str
    """The command that lists all."""


RUN = Named("run", "runs", "unknown-run", "ambiguous-run", "brightline runs")
SCAN = Named("scan", "scans", "unknown-scan", "ambiguous-scan", "brightline purge")


def meant(ref: str, known: Sequence[str], named: Named) -> str:
    """Return the id that a reference is, or is the only one to begin with.

    Raises:
        UsageError: it names none, or more than one; the message names the nearest.
    """
    if ref in known:
        return ref
    matches = [one for one in known if ref and one.startswith(ref)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UsageError(
            f"{len(matches)} {named.many} begin with {ref!r}",
            slug=named.several,
            hint=f"Write more of it: {', '.join(matches[:NEAR])}.",
        )
    near = get_close_matches(ref, known, n=NEAR, cutoff=0.5) or known[:NEAR]
    raise UsageError(
        f"no {named.what} {ref!r} is stored here",
        slug=named.unknown,
        hint=f"The nearest are {', '.join(near)}; {named.lists} lists all.",
    )


def key_of(name: str) -> str:
    """Return an id as an index can hold it: of a long one a digest takes the place of its end.

    Other programs choose these ids, and may choose any. A lone surrogate becomes U+FFFD, as it
    does in the record beside it.
    """
    plain = _LONE.sub("\ufffd", name)
    if len(plain) <= LONGEST:
        return plain
    return f"{plain[: LONGEST // 2]}:{sha256(plain.encode()).hexdigest()}"
