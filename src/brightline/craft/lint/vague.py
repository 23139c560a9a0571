"""What a rule says in, words of quality that nothing defines out: L01."""

import re
from collections.abc import Iterator

from brightline.craft.later import later
from brightline.craft.limiting import is_limit
from brightline.craft.lint import lexicon
from brightline.craft.lint.evidence import OPEN
from brightline.craft.lint.material import (
    LONGEST,
    Found,
    Material,
    Prompt,
    Told,
    likely,
)
from brightline.craft.lint.said import closes_a_way, says_exception
from brightline.craft.stance import is_negated
from brightline.records import Instruction, InstructionKind, Rule

VAGUE = Told("L01", "vague-word", OPEN)

_OPEN = "|".join(lexicon.OPEN.split())
_BEFORE = "|".join(lexicon.OPEN_BEFORE.split())
_WELL = "|".join(word.replace("_", " ") for word in lexicon.WELL.split())
_QUALITY = (
    rf"{_OPEN}|{_BEFORE}|"
    r"inappropriate|appropriate|harmful|sensitive|unsafe|unnecessary|offensive|unethical"
    r"|immoral"
    r"|dangerous|objectionable|questionable|problematic|toxic|improper|unsuitable|suitable"
    r"|controversial|risky|indecent|unacceptable|undesirable|disrespectful|distasteful"
    r"|unprofessional|age-appropriate|bad|unwanted|dubious|suspicious|hurtful|unhelpful|proper"
    r"|safe|reasonable|excessive|irresponsible|shady|unseemly|tasteless|unsavou?ry|disreputable"
    r"|unfit|vulgar|sketchy|borderline|unbecoming|unfitting|lewd|nasty|wrongful|outrageous"
    r"|filthy"
)
_MILD = frozenset(
    {"safe", "proper", "bad", "reasonable", "suitable", "appropriate"}
    | set(lexicon.OPEN_BEFORE.split())
)
"""Words that say little by themselves: they count before a noun that says little too."""

_HEADS = (
    r"content|contents|information|info|data|materials?|requests?|questions?|topics?|subjects?"
    r"|advice|language|repl(?:y|ies)|responses?|answers?|activit(?:y|ies)|behaviou?rs?|things?"
    r"|stuff|opinions?|comments?|remarks?|images?|suggestions?|instructions?|matters?|issues?"
    r"|details?|nature|manner|ways?|uses?|purposes?|acts?|actions?|conduct|messages?|prompts?"
    r"|quer(?:y|ies)|ideas?|practices?|conversations?|discussions?|outputs?|texts?|words?"
    r"|jokes?|tips?|tricks?|hints?|know-?how|posts?|pictures?|stories|methods?|talk|chatter"
    r"|guidance|tasks?|recommendations?|statements?|personal (?:\w+ )?\w+|areas?|asks?|vibes?"
    r"|intent(?:ions?)?|tastes?|quality|value|energy|schemes?|contents?|inputs?|wishes"
)
_EVALUATES = (
    rf"{_OPEN}|"
    r"inappropriate|objectionable|unethical|immoral|improper|unsuitable|questionable"
    r"|problematic"
    r"|indecent|unacceptable|undesirable|disrespectful|distasteful|tasteless|unprofessional"
    r"|shady|dubious|unseemly|offensive|irresponsible|risky|unsavou?ry|filthy|vulgar|lewd"
)
"""Words that tell a speaker's taste and nothing else: they leave any noun open."""

_VAGUE = later(
    rf"\b(?:{_QUALITY})\b"
    rf"(?:(?:,? or|,? and|,|/)\s*(?>{_QUALITY}|\w+(?:ful|ive|al|ous|ing|ed|ory|ent|ary)))*+"
    rf"(?:\s+(?:\w+\s+)?(?:{_HEADS})\b|\s*(?=[.;!?,)\"']|$)|\s+(?=(?:for|to|in|at|when|if|must"
    rf"|should|are|is|will|may|can)\b))"
    rf"|\b(?:{_EVALUATES})\s+[a-z]+\b",
    re.IGNORECASE,
)
_WORD = later(rf"\b(?:{_QUALITY})\b", re.IGNORECASE)
_FEATURE = later(
    rf"\s+(?:(?:{_HEADS})\s+)?(?:locks?|filters?|blocks?|blockers?|warnings?|settings?|checks?"
    r"|reports?|forms?|polic(?:y|ies)|departments?|controls?|switch(?:es)?)\b",
    re.IGNORECASE,
)
"""After a word in the name of a thing: the adult content lock is one lock."""
_BEFORE_HEAD = later(rf"\s+(?:\w+\s+)?(?:{_HEADS})\b", re.IGNORECASE)

_NOT_WELL = later(
    rf"(?:\bnot|n't|\bhardly|\bless than|\banything but|\black\w*)\s+(?:(?:entirely|quite"
    rf"|fully|really"
    rf"|deemed|considered|strictly|altogether|exactly|very|morally"
    rf"|ethically|in|of)\s+)?(?P<well>(?:\w+-)?(?:{_WELL}))\b"
    r"(?=\s*(?:[.;!?,)]|$|(?:is|are|or|and|to be)\b))|\b(?P<taste>contrary to (?:good taste"
    r"|decency|morals)|(?:negativity|toxicity|indecency"
    r"|impropriety|nastiness|weirdness|rudeness|unpleasantness|filth|smut|sleaze)|too"
    r" (?!young\b"
    r"|old\b|many\b|few\b|late\b|early\b|large\b|small\b|big\b|long\b|short\b|much\b|often\b"
    r"|heavy\b|low\b|high\b|far\b|wide\b|close\b)(?:\w+)|(?:feels?|seems?|looks?|sounds?"
    r"|smells?|appears?) (?:a bit |a little |kind of |somewhat )?(?:off|wrong|odd|fishy|bad)"
    r"|(?:any|some|every|no)thing (?:that'?s |that is |a bit )?(?:off|odd|weird|iffy)|in (?:bad"
    r"|poor"
    r"|questionable|doubtful|dubious) taste|out of line|out of order|beyond the pale"
    r"|over the top|below the belt|close to the bone|near the knuckle|a bit much"
    r"|morally wrong|(?:morally|ethically) (?:\w+))(?=\s*(?:[.;!?,)]|$|(?:is|are|or"
    r"|and)\b))",
    re.IGNORECASE,
)
"""What is not as it should be: a word of taste in two words."""

_FIXED_TERM = later(
    r"\b(?:dangerous (?:goods|dogs?|driving)|hazardous|sensitive (?:skin|teeth)"
    r"|toxic (?:waste|substances?|plants?|chemicals?)|safe (?:to|from|for|in|at)"
    r"|bad (?:debts?|weather|reviews?|habits?|breath|luck|news|at)|feel(?:s|ing)? (?:bad|safe)"
    r"|(?:how|what) (?:bad|safe|dangerous)|reasonable (?:accommodat\w+|adjustments?)"
    r"|proper (?:names?|nouns?)|appropriate (?:authority|form)|it safe|stay(?:s|ing)? safe"
    r"|keep\w* \w+ safe|suitable for|suspicious (?:activity|transactions?))",
    re.IGNORECASE,
)
_ASIDE = later(
    r"\b(?:(?:an?|the|this)\s+(?=\w+ (?:act|activity|thing|situation|idea|question|word"
    r"|message|request|step)\b)"
    r"|(?:call(?:s|ed)? \w+|sounds?|looks?|seems?)\s+)",
    re.IGNORECASE,
)
"""Before a word that decides nothing: `never says that a dangerous act carries no risk`."""

_CONDITIONAL = later(
    r"\b(?:when|where|if|as|unless|whenever|wherever|is|are|be|only|deemed?)"
    r"(?:\s+(?:it|this|that|is|it's|really|absolutely|deemed|considered))*\s*$",
    re.IGNORECASE,
)
_PREDICATIVE = later(
    r"\b(?:that|which|who|it|(?:any|some|every)thing|whatever|content|questions?|requests?"
    r"|topics?|messages?)\s+(?:you (?:find|deem|consider|judge|think)|(?:(?:may|might|could"
    r"|can|would|will|should) )?(?:is|are|seems?|appears?|looks?|feels?|sounds?"
    r"|strikes? (?:you|one|us) as|comes? across as|be(?: (?:seen|considered|regarded|viewed"
    r"|deemed|taken|perceived|read|judged)(?: as)?)?)(?: to be)?)\s*$",
    re.IGNORECASE,
)
_DEFINES = later(
    r"^\s*(?:[\w'-]+,?\s+){0,3}?[\w'-]*,?\s*\b(?:such as|i\.e\b|e\.g\b|that is|namely|meaning)"
    r"|"
    r"^\s*(?:\w+\s+){0,2}?(?:below|above|over|under|of|beyond|deeper than|more than"
    r"|less than)\s+[\d$\u20ac\u00a3]|^\s*(?:\w+\s+){0,4}?(?:\([^)]{3,}|(?:,\s*)?(?:such as"
    r"|including|include[sd]?|e\.g\.|eg\b|for example|for instance|like|that is|i\.e\."
    r"|meaning|namely|which means?)\b|[\w'-]*[:\u2013\u2014]\s*\S|\(e\.g\.|- \w)",
    re.IGNORECASE,
)
_MEANS = later(
    r"(?P<word>[\w-]+)[\"'\u201d\u2019*]*(?:\s+[\w-]+){0,3}?[\"'\u201d\u2019*]*\s+(?:means?"
    r"|is defined as|are defined as|refers? to|stands? for|covers?|here is|is anything"
    r"|are those)\b"
    r"|\b(?:by|with"
    r"|as)\s+[\"'\u201c\u2018*]*(?P<meant>[\w-]+)(?:\s+[\w-]+){0,3}[\"'\u201d\u2019*]*,?"
    r"\s+(?:we|i|is|are)\s+(?:mean|meant|understand|understood)",
    re.IGNORECASE,
)
_UNDEFINED_END = later(
    r"\s*(?:[.;!?,)]|$|(?:or|and|to (?:you|users?|others|readers|anyone))\b)", re.IGNORECASE
)
_QUOTED = later(r"[\"\u201c][^\"\u201d]{20,}(?:[\"\u201d]|$)")

TITLE = 3
"""Words of a sentence that is a title of what stands beside it."""


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
        yield from _of_prompt(material.prompt, material)


def _of_prompt(prompt: Prompt, material: Material) -> Iterator[Found]:
    defined = _defined(tuple(one.text for one in prompt.instructions))
    for one in prompt.orders:
        if not is_limit(one) and not _refuses(one):
            continue
        said = _vague(one.text, defined)
        if said and not _is_told_beside(said, one, prompt):
            yield Found(
                VAGUE.at(
                    prompt.find(one, said),
                    prompt.origin.file,
                    message=f"'{said}' decides what is refused, and the prompt does not say "
                    "what it means",
                    fix=_defining(said, likely(one.text, material)),
                )
            )


_REFUSES = later(
    r"\b(?:refuse[sd]?|decline[sd]?|turned down|off limits|forbidden|are out|is out)\b",
    re.IGNORECASE,
)


def _refuses(one: Instruction) -> bool:
    """Say whether an instruction that reads as another kind refuses something all the same."""
    if one.kind not in _PLAIN:
        return False
    refuses = _REFUSES.search(one.text) is not None or is_negated(one.text)
    return refuses and not (says_exception(one) or closes_a_way(one))


_PLAIN = frozenset({InstructionKind.UNKNOWN, InstructionKind.FACT, InstructionKind.TASK})


def _is_told_beside(said: str, one: Instruction, prompt: Prompt) -> bool:
    """Say whether a list or a sentence of its own says what a word of an instruction means."""
    if any(said in lead and lead in one.text for lead in prompt.leads):
        return True
    title = len(one.text.split()) <= TITLE and not is_negated(one.text)
    return title and not _REFUSES.search(one.text) and len(prompt.beside(one)) > len(one.text)


def _vague(text: str, defined: frozenset[str]) -> str:
    """Return the first word of quality in a text that nothing defines; empty for none."""
    text = text[:LONGEST]
    tasteless = _NOT_WELL.search(text)
    if tasteless is not None and _DEFINES.match(text[tasteless.end() :]) is None:
        return tasteless["well"] or tasteless["taste"]
    if not _may_be_vague(text):
        return ""
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    for group in _VAGUE.finditer(text):
        if any(start <= group.start() < end for start, end in quoted):
            continue
        if _DEFINES.match(text[group.end() :]) or _is_aside(text, group.start()):
            continue
        for found in _WORD.finditer(text, group.start(), group.end()):
            if found[0].casefold() not in defined and _decides(text, found):
                return found[0]
    return ""


_BEGINS = frozenset(word[:3] for word in _QUALITY.split("|"))
_LETTERS = later(r"[a-z]{3,}")


def _may_be_vague(text: str) -> bool:
    """Say whether a text has a word of quality; most have none that even begins like one."""
    begins = (word[:3] in _BEGINS for word in _LETTERS.findall(text.casefold()))
    return any(begins) and _WORD.search(text) is not None


def _is_aside(text: str, start: int) -> bool:
    if _PREDICATIVE.search(text[max(0, start - 60) : start]):
        return False
    return any(found.end() == start for found in _ASIDE.finditer(text))


def _decides(text: str, found: re.Match[str]) -> bool:
    """Say whether a word of quality, where it stands, decides what is refused."""
    before, after = text[: found.start()], text[found.end() :]
    near = max(0, found.start() - 12), found.end() + 14
    if _FIXED_TERM.search(text, *near) or _FEATURE.match(after):
        return False
    if _PREDICATIVE.search(before) and _UNDEFINED_END.match(after):
        return _DEFINES.match(after) is None
    word = found[0].casefold()
    mild = word in _MILD and not _BEFORE_HEAD.match(after)
    if mild or (word == "safe" and re.search(r"\band\s+$", before)):
        return False
    if _CONDITIONAL.search(before) and not _PREDICATIVE.search(before):
        return word in _MILD and before.rstrip().casefold().endswith("only")
    return _DEFINES.match(after) is None


def _defined(texts: tuple[str, ...]) -> frozenset[str]:
    """Return the words of quality that one of the texts defines."""
    words: set[str] = set()
    for text in (text[:LONGEST] for text in texts):
        if not _may_be_vague(text):
            continue
        for found in _MEANS.finditer(text):
            words.update(word.casefold() for word in re.findall(r"[\w-]+", found[0]))
        for found in _VAGUE.finditer(text):
            if _DEFINES.match(text[found.end() :]):
                words.update(word.casefold() for word in re.findall(r"[\w-]+", found[0]))
    return frozenset(words)


def _defining(word: str, rule: Rule | None) -> str:
    say = f'Say in the same sentence what is meant, e.g. "{word}, that is: …"'
    if rule is not None and rule.must_refuse:
        shown = "; ".join(f"'{one}'" for one in rule.must_refuse[:2])
        return f"{say}. The requests of rule '{rule.id}' show what belongs there: {shown}."
    return f"{say}, with the two or three things that really come up."
