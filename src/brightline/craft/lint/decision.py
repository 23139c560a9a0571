"""What a rule says in, whether it decides anything, and on what, out: L03 and L04."""

import re
from collections.abc import Iterator

from brightline.craft.later import later
from brightline.craft.lint import concepts as c, said
from brightline.craft.lint.back import goes_back
from brightline.craft.lint.concepts import read, stem
from brightline.craft.lint.evidence import OPEN
from brightline.craft.lint.material import ITEM, Found, Material, Prompt, Told, likely, listed
from brightline.craft.lint.said import closes_a_way
from brightline.records import Instruction, InstructionKind, Rule, Stance

UNDECIDED = Told("L03", "no-decision", OPEN)
NO_CONDITION = Told("L04", "no-condition", OPEN)

_CARE = later(
    r"\bshow (?:some )?(?:restraint|caution|care|tact|sensitivity)\b|\b(?:be|being|remain|stay"
    r"|is|are)\s+(?:very |especially |particularly |extra |extremely )?"
    r"(?:careful|cautious|mindful|thoughtful|wary|prudent|discreet|sensitive|tactful)\b"
    r"|\b(?:use|using|exercise|exercising|apply|with)\s+(?:\w+\s+){0,2}?(?:caution|care"
    r"|discretion|judge?ment|common sense|restraint|sensitivity|tact|prudence)\b"
    r"|\b(?:tread|step)\s+(?:very\s+)?(?:lightly|carefully|softly)\b|\btake\s+(?:\w+\s+)?care\b"
    r"|\bpay\s+(?:\w+\s+)?attention\b|\bkeep an eye\b|\bthink twice\b|\bwatch out\b"
    r"|\b(?:handled?|treat(?:ed)?|approach(?:ed)?|deal(?:t)?)\b.{0,60}\b(?:delicately|carefully"
    r"|cautiously|sensitively|tactfully|appropriately|responsibly)\b|\b(?:delicately|cautiously|gingerly)\b"
    r"|\b(?:use|follow)\s+(?:your\s+)?common sense\b|\bthink (?:carefully|twice|hard)\b"
    r"|\b(?:is|are)\s+(?:always |often |usually )?an?\s+(?:\w+\s+)?(?:delicate|sensitive|touchy"
    r"|tricky|thorny|ticklish|gr[ae]y|difficult|awkward)\s+(?:matters?|areas?|subjects?|topics?"
    r"|issues?|points?|ones?|questions?|fields?|zones?|business)\b"
    r"|\b(?:calls? for|needs?|requires?|demands?|wants?|merits?)\s+(?:\w+\s+){0,2}?(?:caution"
    r"|care|tact|thought|sensitivity|delicacy|restraint|light touch|light hand|gentle hand)\b"
    r"|\bgive (?:\w+ ){0,2}thought to\b"
    r"|\bdeserves? (?:\w+ )?(?:caution|care|tact|thought)\b|\b(?:carefully|sensitively"
    r"|cautiously|delicately|gently)\b"
    r"|\bbe (?:sensible|sensitive|gentle|reasonable)\b"
    r"|\b(?:exercis(?:es?|ing)|applies|uses|shows) (?:\w+ )?(?:care|judge?ment|discretion"
    r"|caution"
    r"|restraint|tact)\b|\bwith (?:the )?(?:\w+ )?(?:seriousness|respect|attention|care"
    r"|tact)\b",
    re.IGNORECASE,
)
_MATTER = later(
    r"\b(?:questions?|requests?|topics?|subjects?|asks?|asked|asking|brings? up|comes? up"
    r"|conversations?|disputes?|issues?|matters?|conflicts?|discuss\w*|data|anything|advice"
    r"|areas?|talk|enquir\w+|inquir\w+|mention\w*|around|about|touch(?:es)? on|turns? to"
    r"|information)\b",
    re.IGNORECASE,
)
_DECIDES = later(
    r"\b(?:refus\w*|declin\w*|never|not|n't|don't|only|unless|refer\w*|redirect\w*|explain\w*"
    r"|instead|offer\w*|names?|point\w*|say|tell|answer with|answer (?:in|from)|allowed"
    r"|reject\w*"
    r"|deny|direct (?:them|users?)|no|recommend\w*|add|ask (?:for|them|whether)|may|can"
    r"|avoid)\b",
    re.IGNORECASE,
)
_LEFT_OPEN = later(
    r"\W*(?:(?:if|when|where)(?:ever)? [^,.;:]{2,60}, )?(?:please |always |and )*"
    r"(?:(?:you|it) (?:should |must |will |shall |can |may )?)?(?:please |always )?"
    r"(?:use|exercise|apply|trust|rely on|follow)s? (?:(?:your|its|the) )?"
    r"(?:(?:own|good|best|better|sound|professional) )*(?:judge?ment|discretion|common sense"
    r"|good sense)(?: (?:at all times|always|throughout|here|too|everywhere"
    r"|in (?:all|every|each|any|such) \w+))?(?: (?:when|in|to) (?:deciding|decide|judging"
    r"|choosing|choose)\b[^.;]*)?\W*",
    re.IGNORECASE,
)
"""An order of nothing but to judge: whatever it is about, it decides nothing."""
_FORM = later(
    r"\b(?:read|listen|check|spell\w*|format\w*|tone|time|length|units?|wording|grammar|style"
    r"|typos?|names?"
    r"|punctuation|numbers?|feelings?|accuracy|emotions?|tables?)\b",
    re.IGNORECASE,
)


def undecided(material: Material) -> Iterator[Found]:
    """Yield what asks for care with a matter and never says what happens to a request."""
    if material.policy is not None:
        for number, rule in enumerate(material.policy.rules):
            if _is_undecided(rule.text, rule.text) and rule.condition is None:
                yield Found(
                    UNDECIDED.at(
                        material.of_rule(number, "text"),
                        material.file,
                        message=f"rule '{rule.id}' asks for care and does not say what is "
                        f"{'answered' if rule.stance is Stance.ALLOW else 'refused'}",
                        fix=f"Write what {material.name} does, e.g. {_decision(rule)}",
                    )
                )
    prompt = material.prompt
    if prompt is None:
        return
    for one in prompt.orders:
        if _is_undecided(one.text, _said_on(one, prompt)):
            rule_ = likely(one.text, material)
            yield Found(
                UNDECIDED.at(
                    prompt.find(one, one.text.split(maxsplit=1)[0]),
                    prompt.origin.file,
                    message="this asks for care and decides nothing: neither what is refused "
                    "nor on what it depends",
                    fix='Say which it is: "Never …", "… only when the system message says '
                    'that …", or "You may …".'
                    + (f" Rule '{rule_.id}' says: {rule_.text}" if rule_ else ""),
                )
            )


def _said_on(one: Instruction, prompt: Prompt) -> str:
    """Return an instruction with what follows on it, and not what holds of all limits."""
    prose = len(prompt.beside(one).split()) > ITEM
    after = (
        other.text
        for other in prompt.going_on(one)
        if not (prose and (_OWN_SUBJECT.match(other.text) or not goes_back(other.text)))
        and not (
            closes_a_way(other) or (said.says_instead(other) and _OF_ALL.search(other.text))
        )
    )
    return " ".join((one.text, *after))


_OWN_SUBJECT = later(
    r"\W*(?:you|we|i|when|where|if|should|someone|somebody|whoever|whatever|the|a|an|no"
    r"|none|nobody|rather|in place|after|each|every|follow|declined|\w+ing)\b",
    re.IGNORECASE,
)
"""How a sentence begins that is of something else than the one before."""

_OF_ALL = later(
    r"\b(?:limits?|rules?|declin\w+|refus\w+|any of that|such a thing|clause"
    r"|turn\w* (?:\w+ ){0,2}(?:down|away)|off limits|a no)\b",
    re.IGNORECASE,
)


def _is_undecided(text: str, whole: str) -> bool:
    care, names = _CARE.search(text), read(text).names
    if care is None and not names & c.CARE:
        return False
    rest, beside = text, whole
    if care is not None:
        rest, beside = text.replace(care[0], " "), whole.replace(care[0], " ")
    if _decides(text, beside) or (care is None and names & c.OFFERING):
        return False
    on_matter = _MATTER.search(text) is not None or bool(names & c.MATTER)
    on_matter = on_matter or _LEFT_OPEN.fullmatch(text) is not None
    return on_matter and not (
        _FORM.search(rest) and not re.search(r"\b(?:questions?|requests?|topics?)\b", rest)
    )


def _decides(text: str, beside: str) -> bool:
    """Say whether a text decides something, or what stands behind its colon does."""
    if _DECIDES.search(beside):
        return True
    _, colon, behind = text.partition(": ")
    cares = _CARE.search(behind) is not None or bool(read(behind).names & c.CARE)
    return bool(colon) and not (cares and len(behind.split()) <= BARE)


BARE = 6
"""Words behind a colon that hold nothing but care: `Politics: caution.`"""


def _decision(rule: Rule) -> str:
    asked = listed(rule.must_refuse or rule.must_answer, 1)
    verb = "answers" if rule.stance is Stance.ALLOW else "never answers"
    return f"\"{verb} requests such as '{asked}'\"."


_EMPTY = (
    r"appropriate|necessary|needed|applicable|suitable|warranted|justified|reasonable|required"
    r"|relevant|useful|(?:truly |really )?helpful|sensible|permissible|acceptable|advisable"
    r"|proper|legitimate|desirable|right|fair|wise|(?:it )?makes sense|(?:you )?see fit"
    r"|called for"
)
_NO_CONDITION = later(
    rf"\b(?:when|whenever|where|wherever|if|unless|as|only|except (?:when|where|if))\s+"
    rf"(?:(?:it|this|that|they|is|it's|are|be|really|absolutely|truly|strictly|deem(?:ed)?"
    rf"|consider(?:ed)?|find|judged?|seems?|appears?|feels?|looks?|quite|entirely|fully"
    rf"|otherwise|you|think|feel|clearly)\s+)*(?:{_EMPTY})\b(?=\s*(?:[.,;!?)]|$|only\b"
    rf"|to do so))"
    r"|\b(?:in|under|for|with|except(?: in| for)?)\s+(?:\w+\s+)?(?:certain|some|special"
    r"|exceptional|unusual|odd|isolated|urgent|suitable|appropriate|deserving"
    r"|rare|specific|extraordinary|particular|the right|limited|extreme|justified)\s+(?:cases?"
    r"|circumstances|situations?|instances|conditions?|exceptions?)\b(?!\s*(?:\(|:|such as"
    r"|like|that"
    r"|where|when|which))|\b(?:at|in|by) (?:your|its|[\w ]{2,20}'s)"
    r"\s+(?:own\s+)?(?:discretion|judge?ment)\b"
    r"|\b(?:case[- ]by[- ]case|it (?:all )?depends\b(?! on)|good reasons?|valid reasons?"
    r"|legitimate (?:reasons?|purposes?|needs?)|unless .{0,25}warrants?\b"
    r"|(?:if|when|where|unless) (?:the )?(?:situation|case|context|circumstances?|moment"
    r"|occasion)s?"
    r" (?:calls? for|demands?|warrants?|requires?|allows?|permits?|justif(?:y|ies))"
    r"|depending on (?:the )?(?:context|situation"
    r"|circumstances|case)|use your (?:own )?judge?ment|as you see fit|where warranted)\b",
    re.IGNORECASE,
)
_GRANTS = later(
    r"\b(?:disclos|reveal|shar|approv|waiv|refund|grant|releas|discuss|allow|permit"
    r"|exception)\w*\b"
    r"|\b(?:may|unless|except|never|not|don't|only)\b|n't\b|\bcan (?!help)",
    re.IGNORECASE,
)
_FREE = later(
    r"^(?:\W*)(?:(?:if|when|where)(?:ever)? \w+,\s+)?(?:ask|use|add|include|write|format"
    r"|say so|give (?:an? )?examples?|offer to"
    r"|mention"
    r"|greet|apologi[sz]e|link|cite|consult|look up|check|suggest|refer|escalate|transfer"
    r"|explain"
    r"|redirect|provide links?)\b",
    re.IGNORECASE,
)


def no_condition(material: Material) -> Iterator[Found]:
    """Yield what is to depend on something, and names nothing that could be established."""
    if material.policy is not None:
        for number, rule in enumerate(material.policy.rules):
            yield from _open_condition(rule, number, material)
    prompt = material.prompt
    if prompt is None:
        return
    for one in prompt.orders:
        told = one.kind is InstructionKind.FACT and not _MAY_BE.search(one.text)
        if told or one.kind is InstructionKind.MANNER or _FREE.match(one.text):
            continue
        open_ = _open_in(one.text)
        if not open_ or not _GRANTS.search(one.text):
            continue
        rule_ = likely(one.text, material)
        told = rule_ is not None and rule_.condition is not None
        yield Found(
            NO_CONDITION.at(
                prompt.find(one, open_),
                prompt.origin.file,
                message=f"this depends on '{open_}', which nobody can establish",
                fix="Name what must be so and who says it, e.g. "
                + (
                    f"\"only when this is so: {rule_.condition.text}\" (rule '{rule_.id}')."
                    if told and rule_ is not None and rule_.condition is not None
                    else '"only when the system message says that the user is signed in".'
                ),
            )
        )


_MAY_BE = later(r"\b(?:can|may) be \w+ed\b", re.IGNORECASE)
"""A permission that reads like a fact: `Fees can be waived ...`."""

_AFTER_INTRO = later(
    r"\b(?P<intro>if|unless|when(?:ever)?|where(?:ver)?|only for|except(?: for| if| when"
    r"| where)?|save(?: for| if| where| when)?|barring|bar|short of|absent"
    r"|provided(?: that)?|(?:as|so) long as|subject to"
    r"|until)\s+(?P<what>[^,;:.!?()]{3,60})(?=[,;:.!?)]|$)",
    re.IGNORECASE,
)
_EMPTY_WORDS = """
it it's this that there you we they one someone anyone the a an any some such circumstance
circumstances situation situations case cases matter moment occasion context is are be was
have has exist exists really absolutely truly very strictly quite clearly to do so think feel
feels find judge deem deemed seem seems seemed look looks consider considered good valid
strong best better for of in your its their own otherwise must may would should can could make
makes made sufficient enough solid sound fair proper and or with assistant agent bot call
calls called demand demands allow allows require requires like thing real product product's
whoever who certain cause genuine kind need needs serious motive persons people
"""
_EMPTY_STEMS = frozenset(map(stem, _EMPTY_WORDS.split()))


def _open_in(text: str) -> str:
    """Return on what a text depends that nobody can establish; empty where on no such thing."""
    found = _NO_CONDITION.search(text)
    if found is not None:
        return found[0].strip()
    for part in _AFTER_INTRO.finditer(text):
        if _is_judged(part["what"]):
            return part[0].strip()
    return ""


def _is_judged(text: str) -> bool:
    """Say whether a condition names nothing but that somebody judges it to be so."""
    sentence = read(text)
    if not sentence.names & c.JUDGED:
        return False
    judged = set(sentence.where(c.JUDGED))
    words = re.findall(r"[a-z']+", text.casefold())
    open_ = {sentence.stems[at] for at in judged} | _EMPTY_STEMS
    phrases = {part for at in judged for part in sentence.stems[at : at + 3]}
    return all(stem(word) in open_ or stem(word) in phrases for word in words)


def _open_condition(rule: Rule, number: int, material: Material) -> Iterator[Found]:
    for key, text in (
        ("condition", rule.condition.text if rule.condition is not None else ""),
        ("text", rule.text if rule.stance is not Stance.ALLOW else ""),
    ):
        judged = _open_in(text)
        if key == "text" and (_FREE.match(text) or not _GRANTS.search(text)):
            continue
        bare = key == "condition" and re.fullmatch(
            rf"\W*(?:it (?:is )?|this is |the case is )?(?:depends(?: on .*)?|{_EMPTY}"
            r"|special cases?"
            rf"|exceptions?|yes|true|tbd|todo|sometimes|maybe)\W*",
            text,
            re.IGNORECASE,
        )
        nothing = bool(bare) or (key == "condition" and _is_judged(text))
        if not judged and not nothing:
            continue
        place = (
            material.places.get(("rules", number, "condition", "text"))
            if key == "condition"
            else None
        )
        yield Found(
            NO_CONDITION.at(
                place or material.of_rule(number, key),
                material.file,
                message=f"rule '{rule.id}' depends on "
                f"'{(judged or text).strip()}', which nobody can establish",
                fix="Name a state that the operator's system message or the user can state, "
                f"e.g. condition: {{text: {material.name} was told that the user is signed in, "
                "established_by: operator}.",
            )
        )
        return
