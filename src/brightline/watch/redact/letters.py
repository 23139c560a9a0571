"""A text in, the numbers of persons and accounts out that are written with letters."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from brightline.watch.redact import papers, words
from brightline.watch.redact.checks import IBAN_LENGTHS, dated, day_first, iban, weighted
from brightline.watch.redact.finding import (
    APART,
    BELOW,
    NOT_ALNUM,
    Found,
    Kind,
    announced,
    any_of,
    compiled,
    is_fraction,
    stands_alone,
)

_IBAN = r"(?i)\b[A-Z]{2} ?\d{2}(?:[ .-]?[A-Z0-9]){11,38}"


class Lettered(NamedTuple):
    """How a country writes its numbers."""

    form: re.Pattern[str]
    check: Callable[[str], bool]
    words: str = ""
    """Where given, one of them must stand near."""


def _dni(v: str) -> bool:
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(v[:8]) % 23] == v[8]


def _nie(v: str) -> bool:
    return _dni(str("XYZ".index(v[0])) + v[1:])


def _nino(v: str) -> bool:
    return v[:2] not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def _codice(v: str) -> bool:
    total = 0
    for place, one in enumerate(v[:15]):
        number = int(one) if one.isdigit() else ord(one) - 65
        total += _ODD[number] if place % 2 == 0 else number
    return chr(65 + total % 26) == v[15]


_ODD = (
    *(1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25),
    *(24, 23),
)


def _pps(v: str) -> bool:
    extra = 9 * (ord(v[8]) - 64) if len(v) == 9 and v[8] != "W" else 0
    return "WABCDEFGHIJKLMNOPQRSTUV"[(weighted(v[:7], range(8, 1, -1)) + extra) % 23] == v[7]


def _hetu(v: str) -> bool:
    digits = v[:6] + v[7:10] if v[6] in "-+" or v[6].isalpha() else v[:9]
    return day_first(v) and "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31] == v[-1]


def _curp(v: str) -> bool:
    order = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    total = sum(order.index(one) * (18 - at) for at, one in enumerate(v[:17]))
    return dated(v[4:]) and str(-total % 10) == v[17]


def _nric(v: str) -> bool:
    shift = {"S": 0, "T": 4, "F": 0, "G": 4, "M": 3}[v[0]]
    rest = (weighted(v[1:8], (2, 7, 6, 5, 4, 3, 2)) + shift) % 11
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "M": "XWUTRQPNJLK"}
    return letters.get(v[0], "XWUTRQPNMLK")[rest] == v[8]


def _rut(v: str) -> bool:
    total = sum(int(one) * (2 + at % 6) for at, one in enumerate(reversed(v[:-1])))
    return "0K987654321"[total % 11] == v[-1]


def _chinese(v: str) -> bool:
    total = sum(int(one) * (2 ** (17 - at) % 11) for at, one in enumerate(v[:17]))
    return v[6:8] in {"19", "20"} and dated(v[8:14]) and "10X98765432"[total % 11] == v[17]


def _uruguayan(v: str) -> bool:
    return -weighted(v[:7], (2, 9, 8, 7, 6, 3, 4)) % 10 == int(v[7])


def _taiwanese(v: str) -> bool:
    first = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(v[0]) + 10
    return (
        first // 10 + first % 10 * 9 + weighted(v[1:9], range(8, 0, -1)) + int(v[9])
    ) % 10 == 0


_AC = "AC-HJKMNP-RT-Y"
_MBI = rf"[1-9][{_AC}][0-9{_AC}]\d-?[{_AC}][0-9{_AC}]\d-?[{_AC}]{{2}}\d{{2}}"
"""Medicare's numbers: letters that look like digits are left out."""


def _any(_: str) -> bool:
    return True


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


FORMS = (
    Lettered(_form(r"\d{17}[0-9X]"), _chinese),
    Lettered(
        _form(r"[A-Z]{6}[0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]"), _codice
    ),
    Lettered(_form(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d"), _curp),
    Lettered(_form(r"\d{8}[ -]?[A-HJ-NP-TV-Z]|\d\d\.\d{3}\.\d{3}-?[A-Z]"), _dni),
    Lettered(_form(r"[XYZ][ -]?\d{7}[ -]?[A-Z]"), _nie),
    Lettered(_form(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?(?:\d\d[ -]?){3}[A-D]"), _nino),
    Lettered(_form(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]"), _hetu),
    Lettered(_form(r"[STFGM]\d{7}[A-Z]"), _nric),
    Lettered(_form(r"\d{7}[A-W][A-IW]?"), _pps, r"pps|personal public"),
    Lettered(_form(r"[A-Z]{3}P[A-Z]\d{4}[A-Z]"), _any),
    Lettered(_form(r"\d{1,2}\.\d{3}\.\d{3}-[0-9K]"), _rut),
    Lettered(_form(r"\d{7,8}-[0-9K]"), _rut, r"rut\b|run\b|r\.u\.t"),
    Lettered(_form(r"\d\.\d{3}\.\d{3}-\d"), _uruguayan),
    Lettered(_form(r"[A-Z][12]\d{8}"), _taiwanese),
    Lettered(re.compile(_MBI), _any),
)
_CANDIDATE = (
    r"(?i)\b(?:\d{17}[0-9X]|[A-Z]{6}[0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]"
    r"|[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d|\d{8}[ -]?[A-Z]|\d\d\.\d{3}\.\d{3}-?[A-Z]"
    r"|[XYZ][ -]?\d{7}[ -]?[A-Z]"
    r"|[A-Z]{2}[ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-D]|\d{6}[+A-Z-]\d{3}[0-9A-Y]"
    r"|[STFGM]\d{7}[A-Z]"
    r"|\d{7}[A-W][A-IW]?|[A-Z]{3}P[A-Z]\d{4}[A-Z]|\d{1,2}\.\d{3}\.\d{3}-[0-9K]"
    r"|\d{7,8}-[0-9K]|\d\.\d{3}\.\d{3}-\d|[A-Z][12]\d{8}"
    rf"|(?-i:{_MBI}))\b"
)
"""Any of the forms, in one go."""

_NAMED_REST = (
    r"(?i)\.?(?:(?:n(?:y|i|e|e?m)?|je|em|ul(?: meu)?|et(?: mitt)?|mitt|i|ni)\b)?"
    r"(?:[ _-]?(?:number|nummer|numéro|número|numero|numer|n(?:o|r|º|°)\.?|num|id|card|saya|mi"
    r"|meu|μου|mín|mijn|moj|من|ნომერი|#|号码|號碼|字號|号|番号|번호))*"
    r"(?:\s?(?:is|ist|est|es|é|è|je|jest|to|on|är|er|este|\x{435}|είναι|adalah|lautet|auf|は"
    r"|是|는|은"
    r"|ist der|[:=#\x{ff1a}*-])|[\s\"'(])*"
    r"([A-Z]{0,5}[ -]?\d[A-Z0-9]{0,14}(?:[ ./-]?[A-Z0-9]*\d[A-Z0-9]{0,2}){0,8}(?:[ -][A-Z]\b)?)"
    r"(?:[^A-Z0-9]|$)"
)
"""A word for a paper of a person, and a number behind it of whatever form."""


FIRST = any_of(r"(?i)\b[A-Z]{2} ?\d{2}[ .-]?[A-Z0-9]{3}", _CANDIDATE, papers.NAMES)
"""What all that is found here has in it."""


def find_ibans(text: str) -> Iterator[Found]:
    """Yield the numbers of accounts (ISO 13616) whose length and check digits are right."""
    for match in compiled(_IBAN).finditer(text):
        size = IBAN_LENGTHS.get(match[0][:2].upper(), 0)
        end = _after(text, match.span(), size) if size else 0
        if not end or not stands_alone(text, match.start(), end):
            continue
        value = NOT_ALNUM.sub("", text[match.start() : end]).upper()
        if iban(value):
            yield Found(match.start(), end, Kind.IBAN, value)


def _after(text: str, place: tuple[int, int], size: int) -> int:
    """Return where as many letters and digits end, 0 where there are fewer."""
    left = size
    for at in range(*place):
        left -= text[at].isalnum()
        if not left:
            return at + 1
    return 0


def find_lettered(text: str) -> Iterator[Found]:
    """Yield the numbers of persons that have letters or signs of their own."""
    for match in compiled(_CANDIDATE).finditer(text):
        written = match[0]
        value = NOT_ALNUM.sub("", written).upper()
        for one in FORMS:
            if not one.form.fullmatch(written):
                continue
            signed = written.upper() if one.check is _hetu else value
            if (
                stands_alone(text, *match.span())
                and one.check(signed)
                and _is_named(one, text, match.span())
            ):
                yield Found(*match.span(), Kind.NATIONAL_ID, value)
                break


def _is_named(one: Lettered, text: str, place: tuple[int, int]) -> bool:
    start, end = place
    if is_fraction(text, start):
        return False
    if not one.words:
        return not words.says_other(text, start)
    near = words.before(text, start) + "\n" + words.after(text, end)
    return bool(re.search(rf"(?i){one.words}", near))


def find_named(text: str) -> Iterator[Found]:
    """Yield the numbers that are said to be of a passport, a licence or an identity card."""
    for _, match, at in announced(text, papers.NAMES, _NAMED_REST, apart=(APART, BELOW)):
        start, end = match.span(1)
        value = NOT_ALNUM.sub("", match[1]).upper()
        if 6 <= len(value) <= 20 and sum(map(str.isdigit, value)) >= 4:
            yield Found(at + start, at + end, Kind.NATIONAL_ID, value)
