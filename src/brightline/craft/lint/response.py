"""What stands in for what is refused: L05, L06 and L16."""

import re
from collections.abc import Iterator

from brightline.craft.alike import Weights, contained, read_statement, words_of
from brightline.craft.edits import AddKey
from brightline.craft.later import later
from brightline.craft.lint import said
from brightline.craft.lint.material import LONGEST, Found, Material, Prompt, Told, listed
from brightline.craft.lint.said import closes_a_way
from brightline.craft.stance import read_stance
from brightline.records import Instruction, InstructionKind, Rule, Stance

NO_RESPONSE = Told(
    "L05",
    "no-better-response",
    "A product that is only told no makes up its own way out, and a helpful redirect cannot be "
    "told from a bare refusal. To help with the part that is allowed halves how badly people "
    "take a refusal (480 people, arXiv 2506.00195).",
)
NO_OFFER = Told(
    "L06",
    "nothing-offered",
    "A reply that offers nothing the product does leaves the need where it was. To help with "
    "the part that is allowed halves how badly people take a refusal (480 people, arXiv "
    "2506.00195).",
)
ONLY_NO = Told(
    "L16",
    "only-negative",
    "Words that only say no leave the product to guess what it should do; OpenAI's Model Spec "
    "asks for a brief reason and then as much permitted help as possible.",
)

_REFERS = later(
    r"\b(?:refer\w*|direct\w*|point\w*|send\w*|sign\w*|connect\w*|transfer\w*|escalat\w*"
    r"|hand\w*"
    r"|guide[sd]?|steer\w*|contact\w*|call|consult|speak|talk to|go to|see|names?|naming|gives?"
    r"|shows?|says? where|where to|whom? to|who can|ask(?:s|ing)? (?:the user|the customer"
    r"|the child)?"
    r"\s*(?:to|what|whether|for)|suggest\w*|recommend\w*|encourag\w*)\b.{0,80}\b(?:doctors?"
    r"|pharmac\w+|teachers?|parents?|adults?|grown-ups?|lawyers?|advis[eo]rs?|experts?"
    r"|profession\w+"
    r"|staff|colleagues?|human|agents?|team|managers?|branch\w*|offices?|support|services?|help"
    r"|lines?|hotlines?|helplines?|numbers?|centres?|centers?|desk|hr|authorit\w+|forms?|pages?"
    r"|apps?|portals?|website|documents?|leaflets?|clinics?|emergency|sources?|banks?"
    r"|counsell?ors?"
    r"|therapists?|person|people|channels?|providers?|owner|screen|settings?|link|procedure"
    r"|contact"
    r"|admin\w*|ombuds\w*|unions?|embass\w+|consulates?|vets?|nurses?|midwi\w+|librar\w+)\b",
    re.IGNORECASE,
)
_OWN = later(
    r"\b(?:what (?:it|you|we|i)(?: can|'s| is| are|'re)?(?: \w+){0,2} (?:help|do|does|offer|for"
    r"|allowed|assist|there)|own tasks?|its tasks?|nearest task|one of (?:its|your|the) tasks"
    r"|(?:can|could) (?:help|assist|do|offer)|(?:its|your) (?:role|scope|purpose)|within scope"
    r"|list(?:ed)? above|(?:help|assist)s? with|back to|from the list|glad to)\b",
    re.IGNORECASE,
)
_EMPTY_OFFER = later(
    r"^\W*(?:(?:politely|simply|briefly|just|gently|firmly|kindly|only|then"
    r"|clearly)\s+)*(?:declin\w+"
    r"|refus\w+|apologi[sz]\w*|says? (?:no|sorry|nothing|that (?:it|this|that)\b)|tells?\b"
    r"|ends? the|repl\w+ with a|wish\w*|changes? the subject|stops?|ignor\w+|states?\b"
    r"|explains? that"
    r"|makes? clear|does not|do not|never|gives? no|stays? silent|rejects?|replies)\b",
    re.IGNORECASE,
)
_OFFERS = later(
    r"\b(?:offer\w*|suggest\w*|propos\w*|instead|help\w*|explain\w*|show\w*|give[sn]?|ask\w*"
    r"|names?"
    r"|point\w*|refer\w*|describ\w*|list\w*|walk\w*|guid\w*|direct\w*|teach\w*|tell\w* (?:how"
    r"|where"
    r"|which|what|whom?|about)|say\w* (?:how|where|which|what|whom?|why)|find\w*|link\w*"
    r"|summari[sz]\w*|check\w*|recommend\w*|talk\w*|answer\w*|writ\w+|provid\w*|bring\w*"
    r"|move[sd]?"
    r"|encourag\w*|invit\w*|turn\w*|steer\w*|go(?:es)? (?:back|on|through)|keep\w*|work\w*"
    r"|make\w*"
    r"|look\w*|hand\w*|remind\w*|take\w*|share\w*|set\w*|stay\w*|listen\w*)\b",
    re.IGNORECASE,
)
_NEGATIVE = later(
    r"^\W*(?:\w+\s+){0,2}?(?:never|does not|doesn't|do not|don't|must not|may not|cannot|can't"
    r"|will not|won't|not|gives? no|says? nothing)\b",
    re.IGNORECASE,
)
_POSITIVE = later(
    r"[;,.:]\s*(?:instead|but|it|only)\b|\b(?:but|instead|only|unless)\b", re.IGNORECASE
)


def better_response(material: Material) -> Iterator[Found]:
    """Yield rules, and prompts, that say what is not done and never what is done instead."""
    if material.policy is not None:
        for number, rule in enumerate(material.policy.rules):
            if rule.stance is Stance.ALLOW or rule.instead is not None:
                continue
            offer = _offer(rule, material)
            yield Found(
                NO_RESPONSE.at(
                    material.of_rule(number),
                    material.file,
                    message=f"rule '{rule.id}' does not say what the product does instead",
                    fix=f"instead: {offer}"
                    if offer
                    else "Add instead: one sentence on what a good reply offers.",
                ),
                AddKey(("rules", number), "instead", offer) if offer else None,
            )
    prompt = material.prompt
    if prompt is not None and prompt.english and prompt.limits and not _responses(prompt):
        first = prompt.limits[0]
        number = len(prompt.limits)
        tasks = f" and offers to {listed(material.tasks)}" if material.tasks else ""
        yield Found(
            NO_RESPONSE.at(
                prompt.origin.place(first.line, first.column),
                prompt.origin.file,
                message=f"the prompt sets {number} limit{'s' * (number != 1)} and never says "
                "what "
                "to do instead",
                fix="Add: When you decline, say so in one sentence"
                + (
                    f" and offer to {listed(material.tasks)}."
                    if tasks
                    else " and name the nearest thing that you do help with."
                ),
            )
        )


_TURNS = later(
    r"\binstead\b(?! of)|\bredirect\w*\b|\b(?:refer|direct|point|send|steer|guide)(?:s|ed|ing"
    r"|red"
    r"|ring)?\s+(?:\w+\s+){0,4}?to\b|\b(?:transfer|escalate|hand over)\b|\bfall ?back\b"
    r"|\bremind (?:me|them|the)\b|\b(?:turn|bring|steer|take|lead)s? (?:\w+ ){0,4}?back\b",
    re.IGNORECASE,
)
"""What is done with a request in place of what it asks for."""

_REPLIES = later(
    r"\b(?:reply|replies|respond|answer|say|write)s?\b(?:\s+[\w'-]+){0,4}?(?:\s+with\b"
    r"|\s*[:\"\u201c])"
    r"|\b(?:suggest|offer|propose|point out|mention|name|explain|describe|show)\b"
    r"|\bsay (?:that|where|what|who"
    r"|how|why|so)\b"
    r"|\balternative\b|\btell (?:the |them|users?)(?:\w+\s+){0,4}?(?:what|where|how|who)\b"
    r"|\bask (?:whether|if) they\b|\breply is\b",
    re.IGNORECASE,
)
"""What is said; whether to something that is declined, its place says."""


_SAYS_NO = frozenset({InstructionKind.LIMIT, InstructionKind.UNKNOWN})
_BESIDE = later(
    r"\b(?:not|never|no|nay|cannot|\w+n't)\b[^.]*(?:;|:| -|\u2013|\u2014|,(?: but| instead)?) "
    r"(?:please |just |instead |then |you )?(?:ask|offer|give|show|name|suggest|point|refer"
    r"|send|hand|call|fetch|get|explain|tell|say where|bring|pass)s? (?!no\b|n[eo])\w"
    r"|\b(?:hears?|gets?) [\"'\u201c]?(?:no|nay)\b[\"'\u201d]?,? (?:and|but) (?:an?|the)\b",
    re.IGNORECASE,
)
"""What follows a no in its own sentence: `no credit for children - ask for a parent`."""


def _responses(prompt: Prompt) -> tuple[Instruction, ...]:
    """Return the instructions of a prompt that say what is done instead of what is refused."""
    found = []
    before: Instruction | None = None
    for one in prompt.orders:
        follows = (
            before is not None
            and before.kind is InstructionKind.LIMIT
            and one.kind is InstructionKind.RESPONSE
            and one.line - before.end_line <= 1
            and _REPLIES.search(one.text) is not None
        )
        turns = one.kind is not InstructionKind.MANNER and _TURNS.search(one.text)
        replies = _REPLIES.search(one.text) or one.kind is InstructionKind.RESPONSE
        beside = one.kind in _SAYS_NO and _BESIDE.search(one.text)
        told = (beside or said.says_instead(one)) and not closes_a_way(one)
        if told or turns or follows or (replies and _declines(one)):
            found.append(one)
        before = one
    return tuple(found)


def _declines(one: Instruction) -> bool:
    """Say whether a response is one to what is refused: by its place, or by what it says."""
    return (
        re.search(
            r"\b(?:declin|refus|out.of.scope|outside|cannot|can't|off.topic|off.limits|unable"
            r"|turn \w+ down|turn down|say no|not (?:my|your) field"
            r"|not allowed"
            r"|instead|fallback|redirect|anything else|such (?:questions|requests)"
            r"|breaks? a rule"
            r"|(?:other|these|those) (?:requests|questions|topics|cases)|otherwise\b)",
            f"{one.section} {one.lead} {one.text}",
            re.IGNORECASE,
        )
        is not None
    )


def _offer(rule: Rule, material: Material) -> str:
    """Return a better response made of the tasks nearest to a rule; empty without tasks."""
    tasks = _nearest(rule, material)
    if not tasks:
        return ""
    return f"Says that {material.name} does not do this, and offers to {listed(tasks)}."


def _nearest(rule: Rule, material: Material) -> tuple[str, ...]:
    about = read_statement(" ".join((rule.text, *rule.must_answer)))
    weights = Weights()
    ranked = sorted(
        enumerate(material.tasks),
        key=lambda item: (-contained(read_statement(item[1]), about, weights), item[0]),
    )
    return tuple(task for _, task in ranked[:2])


def offers_nothing(material: Material) -> Iterator[Found]:
    """Yield what is done instead where it is no task of the product and no referral."""
    policy = material.policy
    if policy is not None and policy.scope.does:
        in_scope = _in_scope(material)
        for number, rule in enumerate(policy.rules):
            if rule.instead is None or rule.stance is Stance.ALLOW:
                continue
            if _names_something(rule.instead, in_scope) or _only_negative(rule):
                continue
            yield Found(
                NO_OFFER.at(
                    material.of_rule(number, "instead"),
                    material.file,
                    message=f"what rule '{rule.id}' does instead is nothing that the scope "
                    "or the "
                    "requests that must be answered name",
                    fix=f"instead: {_offer(rule, material)}",
                )
            )
    prompt = material.prompt
    if prompt is None or not prompt.english:
        return
    responses = _responses(prompt)
    if responses and not any(_helps(one, prompt) for one in responses):
        first = responses[0]
        what = listed(material.tasks) if material.tasks else "…"
        yield Found(
            NO_OFFER.at(
                prompt.origin.place(first.line, first.column),
                prompt.origin.file,
                message="what the prompt has it say instead offers nothing that it does",
                fix=f'Let the sentence end in an offer, e.g. "… I can {what}. Which of these '
                'would help?"',
            )
        )


def _helps(one: Instruction, prompt: Prompt) -> bool:
    text = f"{one.text} {prompt.led.get(one.text, '')}"[:LONGEST]
    quoted = re.findall(
        r"[\"\u201c]([^\"\u201d]{2,})[\"\u201d]|(?<=[\s:])'(.{8,}?)'(?!\w)", text
    )
    if not quoted:
        # Without a sentence to say, what it is told to do counts.
        offered = _OFFERS.search(text) or _REFERS.search(text) or _OWN.search(text)
        return bool(offered) or said.offers(text)
    outside = re.sub(r"[\"\u201c][^\"\u201d]*[\"\u201d]", " ", text)
    outside = re.sub(r"\b(?:say|repl(?:y|ies)|respond\w*|answer\w*|tell\w*)\b", " ", outside)
    spoken = " ".join("".join(one) for one in quoted)
    positive = re.sub(
        r"\b(?:can(?:no|')t|can not|unable to|not able to|won't)\s+\w+", " ", spoken
    )
    return bool(
        _OWN.search(positive)
        or _REFERS.search(spoken)
        or re.search(
            r"\b(?:instead|happy|glad|let me|please (?:ask|contact|call|visit|see)|would you"
            r"|may i|shall (?:i|we)|only (?:assist|help|answer|discuss|talk))\b",
            positive,
            re.IGNORECASE,
        )
        or re.search(
            r"\b(?:suggest|offer|refer|redirect|direct|point|transfer|escalate)\w*\b",
            outside,
            re.IGNORECASE,
        )
    )


def _in_scope(material: Material) -> frozenset[str]:
    policy = material.policy
    if policy is None:
        return frozenset()
    texts = [*policy.scope.does, policy.scope.audience or "", policy.name]
    texts += [request for rule in policy.rules for request in rule.must_answer]
    texts += [rule.text for rule in policy.rules if rule.stance is Stance.ALLOW]
    return frozenset().union(*map(words_of, texts))


def _names_something(instead: str, in_scope: frozenset[str]) -> bool:
    if _REFERS.search(instead) or _OWN.search(instead) or _PART.search(instead):
        return True
    if _EMPTY_OFFER.match(instead) and not _OFFERS.search(_EMPTY_OFFER.sub(" ", instead)):
        return False
    shared = words_of(instead) & in_scope
    tells = bool(shared - _SAYS_NOTHING)
    return _OFFERS.search(instead) is not None and (
        tells or bool(shared and _POINTS_BACK.search(instead))
    )


_PART = later(
    r"\b(?:version|draft|wording|example|variant)s? (?:without|that (?:leaves?|has no))\b",
    re.IGNORECASE,
)
"""The part of a request that is allowed."""

_SAYS_NOTHING = words_of("good better best nice great advise recommend suggest help instead")
"""Words of any offer: that the scope has them too says nothing."""

_POINTS_BACK = later(
    r"\b(?:it|its|them|this|that|those|these|such|same|the (?:question|text|request|person"
    r"|user|customer|rest))\b",
    re.IGNORECASE,
)
"""What is done with the request itself, in part."""


def only_negative(material: Material) -> Iterator[Found]:
    """Yield rules of which every word says no, and prompts that hold nothing but limits."""
    policy = material.policy
    if policy is not None:
        for number, rule in enumerate(policy.rules):
            if _only_negative(rule):
                offer = _offer(rule, material) or "Offers the nearest task."
                yield Found(
                    ONLY_NO.at(
                        material.of_rule(number, "instead"),
                        material.file,
                        message=f"rule '{rule.id}' says no twice: what it does instead is "
                        "nothing",
                        fix=f"instead: {offer}",
                    )
                )
    prompt = material.prompt
    if prompt is None or not prompt.english:
        return
    says_no = [one for one in prompt.limits if one.stance is Stance.REFUSE]
    positive = {InstructionKind.TASK, InstructionKind.RESPONSE, InstructionKind.PROCEDURE}
    others = [
        one
        for one in prompt.orders
        if one.kind in positive
        or one.stance in {Stance.ALLOW, Stance.DEPENDS}
        or (one.kind in _OPEN_KINDS and _OFFERS.search(one.text))
        or (one.kind in _OPEN_KINDS and read_stance(one.text) is Stance.ALLOW)
    ]
    if len(says_no) > 1 and not others:
        yield Found(
            ONLY_NO.at(
                prompt.origin.place(says_no[0].line, says_no[0].column),
                prompt.origin.file,
                message=f"all {len(says_no)} orders of the prompt say what not to do",
                fix="Begin with what it is for: You help "
                + (f"to {listed(material.tasks, 4)}." if material.tasks else "… to …."),
            )
        )


_OPEN_KINDS = frozenset({InstructionKind.IDENTITY, InstructionKind.UNKNOWN})


def _only_negative(rule: Rule) -> bool:
    said = rule.instead
    return (
        rule.stance is not Stance.ALLOW
        and said is not None
        and _NEGATIVE.match(said) is not None
        and _POSITIVE.search(said) is None
        and not _OFFERS.search(_NEGATIVE.sub(" ", said, count=1).partition(" and ")[2])
        and not _REFERS.search(said)
    )
