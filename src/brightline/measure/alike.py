"""Texts in, groups of near-identical ones out."""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence


def alike(texts: Sequence[str], *, threshold: float = 0.9) -> list[list[int]]:
    """Return every index in exactly one group of texts that are near-identical.

    Two texts are when the shingles that they share are at least `threshold` of all that they
    have, letter case, spacing and compatibility forms aside. Words with a digit must be the
    same: a code or a price that differs is another text, however much stands around it.
    Every text of a group is compared with the group's first, so that no chain of small steps
    joins texts that differ.

    Args:
        texts: In any order; the groups depend on what is in them only.
        threshold: Share in (0, 1].

    Returns:
        Groups in order of their smallest index, each in order of index.
    """
    from brightline.measure.leaders import (  # noqa: PLC0415 - numpy only where it is needed
        Leaders,
    )

    same: defaultdict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        same[_plain(text)].append(index)
    leaders = Leaders(same, threshold)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    # The longest first, then by content: who leads must not depend on the order given.
    for plain in sorted(same, key=lambda text: (-len(text), text)):
        groups[leaders.place(plain)].extend(same[plain])
    return sorted(sorted(group) for group in groups.values())


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
