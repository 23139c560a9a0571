"""A token in, what it looks like out: a password, a random key, or a word of prose and code."""

import re
from enum import IntEnum
from itertools import pairwise


class Strength(IntEnum):
    """How little a token looks like anything but a password."""

    NONE = 0
    WEAK = 1
    """A word with a number behind it: `falcon867`."""
    STRONG = 2


_PLACEHOLDER = re.compile(
    r"(?i)<[^<>]*>?$|\$\{|\$\(|\$[A-Z_]+$|%[A-Z_]+%$|\{\{|\{[a-z_!:]*\}?$|\[[^\[\]]*\]?$"
    r"|[*•x.·_?#-]+$|[A-Za-z_.]+\((?:$|[^)]*\)$)|[A-Za-z_]+(?:\.[A-Za-z_]+)+$|your[_-]|example"
    r"|changeme|[A-Za-z_][\w:.-]*=(?:$|[\w.]{0,12}$|[\"'\[({])"
    r"|(?:password|email|phone|token|username)_?[0-9]?(?:![rsa])?$"
    r"|placeholder|redacted|(?:none|null|true|false|undefined|string)$"
    r"|process\.|os\.|https?:"
)
_NAMES = re.compile(
    r"(?i)(?:sha|md|utf|base|oauth|ipv|mp|python|windows|win|iphone|ipad|ios|android|galaxy|ps"
    r"|x|http|tls|ssl|wpa|aes|rsa|ed|ecdsa|bcrypt|argon|int|uint|float|java|es|php|node|office"
    r"|room|route|chapter|page|step|level|version|v|build|release|step|line|user|test|admin|web"
    r"|covid|q|fy|week|day|model|type|error|code|case|ticket|port|gate|top|p|no|nr)"
    r"[-_ .]?[0-9]{1,6}(?:[-_.a-z]{0,8}[0-9]{0,4})"
)
"""Words that a number belongs to."""
_OTHER = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+|\w+://\S*|[#@/~.]\S*|\d[\d.,:/x-]*[A-Za-z%\u20ac$]{0,12}"
    r"|[A-Z]{1,8}[-_]?[\d.-]+[A-Z]?|\$?[\d.,]+\S?|\S*[A-Za-z][/]\S*[/]\S*"
    r"|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[a-z]+(?:_[a-z]+)+\d?|(?:[A-Z]{2,}\d*_)+[A-Z0-9]+"
    r"|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}T?\S*|[A-Za-z]+'[a-z]+|\S*[()\[\]{};=]\S*|&\w+;?\S*"
)
"""Addresses, amounts, days, numbers of tickets, names of code."""
_QUERY = re.compile(r"://|^\?\w+=|&\w+=|::|^[a-z]+[!?]{2,}1*[!?]*$")
_SIGNS = frozenset("!@#$%^&*?+~=")


def stands_for_another(value: str) -> bool:
    """Tell whether something is filled in later: a variable, a call, stars, `<password>`."""
    return bool(_PLACEHOLDER.match(value))


def trimmed(value: str) -> str:
    """Return a token without what ends a sentence or closes a parenthesis behind it."""
    value = value.rstrip(".,;:\u3002\u3001?\"'")
    for opening, closing in ("()", "[]", "{}"):
        while value.endswith(closing) and value.count(closing) > value.count(opening):
            value = value[:-1]
    return value


def strength(value: str) -> Strength:
    """Tell how much a token of prose looks like a password.

    Letters of both sizes and digits, or a sign among letters and digits, are in no word;
    letters and then digits are in some.
    """
    if len(value) < 6 or _PLACEHOLDER.match(value) or _NAMES.fullmatch(value):
        return Strength.NONE
    core = value.rstrip("!?")
    digits = sum(one.isdigit() for one in core)
    letters = sum(one.isalpha() for one in core)
    signs = sum(one in _SIGNS for one in core)
    large = sum(one.isupper() for one in core)
    if not letters or not digits + signs or (not signs and _OTHER.fullmatch(core)):
        return Strength.NONE
    if signs and (not digits or _QUERY.search(core) or re.fullmatch(r"[\w.+-]+@[\w.-]+", core)):
        return Strength.NONE
    if len(core) >= 7 and (signs or (0 < large < letters)):
        return Strength.STRONG
    return Strength.WEAK if digits >= 2 and letters >= 3 else Strength.NONE


def turns(token: str) -> float:
    """Return how often neighbours are of other kinds: small, large, digit; 0 to 1.

    At random about .6; names of code change at each word, about .2 (own measure).
    """
    kinds = [1 if c.islower() else 2 if c.isupper() else 3 if c.isdigit() else 0 for c in token]
    pairs = [(a, b) for a, b in pairwise(kinds) if a and b]
    return sum(a != b for a, b in pairs) / len(pairs) if pairs else 0.0


_LEAST_TURNS, _SURE_TURNS, _MOST_WORDY, _DIGIT_GROUPS = 0.36, 0.55, 0.35, 3
_LEAST_PIECE = 6
_WORDY, _DIGITS = re.compile(r"[a-z]{4,}"), re.compile(r"[0-9]+")


def is_random(token: str) -> bool:
    """Tell whether a token is drawn from letters of both sizes and digits.

    Names of code have digits in one place or two, and words: four small letters and more. Of
    what is drawn by chance one in ten letters stands so.
    """
    piece = max(re.split(r"[-_./~+=]", token), key=len)
    if len(piece) < _LEAST_PIECE or piece.islower() or piece.isupper():
        return False
    changes = turns(token)
    groups = len(_DIGITS.findall(token))
    if groups == 0 or changes < _LEAST_TURNS:
        return False
    if sum(map(len, _WORDY.findall(token))) >= _MOST_WORDY * len(token):
        return False
    return groups >= _DIGIT_GROUPS or changes >= _SURE_TURNS
