"""A text in, the e-mail and machine addresses in it out."""

import ipaddress
import re
from collections.abc import Iterator

from brightline.watch.redact import words
from brightline.watch.redact.finding import Found, Kind, any_of, compiled, stands_alone

_AT = r"(?:@|%40| ?[\[({] ?(?:at|AT|At|ät|@) ?[\])}] ?)"
_DOT = r"(?:\.| ?[\[({] ?(?:dot|DOT|Dot|punkt|point|punto|\.) ?[\])}] ?)"
_LETTER = r"\p{Latin}\p{Greek}\p{Cyrillic}\pN"
"""Of scripts that put spaces between words: elsewhere one cannot tell where a name begins."""
_EMAIL = (
    rf"[{_LETTER}._%+'\x{{2019}}-]*[{_LETTER}_+-]{_AT}"
    rf"(?:[{_LETTER}][{_LETTER}-]*{_DOT})+(?:xn--[A-Za-z0-9-]{{2,59}}|[{_LETTER}]{{2,24}})"
)
_WORD = rf"[{_LETTER}][{_LETTER}_'+%-]{{0,60}}"
_SPOKEN = (
    rf"(?i)((?:{_WORD}(?:\.| dot ))*{_WORD}) (at|@) "
    rf"((?:{_WORD}(?:\.| dot | \. ))+)([a-z]{{2,14}})\b"
)
"""With words for the signs, or blanks around them."""
_SPOKEN_SIGN = r"(?i) (?:@|at) [^\s@]{1,60}(?:\.| dot )"
_TOPS = frozenset(
    re.split(
        " ",
        "com net org edu gov info biz io co ai app dev me tv cc eu uk de at ch fr es it "
        "pt nl be lu pl cz sk hu ro bg gr hr si rs ba mk al tr ru ua by kz ge am az lt lv "
        "ee fi se no dk is ie us ca mx br ar cl pe uy py bo ec ve cr pa do cu gt hn sv ni "
        "au nz jp cn tw hk kr in pk bd lk np th vn my sg id ph sa ae qa kw bh om il jo lb "
        "iq ir eg ma dz tn ly ng ke gh tz ug za zw et cat gmbh online shop store site "
        "tech xyz club live email cloud digital agency company studio design travel "
        "solutions consulting group world media name pro mobi museum post arpa academy "
        "law legal bank finance health care school university church family house",
    )
)
_MAIL = re.compile(
    r"(?i)mail|mejl|courriel|correo|adres|addr|write|schreib|écri|escrib|scriv|contact|kontakt"
    r"|reach|send|почт|邮箱|郵箱|メール|이메일|بريد|דוא|posta"
)
"""Words near which one with blanks is believed though its name is only a word."""
_FILES = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "js", "ts", "py", "css", "html", "htm", "json"}
    | {"md", "txt", "pdf", "sh", "exe", "dll"}
)
_SIGN = r"@|%40|[\[({] ?(?:at|AT|At|ät)|(?i: dot [a-z]{2,14}\b| at [^\s@]{1,60}\.[a-z]{2,10}\b)"
_OPENERS = "'\u2019%+-."
"""What may stand in a name but in practice stands before it."""

_V4 = r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}"
_V6 = r"[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{0,50}"
FIRST = any_of(_SIGN, _V4, r"[0-9A-Fa-f]:[0-9A-Fa-f]{0,4}:")
"""What all that is found here has in it."""
_V6_START = re.compile(r"(?i)(?:[23][0-9a-f]{3}|f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):")


def find_emails(text: str) -> Iterator[Found]:
    """Yield the e-mail addresses of a text, those written around too."""
    if not compiled(_SIGN).search(text):
        return
    written = compiled(_SPOKEN_SIGN).search(text)
    for match in compiled(_SPOKEN).finditer(text) if written else ():
        if (spoken := _spoken(text, match)) is not None:
            yield spoken
    for match in compiled(_EMAIL).finditer(text):
        found = match[0]
        start = match.start() + len(found) - len(found.lstrip(_OPENERS))
        found = text[start : match.end()]
        local, host = _parts(found)
        if (
            not local
            or local == "git"
            or host.rpartition(".")[2] in _FILES
            or _is_version(host)
        ):
            continue
        yield Found(start, match.end(), Kind.EMAIL, f"{local}@{host}")


def _spoken(text: str, match: re.Match[str]) -> Found | None:
    """Return an address that is written with words or blanks, if it can be nothing else."""
    local, sign, host, top = match.groups()
    if top.casefold() not in _TOPS:
        return None
    dotted = " dot " in host.casefold() or " . " in host
    near = text[max(0, match.start() - _NEAR) : match.start()] + text[match.end() :][:_NEAR]
    odd = any(one in "._+-" or one.isdigit() for one in local) or " dot " in local.casefold()
    likely = odd or _PROVIDERS.match(host) or _MAIL.search(near)
    if not likely and not (dotted and sign != "@"):
        return None
    value = f"{local}@{host}{top}".casefold().replace(" dot ", ".").replace(" . ", ".")
    return Found(*match.span(), Kind.EMAIL, value)


_PROVIDERS = re.compile(
    r"(?i)(?:g ?mail|googlemail|outlook|hotmail|live|yahoo|icloud|proton|protonmail|gmx|web|aol"
    r"|mail|yandex|qq|163|naver|orange|free|libero|wp|seznam|t-online)\W"
)
_NEAR = 30
_AT_SIGN = re.compile(r"(?i)@|%40|\s?[\[({]\s?(?:at|ät|@)\s?[\])}]\s?")
_DOT_SIGN = re.compile(r"(?i)\s?[\[({]\s?(?:dot|punkt|point|punto|\.)\s?[\])}]\s?")


def _parts(found: str) -> tuple[str, str]:
    local, host = _AT_SIGN.split(found, maxsplit=1)
    return local.casefold(), _DOT_SIGN.sub(".", host).casefold()


def _is_version(host: str) -> bool:
    """Tell whether what follows the sign is a version of a package."""
    first, _, rest = host.partition(".")
    return first.isdigit() and rest[:1].isdigit()


def find_addresses(text: str) -> Iterator[Found]:
    """Yield the addresses of machines: not of this machine, masks, or well-known resolvers."""
    if text.count(".") > 2:
        for match in compiled(_V4).finditer(text):
            if _is_v4(text, *match.span()):
                yield Found(*match.span(), Kind.IP, match[0])
    if text.count(":") > 1:
        for match in compiled(_V6).finditer(text):
            if (found := _v6(text, *match.span())) is not None:
                yield found


_LARGE = 16
"""Versions seldom have two parts that are larger."""
_PUBLIC = frozenset({"1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9"})


def _is_v4(text: str, start: int, end: int) -> bool:
    """Tell whether four numbers are the address of a machine, and not a version."""
    longer = _DOTTED_BEFORE.search(text, max(0, start - 2), start) or _DOTTED.match(text, end)
    if longer or not stands_alone(text, start, end):
        return False
    try:
        address = ipaddress.IPv4Address(text[start:end])
    except ValueError:
        return False
    octets = address.packed
    nobody = address.is_loopback or address.is_multicast or octets[0] in {0, 255}
    if nobody or str(address) in _PUBLIC or words.says_version(text, start):
        return False
    return sum(one >= _LARGE for one in octets) > 1 or words.says_ip(text, start)


_DOTTED_BEFORE, _DOTTED = re.compile(r"[0-9]-$|\.$"), re.compile(r"\.[0-9]")


def _v6(text: str, start: int, end: int) -> Found | None:
    if text[start] == ":" != text[start + 1]:
        start += 1
    whole = text.count(":", start, end) >= 7
    if not stands_alone(text, start, end) or not (whole or _V6_START.match(text, start)):
        return None
    written = text[start:end].rstrip(".")
    for value in (written, written.rstrip(":"), written.rpartition(":")[0]):
        try:
            address = ipaddress.IPv6Address(value)
        except ValueError:
            continue
        if any(one.isdigit() for one in value):
            return Found(start, start + len(value), Kind.IP, str(address))
    return None
