"""What a rule is about in, how bad a breach of it is by the look of its words out."""

import re

from brightline.records import Severity

_BY_WORDS = (
    (
        Severity.CRITICAL,
        r"suicid\w*|self[- ]harm|child(?:ren)?(?!'s (?:book|stor))|minors?|weapons?|explosives?|bombs?|poison\w*|sexual\w*"
        r"|abuse|overdose|dos(?:e|es|age|ing)|medicines?|medications?|emergenc\w+|home address|terroris\w+"
        r"|mushrooms?|kill\w*|minors",
    ),
    (
        Severity.HIGH,
        r"medical|health|diagnos\w+|legal|financial|invest\w*|tax|password\w*|passcode|pins?|codes?"
        r"|accounts?|personal|private|confidential|secrets?|identity|addresses|address|salar\w+|payments?|transfers?"
        r"|money|violen\w+|hate\w*|drugs?|alcohol|gambl\w+|illegal|hack\w*|fraud\w*|discriminat\w+|racis\w+|alarm|cameras?"
        r"|instructions?|prompt|another|data|details|prescri\w+|credentials?|refunds?|loans?|approv\w+",
    ),
    (
        Severity.LOW,
        r"competitors?|jokes?|off[- ]topic|errands|small talk|opinions? on (?:sport|film)|rank|promot\w+"
        r"|discounts?|unrelated|weather|recommend\w*",
    ),
)
_SEVERITIES = tuple(
    (severity, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for severity, words in _BY_WORDS
)


def severity_of(text: str) -> Severity:
    """Return the severity that a first draft gives; its owner decides."""
    return next(
        (severity for severity, words in _SEVERITIES if words.search(text)), Severity.MEDIUM
    )
