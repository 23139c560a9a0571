"""The model asked for and the one that answered in, whether they clearly differ out."""

import re

_WORDS = re.compile(r"[a-z]+|\d+(?:\.\d+)*")
_NOISE = frozenset({
    "awq", "b", "base", "bf", "chat", "exp", "experimental", "f", "fp", "ft", "gguf", "gptq",
    "hf", "instruct", "int", "it", "k", "latest", "m", "mlx", "online", "preview", "q", "r",
    "rc", "s", "snapshot", "stable", "v", "xl",
})  # fmt: skip
"""Words of a name that say how it is packed, or which issue of it this is, not which it is."""

_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")

_DATE_DIGITS = 4
"""A number of this many digits or more is a date or a build: 0613, 20241022."""


def another_model(asked: str, said: str) -> bool:
    """Tell whether a response clearly names another model than the one asked for.

    Args:
        asked: As written in the request; empty accepts any.
        said: As the response has it; empty says nothing.
    """
    if not asked or not said or asked == said:
        return False
    asked_words, asked_sizes = _parts(asked)
    said_words, said_sizes = _parts(said)
    if asked_words != said_words:
        return True
    # One of them may leave the number out: `mistral-small` answers as `mistral-small-3`.
    shared = min(len(asked_sizes), len(said_sizes))
    return asked_sizes[:shared] != said_sizes[:shared]


def _parts(name: str) -> tuple[frozenset[str], list[str]]:
    """Return the words and the numbers that make a model what it is."""
    last = name.lower().rstrip("/").rsplit("/", 1)[-1].removesuffix(".gguf")
    found = _WORDS.findall(_DATE.sub("", last.split("@")[0]))
    words = frozenset(word for word in found if word.isalpha() and word not in _NOISE)
    numbers = [word for word in found if not word.isalpha()]
    return words, [
        part
        for number in numbers
        if "." in number or (len(number) < _DATE_DIGITS and not number.startswith("0"))
        for part in number.split(".")
    ]
