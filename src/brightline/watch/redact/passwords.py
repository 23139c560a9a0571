"""A text in, the passwords and secrets out that a word before them tells."""

import re
from collections.abc import Iterator
from itertools import pairwise

from brightline.watch.redact.finding import APART, Found, Kind, announced, any_of, compiled

_URL = r"\b[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s:/@\"'<>]{0,80}:[^\s/?\"'<>]{1,200}@"

_WORD = (
    r"(?:\b|_)(?:[a-z]{0,10}password|phrase de passe|pass(?:[_-]?word|wd|wort|phrase|code"
    r"|wordt)?"
    r"|pwd|pw|kennwort|mot de passe|mdp"
    r"|contrase(?:ñ|n)a"
    r"|clave(?: d?e?l? ?wi-?fi)?|senha|palavra-passe|wachtwoord|has(?:ł|l)o|parol[aă]"
    r"|lozinka|sifre(?:m|niz|si)?|l(?:ö|o)senord(?:et)?"
    r"|adgangskode(?:n)?|passord(?:et)?"
    r"|salasana|heslo|geslo|parool|slaptažodis|parole|jelsz(?:ó|o|av)(?:am|ad|a|m|d)?|mật khẩu"
    r"|kata sandi(?: saya)?)|пароль|密码|密碼|口令|パスワード"
    r"|(?:비밀번호|비번|암호)[는은이가]?|şifre(?:m|niz|si)?"
    r"|κωδικός|पासवर्ड|كلمة المرور|كلمة السر|סיסמה|סיסמא|รหัสผ่าน"
    r"|[a-z](?-i:Password|Passwd|Passphrase|Pwd)"
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
    r"|token|secret|apikey|accesskey|credentials?|passkey|accountkey|[a-z0-9]{1,20}[_-]key"
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
_PASSWORD = rf"(?i)(?:{_WORD})"
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
_NAME = rf"{_OF_ACCESS}|(?i)(?:\b|_|[a-z])(?:{_KEY})|{_ELSEWHERE}|[?&]sig"
_NAME_REST = (
    rf"(?i){_SUFFIX}({_LINK})(?:\\?[\"'`“«])?(?:(?:bearer|token|basic) )?"
    r"([A-Za-z0-9_+/=.~%-]{12,})"
)
_SPACED_REST = r"(?-i:[A-Z_-][A-Za-z0-9]{1,20})?(\s{1,2}[\"'`]?)([A-Za-z0-9_+/=.~-]{20,})"
"""Behind a blank only what nobody says: a long run of letters and digits."""
_BEARER = (
    r"(?i)\b(?:bearer|authorization[\"']?\s?[:=]\s?[\"']?(?:token|basic|apikey|key|digest)?)"
)
_BEARER_REST = r"(\s{1,2})([A-Za-z0-9_+/=.~-]{12,})"

_USED = (
    r"(?i)([^\s\"'`<>]{6,60})[\"'`]? (?:as|is)"
    r" (?:my|the|our|his|her|their) (?:password|passcode)"
)
_LOGIN = r" (?:-u|--user|--proxy-user)[ =]"
_LOGIN_REST = r"[\"']?[^\s:\"'@/]{1,60}:([^\s\"'@/]{4,100})"
NAMES = any_of(_PASSWORD, _NAME)
"""What a password or a key is called where it has a name in a table."""

FIRST = any_of(_LOGIN, r"://[^\s/@]*:[^\s/@]*@", _PASSWORD, _NAME, _BEARER)
"""What all that is found here has in it."""

_PLACEHOLDER = re.compile(
    r"(?i)<[^<>]*>?$|\$\{|\$[A-Z_]+$|%[A-Z_]+%$|\{\{|\{[a-z_]*\}$|\[[^\[\]]*\]?$|[*•x.·_?#-]+$"
    r"|[A-Za-z_.]+\((?:$|[^)]*\)$)|[A-Za-z_]+(?:\.[A-Za-z_]+)+$|your[_-]|example|changeme"
    r"|[A-Za-z_][\w:.-]*=(?:$|[\w.]{0,12}$|[\"'\[({])|(?:password|email|phone|token"
    r"|username)_?[0-9]?$"
    r"|placeholder|redacted|(?:none|null|true|false|undefined|string)$"
    r"|process\.|os\.|https?:"
)
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


def find_used(text: str) -> Iterator[Found]:
    """Yield what somebody uses as a password, where it looks like one."""
    for match in compiled(_USED).finditer(text):
        if _is_password(match[1], "is", quoted=False):
            yield Found(*match.span(1), Kind.PASSWORD, match[1])


def find_logins(text: str) -> Iterator[Found]:
    """Yield the passwords that are given to a command as `-u name:password`."""
    for _, match, at in announced(text, _LOGIN, _LOGIN_REST):
        start, end = match.span(1)
        yield Found(at + start, at + end, Kind.PASSWORD, match[1])


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


_LONG = 24
"""Characters from which on one digit among letters of both sizes is enough."""


def _is_key(value: str) -> bool:
    digits = sum(one.isdigit() for one in value)
    letters = sum(one.isalpha() for one in value)
    long = len(value) >= _LONG and value != value.lower() and value != value.upper()
    if long and not digits:
        # Names of code change their size at each word, at random it is every other letter.
        turns = sum(a.islower() != b.islower() for a, b in pairwise(value))
        return turns * 3 >= len(value)
    return digits >= (1 if long else 2) and letters >= 2


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
    value = value.rstrip(".,;:\u3002\u3001?\"'")
    for opening, closing in ("()", "[]", "{}"):
        while value.endswith(closing) and value.count(closing) > value.count(opening):
            value = value[:-1]
    return value


def _is_password(value: str, lead: str, *, quoted: bool) -> bool:
    if len(value) < 4 or _PLACEHOLDER.match(value):
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
