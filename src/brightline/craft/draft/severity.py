"""What a rule is about in, how bad a breach of it is by the look of its words out."""

import re

from brightline.craft.later import later
from brightline.records import Severity

_CRITICAL = (
    r"suicid\w*|self[- ]harm|child(?:ren)?(?!'s (?:book|stor))|minors?|weapons?"
    r"|explosives?|bombs?|poison\w*|sexual\w*|abuse|overdose|dos(?:e|es|age|ing)"
    r"|medicines?|medications?|emergenc\w+|home address|terroris\w+|mushrooms?|kill\w*"
    r"|minors"
)
_HIGH = (
    r"medical|health|diagnos\w+|legal|financial|invest\w*|tax|password\w*|passcode"
    r"|pins?|codes?|accounts?|personal|private|confidential|secrets?|identity|addresses"
    r"|address|salar\w+|payments?|transfers?|money|violen\w+|hate\w*|drugs?|alcohol"
    r"|gambl\w+|illegal|hack\w*|fraud\w*|discriminat\w+|racis\w+|alarm|cameras?"
    r"|instructions?|prompt|another|data|details|prescri\w+|credentials?|refunds?"
    r"|loans?|approv\w+"
)
_LOW = (
    r"competitors?|jokes?|off[- ]topic|errands|small talk|opinions? on (?:sport|film)"
    r"|rank|promo\w+|discounts?|unrelated|weather|recommend\w*"
)
_SEVERITIES = tuple(
    (severity, later(rf"\b(?:{words})\b", re.IGNORECASE))
    for severity, words in (
        (Severity.CRITICAL, _CRITICAL),
        (Severity.HIGH, _HIGH),
        (Severity.LOW, _LOW),
    )
)


def severity_of(text: str) -> Severity:
    """Return the severity that a first draft gives; its owner decides."""
    return next(
        (severity for severity, words in _SEVERITIES if words.search(text)), Severity.MEDIUM
    )
