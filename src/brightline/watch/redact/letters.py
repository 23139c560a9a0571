"""A text in, the numbers of persons and accounts out that are written with letters."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from brightline.watch.redact import papers, words
from brightline.watch.redact.checks import IBAN_LENGTHS, dated, day_first, iban, weighted
from brightline.watch.redact.finding import (
    NOT_ALNUM,
    Found,
    Kind,
    any_of,
    compiled,
    is_fraction,
    stands_alone,
)
from brightline.watch.redact.gaps import REACH, words_between

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


_FISCAL = (
    r"[A-Z]{3} ?[A-Z]{3} ?[0-9LMNP-V]{2} ?[A-Z] ?[0-9LMNP-V]{2} ?[A-Z] ?[0-9LMNP-V]{3} ?[A-Z]"
)
_AC = "AC-HJKMNP-RT-Y"
_MBI = rf"[1-9][{_AC}][0-9{_AC}]\d-?[{_AC}][0-9{_AC}]\d-?[{_AC}]{{2}}\d{{2}}"
"""Medicare's numbers: letters that look like digits are left out."""


def _mexican(v: str) -> bool:
    return dated(v[4:10])


def _pension(v: str) -> bool:
    """Tell whether the check digit of Germany's pension insurance holds."""
    digits = v[:8] + f"{ord(v[8]) - 64:02d}" + v[9:11]
    products = (
        int(a) * b for a, b in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True)
    )
    return sum(sum(divmod(one, 10)) for one in products) % 10 == int(v[11])


def _any(_: str) -> bool:
    return True


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


FORMS = (
    Lettered(_form(r"\d{17}[0-9X]"), _chinese),
    Lettered(_form(_FISCAL), _codice),
    Lettered(_form(r"[A-ZÑ&]{4}[ -]?\d{6}[ -]?[0-9A-Z]{3}"), _mexican, r"rfc"),
    Lettered(_form(r"\d{2} ?\d{6} ?[A-Z] ?\d{3}"), _pension),
    Lettered(_form(r"[A-Z]{1,2}\d{6} ?\([0-9A]\)"), _any),
    Lettered(_form(r"\d{9}[VX]"), _any, r"nic\b"),
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
_ALWAYS = (_chinese, _codice, _curp)
"""Too long and too odd to be of an order or a part, whatever word stands before them."""
_CANDIDATE = (
    rf"(?i)\b(?:\d{{17}}[0-9X]|{_FISCAL}"
    r"|[A-Z&]{4}[ -]?\d{6}[ -]?[0-9A-Z]{3}|\d{2} ?\d{6} ?[A-Z] ?\d{3}|\d{9}[VX]"
    r"|[A-Z]{1,2}\d{6} ?\([0-9A]\)"
    r"|[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d|\d{8}[ -]?[A-Z]|\d\d\.\d{3}\.\d{3}-?[A-Z]"
    r"|[XYZ][ -]?\d{7}[ -]?[A-Z]"
    r"|[A-Z]{2}[ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-D]|\d{6}[+A-Z-]\d{3}[0-9A-Y]"
    r"|[STFGM]\d{7}[A-Z]"
    r"|\d{7}[A-W][A-IW]?|[A-Z]{3}P[A-Z]\d{4}[A-Z]|\d{1,2}\.\d{3}\.\d{3}-[0-9K]"
    r"|\d{7,8}-[0-9K]|\d\.\d{3}\.\d{3}-\d|[A-Z][12]\d{8}"
    rf"|(?-i:{_MBI}))(?:\b|\B)"
)
"""Any of the forms, in one go."""

_NUMBER = (
    r"((?:(?-i:[A-Z]{1,3})[ -])?(?:(?-i:[A-Z0-9]{0,16}[0-9][A-Z0-9]{0,16})"
    r"|[a-z]{1,2}[0-9]{5,9}[a-z]?)"
    r"(?:(?:[ ./]|-| - )(?:№ ?)?(?-i:[A-Z0-9]{0,8}[0-9][A-Z0-9]{0,8})){0,8}"
    r"(?:[ -](?-i:[A-Z])\b)?"
    r"(?: ?\([0-9A]\))?)"
)
"""A number of whatever form: groups that have digits, with large letters among them."""
_BEFORE = re.compile(
    rf"(?i:(?:^|[^A-Za-z0-9./-]))({_NUMBER[1:-1].replace('(?-i:', '(?:')})[\"'),.]{{0,3}}\s+"
    r"(?i:(?:is|was|are|est|ist|es|é|è|är|er|jest|to|это|c'est)\s+)?"
    r"(?i:my|our|the|his|her|their|your|mon|ma|meine?|mi|su|meu|minha|il mio|mio|la mia|mijn"
    r"|m(?:ó|o)j"
    r"|moja|min|mitt|mit|мой|моё|мій|son|a|an)\s+(?:\S{1,14}\s+){0,2}(?:\S{0,3}')?$"
)
"""A number that is said to be one only behind it."""


FIRST = any_of(r"(?i)\b[A-Z]{2} ?\d{2}[ .-]?[A-Z0-9]{3}", _CANDIDATE)
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
    if one.check in _ALWAYS:
        return True
    if not one.words:
        return not words.says_other(text, start)
    near = words.before(text, start) + "\n" + words.after(text, end)
    return bool(re.search(rf"(?i){one.words}", near))


def find_named(text: str) -> Iterator[Found]:
    """Yield the numbers that are said to be of a passport, a licence or an identity card."""
    for word in compiled(papers.NAMES).finditer(text):
        start, end = word.span()
        short = len(word[0].strip("_ ")) <= _ACRONYM
        if short and text[end : end + 1].isalpha() and word[0].isascii():
            continue
        behind = text[end : end + REACH]
        for match in compiled(_NUMBER).finditer(behind):
            if _DATE.fullmatch(match[1]):
                continue
            gap = words_between(behind[: match.start(1)])
            if gap is not None and _is_numbered(match[1], gap, short=short):
                yield _numbered(end + match.start(1), match[1])
            break
        lead = text[max(0, start - _BACK) : start]
        before = _BEFORE.search(lead)
        if before and _is_number(before[1], short=False):
            yield _numbered(start - len(lead) + before.start(1), before[1])


_ACRONYM, _BACK = 4, 70
_DATE = re.compile(
    r"(?:19|20)\d\d ?- ?(?:19|20)\d\d|\d{1,4}[./ -]\d{1,2}[./ -]\d{1,4}|\d{1,2}[./]\d{2,4}"
)
_ELSE = frozenset(
    {"order", "flight", "ticket", "invoice", "room", "page", "lane", "chapter", "version"}
    | {"phone", "tel", "call", "since", "expires", "expiry", "issued", "valid", "until", "born"}
    | {"parcel", "package", "tracking", "shipment", "customer", "account", "commit", "version"}
    | {"bestellung", "pedido", "commande", "ordine", "rechnung", "factura", "facture", "rfc"}
    | {"due", "step", "error", "amount", "price", "section", "telefon", "telefono", "teléfono"}
)
"""Words before a number that is of something else."""


_LINKS = frozenset(
    {"is", "was", "number", "no", "nr", "num", "id", "es", "est", "ist", "to", "je", "mi", "er"}
    | {"är", "on", "saya", "the", "lautet", "numero", "número", "del", "cliente", "for"}
)


def _is_numbered(written: str, words: list[str], *, short: bool) -> bool:
    """Tell whether a number is one of what stands before it, with words between."""
    told = {word.casefold() for word in words}
    if told & _ELSE or not _is_number(written, short=short):
        return False
    # `rut`, `tin` and `dl` are words too: with others behind them they name little.
    return not short or told <= _LINKS or sum(map(str.isdigit, written)) >= _LONG


_LONG = 7
"""Digits of a number behind an acronym that other words follow."""


def _numbered(start: int, written: str) -> Found:
    value = NOT_ALNUM.sub("", written).upper()
    return Found(start, start + len(written), Kind.NATIONAL_ID, value)


def _is_number(written: str, *, short: bool) -> bool:
    """Tell whether letters and digits can be a number of a paper."""
    value = NOT_ALNUM.sub("", written)
    digits = sum(map(str.isdigit, value))
    if not 6 <= len(value) <= 20:
        return False
    if digits >= (6 if short and value.isdigit() else 4):
        return True
    # Papers of Germany and others mix them: one digit may be all.
    return (
        value == value.upper() and 8 <= len(value) <= 10 and digits > 0 and " " not in written
    )
