"""A marker's pattern in, what is wrong with it out, at a bounded cost for all of a file."""

MAX_PATTERN = 10_000
"""Characters of a pattern."""

MAX_MEMORY = 1024 * 1024
"""Bytes that RE2 may use for one pattern: some 50,000 steps."""

MAX_STEPS = 300_000
"""Steps of all patterns of a file: RE2 matches in linear time, but compiling is not free."""

_REFUSED_STEPS = 50_000
"""What a pattern costs that RE2 gives up on."""


class Patterns:
    """Checks the patterns of one file."""

    def __init__(self) -> None:
        self._left = MAX_STEPS

    def problem(self, pattern: str) -> tuple[str, str] | None:
        """Return what is wrong with a pattern and what to do, None when it can be used."""
        import re2

        if len(pattern) > MAX_PATTERN:
            return (
                f"is longer than {MAX_PATTERN:,} characters",
                "Split it into several.",
            )
        if self._left <= 0:
            return (
                "comes after others that are too large together, so it was not looked at",
                "Use fewer repeats such as {1,500} and fewer classes such as \\pL.",
            )
        options = re2.Options()
        options.log_errors = False
        options.max_mem = MAX_MEMORY
        try:
            compiled = re2.compile(pattern, options=options)
        except re2.error as error:
            self._left -= _REFUSED_STEPS
            return (
                f"is not RE2: {_said(error)}",
                "RE2 has no lookaround and no back references; `literal:` matches plain text.",
            )
        self._left -= compiled.programsize
        if compiled.search("") is not None:
            return (
                "matches every reply, even an empty one",
                "Make it need at least one character.",
            )
        return None


def _said(error: Exception) -> str:
    said = error.args[0] if error.args else "it cannot be compiled"
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return "".join(c if c.isprintable() else "?" for c in text[:200])
