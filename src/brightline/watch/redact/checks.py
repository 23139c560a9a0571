"""Digits in, whether the check digits of a register hold out."""

from collections.abc import Sequence

_COUNTRIES = {
    15: "NO",
    16: "BE",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
IBAN_LENGTHS = {
    country: size for size, countries in _COUNTRIES.items() for country in countries.split()
}
"""Characters of an account number by country (SWIFT's register of IBANs)."""


def iban(value: str) -> bool:
    """Tell whether the check digits of ISO 7064, mod 97-10, hold: country code first."""
    turned = value[4:] + value[:4]
    return int("".join(str(int(one, 36)) for one in turned)) % 97 == 1


def luhn(digits: str) -> bool:
    """Tell whether the check digit of ISO/IEC 7812-1 holds."""
    return (
        sum(map(int, digits[-1::-2]))
        + sum(sum(divmod(2 * int(one), 10)) for one in digits[-2::-2])
    ) % 10 == 0


def weighted(digits: str, weights: Sequence[int]) -> int:
    """Return the sum of digits, each times its weight, for as many as there are weights."""
    return sum(int(one) * weight for one, weight in zip(digits, weights, strict=False))


def verhoeff(digits: str) -> bool:
    """Tell whether the check digit of Verhoeff holds (Aadhaar)."""
    row = 0
    for place, one in enumerate(reversed(digits)):
        digit = int(one)
        for _ in range(place % 8):
            digit = _TURN[digit]
        row = _product(row, digit)
    return row == 0


_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def _product(left: int, right: int) -> int:
    """Return the product of two elements of the dihedral group of order ten."""
    if left < 5:
        return (left + right) % 5 + (5 if right >= 5 else 0)
    return (left - right) % 5 + (0 if right >= 5 else 5)


def is_date(year: int, month: int, day: int) -> bool:
    """Tell whether numbers can be a day; the year is not looked at but must not be negative."""
    return year >= 0 and 1 <= month <= 12 and 1 <= day <= 31


def dated(digits: str) -> bool:
    """Tell whether six digits can be year, month and day."""
    return is_date(int(digits[:2]), int(digits[2:4]), int(digits[4:6]))


def day_first(digits: str) -> bool:
    """Tell whether six digits can be day, month and year."""
    return is_date(int(digits[4:6]), int(digits[2:4]), int(digits[:2]))


def mod_11_10(digits: str) -> bool:
    """Tell whether the check digit of ISO 7064, mod 11,10, holds (Germany, Croatia)."""
    product = 10
    for one in digits[:-1]:
        product = (int(one) + product) % 10 or 10
        product = product * 2 % 11
    return (11 - product) % 10 == int(digits[-1])
