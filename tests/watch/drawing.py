"""A random source in, made-up values of a shape out."""

import random
import string
from collections.abc import Callable

LETTERS, UPPER, LOWER = string.ascii_letters, string.ascii_uppercase, string.ascii_lowercase
DIGITS, ALNUM, HEX = string.digits, string.ascii_letters + string.digits, "0123456789abcdef"
URLSAFE = ALNUM + "-_"


def parts(text: str, sign: str | None = None) -> list[str]:
    """Return the words of a text, or what stands between its signs."""
    return text.split(sign)


def of(rng: random.Random, alphabet: str, size: int) -> str:
    return "".join(rng.choice(alphabet) for _ in range(size))


def shaped(rng: random.Random, shape: str) -> str:
    """Return a shape with a digit for each 9, a capital for each A and hex for each h."""
    drawn = {"9": DIGITS, "A": UPPER, "h": HEX}
    return "".join(rng.choice(drawn[one]) if one in drawn else one for one in shape)


def drawn(rng: random.Random, shape: str, holds: Callable[[str], bool]) -> str:
    """Return the first of many random values of a shape for which a rule holds."""
    while True:
        if holds(value := shaped(rng, shape)):
            return value


def pick(rng: random.Random, forms: dict[str, str]) -> tuple[str, str]:
    name = rng.choice(sorted(forms))
    return name, forms[name]


def doubled_sum(digits: str) -> int:
    """Return the sum of Luhn (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, one in enumerate(reversed(digits)):
        value = int(one) * (1 + place % 2)
        total += value // 10 + value % 10
    return total


def split(digits: str, sizes: tuple[int, ...], sign: str) -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(digits[start : start + size])
        start += size
    return sign.join(parts)
