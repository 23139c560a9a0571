"""Plays that got no reply in, how many and what was said of most of them out."""

from collections import Counter

from brightline.records import Fault, Faulted


class Silence:
    """What one process was not told, by kind: each may say another number or name each time."""

    def __init__(self) -> None:
        """Begin."""
        self._counts: Counter[Fault] = Counter()
        self._first: dict[Fault, str] = {}

    def add(self, fault: Faulted) -> None:
        """Take in a play without a reply."""
        self._counts[fault.fault] += 1
        self._first.setdefault(fault.fault, fault.message)

    @property
    def count(self) -> int:
        """How many plays."""
        return self._counts.total()

    @property
    def why(self) -> str:
        """What was said of the most common kind, the first time; empty where all replied."""
        if not self._counts:
            return ""
        most = min(self._counts, key=lambda kind: (-self._counts[kind], kind.value))
        return self._first[most]
