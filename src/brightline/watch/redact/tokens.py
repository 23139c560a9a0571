"""A text in, the keys and tokens of no known service in it out: those drawn by chance.

Services make keys of letters of both sizes and digits, most behind a few letters of their own.
Alone such a token is believed where it is long; a short one, and one that may be part of an
encoded file, where a word near it says what it is.
"""

import re
from collections.abc import Iterator

from brightline.watch.redact.finding import Found, Kind, any_of, compiled
from brightline.watch.redact.looks import is_random

_RUN = r"[A-Za-z0-9_+/=.~-]{20,}"
_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9]{0,14}[_.-])(?:[a-z0-9]{1,10}[_.-]){0,3}")
_USER = r"://([A-Za-z0-9_-]{20,80})@"
"""A token where the name of a user stands: of Sentry, and of git."""
_WORDS = (
    r"(?i)key|token|secret|credential|bearer|auth|api|signature|pass(?:word|phrase)|cookie"
    r"|session"
    r"|webhook|recovery|backup code|schl(?:ü|ue)ssel|clé|clef|clave|chave|chiave|llave|sleutel"
    r"|klucz"
    r"|nyckel|nøkkel|nøgle|avain|anahtar|klíč|kľúč|kulcs|cheie|ključ|raktas|atslēga|võti|ключ"
    r"|токен"
    r"|секрет|密钥|密鑰|金鑰|令牌|凭证|トークン|キー|鍵|토큰|키|مفتاح|رمز|מפתח|טוקן|κλειδί|कुंजी|टोकन|kunci|khóa"
    r"|กุญแจ|โทเค็น|revoke|leaked|unauthori[sz]ed|\b401\b"
)
_NEAR = re.compile(_WORDS)
_ELSE = re.compile(
    r"(?i)(?:sha-?\d*|md5|integrity|hash\w*|checksum|digest|etag|commit|base64|data:\S*"
    r"|fingerprint"
    r"|public(?:[_ -]?key)?|ssh-\w+|thumbprint|nonce|cursor|page_?token|next)[\s\"':=,-]*$"
)
"""Words before what is drawn by chance, too, but opens nothing."""
_BEFORE, _AFTER = 48, 20
_ALONE = 32
"""Characters of a token that needs no word."""
_WEAK = (
    r"(?i)(?:\b|_|[a-z](?-i:[A-Z]))(?:key|session|sess|auth|sig|signature|salt|seed|sas|pat"
    r"|cred|totp|otp"
    r"|(?:recovery|backup|activation|unlock|pairing|setup|registration|security)[ _-]?(?:code"
    r"|key)"
    r"|(?:clé|clef|clave|chave|chiave|llave|schl(?:ü|ue)ssel|sleutel|klucz|nyckel|nøkkel|nøgle"
    r"|avain"
    r"|anahtar|klíč|kľúč|kulcs|cheie|ključ|ключ|密钥|キー|키))"
    r"(?:[\"'\]`*]{0,3}\s{0,3}(?:\([^()\n]{1,30}\)\s?)?(?:[:=]>?|->|=>| is | ist | est | es "
    r"|\s»\s|\|)\s{0,3}"
    r"[\"'`*|]{0,2}\s?|[ \t]{1,3}|\n)(?:s:|base64:|hex:)?([A-Za-z0-9_+/=.~-]{16,})"
)
"""Names of what may be a secret; believed where the value can be nothing else."""
_WEAK_ELSE = re.compile(
    r"(?i)(?:cache|partition|idempotency|primary|foreign|sort|object|public|hash|dedup\w*"
    r"|routing"
    r"|row|id|s3|shard|issue|jira|foreign|lookup|group)[ _-]?key$"
)
_FILE = (
    "iVBORw0KGgo",
    "/9j/",
    "R0lGOD",
    "UEsDB",
    "JVBERi",
    "H4sI",
    "PD94",
    "PHN2",
    "TVqQ",
    "AAAA",
    "AAEA",
    "d09G",
)
"""What pictures, archives, fonts and pages begin with in base64."""
_HEX = re.compile(
    r"[0-9a-f]{32,}|[0-9A-F]{32,}|(?=.{0,15}[A-Z])(?=.{0,15}[0-9])[A-Z0-9]{20,}"
    r"|(?i:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
NAMES = r"(?i)\b(?:key|session|auth|signature|salt|seed|credentials?)\b"
"""What a secret is called where it has a name in a table."""
FIRST = any_of(_RUN, _WEAK)
"""What all that is found here has in it."""


def find_random(text: str) -> Iterator[Found]:
    """Yield the tokens that look drawn by chance and that something says are keys."""
    for match in compiled(_RUN).finditer(text):
        token = match[0]
        if token.islower() or token.isupper() or not any(map(str.isdigit, token)):
            continue
        name, _, last = token.rstrip("=.").rpartition("=")
        value = last.rstrip("-/")
        start = match.start() + len(name) + bool(name)
        start += len(value) - len(value := value.lstrip("-./~"))
        end = start + len(value)
        if len(value) < _LEAST or not is_random(value):
            continue
        end += len(match[0]) - len(match[0].rstrip("=")) if end < match.end() else 0
        if _is_believed(text, start, end):
            yield Found(start, end, Kind.KEY, text[start:end])
    if "://" in text:
        for match in compiled(_USER).finditer(text):
            if sum(map(str.isdigit, match[1])) >= _FEW:
                yield Found(*match.span(1), Kind.KEY, match[1])


_LEAST, _FEW = 16, 3


def _is_believed(text: str, start: int, end: int) -> bool:
    """Tell whether something says that a token that is drawn by chance opens something."""
    value = text[start:end]
    lead = text[max(0, start - _BEFORE) : start]
    encoded = "/" in value or "+" in value
    in_page = lead.endswith("/") or ("/" in value and "://" in lead.rpartition("\n")[2])
    other = _ELSE.search(lead) or value.startswith(_FILE)
    if in_page or other or _is_line_of_file(text, start, end):
        return False
    if _NEAR.search(lead) or _NEAR.search(text[end : end + _AFTER]):
        return True
    prefix = _PREFIX.match(value)
    long = _ALONE <= len(value) <= _MOST
    named = prefix is not None and is_random(value[prefix.end() :])
    return not encoded and (long or named)


_MOST = 400
_FILE_LINE = re.compile(r"[^A-Za-z0-9]{0,8}[A-Za-z0-9+/=]{40,}[^A-Za-z0-9]{0,8}")


def _is_line_of_file(text: str, start: int, end: int) -> bool:
    """Tell whether the line before or behind is as encoded files have it."""
    before = text[max(0, start - 200) : start].split("\n")
    behind = text[end : end + 200].split("\n")
    lines = before[-2:-1] + behind[1:2]
    return any(_FILE_LINE.fullmatch(line) for line in lines)


def find_weakly_named(text: str) -> Iterator[Found]:
    """Yield what stands behind `key`, `session` and the like and can only be a secret."""
    for match in compiled(_WEAK).finditer(text):
        value = match[1].rstrip(".-")
        if _HEX.fullmatch(value) or is_random(value):
            start = match.start(1)
            if not _WEAK_ELSE.search(text[max(0, match.start() - 14) : match.start() + 4]):
                yield Found(start, start + len(value), Kind.KEY, value)
