"""A pattern in, the same one out, compiled when it is first looked for.

There are hundreds of patterns and one text needs few of them: to compile them all takes longer
than to look.
"""

import re
from typing import cast


def later(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` returns, and a fault in it shows at first use."""
    return cast("re.Pattern[str]", _Later(text, flags))


_USED = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


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
            setattr(self, used, getattr(compiled, used))
        return getattr(self, name)
