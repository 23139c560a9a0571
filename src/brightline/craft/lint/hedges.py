"""What a rule says in, ways out of what is always refused out: L13."""

import re
from collections.abc import Iterator

from brightline.craft.edits import SetText
from brightline.craft.later import later
from brightline.craft.lint import concepts as c, said
from brightline.craft.lint.concepts import read
from brightline.craft.lint.material import Found, Material, Told
from brightline.craft.lint.said import closes_a_way, says_exception
from brightline.records import Instruction, InstructionKind, Rule, Stance

HEDGED = Told(
    "L13",
    "hedged",
    "A hedge is a way out: whoever reads the rule may decide that this time is another one. "
    "A system prompt that is worded more strictly is followed more (IHEval, arXiv 2502.08745).",
)

_NOT = (
    r"(?:do not|don't|does not|doesn't|never|not|refus(?:e[sd]?|ing)|declin(?:e[sd]?|ing)|no"
    r"|avoid(?:s|ing)?|refrain(?:s|ing)?|abstain(?:s|ing)?|reject(?:s|ing)?|deny|denies"
    r"|withhold(?:s|ing)?"
    r"|stays? (?:away|out|clear)|keeps? (?:away|out|clear|off)|steers? clear)"
)
_WHERE = (
    r"(?:if|where(?:ver)?|when(?:ever)?|as far as|as long as|to the extent"
    r"|insofar as) (?:at all |it is |this is |that is |it's )?"
    r"(?:possible|feasible|practical|practicable|reasonable|reasonably possible|convenient)"
    r"|(?:if|where(?:ver)?|when(?:ever)?|as far as|as best|as much as|as well as) you (?:can"
    r"|could|are able)(?: help it| avoid it| manage(?: it)?)?"
    r"|more often than not|as a rule of thumb|on the whole|by and large|ordinarily"
    r"|all things being equal"
    r"|in the (?:normal|ordinary|usual) (?:course|run) of (?:things|events|business)"
    r"|as a matter of preference|for preference|in the main|as a general principle"
)
_SOFT = (
    r"generally(?: speaking)?|as a general rule|in principle|usually|normally|typically"
    r"|ideally|mostly|preferably|in general|as a rule"
    r"|for the most part|if (?:at all )?possible|where(?:ver)? possible|when(?:ever)? possible"
    r"|as far as (?:possible|you can)|as much as possible|in most cases|most of the time|rarely"
    r"|more or less|probably|perhaps|by default"
    rf"|{_WHERE}"
)
_HEDGES = later(
    rf"\b(?P<try>(?:try|tries|trying|attempts?|aims?|seeks?|strives?|endeavou?rs?|work)\s+"
    rf"(?:hard\s+)?(?=and (?:avoid|not|refuse|decline|never)\b|to (?:follow|keep to|obey"
    rf"|observe|stick to|adhere to|respect) (?:this|these|the rule|that)\b|not to\b"
    rf"|to (?:refuse|decline|avoid|never|not|deny|reject|withhold"
    rf"|refrain"
    rf"|keep from)))"
    rf"|\b(?P<best>(?:do(?:es)?|doing|try)\s+(?:your|its|the"
    rf"|their)\s+(?:very\s+)?best\s+(?=not to|to (?:refuse|decline"
    rf"|avoid|not|never|reject)))"
    rf"|\b(?P<soft>{_SOFT})\b,?(?=\s+(?:(?:you|it|please|the (?:assistant|bot|agent)|should"
    rf"|must"
    rf"|do|does|will|may)\s+){{0,3}}{_NOT}\b)"
    rf"|\b(?:do not|don't|does not|doesn't|should not|shouldn't|never|refuses?|declines?)\s+"
    rf"(?P<after>generally|usually|normally|typically|ordinarily|routinely)\b"
    rf"|\b(?:not|n't|never),\s+(?P<within>{_SOFT}),"
    rf"|\b(?P<better>(?:had|you'd|it'd|would) better not|(?:it is|it's|it would be"
    rf"|it'd be) (?:preferable|better|best"
    rf"|advisable|recommended|desirable|wise|preferred|good practice) (?:not to|to (?:refuse"
    rf"|decline|avoid))\b)"
    rf"|\b{_NOT}\b[^.;]{{3,90}}?,?\s(?P<tail>if (?:at all )?possible|where(?:ver)? possible"
    rf"|when(?:ever)? possible|as far as possible|as much as possible|in most cases"
    rf"|most of the time|whenever you can)(?=\W*$)"
    rf"|(?:^|(?<=[.;:!] )|\b(?:you|should|must|please|always|assistant|bot|agent|will|and|but"
    rf"|it)\s+)(?P<avoid>avoids?)\b(?!\s+the words?\b)"
    rf"|\b(?P<rather>(?:would|had)\s+rather\s+(?=not)|prefers?\s+(?=not to)|(?:be"
    rf"|is)\s+reluctant\s+to"
    rf"|hesitates?\s+to|tends?\s+(?=not to|to (?:refuse|decline)))",
    re.IGNORECASE,
)


_UNORDERED = frozenset({InstructionKind.MANNER, InstructionKind.FACT})
"""Where a hedge is none on a rule; elsewhere it may hide that one was meant."""


def hedged(material: Material) -> Iterator[Found]:
    """Yield hedges on what is always refused."""
    for number, rule in enumerate(material.rules):
        if rule.stance is Stance.REFUSE:
            yield from _of_rule(rule, number, material)
    prompt = material.prompt
    if prompt is None:
        return
    for one in prompt.orders:
        found = _in_prompt(one)
        if found is not None:
            new = _unhedged(one.text, found)
            yield Found(
                HEDGED.at(
                    prompt.find(one, _hedge(found)),
                    prompt.origin.file,
                    message=f"'{_hedge(found)}' makes this a wish, not a rule",
                    fix=new or _plainly(one.text, found),
                )
            )
        elif _is_wish(one.text) and _may_wish(one):
            yield Found(
                HEDGED.at(
                    prompt.origin.place(one.line, one.column),
                    prompt.origin.file,
                    message="this is a wish, not a rule",
                    fix=_FLATLY,
                )
            )


def _of_rule(rule: Rule, number: int, material: Material) -> Iterator[Found]:
    place = material.of_rule(number, "text")
    found = _HEDGES.search(rule.text)
    if found is not None:
        new = _unhedged(rule.text, found)
        message = f"rule '{rule.id}' is always refused, and its text says '{_hedge(found)}'"
        fix = f"text: {new}" if new else _plainly(rule.text, found)
        mend = SetText(("rules", number, "text"), rule.text, new) if new else None
        yield Found(HEDGED.at(place, material.file, message=message, fix=fix), mend)
    elif _is_wish(rule.text):
        message = f"rule '{rule.id}' is always refused, and its text only wishes it"
        yield Found(HEDGED.at(place, material.file, message=message, fix=_FLATLY))


def _in_prompt(one: Instruction) -> re.Match[str] | None:
    """Return the hedge of an instruction that takes a limit back; None where none does."""
    if one.kind in _UNORDERED and _POLITE.match(one.text) is None:
        return None
    found = _HEDGES.search(one.text)
    if found is None or one.stance is Stance.ALLOW:
        return None
    of_others = (found["try"] or found["rather"]) and _OF_OTHERS.search(
        one.text, 0, found.start()
    )
    of_form = found["avoid"] and (one.kind is not InstructionKind.LIMIT or _says_how(one.text))
    conditional = one.stance is Stance.DEPENDS and not found["try"]
    return None if of_others or of_form or conditional else found


_FLATLY = 'Say it flatly, beginning with "Never" or "Do not".'

_POLITE = later(r"\W*(?:please|kindly)\b", re.IGNORECASE)
"""What makes an order none of manner."""

_BOUND = 7
"""Words from a hedge to what it takes back."""

_OTHERS = later(
    r"\b(?:that|what|which|how|why|who|because|customers?|users?|people|they|most"
    r"|visitors?)\b",
    re.IGNORECASE,
)


def _may_wish(one: Instruction) -> bool:
    """Say whether a hedge in an instruction could take back a limit."""
    if one.kind is InstructionKind.MANNER or one.stance in {Stance.ALLOW, Stance.DEPENDS}:
        return False
    return not (closes_a_way(one) or says_exception(one) or said.says_instead(one))


def _is_wish(text: str) -> bool:
    """Say whether a text refuses something and hedges that, before it or after it."""
    sentence = read(text)
    if sentence.names & c.HEDGE and _KEEPS_OUT.search(text):
        return True
    if not sentence.names & c.HEDGE or not sentence.names & (c.NOT | c.REFUSED | c.SILENT):
        return False
    for at in sentence.where(c.HEDGE):
        for no in sentence.where(c.NOT | c.REFUSED | c.SILENT):
            between = sentence.stems[min(at, no) : max(at, no)]
            if set(between) & _STOPS or _OTHERS.search(" ".join(between)):
                continue
            if 0 <= no - at <= _BOUND:
                return True
            last = len(sentence.stems) - at <= 6 and sentence.stems[at - 1] == ","
            if no < at and (last or sentence.stems[at - 1] == ","):
                return True
    return False


_KEEPS_OUT = later(r"\b(?:keep|leave)s? [^.;:]{2,50} out (?:of|to)\b", re.IGNORECASE)

_STOPS = frozenset({";", ":", ".", "(", "!"})

_OF_OTHERS = later(
    r"\b(?:customers?|users?|people|they|who|callers?|guests?|clients?|somebody|someone"
    r"|children|players?|patients?|students?|visitors?)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
"""Before what somebody else than the product tries."""

_MANNER = later(
    r"\bavoids?\s+(?:\w+\s+){0,3}?(?:jargon|slang|emojis?|repetition|repeating|cliches"
    r"|clich\u00e9s"
    r"|long|passive|markdown|bullet|lists?|exclamation|filler|hyperbole|adverbs|small talk"
    r"|greetings?"
    r"|apologi\w+|technical|complex|complicated|ambigu\w+|lengthy|verbose|overly"
    r"|unnecessar\w+(?! [\w ]{0,30}?\b(?:about|on|of)\b))\b",
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
        third = re.match(
            r"(?:tries|attempts|aims|seeks|strives|does)\b", found[name], re.IGNORECASE
        )
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
