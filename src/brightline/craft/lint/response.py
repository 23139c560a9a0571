"""What stands in for what is refused: L05, L06 and L16."""

import re
from collections.abc import Iterator
from functools import lru_cache

from brightline.craft.alike import Weights, contained, read_statement
from brightline.craft.later import later
from brightline.craft.lint import said
from brightline.craft.lint.exceptions import says_exception
from brightline.craft.lint.material import Found, Material, Prompt, Told, listed
from brightline.craft.lint.offers import OFFERS, REFERS, helps, in_scope, names_something
from brightline.craft.lint.said import closes_a_way
from brightline.craft.lint.unmoved import WAYS, stands
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
                    fix=f"Add instead: one sentence on what a good reply offers{offer}.",
                ),  # its owner writes it: no task of the scope is known to be what this needs
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
    r"\b(?:not|never|no|nay|cannot|\w+n't)\b\s+\w[^.]*"
    r"(?:;|:| -|\u2013|\u2014|,(?: but| instead)?) "
    r"(?:please |just |instead |then |you )?(?:ask|offer|give|show|name|suggest|point|refer"
    r"|send|hand|call|fetch|get|explain|tell|say where|bring|pass)s? (?!no\b|n[eo])\w"
    r"|\b(?:hears?|gets?) [\"'\u201c]?(?:no|nay)\b[\"'\u201d]?,? (?:and|but) (?:an?|the)\b",
    re.IGNORECASE,
)
"""What follows a no in its own sentence: `no credit for children - ask for a parent`."""


@lru_cache(maxsize=1)
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
        told = told or _told_instead(before, one, prompt)
        if told or turns or follows or (replies and _declines(one)):
            found.append(one)
        before = one
    return tuple(found)


def _told_instead(before: Instruction | None, one: Instruction, prompt: Prompt) -> bool:
    """Say whether a sentence, or it with the one before beside it, ends a no in an offer."""
    names = prompt.named | ANY
    if one.kind is InstructionKind.LIMIT or says_exception(one):
        return False
    told = said.says_instead(one, names, prompt.does)
    beside = before is not None and one.line <= before.end_line and not says_exception(before)
    if not told and before is not None and beside:
        text = f"{before.text} {one.text}"
        both = one.model_copy(update={"text": text})
        told = len(text.split()) <= BOTH and said.says_instead(both, names, prompt.does)
    return told and not (
        closes_a_way(one) or any(stands(one, way, prompt.named) for way in WAYS)
    )


ANY = frozenset({"no"})
"""A prompt that has no word of its own for its limits says no all the same."""

BOTH = 36
"""Words of two sentences that are read as one at most."""


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
    """Return the tasks nearest to a rule, as what may be offered; empty without tasks."""
    tasks = _nearest(rule, material)
    return f', such as "Offers to {listed(tasks)}" where that serves' if tasks else ""


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
        scope = in_scope(material)
        for number, rule in enumerate(policy.rules):
            if rule.instead is None or rule.stance is Stance.ALLOW:
                continue
            if names_something(rule.instead, scope) or _only_negative(rule):
                continue
            yield Found(
                NO_OFFER.at(
                    material.of_rule(number, "instead"),
                    material.file,
                    message=f"what rule '{rule.id}' does instead is nothing that the scope "
                    "or the "
                    "requests that must be answered name",
                    fix=f"Write what it offers in place of this{_offer(rule, material)}.",
                )
            )
    prompt = material.prompt
    if prompt is None or not prompt.english:
        return
    responses = _responses(prompt)
    if responses and not any(helps(one, prompt) for one in responses):
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


def only_negative(material: Material) -> Iterator[Found]:
    """Yield rules of which every word says no, and prompts that hold nothing but limits."""
    policy = material.policy
    if policy is not None:
        for number, rule in enumerate(policy.rules):
            if _only_negative(rule):
                offer = _offer(rule, material) or ", the nearest of its tasks"
                yield Found(
                    ONLY_NO.at(
                        material.of_rule(number, "instead"),
                        material.file,
                        message=f"rule '{rule.id}' says no twice: what it does instead is "
                        "nothing",
                        fix=f"Write what it offers in place of this{offer}.",
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
        or (one.kind in _OPEN_KINDS and OFFERS.search(one.text))
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
        and not OFFERS.search(_NEGATIVE.sub(" ", said, count=1).partition(" and ")[2])
        and not REFERS.search(said)
    )
