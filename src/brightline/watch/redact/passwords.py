"""A text in, the passwords and secrets out that a word before them tells."""

import re
from collections.abc import Iterator
from itertools import pairwise

from brightline.watch.redact import looks
from brightline.watch.redact.finding import (
    APART,
    Found,
    Kind,
    announced,
    any_of,
    compiled,
    joined,
)
from brightline.watch.redact.gaps import REACH, words_between

_URL = r"\b[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s:/@\"'<>]{0,80}:[^\s/?\"'<>]{1,200}@"

_WORD = (
    r"(?:\b|_)(?:passord\pL{0,3}|requirepass|masterauth|phrases? de passe|pass(?:[_-]?word|wd"
    r"|wort|phrase|code"
    r"|wordt)?|pwd|pw|kennwort|losungswort|zugangscode|mots? de passe|mdp|psk ?[=:\"]"
    r"|identified by"
    r"|contrase(?:ñ|n)(?:a|ya)|contrasinal|clave(?: d?e?l? ?(?:wi-?fi|acceso))?|senha"
    r"|palavra-passe|parola d'ordine|wachtwoord|wagwoord|ww|has(?:ł|l)[oa]|hasłem"
    r"|parol[aăei]\pL{0,5}"
    r"|parool\pL{0,4}|lozinka|zaporka|sifre(?:m|niz|si)?|l(?:ö|o)senord(?:et)?"
    r"|lykilorð\pL{0,2}|adgangskode[nr]?|salasana\pL{0,4}|tunnussana|hesl[oa]"
    r"|geslo|slaptažod\pL{1,3}|jelsz(?:ó|o|av)(?:am|ad|a|m|d)?|mật khẩu"
    r"|(?:kata )?sandi(?: saya)?|kata ?laluan|pasahitza|fjalëkalim\pL{0,2}|nenosiri"
    r"|(?:wi-?fi|wlan|network|wpa\d?|pre-?shared)[ _-]?(?:key|schl(?:ü|ue)ssel|code))"
    r"|парол[ьяюе]м?|пароль|лозинк\pL{1,2}|密码|密碼|口令|パスワード|暗証"
    r"|(?:비밀번호|비번|암호|패스워드)[는은이가]?|şifre(?:m|niz|si)?"
    r"|κωδικ(?:ός|ό)|συνθηματικό|पासवर्ड|কূটশব্দ|পাসওয়ার্ড|كلمة (?:ال)?(?:مرور|سر)"
    r"|الرقم السري|گذرواژه|סיסמ\pL{1,3}|รหัสผ่าน|პაროლ|գաղտնաբառ"
    r"|password|pass(?:wort|ord)|kennwort|wachtwoord|l(?:ö|o)senord|adgangskode"
    r"|[a-z](?-i:Passwd|Passphrase|Pwd)"
)
_KEY = (
    r"(?:api|access|secret|auth|private|client|account|shared|signing|encryption|refresh"
    r"|session|webhook|app"
    r"|service|deploy|license|master|bearer|id|csrf|xsrf|x-api|subscription|security|device"
    r"|user|admin|consumer"
    r"|bot)[ _.-]?(?:access[ _.-]?)?(?:key|token|secret)"
    r"|(?:cookie|hmac|salt|crypt\w{0,6})[ _-]?(?:key|secret)|cookie: ?\w{1,20}"
    r"|(?:cl(?:é|e|ef)|clave|chave|chiave|llave|jeton|sleutel|klucz|ключ|токен)(?: d['e]| da"
    r"| dell[a']| do)?[ _-]?api"
    r"|api[ _-]?(?:schl(?:ü|ue)ssel|sleutel|nyckel|n(?:ø|o)kkel|n(?:ø|o)gle|avain|anahtar\w*"
    r"|klíč|kulcs|キー|密钥|密鑰|키)"
    r"|(?:session|sess|php|j)[_ ]?(?:session)?[_ ]?id|\bsid|токен|секрет|(?:geheime[rs]?"
    r"|secret[ae]?|privater) (?:schl(?:ü|ue)ssel|key)|(?:clave|chave|chiave|cl(?:é"
    r"|e)) (?:secret[ae]|secr(?:è|e)te|segreta|priv(?:é|e)e|privada)|密钥|令牌|トークン|토큰"
    r"|token|secret|apikey|accesskey|credentials?|passkey"
    r"|accountkey|[_-]key"
    r"|x-amz-signature"
)
_LINK = (
    r"(?:\\?[\"'`\]*_])*\s{0,3}(?:\([^)\n]{1,24}\)\s{0,2})?"
    r"(?:(?:for|of|to|zu|für|pour|de|para) [^\n:=]{1,40}? (?:is|ist|est|es|é)\b"
    r"|(?:is now|(?:was|has been|is) (?:changed|set|reset) to|is|was|lautet|ist|est|es|é|è"
    r"|jest|este|je|là|είναι|war|adalah|คือ|on|är|er"
    r"|to|is set to|set to|auf|是|は|->|=>|:=|:"
    r"|=|>)+)\s{0,3}(?:[*_]{1,2})?\s?"
)
_VALUE = (
    r"(?:\\?\"[^\"\n]{3,120}\"|'[^'\n]{3,120}'|`[^`\n]{3,120}`|«[^»\n]{3,120}»"
    r"|“[^”\n]{3,120}”|[^\s\"'`<>]{3,200})"
)
_SUFFIX = r"(?:[_-][A-Za-z0-9]{1,20})?"
_PASSWORD = joined(rf"(?i)(?:{_WORD})")
_LIKE = (
    r"(?:[ \t](?:provisoire|temporaire|actuel|nouveau|nuev[oa]|actual|temporal|nov[oa]"
    r"|provis[óo]ri[oa]"
    r"|tempor[áa]ri[oa]|provvisoria|temporanea|attuale|nuova|tijdelijk\w*|tymczasowe|nowe"
    r"|mea|ta"
    r"|noua|new|old|current|temp(?:orary)?|first|initial|default|admin|root|wifi|again|hier"
    r"|ici"
    r"|aqui|here|saya|m(?:e|i|y|u)|μου|(?:del|do|da|du|de la|vom|der|van|for|von"
    r"|of) [\w.-]{1,20})){0,2}"
)
"""What may stand between the word and what it announces."""
_PASSWORD_REST = rf"(?i){_SUFFIX}({_LIKE}?{_LINK}|\s|[\"']\s?,\s?[\"']?|[\"'] value=)({_VALUE})"
_ELSEWHERE = (
    r"zugriffs?token|токен"
    r"|секрет\pL*(?: ключ)?|密钥|密鑰|秘密鍵|令牌|トークン|토큰|비밀 ?키"
    r"|tajn(?:ý|y) kl(?:í|i)(?:č|c)|geheime sleutel|llave secreta|hemlig nyckel"
    r"|hemmelig n(?:ø|o)(?:kkel|gle)|tajny klucz"
)
_OF_ACCESS = r"(?i)token (?:d'acc(?:è|e)s|de acceso|di accesso|de acesso)"
_NAME = rf"{_OF_ACCESS}|(?i)(?:\b|_|[a-z0-9])(?:{_KEY})|{_ELSEWHERE}|[?&]sig"
_NAME_REST = (
    rf"(?i){_SUFFIX}({_LINK})(?:\\?[\"'`“«])?(?:(?:bearer|token|basic) |base64:|hex:|s:)?"
    r"([A-Za-z0-9_+/=.~%-]{12,})"
)
_SPACED_REST = r"(?-i:[A-Z_-][A-Za-z0-9]{1,20})?(\s{1,2}[\"'`]?)([A-Za-z0-9_+/=.~-]{20,})"
"""Behind a blank only what nobody says: a long run of letters and digits."""
_BEARER = (
    r"(?i)\b(?:bearer|authorization[\"']?\s?[:=]\s?[\"']?(?:token|basic|apikey|key|digest)?)"
)
_BEARER_REST = r"(\s{1,2})([A-Za-z0-9_+/=.~-]{12,})"

NAMES = any_of(_PASSWORD, _NAME)
"""What a password or a key is called where it has a name in a table."""

FIRST = any_of(r"://[^\s/@]*:[^\s/@]*@", _PASSWORD, _NAME, _BEARER)
"""What all that is found here has in it."""

_PROSE = re.compile(r"[~.]{0,2}/[\w./-]+|[A-Za-z]:\\\S*|[a-z]+[!?]+1*[!?]*")
"""The path of a file, or a word that is shouted."""
_SPACED = re.compile(r"(?i)(?:password|passwd|pwd|pass|pw)\s$")


def find_url_passwords(text: str) -> Iterator[Found]:
    """Yield the passwords in the addresses of pages and databases."""
    if "://" not in text:
        return
    for match in compiled(_URL).finditer(text):
        whole = match[0]
        start = match.start() + whole.index(":", whole.index("://") + 3) + 1
        value = text[start : match.end() - 1]
        if not value.startswith(("${", "{", "<", "[", "***")):
            yield Found(start, start + len(value), Kind.PASSWORD, value)


def find_passwords(text: str) -> Iterator[Found]:
    """Yield what is said to be a password, where it looks like one."""
    for word, match, at in announced(text, _PASSWORD, _PASSWORD_REST, apart=(APART,), least=5):
        start, end = _inside(match[0], *match.span(2))
        quoted = start > match.start(2)
        lead = word[0] + match[0][: match.start(2)]
        value = match[0][start:end]
        if not quoted:
            value = _unquoted(value, lead)
        if _is_password(value, lead, quoted=quoted):
            yield Found(at + start, at + start + len(value), Kind.PASSWORD, value)


_TOKEN = re.compile(r"[^\s\"'`<>\u201c\u201d\u00ab\u00bb]+")
_ABOUT = frozenset(
    {"hash", "hashed", "hashing", "algorithm", "policy", "version", "model", "using", "router"}
    | {"file", "length", "manager", "encoding", "format", "type", "like", "in"}
)
"""Words behind which something stands that a password is not, but has to do with."""
_WEAKLY = 5
"""Words between, at most, where what follows is a word with a number."""
_ENDS_WEAKLY = _ABOUT | frozenset(
    {"for", "user", "username", "account", "reset", "by", "from", "via", "to", "error", "page"}
    | {"and", "or", "at", "on", "with", "than", "since", "für", "pour", "para", "von"}
)


def find_passwords_near(text: str) -> Iterator[Found]:
    """Yield what looks like a password behind a word for one, whatever stands between them."""
    for word in compiled(_PASSWORD).finditer(text):
        end = word.end()
        behind = text[end : end + 1]
        if behind in {"(", "_", "["} or (behind.isascii() and behind.isalnum()):
            continue
        for token in _TOKEN.finditer(text, end, end + REACH):
            value = looks.trimmed(token[0].lstrip("([:=,.;-/|>*"))
            start = token.start() + token[0].find(value) if value else end
            how = looks.strength(value)
            if not how and not any(one.isdigit() for one in value):
                continue
            words = words_between(text[end:start])
            if (
                how
                and words is not None
                and _is_near(how, words, text[end:start], bare=word[0].casefold() == "pass")
            ):
                yield Found(start, start + len(value), Kind.PASSWORD, value)
            break


def _is_near(how: looks.Strength, words: list[str], gap: str, *, bare: bool) -> bool:
    told = {word.casefold() for word in words}
    if ("," in gap and not words) or (bare and "\n" in gap):
        # The next parameter of a function; in Python `pass` ends a block.
        return False
    if how is looks.Strength.STRONG:
        return not told & _ABOUT
    if gap.rstrip("\"'` *")[-1:] in {":", "="}:
        return True
    return len(words) <= _WEAKLY and not told & _ENDS_WEAKLY and "," not in gap


def find_secrets(text: str) -> Iterator[Found]:
    """Yield what is said to be a key, a token or a secret, where it looks like one."""
    for word, rest, is_one in (
        (_NAME, _NAME_REST, _is_key),
        (_NAME, _SPACED_REST, _is_random),
        (_BEARER, _BEARER_REST, _is_key),
    ):
        for _, match, at in announced(text, word, rest, apart=(APART,)):
            start = at + match.start(2)
            value = match[2].rstrip(".")
            end = start + len(value)
            if is_one(value) and text[end : end + 1] != "(":
                yield Found(start, end, Kind.KEY, value)


def find_secrets_near(text: str) -> Iterator[Found]:
    """Yield what is drawn by chance behind a word for a key, whatever stands between them."""
    for word in compiled(_NAME).finditer(text):
        end = word.end()
        for token in _DRAWN.finditer(text, end, end + REACH):
            value = token[0].strip("-./~%=")
            if token.start() == end:
                # What looks like a word was part of something else.
                break
            if not any(map(str.isdigit, value)):
                continue
            words = words_between(text[end : token.start()])
            if words is not None and len(words) <= _SAID and _is_drawn(value):
                start = token.start() + token[0].find(value)
                yield Found(start, start + len(value), Kind.KEY, value)
            break


_DRAWN = re.compile(r"[A-Za-z0-9_+/=.~%-]{16,}")
_SAID = 4
"""Words between a word for a key and the key."""
_HEX = re.compile(r"[0-9a-f]{32,}|[0-9A-F]{32,}|(?=.{0,18}[A-Z])(?=.{0,18}[0-9])[A-Z0-9]{20,}")


def _is_drawn(value: str) -> bool:
    return bool(_UUID.fullmatch(value) or _HEX.fullmatch(value)) or looks.is_random(value)


_LONG = 24
"""Characters from which on one digit among letters of both sizes is enough."""


def _is_key(value: str) -> bool:
    if _PATH.fullmatch(value):
        return False
    digits = sum(one.isdigit() for one in value)
    letters = sum(one.isalpha() for one in value)
    long = len(value) >= _LONG and value != value.lower() and value != value.upper()
    if long and not digits:
        # Names of code change their size at each word, at random it is every other letter.
        turns = sum(a.islower() != b.islower() for a, b in pairwise(value))
        return turns * 3 >= len(value)
    return digits >= (1 if long else 2) and letters >= 2


_PATH = re.compile(r"[~.]{0,2}/?[a-z0-9_.-]+(?:/[a-z0-9_.-]+)+")
_UUID = re.compile(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _is_random(value: str) -> bool:
    """Tell whether something is no word, nor words with signs between them."""
    if _UUID.fullmatch(value):
        return True
    longest = max(map(len, re.split(r"[-_./=+~]", value)))
    digits = sum(one.isdigit() for one in value)
    return longest >= 12 and digits >= 2 and _is_key(value)


_QUOTES = {'"': '"', "'": "'", "`": "`", "«": "»", "“": "”"}


def _inside(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a value stands without the quotes around it."""
    if text[start : start + 2] == '\\"':
        return start + 2, end - (2 if text[end - 2 : end] == '\\"' else 1)
    if _QUOTES.get(text[start]) == text[end - 1] and end - start > 2:
        return start + 1, end - 1
    return start, end


def _unquoted(value: str, lead: str) -> str:
    """Return a value without what ends the sentence, the list or the line of code around it."""
    value = re.split(r"\\[nr\"]|&(?=[\w-]+=)|[;,](?=\s|$|[A-Za-z_-]+=)|</", value, maxsplit=1)[
        0
    ]
    if "=" in lead:
        value = re.split(r";", value, maxsplit=1)[0]
    return looks.trimmed(value)


def _is_password(value: str, lead: str, *, quoted: bool) -> bool:
    other = looks.stands_for_another(value) or _PROSE.fullmatch(value)
    if len(value) < 4 or value.startswith(", ") or other:
        return False
    digit = any(one.isdigit() for one in value)
    letter = any(one.isalpha() for one in value)
    sign = any(one in "!@#$%^&*+=~?|/\\<>" for one in value.rstrip("!?"))
    mixed = any(one.isupper() for one in value[1:]) and any(one.islower() for one in value)
    link = lead.rstrip("\"'`* ").casefold()
    if link.endswith((":", "=", ">", "是", "は", "는", "은")):
        if re.search(r"(?i)pass(?:code)?[\"'`]?\s?[:=]*\s?$", lead) and not letter:
            return len(value) > 4
        return digit or sign or mixed
    if _SPACED.search(lead) and not quoted:
        # `--password value` and `password value`: a sentence goes on in the same way.
        return len(value) >= 6 and digit and (letter or sign) and not _counted(value)
    return len(value) >= 5 and (digit or sign) and (letter or len(value) >= 6)


def _counted(value: str) -> bool:
    """Tell whether a word is a number with a unit or a name with a number behind it."""
    return bool(re.fullmatch(r"\d+[-a-z]{1,12}", value))
