"""A pattern in, a text that it matches out: so that a stand-in can trip a rule's own marker."""

import re
from dataclasses import dataclass

_CLASSES = {"d": "7", "w": "a", "s": " ", "D": "a", "W": "-", "S": "a"}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_NOTHING = frozenset("bBAzZ")
_DIGITS = "7012345689"
_LOWER = "abcdefghijklmnopqrstuvwxyz"
_WORD = _LOWER + _LOWER.upper() + _DIGITS + "_"
_CANDIDATES = _WORD + " -.,:;/@#~"
_SETS = {"d": _DIGITS, "w": _WORD, "s": " \t\n", "D": "a", "W": "-", "S": "a"}
_NAMED = {
    "digit": _DIGITS,
    "xdigit": "7a",
    "upper": _LOWER.upper(),
    "lower": _LOWER,
    "space": " ",
    "punct": ".,:;/@#~-_",
}
_REPEAT = re.compile(r"\{(\d+)(?:,\d*)?\}")
_NAMED_CLASS = re.compile(r"\[:\^?(\w+):\]")
_GROUP_START = re.compile(r"\?(?:P?<\w+>|[imsU-]*:)")
_FLAGS = re.compile(r"\?[imsU-]+\)")


def sample(pattern: str) -> str:
    """Return a text that a pattern matches.

    Takes the first way at each fork and the fewest repeats. Enough for patterns as people
    write them; what needs a boundary beside nothing, or a Unicode class, it may miss.

    Args:
        pattern: In RE2's syntax.

    Returns:
        The text; empty when the pattern asks for none.
    """
    text, _ = _Walk(pattern).ways(0)
    return text


@dataclass(frozen=True)
class _Walk:
    """A walk through one pattern, each step from a place to a text and the next place."""

    pattern: str

    def ways(self, at: int) -> tuple[str, int]:
        """Return the first of the ways that `|` separates, and where the group ends."""
        parts: list[str] = []
        first: str | None = None
        while at < len(self.pattern) and self.pattern[at] != ")":
            if self.pattern[at] == "|":
                first = "".join(parts) if first is None else first
                parts, at = [], at + 1
                continue
            piece, at = self.piece(at)
            parts.append(piece)
        return ("".join(parts) if first is None else first), at + 1

    def piece(self, at: int) -> tuple[str, int]:
        """Return one atom as often as it must come."""
        atom, after = self.atom(at)
        times, after = self.times(after)
        return atom * times, after

    def times(self, at: int) -> tuple[int, int]:
        """Return how often the atom before must come at least; `+` and `*` give it once."""
        rest = self.pattern[at:]
        counted = _REPEAT.match(rest)
        if counted:
            least, after = int(counted[1]), at + counted.end()
        elif rest[:1] in {"*", "+", "?"}:
            least, after = 1, at + 1
        else:
            return 1, at
        lazy = self.pattern[after : after + 1] in {"?", "+"}
        return least, after + int(lazy)

    def atom(self, at: int) -> tuple[str, int]:
        """Return a text for the one thing that stands here."""
        sign = self.pattern[at]
        if sign == "(":
            return self.group(at + 1)
        if sign == "[":
            return self.set(at + 1)
        if sign == "\\":
            return self.escape(at + 1)
        return {"^": "", "$": "", ".": "a"}.get(sign, sign), at + 1

    def group(self, at: int) -> tuple[str, int]:
        """Return a text for a group; flags in the pattern stand for nothing."""
        rest = self.pattern[at:]
        flags = _FLAGS.match(rest)
        if flags:
            return "", at + flags.end()
        start = _GROUP_START.match(rest)
        return self.ways(at + (start.end() if start else 0))

    def set(self, at: int) -> tuple[str, int]:
        """Return one character of a set in brackets."""
        negated = self.pattern[at : at + 1] == "^"
        at += int(negated)
        start = at
        members: list[str] = []
        while at < len(self.pattern) and (self.pattern[at] != "]" or at == start):
            member, at = self.member(at)
            members.append(member)
        if negated:
            free = (letter for letter in _CANDIDATES if letter not in "".join(members))
            return next(free, "~"), at + 1
        return members[0][:1] if members else "", at + 1

    def member(self, at: int) -> tuple[str, int]:
        """Return the characters, or a fair choice of them, of one member of a set."""
        named = _NAMED_CLASS.match(self.pattern, at)
        if named:
            return _NAMED.get(named[1], "a"), named.end()
        if self.pattern[at] == "\\":
            sign = self.pattern[at + 1 : at + 2]
            return _SETS.get(sign, _CONTROLS.get(sign, sign)), at + 2
        if self.pattern[at + 1 : at + 2] == "-" and self.pattern[at + 2 : at + 3] not in {
            "",
            "]",
        }:
            low, high = self.pattern[at], self.pattern[at + 2]
            within = (letter for letter in _CANDIDATES if low <= letter <= high)
            return low + "".join(within), at + 3
        return self.pattern[at], at + 1

    def escape(self, at: int) -> tuple[str, int]:
        """Return a text for what stands after a backslash."""
        sign = self.pattern[at : at + 1]
        if sign in _NOTHING:
            return "", at + 1
        return _CLASSES.get(sign, _CONTROLS.get(sign, sign)), at + 1
