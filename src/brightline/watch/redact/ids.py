"""Digits of a number in, whether it is one that a state gave to a person out.

Each country has shapes, how its digits are written, a check, and words that name it. A shape
is believed by itself where it is rare; else one of the words must stand near.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from brightline.watch.redact.checks import (
    dated,
    day_first,
    is_date,
    luhn,
    mod_11_10,
    verhoeff,
    weighted,
)


class Id(NamedTuple):
    """A number of one country."""

    shapes: frozenset[str]
    """Sizes of groups with what stands between them: `3-2-4`."""
    alone: frozenset[str]
    """Those of the shapes that need no word."""
    check: Callable[[str], bool]
    """On the digits, in capitals where there are letters."""
    words: re.Pattern[str]


_WORDS: list[str] = []


def _id(shapes: str, alone: str, check: Callable[[str], bool], words: str) -> Id:  # noqa: PLR0917 - a table
    _WORDS.append(words)
    return Id(
        frozenset([*shapes.split("|"), *alone.split("|")]) - {""},
        frozenset(alone.split("|")) - {""},
        check,
        re.compile(rf"(?i)(?<![a-z])(?:{words})"),
    )


def _ssn(d: str) -> bool:
    if d[:3] in {"000", "666"} or d[3:5] == "00" or d[5:] == "0000":
        return False
    # From 900 on they are numbers of tax payers.
    return d[0] != "9" or "50" <= d[3:5] <= "99"


def _nhs(d: str) -> bool:
    return weighted(d, range(10, 0, -1)) % 11 == 0 and len(set(d)) > 1


def _tfn(d: str) -> bool:
    return weighted(d, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def _steuer(d: str) -> bool:
    counts = sorted(d[:10].count(one) for one in set(d[:10]))
    return d[0] != "0" and counts[-1] in {2, 3} and counts[-2] == 1 and mod_11_10(d)


def _nir(d: str) -> bool:
    if d[0] not in "12378" or not ("01" <= d[3:5] <= "12" or d[3:5] >= "20"):
        return False
    return len(d) == 13 or 97 - int(d[:13]) % 97 == int(d[13:])


def _bsn(d: str) -> bool:
    return d != "000000000" and (weighted(d, range(9, 1, -1)) - int(d[8])) % 11 == 0


def _pesel(d: str) -> bool:
    month = int(d[2:4]) % 20
    return is_date(0, month, int(d[4:6])) and (
        weighted(d, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0
    )


def _belgian(d: str) -> bool:
    rest = 97 - int(d[9:])
    return dated(d) and rest in {int(d[:9]) % 97, int("2" + d[:9]) % 97}


def _swedish(d: str) -> bool:
    d = d[-10:]
    return 1 <= int(d[2:4]) <= 12 and 1 <= int(d[4:6]) % 60 <= 31 and luhn(d)


def _norwegian(d: str) -> bool:
    return (
        is_date(0, int(d[2:4]) % 40, int(d[:2]) % 40)
        and weighted(d, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)) % 11 == 0
        and weighted(d, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0
    )


def _portuguese(d: str) -> bool:
    rest = weighted(d, range(9, 1, -1)) % 11
    return d[0] in "123456789" and int(d[8]) == (0 if rest < 2 else 11 - rest)


def _ahv(d: str) -> bool:
    return d[:3] == "756" and weighted(d, (1, 3) * 6 + (1,)) % 10 == 0


def _czech(d: str) -> bool:
    month = int(d[2:4]) % 50 % 20
    return is_date(0, month, int(d[4:6])) and (len(d) == 9 or int(d) % 11 == 0)


def _romanian(d: str) -> bool:
    rest = weighted(d, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return dated(d[1:]) and d[0] != "0" and int(d[12]) == (1 if rest == 10 else rest)


def _cpf(d: str) -> bool:
    if len(set(d)) == 1:
        return False
    first = weighted(d, range(10, 1, -1)) * 10 % 11 % 10
    second = weighted(d, range(11, 1, -1)) * 10 % 11 % 10
    return d[9:] == f"{first}{second}"


def _aadhaar(d: str) -> bool:
    return d[0] > "1" and verhoeff(d)


def _korean(d: str) -> bool:
    return dated(d) and d[6] in "1234567890"


def _african(d: str) -> bool:
    return dated(d) and d[10] in "012" and luhn(d)


def _turkish(d: str) -> bool:
    odd, even = sum(map(int, d[0:9:2])), sum(map(int, d[1:8:2]))
    return (
        d[0] != "0"
        and (7 * odd - even) % 10 == int(d[9])
        and (sum(map(int, d[:10])) % 10 == int(d[10]))
    )


def _austrian(d: str) -> bool:
    rest = weighted(d[:3] + d[4:], (3, 7, 9, 5, 8, 4, 2, 1, 6)) % 11
    return rest == int(d[3]) and day_first(d[4:])


def _hungarian(d: str) -> bool:
    return weighted(d, (3, 7) * 4) % 10 == int(d[8])


def _snils(d: str) -> bool:
    return weighted(d, range(9, 0, -1)) % 101 % 100 == int(d[9:])


def _thai(d: str) -> bool:
    return d[0] != "0" and (11 - weighted(d, range(13, 1, -1)) % 11) % 10 == int(d[12])


def _cuit(d: str) -> bool:
    return weighted(d, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def _inn(d: str) -> bool:
    first = weighted(d, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    second = weighted(d, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    return d[10:] == f"{first}{second}"


def _emirates(d: str) -> bool:
    return d[:3] == "784" and luhn(d)


def _pakistani(d: str) -> bool:
    return d[0] in "1234567"


NUMBERS = (
    _id("3 2 4|9", "3-2-4", _ssn, r"ssn|social\b|social[\s_]+sec|itin|tax"),
    _id("3-3-3|3 3 3|9", "", luhn, r"sin\b|social\s+ins|n\.?a\.?s\b"),
    _id("3 3 4|3-3-4|10", "", _nhs, r"nhs"),
    _id("3 3 3|9", "", _tfn, r"tfn|tax\s+file"),
    _id("11", "2 3 3 3|2.3.3.3", _steuer, r"steuer|id-?nr|tax|tin\b"),
    _id("15|13|1 2 2 2 3 3", "1 2 2 2 3 3 2|13 2", _nir, r"s[ée]cu|nir\b|insee|social"),
    _id("9|4.2.3|4 2 3|3 3 3", "", _bsn, r"bsn|burgerservice|sofi"),
    _id("11", "", _pesel, r"pesel"),
    _id(
        "11|6-5|6 5|6 3 2",
        "2.2.2-3.2|2.2.2-3-2",
        _belgian,
        r"rijks|n[°o]?\.?\s*national|num[ée]ro\s+national|registre|insz|niss|nrn",
    ),
    _id("10|12|6 4", "6-4|8-4", _swedish, r"person\s*-?n|samordn"),
    _id("10|6-4|6 4", "", day_first, r"cpr"),
    _id("11|6-5", "6 5", _norwegian, r"f[øo]dsels|person\s*-?n|fnr|d-nummer"),
    _id("9|3 3 3", "", _portuguese, r"nif|contribuinte|tax"),
    _id("13", "3.4.4.2", _ahv, r"ahv|avs|sozialvers"),
    _id("10|9|6-4|6-3", "6/4|6/3", _czech, r"rodn|r\.?\s*[čc]\b"),
    _id("13", "", _romanian, r"cnp|cod\s+numeric"),
    _id("11|9-2", "3.3.3-2", _cpf, r"cpf"),
    _id("12", "4 4 4|4-4-4", _aadhaar, r"aadh?aa?r|uid\b|आधार"),
    _id("13", "6-7", _korean, r"rrn|주민|resident"),
    _id("13|6 4 3|6 4 2 1", "", _african, r"id\b|identity|identiteit|rsa|south"),
    _id("11|3 3 3 2", "", _turkish, r"t\.?c\.?\b|kimlik|tckn"),
    _id("9|8-1", "", luhn, r"teudat|zehut|israel|ת"),
    _id("10", "4 6|4-6", _austrian, r"sv-?n|sozialvers|versicherungs"),
    _id("9|3 3 3|3-3-3", "", _hungarian, r"taj"),
    _id("11", "", mod_11_10, r"oib"),
    _id("11", "3-3-3 2|3-3-3-2", _snils, r"снилс|snils"),
    _id("13", "1-4-5-2-1|1 4 5 2 1", _thai, r"ประชาชน|thai"),
    _id("11", "2-8-1", _cuit, r"cuit|cuil"),
    _id("15", "3-4-7-1", _emirates, r"emirates|hawiyy?a"),
    _id("12", "", _inn, r"инн|inn\b"),
    _id("13", "5-7-1", _pakistani, r"cnic"),
    _id("12", "6-2-4", dated, r"nric|my\s?kad|ic\s+n"),
)
"""Those of digits alone."""

NAMES = r"(?i)" + "|".join(_WORDS)
"""What any of them is called."""

SHAPES: dict[str, list[Id]] = {}
for _number in NUMBERS:
    for _shape in _number.shapes:
        SHAPES.setdefault(_shape, []).append(_number)

LONGEST = max(len(re.split("[^0-9]", shape)) for shape in SHAPES)
"""Groups of digits of the longest shape."""
