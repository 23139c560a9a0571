"""A pattern in, the same one out, compiled when it is first looked for.

There are hundreds of patterns and one text needs few of them: to compile them all takes longer
than to look. Most are to find words in any case; to compare letter by letter in any case takes
three times as long as to compare small letters, so the text is turned small instead.
"""

import re
from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Look: TypeAlias = "Callable[..., re.Match[str] | None]"


def later(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` returns, and a fault in it shows at first use."""
    kind = _AnyCase if flags & re.IGNORECASE else _Later
    return cast("re.Pattern[str]", kind(text, flags))


def in_small_letters(pattern: str) -> str | None:
    """Return what finds among small letters what a pattern finds in any case.

    None where there may be none: beside a part for one case alone or a letter beyond ASCII.
    """
    letters = _NO_LETTER.sub("", pattern)
    if not letters.isascii() or "\\" in letters or "(?-" in letters:
        return None
    if _FROM_OR_TO_CAPITAL.search(letters):
        return None
    if letters == letters.lower():
        return pattern
    kept = [*_NO_LETTER.findall(pattern), ""]
    parts = zip(_NO_LETTER.split(pattern), kept, strict=True)
    return "".join(part.lower() + as_is for part, as_is in parts)


_NO_LETTER = re.compile(
    r"\\[dDsSwWbBntr.^$*+?{}\[\]|()/\-\"'#&~: ]"  # a class of characters, a place, a sign
    r"|\\u(?:20|30|ff)[0-9a-f]{2}|\\x20"  # signs of other scripts
    r"|\(\?P[<=]\w+"
)
"""What of a pattern has no case, however it is written."""

_FROM_OR_TO_CAPITAL = re.compile(r"[^A-Z]-[A-Z]|[A-Z]-[^A-Z]")
"""A range such as `[+-Z]`, which is another one in small letters; few words look like one."""

_UNLIKE = frozenset("\u0130\u0131\u017f")
"""Letters that `re` takes for others in any case, and that are not these when turned small."""

_LOOKS = ("search", "match", "fullmatch")
_USED = (*_LOOKS, "finditer", "findall", "sub", "subn", "split")


class _Later:
    """A pattern that compiles itself at the first look, and is no slower from then on."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        if name not in _USED:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        for used in _USED:
            self.__dict__.setdefault(used, getattr(compiled, used))
        return getattr(self, name)


class _AnyCase(_Later):
    """A pattern for any case that looks in small letters; what cuts a text is as it was."""

    def __getattr__(self, name: str) -> object:
        small = in_small_letters(self.pattern) if name in _LOOKS else None
        if small is None:
            return super().__getattr__(name)
        compiled = re.compile(small, self._flags & ~re.IGNORECASE)
        for used in _LOOKS:
            self.__dict__[used] = self._looking(getattr(compiled, used), used)
        return getattr(self, name)

    def _looking(self, look: Look, name: str) -> Look:
        def looked(text: str, *bounds: int) -> "re.Match[str] | None":
            small = text.lower()
            if not text.isascii() and (len(small) != len(text) or not _UNLIKE.isdisjoint(text)):
                whole = re.compile(self.pattern, self._flags)
                return cast("re.Match[str] | None", getattr(whole, name)(text, *bounds))
            found = look(small, *bounds)
            if found is None or small == text:
                return found
            return cast("re.Match[str]", _Found(found, text))

        return looked


class _Found:
    """What was found in small letters, told in those of the text."""

    __slots__ = ("_small", "end", "span", "start", "string")

    def __init__(self, small: re.Match[str], text: str) -> None:
        self._small = small
        self.string = text
        self.start, self.end, self.span = small.start, small.end, small.span

    def __getitem__(self, group: int | str) -> str | None:
        start, end = self.span(group)
        return None if start < 0 else self.string[start:end]

    def group(self, *groups: int | str) -> str | tuple[str | None, ...] | None:
        """Return what `re.Match.group` returns."""
        if len(groups) > 1:
            return tuple(self[one] for one in groups)
        return self[groups[0] if groups else 0]

    def groups(self) -> tuple[str | None, ...]:
        """Return what `re.Match.groups` returns."""
        return tuple(self[one + 1] for one in range(len(self._small.groups())))

    def groupdict(self) -> dict[str, str | None]:
        """Return what `re.Match.groupdict` returns."""
        return {name: self[name] for name in self._small.groupdict()}

    @property
    def lastgroup(self) -> str | None:
        """What `re.Match.lastgroup` is."""
        return self._small.lastgroup
