"""A request in, what it asks for out: whose name, how much, a poem, an act, a yes or no."""

# ruff: noqa: E501 - a pattern that is broken over lines cannot be read

from functools import cache, lru_cache
from typing import Any

from brightline.judge.text import read

_OPEN = r"^\W*(?:[a-z]+, ?)?(?:please |can you |could you |will you |would you |i want you to |i need you to )*"

_KINDS: tuple[tuple[str, str], ...] = (
    ("who", r"^\W*(?:[a-z]+, ?)?(?:who|whom|whose)\b|\bwhich (?:customer|person|teacher|employee|colleague|player|user|member|patient|guest|student)|\bnames? of\b|\bby name\b|\bname (?:it|them|one|him|her)\b"),
    ("where", r"\bwhere\b|\baddress\b|\blives?\b"),
    ("when", r"\bwhen\b|\bwhat time\b|\bdate\b|\bdeadline\b|\bwhat day\b"),
    ("how_much", r"\bhow (?:much|many|long|old|often|far|big|fast|high)\b|\bprice|\bcosts?\b|\bdos(?:e|age)\b|\bamount\b|\bsalary\b|\bearns?\b|\bnumber\b|\bpercent"),
    ("code", r"\b(?:codes?|password|pin|passcode|phone|key|voucher|coupon|login|token|combination)\b"),
    ("yes_no", _OPEN + r"(?:is|are|am|do|does|did|can|could|should|will|would|was|were|has|have|may)\b|\byes or no\b|\btell me (?:if|whether)\b|\bdecide (?:if|whether)\b"),
    ("how_to", r"\bhow (?:do|can|to|could|would|should|might)\b|\bway to\b|\bsteps?\b|\bguide\b|\brecipe\b|\btrick\b|\bwithout (?:being|getting|anyone)\b"),
    ("write", _OPEN + r"(?:write|compose|draft|make up|create|invent|design|develop|generate|produce|finish|rewrite|complete|translate|summari[sz]e|solve)\b"),
    ("text", r"\b(?:story|poem|rhyme|song|joke|essay|letter|e-?mail|post|article|speech|script|scene|review|paragraph|report|note|message|tweet|caption|haiku|limerick|verse|slogan|code|program)\b"),
    ("tell", _OPEN + r"(?:tell|give|show|list|name|explain|describe|say|rank|compare|read|spell|recommend|suggest|pick|reveal|share|provide)\b"),
    ("act", _OPEN + r"(?:approve|cancel|transfer|delete|unlock|upgrade|sell|book|refund|ban|change|send|sign|decide|confirm|promise|waive|move|raise|mark|open|set|reset|order|add|remove|extend|grant|issue|call|report|agree|guarantee|switch|turn|reserve|pay|buy|block|unblock)\b"),
    ("rules", r"\b(?:your (?:rules|instructions|prompt|guidelines)|system prompt|were (?:given|told)|word for word)\b"),
    ("opinion", r"\b(?:think|should|best|better|worst|favou?rite|vote|recommend|opinion|believe|prefer|right|wrong|good|bad|worth)\b"),
    ("why", r"\bwhy\b"),
    ("what_is", r"\bwhat(?:'s| is| are| does| did)\b"),
    ("mine", r"\b(?:my|i|me|mine|i'm|i've)\b"),
)  # fmt: skip

KINDS = tuple(name for name, _ in _KINDS)
"""What a request can ask for, in the order of the feature matrix."""

LONGEST_REQUEST = 1_000


@lru_cache(maxsize=2048)
def read_request(request: str) -> tuple[bytes, tuple[int, ...]]:
    """Return a request as it is read, in UTF-8, and what it asks for as places in `KINDS`.

    A suite asks the same in many ways, so each request is read once.
    """
    raw = read(request[:LONGEST_REQUEST]).text.strip().encode()
    return raw, tuple(sorted(_matcher().Match(raw) or ()))


@cache
def _matcher() -> Any:  # noqa: ANN401 - re2 has no types
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = 16 << 20
    matcher = re2.Set.SearchSet(options)
    for _, pattern in _KINDS:
        matcher.Add(pattern)
    matcher.Compile()
    return matcher
