"""A row of a table in, what it says of its topic and what it says to reply out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from brightline.craft.later import later


class Verdict(StrEnum):
    """What a cell says of the topic of its row."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"
    """It says on what."""
    SPECIAL = "special"
    """Neither: it is handled in some way of its own."""
    UNCLEAR = "unclear"
    """Its column decides, but its words cannot be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """A topic, and what is to become of requests about it."""

    topic: str
    verdict: Verdict
    said: str
    """The words of the verdict."""
    condition: str = ""
    reply: str = ""
    """What to say or do then; empty where it does not say."""


SIGNS = (
    (later("[\u2705\u2713\u2714\U0001f44d\U0001f7e2\U0001f197]\ufe0f?"), "yes"),
    (
        later(
            "[\u274c\u2717\u2718\u26d4\U0001f6ab\U0001f44e\U0001f534\U0001f6d1\u2716]\ufe0f?"
        ),
        "no",
    ),
    (later("[\u26a0\U0001f7e1\U0001f7e0]\ufe0f?"), "special"),
)
"""Pictures that say yes or no."""

_NOUNS = r"(?:questions?|requests?|topics?|that|this|it|them|always|politely|please)"
_PURE = (
    (
        Verdict.NO,
        (
            r"(?:(?:strictly |always |absolutely )?(?:no|n|never|nope|none|refused?|declined?"
            r"|deny|denied|rejected?|reject"
            r"|forbidden|confidential|private|secret"
            r"|prohibited|banned|blocked|disallowed|avoid|off[- ]limits|off the table|taboo"
            r"|false"
            r"|out[- ]of[- ](?:scope|bounds)|not (?:allowed|permitted|ok(?:ay)?|covered"
            r"|supported"
            r"|ours|yours|here|in scope|discussed|possible|available|acceptable|answered"
            r"|a topic)|do not(?: answer| discuss| help)?|don'?t(?: answer| discuss| help)?"
            r"|(?:a )?(?:hard|firm|clear|big) no|no[- ]go|turn(?:ed)? (?:it |them )?(?:down"
            r"|away)"
            r"|(?:we|it|she|he) (?:pass|passes|declines?|refuses?)|pass on it|stays? out|red)"
            rf"(?:,? (?:{_NOUNS}|never|not ever|exceptions?|at all|ever|thanks))*)"
        ),
    ),
    (
        Verdict.YES,
        (
            r"(?:(?:yes|y|yep|sure|ok(?:ay)?|allowed|permitted|fine|answer(?:ed)?|help|true"
            r"|always"
            r"|in[- ]scope|full(?:y)?|welcome|supported|covered|go ahead|of course|happily"
            r"|green"
            r"|free|unrestricted|encouraged)"
            rf"(?:,? (?:{_NOUNS}|in full|of course|fully|gladly|freely|happily))*)"
        ),
    ),
    (
        Verdict.SPECIAL,
        (
            r"(?:special(?: case| handling)?|depends|it depends|sometimes|limited|partly"
            r"|partial(?:ly)?|restricted|conditional(?:ly)?|case[- ]by[- ]case|maybe|escalate"
            r"|with care|careful(?:ly)?|sensitive|caution|ask(?: first| a human)?|n/?a|yellow"
            r"|amber|see below|[\w ]{2,30} only|human only|hand over|hand off)"
        ),
    ),
)
_WHOLE = tuple((verdict, later(rf"{words}[.!]?", re.IGNORECASE)) for verdict, words in _PURE)
_BEGINS = tuple(
    (verdict, later(rf"{words}(?=[\s.,;:!(\u2013\u2014-]|$)", re.IGNORECASE))
    for verdict, words in _PURE
)
_CONDITION = later(
    r"(?:^|.*?\b)(?:(?:but |only |except |yes,? |no,? )*(?:if|when|once|after|where|with"
    r"|for|provided(?: that)?|as long as|while)|unless|until)\s+(?P<what>.+)",
    re.IGNORECASE,
)
_TURNS = later(
    r"(?:(?:yes|no|ok(?:ay)?|allowed|permitted|fine|never|not|only|but|except|solely)[,:;]? )*"
    r"(?:only\b|if\b|when\b|once\b|after\b|unless\b|until\b|except\b|provided\b|as long as\b"
    r"|where\b)",
    re.IGNORECASE,
)
_BUT = later(r"\b(?:but|except|unless|only|if|when|once|after|until|not|never|no)\b")
_NO = later(
    r"(?:no|never|not|don'?t|do not|must not|cannot|can't|avoid|refus\w+|declin\w+|without"
    r"|nothing)\b",
    re.IGNORECASE,
)

_ONLY_OTHERS = later(
    r"(?:no|never|nope)\b[,.;:]? only (?!if|when|after|once|with|where|for|on)", re.IGNORECASE
)
"""`No, only a librarian may`."""
_TURNS_DOWN = later(
    r"(?:[A-Z]?[\w'-]+ ){1,2}(?:declines?|refuses?|passes|never|does not|doesn't|do not|don't"
    r"|may not|must not|cannot|can't)\b",
    re.IGNORECASE,
)
_DECIDES = later(
    r"\b(?:allow\w*|ok(?:ay)?|permit\w*|answer\w*\?|may\b|can\b|do we|should|polic(?:y|ies)"
    r"|verdict|decision|stance|in scope|scope|rule|handling|status|what (?:you|to) do|action"
    r"|yes/no|supported|covered|forbidden)",
    re.IGNORECASE,
)
"""The title of a column that says what becomes of a topic."""

_REPLIES = later(
    r"\b(?:say|reply|replies|respon\w+|instead|answer with|wording|message|script|redirect"
    r"|then|alternative|refer|what to tell|phrase|note)\b",
    re.IGNORECASE,
)
"""The title of a column that says what to reply."""

_REASONS = later(
    r"\s*(?:why|reasons?|because|rationale|basis|law|legal basis|regulations?|source|ref\w*"
    r"|owner"
    r"|severity|priority|risk|since|date|status|team|id|no|nr|#|background|comments?)\b",
    re.IGNORECASE,
)
"""The title of a column that says why it is so or whose it is, and nothing to reply."""

_CELL = later(r"(?P<title>[^:|]{1,40}): (?P<said>.*)", re.DOTALL)
_LISTED = later(
    r"(?P<topic>[^:|]{3,90}?)\s*(?::|\u2192|->|=>|=|\u2014|\u2013| - )\s*(?P<said>[^|]{2,60})"
)
_SAYS = later(
    r"\b(?:is|are|stays?|remains?|must|should|shall|never|not|no|don't|only|you|may|can|we"
    r"|will|do|if|when)\b",
    re.IGNORECASE,
)
"""What is a sentence and no topic."""
_EMPTY = frozenset({"", "-", "\u2013", "\u2014", "n/a", "none", "/"})


def in_words(cell: str) -> str:
    """Return a cell with pictures that say yes or no as words."""
    for sign, word in SIGNS:
        rest = sign.sub(" ", cell)
        told = word != "special" or not any(map(str.isalnum, rest))
        cell = sign.sub(f" {word} ", cell) if told else rest
    return " ".join(cell.split())


def is_reason(title: str) -> bool:
    """Say whether a column says why, or whose a row is: nothing that is done or replied."""
    return _REASONS.match(title) is not None


def is_verdict(cell: str) -> bool:
    """Say whether a cell is a yes or no and nothing else."""
    return any(pattern.fullmatch(cell.strip()) for _, pattern in _WHOLE)


def is_side(title: str) -> str:
    """Return `deny` or `allow` for the title of a column whose cells are things to do or not.

    E.g. the columns `Do` and `Don't`: each of their cells is an order of its own.
    """
    said = re.sub(r"[^a-z' ]", "", title.casefold().replace("\u2019", "'")).strip()
    if said in _SIDES_NO:
        return "deny"
    return "allow" if said in _SIDES_YES else ""


_SIDES_NO = frozenset(
    {
        *("don't", "dont", "don'ts", "donts", "do not", "never", "not allowed", "forbidden"),
        *("no", "no go", "avoid", "refuse", "you don't", "must not", "you must not", "can't"),
        *("cannot", "you can't", "prohibited", "not ok", "out of scope", "off limits", "won't"),
        *("what you don't do", "what you do not do", "never do", "declined", "no-go"),
    }
)
_SIDES_YES = frozenset(
    {
        *("do", "dos", "do's", "allowed", "yes", "can", "you can", "you do", "ok", "permitted"),
        *("always", "may", "you may", "in scope", "will", "what you do", "fine"),
    }
)


def read_row(text: str) -> Row | None:
    """Return what a row, or an item like `Payroll: out of scope`, says of its topic.

    Args:
        text: Its cells with ` | ` between, each but the first with its title: `a | OK?: no`.

    Returns:
        None where it says nothing of the kind: it is no such table.
    """
    if " | " not in text:
        return _listed(text)
    topic, *rest = text.split(" | ")
    cells = [_titled(cell) for cell in rest]
    decides = [cell for cell in cells if _DECIDES.search(cell[0])]
    open_to = [cell for cell in cells if not _REPLIES.search(cell[0])] or cells
    for title, said in (*decides, *open_to):
        verdict = _verdict(said)
        if verdict is not None:
            reply = _reply(cells, said) or _behind(said, verdict)
            condition = _condition(said) if verdict is Verdict.DEPENDS else ""
            if verdict is Verdict.DEPENDS and not condition:
                verdict = Verdict.SPECIAL
            return Row(topic, verdict, said, condition, reply)
        if _DECIDES.search(title) and said:
            verdict = Verdict.SPECIAL if _BUT.search(said) else Verdict.UNCLEAR
            return Row(topic, verdict, said, "", _reply(cells, said))
    return None


def cells_of(columns: list[str], cells: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what a row says: its cells together, or each of a column like `Don't` alone.

    Returns:
        The words, and the title of the column where they stand alone.
    """
    sides = [is_side(title) for title in columns[: len(cells)]]
    if "deny" in sides and not any(map(is_verdict, cells)):
        topic = cells[0] if not sides[0] else ""
        for title, cell, side in zip(columns, cells, sides, strict=False):
            if any(map(str.isalnum, cell)) and (side or cell != topic):
                yield (f"{topic}: {cell}" if topic else cell), title
        return
    if len(cells) > 1 and is_verdict(cells[0]):
        cells = [cells[1], cells[0], *cells[2:]]
        columns = [*columns[1:2], *columns[:1], *columns[2:]]
    said = [
        f"{title}: {cell}" if title and place > 0 else cell
        for place, (title, cell) in enumerate(_with_titles(columns, cells))
        if cell
    ]
    yield " | ".join(said), ""


def _with_titles(columns: list[str], cells: list[str]) -> Iterator[tuple[str, str]]:
    for place, cell in enumerate(cells):
        yield (columns[place] if place < len(columns) else ""), cell


def answers(said: str, *, labelled: bool) -> bool:
    """Say whether a text answers a question about what the product does with yes or no.

    Args:
        said: The answer.
        labelled: It is marked as one: `A: ...`.
    """
    short = re.split(r"[.!;,:]", said, maxsplit=1)[0]
    return is_verdict(short) or (labelled and _verdict(said) is not None)


def question_of(topic: str) -> str:
    """Return what a question asks the product to do: `waive a fine`; empty for others."""
    found = _QUESTIONED.fullmatch(topic)
    return found["act"] if found else ""


_QUESTIONED = later(
    r"(?:can|may|could|does|do|should|will|is|are) (?:the )?(?:it|you|we|I|\w+(?: bot"
    r"| assistant)?) (?:ever |also )?(?:allowed to |permitted to |able to )?(?P<act>.+)\?",
    re.IGNORECASE,
)


def _listed(text: str) -> Row | None:
    """Return what `Payroll: out of scope` says of its topic."""
    found = _LISTED.fullmatch(text)
    if found is None or _SAYS.search(found["topic"]):
        return None
    topic, said = found["topic"].strip(), found["said"].strip()
    if _NO_TOPIC.fullmatch(topic) or _URGED.match(said):
        return None
    whole = next((one for one, pattern in _WHOLE if pattern.fullmatch(said)), None)
    if whole is None:
        return _with_reply(topic, said)
    return Row(topic, whole, said) if whole is not Verdict.SPECIAL else None


_NO_TOPIC = later(
    r"(?:the |our |your |my |one )?(?:(?:most |very |single )?(?:important|golden|key|main"
    r"|first"
    r"|last|final|hard|top|number one|overriding|critical|absolute|basic)\W+)*"
    r"(?:rules?|limits?|things?|points?|notes?|lines?|reminders?|warnings?|policy)"
    r"(?: (?:no\.? ?)?\d+| of all| here)?|important|remember|please note|reminder|warning",
    re.IGNORECASE,
)
"""A title that only says that an order comes: `The most important rule: never ...`."""
_URGED = later(
    r"(?:never|do not|don'?t),? (?:ever|under (?:any|no) circumstances?),? [a-z]+ \w",
    re.IGNORECASE,
)
"""`never, ever, give out a key`: what is behind it is forbidden, and no reply."""


def _with_reply(topic: str, said: str) -> Row | None:
    """Return what `Credit checks: never, refer to the shop` says."""
    for verdict, pattern in _BEGINS:
        found = pattern.match(said)
        then = said[found.end() :] if found else ""
        does = _DOES.match(then.lstrip(" ,.;:\u2013\u2014-"))
        if does and then[:1] in ",.;:" and verdict is not Verdict.SPECIAL:
            return Row(topic, verdict, said, "", then.strip(" ,.;:-"))
    return None


def _titled(cell: str) -> tuple[str, str]:
    found = _CELL.fullmatch(cell)
    return (found["title"], found["said"].strip()) if found else ("", cell.strip())


def _verdict(said: str) -> Verdict | None:
    """Return what a cell says; None for one that is no verdict."""
    if _ONLY_OTHERS.match(said):
        return Verdict.NO
    if _TURNS.match(said):
        return Verdict.DEPENDS
    for verdict, pattern in _BEGINS:
        found = pattern.match(said)
        if found is not None:
            return _turned(verdict, said[found.end() :])
    return Verdict.NO if _NO.match(said) or _TURNS_DOWN.match(said) else None


def _turned(verdict: Verdict, rest: str) -> Verdict:
    """Return a verdict with what stands behind it: `yes, but only if ...`."""
    if verdict is Verdict.YES and _BUT.search(rest):
        return Verdict.DEPENDS if _CONDITION.match(rest) else Verdict.SPECIAL
    bound = verdict is Verdict.NO and _UNLESS.search(rest) is not None
    return Verdict.DEPENDS if bound else verdict


_UNLESS = later(
    r"\b(?:unless|except (?:if|when|for|with)|only (?:if|when|after|with|for))\b",
    re.IGNORECASE,
)


def _condition(said: str) -> str:
    found = _CONDITION.match(said)
    what = found["what"].strip(" .,;") if found else ""
    return what if len(what.split()) > 1 else ""


def _reply(cells: list[tuple[str, str]], verdict: str) -> str:
    """Return what the row says to reply: in a column of that title, else in its last cell."""
    cells = [cell for cell in cells if not is_reason(cell[0])]
    told = next((said for title, said in cells if _REPLIES.search(title)), "")
    last = cells[-1][1] if len(cells) > 1 and not _DECIDES.search(cells[-1][0]) else ""
    said = told or last
    return "" if said == verdict or said.casefold() in _EMPTY else said


_THEN = later(r"[.;:,\u2013\u2014-]\s*(?P<then>[^.;]+)\.?$")


def _behind(said: str, verdict: Verdict) -> str:
    """Return what stands behind a plain no: `No, point to the desk`."""
    found = _THEN.search(said) if verdict is Verdict.NO else None
    then = found["then"].strip() if found else ""
    return then if _DOES.match(then) else ""


_DOES = later(
    r"(?:point|refer|offer|suggest|name|give|send|redirect|direct|explain|say|tell|ask|show"
    r"|transfer|escalate|call|use|recommend|back to|hand|link)s? \w",
    re.IGNORECASE,
)
