"""A text in, the e-mail and machine addresses in it out."""

import ipaddress
import re
from collections.abc import Iterator
from itertools import chain

from brightline.watch.redact import words
from brightline.watch.redact.finding import Found, Kind, any_of, compiled, stands_alone

_AT = r"(?:@|%40|\\u0040|&#64;| ?[\[({] ?(?:at|AT|At|ät|@) ?[\])}] ?)"
_DOT = r"(?:\.| ?[\[({] ?(?:dot|DOT|Dot|punkt|point|punto|\.) ?[\])}] ?)"
_LETTER = r"\p{Latin}\p{Greek}\p{Cyrillic}\pN"
"""Of scripts that put spaces between words: elsewhere one cannot tell where a name begins."""
_EMAIL = (
    rf"[{_LETTER}._%+'\x{{2019}}-]*[{_LETTER}_+-]{_AT}"
    rf"(?:[{_LETTER}][{_LETTER}-]*{_DOT})+(?:xn--[A-Za-z0-9-]{{2,59}}|[{_LETTER}]{{2,24}})"
)
_SPOKEN = (
    r"(?i)\b[a-z0-9][a-z0-9._-]{1,40}(?: dot [a-z0-9]{1,30}){0,3} at "
    r"(?:g ?mail|googlemail|outlook|hotmail|yahoo|icloud|proton|protonmail|gmx|aol|web)"
    r" dot (?:com|net|org|de|me|fr|co dot uk|es|it)\b"
)
_SHOUTED = (
    r"\b[A-Za-z0-9][\w.%+'-]{0,60}(?: DOT [\w-]{1,30}){0,3} AT"
    r" [A-Za-z0-9][\w-]{0,60}(?: DOT [A-Za-z0-9-]{2,60}){1,4}\b"
)
_FILES = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "js", "ts", "py", "css", "html", "htm", "json"}
    | {"md", "txt", "pdf", "sh", "exe", "dll"}
)
_SIGN = (
    r"@|%40|u0040|&#64| AT [\w-]+ DOT |[\[({] ?(?:at|AT|At|ät)"
    r"|(?i: dot (?:com|net|org|de|me|fr|co|es|it)\b)"
)
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
    for match in chain(compiled(_SPOKEN).finditer(text), compiled(_SHOUTED).finditer(text)):
        value = match[0].casefold().replace(" dot ", ".").replace(" at ", "@")
        yield Found(*match.span(), Kind.EMAIL, value.replace(" ", ""))
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


_AT_SIGN = re.compile(r"(?i)@|%40|\\u0040|&#64;|\s?[\[({]\s?(?:at|ät|@)\s?[\])}]\s?")
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
