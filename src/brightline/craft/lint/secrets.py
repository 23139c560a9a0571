"""A prompt and a policy in, secrets on which something rests out: L17."""

import re
from collections.abc import Iterator

from brightline.craft.later import later
from brightline.craft.lint.material import Found, Material, Told
from brightline.records import CanaryMarker

SECRET = Told(
    "L17",
    "secret-in-prompt",
    "What stands in a prompt can be drawn out of it, so nothing may rest on it: whoever has "
    "the "
    "word has the key. Access belongs into the product, which tells the model who is signed "
    "in.",
)

_NOUN_OF_KEY = (
    r"pass(?:words?|codes?|phrases?)|pass phrases?|pins?|(?:code|secret|magic|safe"
    r"|key) ?words?|secret (?:key ?)?words?|secret (?:\w+ )?codes?"
    r"|access codes?|(?:override|unlock|master|staff|admin|backdoor|debug|security|internal"
    r"|service|promo|discount"
    r"|branch override|emergency) (?:codes?|keys?|phrases?|words?)|api[- ]?keys?"
    r"|access tokens?|tokens?|secret keys?"
    r"|(?:door|gate|alarm|vault|entry|entrance|lock|locker|garage|wi-?fi|lift|building|till"
    r"|register|keypad|router|server|safe|room|shed|store|cellar|warehouse)"
    r" (?:codes?|keys?|combinations?)|combinations?"
    r"|private keys?|credentials?|login|override key|phrase|codes?|words?|keys?"
)
_VALUE = (
    r"(?:[\"\u201c'\u2018`](?P<quoted>[^\"\u201d'\u2019`]{3,60})[\"\u201d'\u2019`]"
    r"|(?P<bare>(?=[^\s]*[0-9])[A-Za-z0-9][A-Za-z0-9!@#$%^&*_\-.]{3,}[A-Za-z0-9!]"
    r"|(?<![\d.])\d{4,8}(?!\.?\d)"
    r"|(?-i:[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)+)))"
)
_STATED = later(
    rf"\b(?P<noun>{_NOUN_OF_KEY})\b(?:\s+(?:for|of|to|in)\b[^.:=\n]{{0,40}}?)?\s*(?:is|are|=|:"
    rf"|reads)?\s*:?\s*(?:[\w@.]+\s*/\s*)?"
    rf"{_VALUE}",
    re.IGNORECASE,
)
_PHRASE = later(
    rf"\b(?P<noun>{_NOUN_OF_KEY})\b\s*(?:is|are|=|:"
    rf"|reads)\s*(?P<value>(?:[a-z]+ ){{1,4}}\d{{2,}})\b",
    re.IGNORECASE,
)
_UNLOCKS = later(
    r"\b(?:if|when|whenever|whoever|anyone who|users? who|someone|somebody|unless|only|with|by"
    r"|sender|employees"
    r"|identif\w+|unlock\w*|switched on|switch on|grant|full access|obey|treat"
    r"|must never learn|secret|(?:do not|don'?t) (?:reveal|give|share|say|pass"
    r"|print|tell|share)|never (?:tell|reveal|share|give|disclose|print|say|repeat)|keep it"
    r"|internal use|never give away|nobody|no[- ]one|no (?:customers?|users?|guests?|callers?"
    r"|visitors?|clients?|outsiders?|strangers?)|hand (?:it|them) out|give (?:it|them) out"
    r"|pass (?:it|them) on|for (?:\w+ ){0,3}alone|between us|must not (?:learn|know|hear|see)"
    r"|confidential)\b",
    re.IGNORECASE,
)
_OPENED = later(
    r"\b(?:opens?|opened|unlock(?:s|ed)?|disarm(?:s|ed)?|switch(?:es|ed)? off|starts?)\s+"
    rf"(?:with|by|using|on)\s+(?:the )?(?:number|code|word|combination|pin"
    rf"|phrase)?\s*:?\s*{_VALUE}",
    re.IGNORECASE,
)
_PAIR = later(
    r"\blog-?ins?\b[^.\n]{0,20}?\b[\w@.]+\s*/\s*(?P<value>\S*\d\S*?)(?=[.,;]?(?:\s|$))",
    re.IGNORECASE,
)
"""A name and its password: `login: mia / Tulip-17`."""
_KEY_SHAPED = later(
    r"\b(?:sk-[A-Za-z0-9_-]{16,}|tok_[A-Za-z0-9]{8,}|AKIA[0-9A-Z]{12,}"
    r"|gh[pousr]_[A-Za-z0-9]{16,}|xox[abp]-[\w-]{10,}"
    r"|AIza[\w-]{20,}|eyJ[\w-]{10,}\.[\w-]+)\b"
)
_CODE_WORD = later(
    r"\b(?:contains?|says?|knows?|writes?|enters?|types?|gives?|uses?|key)\s+(?:the (?:\w+ )?)?"
    r"(?P<value>[A-Z]{2,}(?:-?[A-Z0-9]+)*-[A-Z0-9]+|[A-Z]+-?\d{2,}[A-Z-]*)\b"
)
_SAYS_IT = later(
    r"\b(?:types?|enters?|says?|sends?|writes?|tells you|mentions?)\s+(?:the (?:\w+ )?(?:word"
    r"|phrase|code)\s+)?"
    r"[\"\u201c'](?P<value>[^\"\u201d']{3,40})[\"\u201d']",
    re.IGNORECASE,
)
_OPENS = later(
    r"\b(?:mode|access|admin|unlock\w*|drop|everything|anything|override|switch(?:es"
    r"|ed)? (?:on|off))\b",
    re.IGNORECASE,
)
_NOTHING = later(r"\b(?:not|never|nothing|no|same)\b|n't\b", re.IGNORECASE)
_NAMED = later(
    r"\b(?P<noun>pass ?words?|pass ?phrases?|pass ?codes?|pins?|tokens?|combinations?"
    r"|handshakes?|credentials?|(?:code|safe|magic|secret|key|pass|watch)[- ]?words?"
    r"|(?:word|phrase|answer|sign|code|number)(?= (?:that|which) (?:lifts?|opens?|unlocks?"
    r"|ends?|removes?|gives?|gets?|grants?|disarms?|starts?|switches)\b)|countersign"
    r"|shibboleth)\b[^.;:=\n]{0,60}?(?:\b(?:is|are|be|being|reads?)\b"
    r"|[:=])\s*(?:the (?:word|phrase"
    r"|number)s? )?[\"\u201c'\u2018`]?(?P<value>(?-i:[A-Z][A-Za-z]{3,})(?=[\W_]*(?:[.;,!)]"
    r"|$))|[A-Za-z]{3,}[-_][A-Za-z0-9_-]{2,}|[^\s\"'.,;]*\d[^\s\"',;]*)",
    re.IGNORECASE,
)
"""What a key is called, and the key."""

_KEY_LINE = later(
    r"\b[\w-]*(?:secret|passw(?:or)?d|passwd|pwd|token|api_?key|apikey"
    r"|key)\s*[=:]\s*[\"'`]?(?P<value>(?=[^\s\"'`]*\d)(?=[^\s\"'`]*[A-Za-z])[^\s\"'`]{6,})"
    r"|\bBearer\s+(?P<bearer>[\w.~+/=-]{12,})|\b(?:log(?:s|ged)?[ -]?in|sign(?:s"
    r"|ed)?[ -]?in)\b[^.\n]{0,40}?(?:/|\bwith)\s*(?P<with>(?=\S*\d)\S{5,}?)(?=[.,;]?(?:\s"
    r"|$))|\b(?:wi-?fi|wlan|portal|console|staff|guest network|network|login|log-in)"
    r"\b[^.\n]{0,24}?[:=]\s*(?P<net>(?=\S*\d)(?=\S*[A-Za-z])(?=\S*[#!$%&@?_-])\S{6,})"
    r"|\b(?P<shaped>[a-z]{2,6}_(?=\w*\d)[A-Za-z0-9]{12,})\b",
    re.IGNORECASE,
)
"""A key as a line of a setting, and as keys are made."""

_WHO_KNOWS = later(
    r"\b(?:knows?|says?|types?|typing|enters?|entering|gives?|giving|quotes?|mentions?"
    r"|answers?|shows?|names?|proves?|identif(?:y|ies)|utters?"
    r"|whispers?)\b[^.;\n]{0,60}?(?:[\"\u201c'\u2018](?P<quoted>[^\"\u201d']{3,40})[\"\u201d'\u2019]"
    r"|\b(?P<coded>(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9][\w-]{4,})"
    r"|\bthe (?:\w+ )?(?:word|phrase|password|name) (?P<named>(?-i:[A-Z])[\w-]{3,}))",
    re.IGNORECASE,
)
_ASKED = later(r"\b(?:never|not|n't|forgot\w*|reset|choose|change)\b", re.IGNORECASE)
"""Before a key of which only is said that it is asked for or changed."""

_GRANTED = later(
    r"\b(?:may|can) (?:see|enter|have|get|open|read|use|skip)\b|\b(?:is|are|counts? as"
    r"|treat\w* as) (?:an? |the )?(?:manager|admin\w*|supervisor"
    r"|owner|staff|boss|colleague|director|insider|developer|employee|operator)s?\b"
    r"|\b(?:gets?|show|give|grant|open|tell|send|allow|unlock|see|sees|has|have"
    r"|lift)\w* (?:\w+ ){0,2}?(?:full|every\w*|all|access|admin|file|page|record|mode"
    r"|anything|doors?|limits?)\b|\b(?:managers?|staff|supervisors?|admins?|owners?"
    r"|engineers?|employees?|colleagues?) (?:\w+ )?(?:prove|identify|show|log|sign"
    r"|authenticate)\w*\b",
    re.IGNORECASE,
)
"""What somebody has who knows it."""

_MAY_HOLD = later(
    r"[0-9\"'`\u201c\u2018_=-]|AKIA|AIza|eyJ|\b(?:word|phrase|pass|secret|handshake)"
)
"""What no secret is without: most texts need no closer look."""

_TELLING = later(
    r"(?:pass(?:word|code|phrase)|pin|api[- ]?key|access token|secret key|private key)s?",
    re.IGNORECASE,
)
"""Nouns whose value is a secret, whatever else is said."""

_ORDINARY = later(
    r"^(?:yes|no|ok|okay|stop|help|true|false|null|none|n/a|maybe end)$", re.IGNORECASE
)


def secrets(material: Material) -> Iterator[Found]:
    """Yield secrets that stand in a prompt, or on which a rule of the policy rests."""
    canaries = _canaries(material)
    policy = material.policy
    if policy is not None:
        for number, rule in enumerate(policy.rules):
            text = rule.condition.text if rule.condition is not None else ""
            said = _secret(text, _WHEN) or _secret(rule.text)
            if said and said not in canaries:
                yield _secret_found(
                    said,
                    material.of_rule(number, "condition" if text else "text"),
                    material.file,
                )
    prompt = material.prompt
    if prompt is None:
        return
    for one in prompt.instructions:
        if _MAY_HOLD.search(one.text) is None:
            continue
        said = _secret(one.text, prompt.beside(one))
        if said and not any(canary in said or said in canary for canary in canaries):
            yield _secret_found(said, prompt.find(one, said), prompt.origin.file)


_WHEN = "only when"
"""What stands before every condition."""


def _secret_found(said: str, place: tuple[int, int], file: str) -> Found:
    shown = f"{said[:3]}…" if len(said) > 4 else "…"
    return Found(
        SECRET.at(
            place,
            file,
            message=f"a secret stands here ('{shown}'), and what it opens is open to whoever "
            "has it",
            fix="Take it out. Let the product check who is asking and say so in its system "
            "message; in the policy: condition: {text: …, established_by: operator}.",
        )
    )


def _canaries(material: Material) -> tuple[str, ...]:
    """Return the secrets that the policy plants to see whether they leak."""
    if material.policy is None:
        return ()
    return tuple(
        marker.canary
        for rule in material.policy.rules
        for marker in rule.markers
        if isinstance(marker, CanaryMarker)
    )


def _secret(  # noqa: PLR0911 - each shape by itself
    text: str, beside: str = ""
) -> str:
    """Return a secret that a text holds and guards, or opens something with; empty for none.

    Args:
        text: The text.
        beside: What stands in the same paragraph: it may say what the secret opens.
    """
    sure = _KEY_SHAPED.search(text) or _PAIR.search(text)
    if sure:
        return sure.groupdict().get("value") or sure[0]
    line = _KEY_LINE.search(text)
    if line is not None:
        return next(part for part in line.groups() if part)
    named = _NAMED.search(text)
    if named is not None and not _ASKED.search(text[: named.start("value")]):
        return named["value"]
    knows = _WHO_KNOWS.search(text)
    if knows is not None and _GRANTED.search(text) and not _NOTHING.search(text):
        return knows["quoted"] or knows["coded"] or knows["named"]
    stated = (*_STATED.finditer(text), *_OPENED.finditer(text))
    phrase = _PHRASE.search(text)
    coded = _CODE_WORD.search(text)
    hints = bool(stated or phrase or coded)
    guarded = hints and _UNLOCKS.search(f"{text} {beside}") is not None
    for found in stated:
        value = found["quoted"] or found["bare"]
        noun = found.groupdict().get("noun", "")
        if _ORDINARY.match(value.strip()) or not _is_word_of_secret(noun, text):
            continue
        if guarded or _TELLING.fullmatch(noun):
            return value.strip()
    said = _SAYS_IT.search(text)
    if said and _OPENS.search(text) and not _NOTHING.search(text):
        return said["value"]
    if phrase and guarded:
        return phrase["value"]
    return coded["value"] if coded and guarded else ""


def _is_word_of_secret(noun: str, text: str) -> bool:
    """Say whether a noun that has other uses too stands for a key here."""
    if noun.casefold() not in {
        "phrase",
        "code",
        "codes",
        "word",
        "words",
        "key",
        "keys",
        "login",
    }:
        return True
    return (
        re.search(
            r"\b(?:unlock\w*|switched on|identif\w+|secret|full access|obey|override|internal"
            r"|treat|mode|access)\b",
            text,
            re.IGNORECASE,
        )
        is not None
    )
