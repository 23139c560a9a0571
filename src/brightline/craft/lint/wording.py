"""What a rule says in, whether its words leave open what is refused out: L01, L03, L04, L13."""

import re
from collections.abc import Iterator

from brightline.craft.edits import SetText
from brightline.craft.lint.material import Found, Material, Prompt, Told, listed
from brightline.records import Instruction, InstructionKind, Rule, Stance

_OPEN = (
    "Where a rule can be read in two ways, models disagree about it, and where they disagree "
    "they break a specification 5 to 13 times as often (arXiv 2510.07686); rewriting rules "
    "that are open to interpretation makes their readers agree (arXiv 2509.01186)."
)

VAGUE = Told("L01", "vague-word", _OPEN)
UNDECIDED = Told("L03", "no-decision", _OPEN)
NO_CONDITION = Told("L04", "no-condition", _OPEN)
HEDGED = Told(
    "L13",
    "hedged",
    "A hedge is a way out: whoever reads the rule may decide that this time is another one. "
    "A system prompt that is worded more strictly is followed more (IHEval, arXiv 2502.08745).",
)

# ---------------------------------------------------------------- L01: vague words

_QUALITY = (
    r"inappropriate|appropriate|harmful|sensitive|unsafe|unnecessary|offensive|unethical"
    r"|immoral|dangerous|objectionable|questionable|problematic|toxic|improper|unsuitable"
    r"|suitable|controversial|risky|indecent|unacceptable|undesirable|disrespectful|distasteful"
    r"|unprofessional|age-appropriate|bad|unwanted|dubious|suspicious|hurtful|unhelpful|proper"
    r"|safe|reasonable|excessive|irresponsible|non-appropriate"
)
_HEADS = (
    r"content|contents|information|info|data|materials?|requests?|questions?|topics?|subjects?"
    r"|advice|language|repl(?:y|ies)|responses?|answers?|activit(?:y|ies)|behaviou?rs?|things?"
    r"|stuff|opinions?|comments?|remarks?|images?|suggestions?|instructions?|matters?|issues?"
    r"|details?|nature|manner|ways?|uses?|purposes?|acts?|actions?|conduct|messages?|prompts?"
    r"|quer(?:y|ies)|ideas?|practices?|conversations?|discussions?|outputs?|texts?|words?"
    r"|jokes?|guidance|tasks?|recommendations?|statements?|personal (?:\w+ )?\w+|areas?"
)
_VAGUE = re.compile(
    rf"\b(?P<word>{_QUALITY})\b(?P<rest>(?:(?:,| or| and|, or|, and|/|/ ?or)\s*(?:{_QUALITY}"
    rf"|\w+(?:ful|ive|al|ous|ing|ed|ory|ent)))*"
    rf"(?:\s+(?:\w+\s+)?(?:{_HEADS})\b|\s*(?=[.;!?,)\"']|$)|\s+(?=(?:for|to|in|at|when|if)\b)))",
    re.IGNORECASE,
)
_FIXED_TERM = re.compile(
    r"\b(?:dangerous goods|hazardous|sensitive (?:skin|teeth)|toxic (?:waste|substances?|plants?"
    r"|chemicals?)|safe to|safe from|bad (?:debts?|weather|reviews?|habits?|breath|luck|news)"
    r"|feel(?:s|ing)? (?:bad|safe)|(?:how|what) (?:bad|safe|dangerous)|reasonable (?:accommodat"
    r"\w+|adjustments?)|proper (?:names?|nouns?)|appropriate (?:authority|form)|it safe"
    r"|bad at|safe (?:for|in|at)|stay(?:s|ing)? safe|keep\w* \w+ safe"
    r"|suitable for|dangerous (?:dogs?|driving)|suspicious (?:activity|transactions?)"
    r"|excessive(?=\s+\w+ing))",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:when|where|if|as|unless|whenever|wherever|is|are|be|only|deemed?)"
    r"(?:\s+(?:it|this|that|is|it's|really|absolutely|deemed|considered))*\s*$",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"^\s*(?:\w+\s+){0,4}?(?:\([^)]{3,}|(?:,\s*)?(?:such as|including|include[sd]?|e\.g\.|eg\b"
    r"|for example|for instance|like|that is|i\.e\.|meaning|namely|which means?)\b|[:\u2013\u2014]"
    r"\s*\S|\(e\.g\.|- \w)",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"(?P<word>[\w-]+)[\"'\u201d\u2019*]*(?:\s+[\w-]+){0,3}?[\"'\u201d\u2019*]*\s+(?:means?|is defined as"
    r"|are defined as|refers? to|stands? for|covers?|here is|is anything|are those)\b"
    r"|\b(?:by|with|as)\s+[\"'\u201c\u2018*]*(?P<meant>[\w-]+)(?:\s+[\w-]+){0,3}[\"'\u201d\u2019*]*,?"
    r"\s+(?:we|i|is|are)\s+(?:mean|meant|understand|understood)",
    re.IGNORECASE,
)


def vague_words(material: Material) -> Iterator[Found]:
    """Yield the words of quality that decide what is refused, and that nothing defines."""
    if material.policy is not None:
        for number, rule in enumerate(material.policy.rules):
            said = _vague(rule.text, _defined((rule.text,)))
            if said:
                yield Found(
                    VAGUE.at(
                        material.of_rule(number, "text"),
                        material.file,
                        message=f"rule '{rule.id}' turns on '{said}', which it does not define",
                        fix=_defining(said, rule),
                    )
                )
    if material.prompt is not None:
        yield from _vague_of_prompt(material.prompt, material)


def _vague_of_prompt(prompt: Prompt, material: Material) -> Iterator[Found]:
    defined = _defined(tuple(one.text for one in prompt.instructions))
    for one in prompt.instructions:
        if not _limits(one) or _lists_below(one, prompt):
            continue
        said = _vague(one.text, defined)
        if said:
            yield Found(
                VAGUE.at(
                    prompt.find(one, said),
                    prompt.origin.file,
                    message=f"'{said}' decides what is refused, and the prompt does not define it",
                    fix=_defining(said, _likely(one, material)),
                )
            )


def _limits(one: Instruction) -> bool:
    return one.kind is InstructionKind.LIMIT and one.stance is not Stance.ALLOW


def _lists_below(one: Instruction, prompt: Prompt) -> bool:
    """Say whether an instruction introduces a list that says what it means."""
    return any(other.lead and other.lead in one.text for other in prompt.instructions)


def _vague(text: str, defined: frozenset[str]) -> str:
    """Return the first word of quality in a text that nothing defines; empty for none."""
    for found in _VAGUE.finditer(text):
        word = found["word"]
        before, after = text[: found.start()], text[found.end() :]
        if word.casefold() in {
            "safe",
            "proper",
            "bad",
            "reasonable",
            "suitable",
            "appropriate",
        }:
            if not re.match(rf"\s+(?:\w+\s+)?(?:{_HEADS})\b", found["rest"], re.IGNORECASE):
                continue
        if _FIXED_TERM.search(text, max(0, found.start() - 12), found.end() + 14):
            continue
        if (
            word.casefold() in defined
            or (_CONDITIONAL.search(before)
            and not _predicative(before))
        ):
            continue
        if _DEFINES.match(after) or _DEFINES.match(text[found.end("word") :]):
            continue
        return word
    return ""


def _predicative(before: str) -> bool:
    """Say whether a word after `is` or `are` is what is refused: `requests that are unsafe`."""
    return (
        re.search(
            r"\b(?:that|which|who|it|anything|content)\s+(?:is|are|may be|seems?)\s*$",
            before,
            re.IGNORECASE,
        )
        is not None
    )


def _defined(texts: tuple[str, ...]) -> frozenset[str]:
    """Return the words of quality that one of the texts defines."""
    words: set[str] = set()
    for text in texts:
        for found in _DEFINED.finditer(text):
            words.add((found["word"] or found["meant"]).casefold())
            words.update(word.casefold() for word in re.findall(r"[\w-]+", found[0]))
        for found in _VAGUE.finditer(text):
            if _DEFINES.match(text[found.end() :]):
                words.update(word.casefold() for word in re.findall(r"[\w-]+", found[0]))
    return frozenset(words)


def _defining(word: str, rule: Rule | None) -> str:
    if rule is not None and rule.must_refuse:
        shown = "; ".join(f"'{one}'" for one in rule.must_refuse[:2])
        return (
            f'Say in the same sentence what is meant, e.g. "{word}, that is: …". The requests '
            f"of rule '{rule.id}' show what belongs there: {shown}."
        )
    return (
        f'Say in the same sentence what is meant, e.g. "{word}, that is: …", with the two or '
        "three things that really come up."
    )


def _likely(one: Instruction, material: Material) -> Rule | None:
    """Return the rule of the policy with which an instruction shares most words."""
    if material.policy is None:
        return None
    words = set(_long_words(one.text))
    scored = [
        (len(words & set(_long_words(rule.text))), -number, rule)
        for number, rule in enumerate(material.policy.rules)
    ]
    best = max(scored, key=lambda item: item[:2])
    return best[2] if best[0] else None


def _long_words(text: str) -> list[str]:
    return [word[:6] for word in re.findall(r"[a-z]{4,}", text.casefold())]


# ---------------------------------------------------------------- L03: no decision

_CARE = re.compile(
    r"\b(?:be|being|remain|stay|is|are)\s+(?:very |especially |particularly |extra |extremely )?"
    r"(?:careful|cautious|mindful|thoughtful|wary|prudent|discreet|sensitive|tactful)\b"
    r"|\b(?:use|using|exercise|exercising|apply|with)\s+(?:\w+\s+){0,2}?(?:caution|care"
    r"|discretion|judge?ment|common sense|restraint|sensitivity|tact|prudence)\b"
    r"|\b(?:tread|step)\s+(?:very\s+)?(?:lightly|carefully|softly)\b|\btake\s+(?:\w+\s+)?care\b"
    r"|\bpay\s+(?:\w+\s+)?attention\b|\bkeep an eye\b|\bthink twice\b|\bwatch out\b"
    r"|\b(?:handled?|treat(?:ed)?|approach(?:ed)?|deal(?:t)?)\b.{0,60}\b(?:delicately|carefully"
    r"|cautiously|sensitively|tactfully)\b|\b(?:delicately|cautiously|gingerly)\b"
    r"|\b(?:use|follow)\s+(?:your\s+)?common sense\b",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"\b(?:questions?|requests?|topics?|subjects?|asks?|asked|asking|brings? up|comes? up"
    r"|conversations?|disputes?|issues?|matters?|conflicts?|discuss\w*|data|anything|advice"
    r"|around|about|touch(?:es)? on|turns? to|information)\b",
    re.IGNORECASE,
)
_DECIDES = re.compile(
    r"\b(?:refus\w*|declin\w*|never|not|n't|don't|only|unless|refer\w*|redirect\w*|explain\w*"
    r"|instead|offer\w*|names?|point\w*|say|tell|answer with|answer (?:in|from)|allowed|reject\w*"
    r"|deny|direct (?:them|users?)|no|recommend\w*|add|ask (?:for|them|whether)|may|can|avoid)\b"
    r"|:\s*\w",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"\b(?:spell\w*|format\w*|tone|time|length|units?|wording|grammar|style|typos?|names?"
    r"|punctuation|numbers?|feelings?|details|accuracy|emotions?|tables?)\b",
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
    for one in prompt.instructions:
        if one.kind is not InstructionKind.FACT and _is_undecided(one.text, prompt.beside(one)):
            rule_ = _likely(one, material)
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


def _is_undecided(text: str, whole: str) -> bool:
    care = _CARE.search(text)
    if care is None or _DECIDES.search(whole.replace(care[0], " ")):
        return False
    rest = text.replace(care[0], " ")
    return _MATTER.search(text) is not None and not (
        _FORM.search(rest) and not re.search(r"\b(?:questions?|requests?|topics?)\b", rest)
    )


def _decision(rule: Rule) -> str:
    asked = listed(rule.must_refuse or rule.must_answer, 1)
    verb = "answers" if rule.stance is Stance.ALLOW else "never answers"
    return f"\"{verb} requests such as '{asked}'\"."


# ---------------------------------------------------------------- L04: no condition

_EMPTY = (
    r"appropriate|necessary|needed|applicable|suitable|warranted|justified|reasonable|required"
    r"|relevant|useful|(?:truly |really )?helpful|sensible|permissible|acceptable|advisable"
    r"|possible|proper|legitimate|desirable|(?:it )?makes sense|(?:you )?see fit|called for"
)
_NO_CONDITION = re.compile(
    rf"\b(?:when|whenever|where|wherever|if|unless|as|only|except (?:when|where|if))\s+"
    rf"(?:(?:it|this|that|they|is|it's|are|be|really|absolutely|truly|strictly|deemed|considered"
    rf"|otherwise|you|think|feel|clearly)\s+)*(?:{_EMPTY})\b(?=\s*(?:[.,;!?)]|$|only\b|to do so))"
    r"|\b(?:in|under|for|with|except(?: in| for)?)\s+(?:\w+\s+)?(?:certain|some|special|exceptional"
    r"|rare|specific|extraordinary|particular|the right|limited|extreme|justified)\s+(?:cases?"
    r"|circumstances|situations?|instances|conditions?|exceptions?)\b(?!\s*(?:\(|:|such as|like|that"
    r"|where|when|which))|\bat (?:your|its|the assistant's|the agent's)\s+(?:own\s+)?discretion\b"
    r"|\b(?:case[- ]by[- ]case|it (?:all )?depends\b(?! on)|good reasons?|valid reasons?"
    r"|legitimate (?:reasons?|purposes?|needs?)|depending on (?:the )?(?:context|situation"
    r"|circumstances|case)|use your (?:own )?judge?ment|as you see fit|where warranted)\b",
    re.IGNORECASE,
)
_GRANTS = re.compile(
    r"\b(?:share|reveal|disclose|give|approve|waive|discuss|talk|quote|grant|release|refund|tell"
    r"|provide|allow\w*|may|can|unless|except|never|not|don't|n't|refuse|decline|only|answer"
    r"|reply|sell|process|offer|pass on)\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"^(?:\W*)(?:ask|use|add|include|write|format|say so|give (?:an? )?examples?|offer to|mention"
    r"|greet|apologi[sz]e|link|cite|consult|look up|check|suggest|refer|escalate|transfer|explain"
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
    for one in prompt.instructions:
        if one.kind in {InstructionKind.FACT, InstructionKind.MANNER} or _FREE.match(one.text):
            continue
        found = _NO_CONDITION.search(one.text)
        if found is None or not _GRANTS.search(one.text):
            continue
        rule_ = _likely(one, material)
        told = rule_ is not None and rule_.condition is not None
        yield Found(
            NO_CONDITION.at(
                prompt.find(one, found[0]),
                prompt.origin.file,
                message=f"this depends on '{found[0].strip()}', which nobody can establish",
                fix="Name what must be so and who says it, e.g. "
                + (
                    f"\"only when this is so: {rule_.condition.text}\" (rule '{rule_.id}')."
                    if told and rule_ is not None and rule_.condition is not None
                    else '"only when the system message says that the user is signed in".'
                ),
            )
        )


def _open_condition(rule: Rule, number: int, material: Material) -> Iterator[Found]:
    for key, text in (
        ("condition", rule.condition.text if rule.condition is not None else ""),
        ("text", rule.text if rule.stance is not Stance.ALLOW else ""),
    ):
        said = _NO_CONDITION.search(text)
        bare = key == "condition" and re.fullmatch(
            rf"\W*(?:it (?:is )?|this is |the case is )?(?:depends|{_EMPTY}|special cases?"
            rf"|exceptions?|yes|true|tbd|todo|sometimes|maybe)\W*",
            text,
            re.IGNORECASE,
        )
        if said is None and not bare:
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
                f"'{(said[0] if said else text).strip()}', which nobody can establish",
                fix="Name a state that the operator's system message or the user can state, "
                f"e.g. condition: {{text: {material.name} was told that the user is signed in, "
                "established_by: operator}.",
            )
        )
        return


# ---------------------------------------------------------------- L13: hedges

_NOT = r"(?:do not|don't|does not|doesn't|never|not|refuse[sd]?|declin(?:e[sd]?|ing)|no)"
_SOFT = (
    r"generally|usually|normally|typically|ideally|mostly|preferably|in general|as a rule"
    r"|for the most part|if (?:at all )?possible|where(?:ver)? possible|when(?:ever)? possible"
    r"|as far as (?:possible|you can)|as much as possible|in most cases|most of the time|rarely"
    r"|whenever you can|if you can|where you can|more or less|probably|perhaps|by default"
)
_HEDGES = re.compile(
    rf"\b(?P<try>(?:try|tries|trying|attempts?|aims?|seeks?|strives?|endeavou?rs?|work)\s+"
    rf"(?:hard\s+)?(?=not to\b|to (?:refuse|decline|avoid|never|not|deny|reject|withhold|refrain"
    rf"|keep from)))"
    rf"|\b(?P<best>(?:does?|doing)\s+(?:your|its|the|their)\s+(?:very\s+)?best\s+(?=not to|to (?:refuse|decline"
    rf"|avoid|not|never|reject)))"
    rf"|\b(?P<soft>{_SOFT})\b,?(?=\s+(?:(?:you|it|please|the (?:assistant|bot|agent)|should|must"
    rf"|do|does|will|may)\s+){{0,3}}{_NOT}\b)"
    rf"|\b(?:do not|don't|does not|doesn't|should not|shouldn't|never|refuses?|declines?)\s+"
    rf"(?P<after>generally|usually|normally|typically|ordinarily|routinely)\b"
    rf"|\b{_NOT}\b[^.;]{{3,90}}?,?\s(?P<tail>if (?:at all )?possible|where(?:ver)? possible"
    rf"|when(?:ever)? possible|as far as possible|as much as possible|in most cases"
    rf"|most of the time|whenever you can)(?=\W*$)"
    rf"|(?:^|(?<=[.;:!] )|\b(?:you|should|must|please|always|assistant|bot|agent|to|will|and|but"
    rf"|it)\s+)(?P<avoid>avoids?)\b(?!\s+the words?\b)"
    rf"|\b(?P<rather>(?:would|had)\s+rather\s+(?=not)|prefers?\s+(?=not to)|(?:be|is)\s+reluctant\s+to"
    rf"|hesitates?\s+to|tends?\s+(?=not to|to (?:refuse|decline)))",
    re.IGNORECASE,
)


def hedged(material: Material) -> Iterator[Found]:
    """Yield hedges on what is always refused."""
    if material.policy is not None:
        for number, rule in enumerate(material.policy.rules):
            found = _HEDGES.search(rule.text) if rule.stance is Stance.REFUSE else None
            if found is None:
                continue
            new = _unhedged(rule.text, found)
            yield Found(
                HEDGED.at(
                    material.of_rule(number, "text"),
                    material.file,
                    message=f"rule '{rule.id}' is always refused, and its text says "
                    f"'{_hedge(found)}'",
                    fix=f"text: {new}" if new else _plainly(rule.text, found),
                ),
                SetText(("rules", number, "text"), rule.text, new) if new else None,
            )
    prompt = material.prompt
    if prompt is None:
        return
    for one in prompt.limits:
        found = _HEDGES.search(one.text)
        if found is None or (one.stance is Stance.DEPENDS and not found["try"]):
            continue
        if found["avoid"] and _says_how(one.text):
            continue
        new = _unhedged(one.text, found)
        yield Found(
            HEDGED.at(
                prompt.find(one, _hedge(found)),
                prompt.origin.file,
                message=f"'{_hedge(found)}' makes this a wish, not a rule",
                fix=new or _plainly(one.text, found),
            )
        )


_MANNER = re.compile(
    r"\bavoids?\s+(?:\w+\s+){0,3}?(?:jargon|slang|emojis?|repetition|repeating|cliches|clich\u00e9s"
    r"|long|passive|markdown|bullet|lists?|exclamation|filler|hyperbole|adverbs|small talk|greetings?"
    r"|apologi\w+|technical|complex|complicated|ambigu\w+|lengthy|verbose|overly|unnecessar\w+)\b",
    re.IGNORECASE,
)


def _says_how(text: str) -> bool:
    """Say whether what is avoided is a way of writing."""
    return _MANNER.search(text) is not None


def _hedge(found: re.Match[str]) -> str:
    return next(part for part in found.groups() if part).strip()


def _unhedged(text: str, found: re.Match[str]) -> str:
    """Return a text without its hedge; empty where leaving it out makes no sentence."""
    name = next(name for name, part in found.groupdict().items() if part)
    start, end = found.span(name)
    before, after = text[:start], text[end:]
    if name in {"try", "best"}:
        third = re.match(r"(?:tries|attempts|aims|seeks|strives|does)\b", found[name], re.IGNORECASE)
        bare = re.match(r"to\s+(refuse|decline|reject|deny|avoid)\b", after, re.IGNORECASE)
        negated = re.match(r"not to\s+", after, re.IGNORECASE)
        if third and bare and bare[1].casefold() in {"refuse", "decline", "reject"}:
            after = f"{bare[1]}s{after[bare.end() :]}"
        elif third and negated:
            after = f"does not {after[negated.end() :]}"
        elif bare and bare[1].casefold() in {"refuse", "decline", "reject"}:
            after = bare[1] + after[bare.end() :]
        elif negated and not before.strip():
            after = f"do not {after[negated.end() :]}"
        else:
            return ""
    elif name in {"soft", "after"}:
        after = after.lstrip(", ")
    elif name == "tail":
        before = before.rstrip(", ")
    else:
        return ""
    new = f"{before}{after}".strip()
    if not before.strip():
        new = new[:1].upper() + new[1:]
    return new if new and new != text else ""


def _plainly(text: str, found: re.Match[str]) -> str:
    rest = text[found.end() :].strip()
    return f'Say it without the hedge, beginning with "Never" or "Do not": … {rest}'
