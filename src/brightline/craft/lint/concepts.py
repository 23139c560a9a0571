"""A sentence in, which concepts it names and which of them it denies, out.

Words are compared without the endings of number and tense, so one list of words serves every
sentence that is made of them: what counts is which concepts stand together, not in what order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from brightline.craft.later import later
from brightline.craft.lint import lexicon

NEAR_AFTER, NEAR_BEFORE = 14, 4
"""Words within which a no reaches what follows it, and what it follows: `changes nothing`."""

READ = 8192
"""Sentences that are kept as they were read."""

_TOKEN = later(r"n't\b|[a-z0-9]+(?:-[a-z0-9]+)*(?:'(?!s\b)[a-z]+)?|[,;:.!?()]")
_JOINS = frozenset({"and", "but", "then", "so", ",", ";", ":", ".", "!", "?", "(", ")"})
_ENDS = frozenset(";:.!?")

_IRREGULAR = dict(
    pair.split(":")
    for pair in [
        "given:give",
        "gave:give",
        "told:tell",
        "said:say",
        "shown:show",
        "spoken:speak",
        "spoke:speak",
        "written:write",
        "wrote:write",
        "made:make",
        "kept:keep",
        "held:hold",
        "stood:stand",
        "bound:bind",
        "bent:bend",
        "moved:move",
        "sent:send",
        "built:build",
        "bought:buy",
        "brought:bring",
        "taken:take",
        "took:take",
        "gone:go",
        "went:go",
        "goes:go",
        "done:do",
        "did:do",
        "does:do",
        "gotten:get",
        "got:get",
        "known:know",
        "knew:know",
        "worn:wear",
        "wore:wear",
        "split:split",
        "let:let",
        "put:put",
        "set:set",
        "read:read",
        "forgot:forget",
        "forgotten:forget",
        "forbade:forbid",
        "thought:think",
        "sought:seek",
        "meant:mean",
        "lent:lend",
        "sold:sell",
        "spelt:spell",
        "dealt:deal",
        "led:lead",
        "left:leave",
        "felt:feel",
        "found:find",
        "paid:pay",
        "is:be",
        "are:be",
        "was:be",
        "were:be",
        "been:be",
        "being:be",
        "am:be",
        "has:have",
        "had:have",
        "worse:bad",
        "geese:goose",
        "children:child",
        "men:man",
        "women:woman",
        "stories:story",
        "tries:try",
        "tried:try",
        "denies:deny",
        "denied:deny",
        "parodies:parody",
        "bodies:body",
        "ca:can",
        "wo:will",
        "note:memo",
        "notes:memo",
    ]
)
_ENDINGS = (
    ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("ies", "y"), ("ied", "y"),
    ("ss", "ss"), ("us", "us"), ("es", ""), ("s", ""), ("ing", ""), ("ed", ""), ("e", ""),
)  # fmt: skip
_ENDED = frozenset(ending[-1] for ending, _ in _ENDINGS)
"""Last letters of the words that have one."""


@cache
def stem(word: str) -> str:
    """Return a word of lower case without its ending of number or tense."""
    word = _IRREGULAR.get(word, word)
    if word[-1:] not in _ENDED:
        return word
    for ending, rest in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            short = word[: -len(ending)] + rest
            double = len(short) > 4 and short[-1] == short[-2] and short[-1] not in "sl"
            return short[:-1] if double else short
    return word


NAMES = (
    "NOT",
    "MOVES",
    "STEADY",
    "SAME",
    "HEEDLESS",
    "REFUSED",
    "RULES",
    "FRAME",
    "CLAIM",
    "PEOPLE",
    "ROLE",
    "SOURCE",
    "ORDERS",
    "URGES",
    "READ_ONLY",
    "AGAIN",
    "PERMIT",
    "ABLE",
    "TELL",
    "FACTS",
    "FORMAT",
    "UNREFUSED",
    "SPARES",
    "DECLINING",
    "OFFERING",
    "CARE",
    "MATTER",
    "HEDGE",
    "SILENT",
    "JUDGED",
    "INTRO",
    "TOP",
)
(
    NOT,
    MOVES,
    STEADY,
    SAME,
    HEEDLESS,
    REFUSED,
    RULES,
    FRAME,
    CLAIM,
    PEOPLE,
    ROLE,
    SOURCE,
    ORDERS,
    URGES,
    READ_ONLY,
    AGAIN,
    PERMIT,
    ABLE,
    TELL,
    FACTS,
    FORMAT,
    UNREFUSED,
    SPARES,
    DECLINING,
    OFFERING,
    CARE,
    MATTER,
    HEDGE,
    SILENT,
    JUDGED,
    INTRO,
    TOP,
) = (1 << number for number in range(len(NAMES)))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as its concepts.

    Attributes:
        stems: Its words without their endings, and the signs between its clauses.
        marks: The concepts that begin at each of them, as bits.
        names: All of them together.
    """

    stems: tuple[str, ...]
    marks: tuple[int, ...]
    names: int

    def has(self, *concepts: int) -> bool:
        """Say whether it names each of some concepts."""
        return all(self.names & concept for concept in concepts)

    def where(self, concept: int) -> Iterator[int]:
        """Yield the numbers of the words by which it names a concept."""
        return (number for number, mark in enumerate(self.marks) if mark & concept)

    def denies(self, concept: int) -> bool:
        """Say whether a no stands with a concept in one clause, before it or right after."""
        if not self.names & NOT or not self.names & concept:
            return False
        for no in self.where(NOT):
            for at in self.where(concept):
                if at == no or not -NEAR_BEFORE <= at - no <= NEAR_AFTER:
                    continue
                between = self.stems[min(no, at) : max(no, at)]
                if _ENDS.isdisjoint(between):
                    return True
        return False

    def affirms(self, concept: int) -> bool:
        """Say whether it names a concept without a no right before or after it."""
        return any(not self.is_denied(at) for at in self.where(concept))

    def is_denied(self, at: int) -> bool:
        """Say whether a no stands right before or after a word."""
        if at + 1 < len(self.marks) and self.marks[at + 1] & NOT:
            return True
        for near in (at - 1, at - 2):
            if near < 0 or self.stems[near] in _JOINS:
                return False
            if self.marks[near] & NOT:
                return True
        return False


@lru_cache(maxsize=READ)
def read(text: str) -> Sentence:
    """Return a text of a sentence or two as its concepts."""
    lower = text.lower().replace("\u2019", "'").replace("n't", " n't")
    stems = tuple(stem(word) for word in _TOKEN.findall(lower))
    table = _table()
    marks = [table.of(word) for word in stems]
    kept = [NOT] * len(stems)
    for number, word in enumerate(stems):
        for phrase, bits in table.phrases.get(word, ()):
            if stems[number : number + len(phrase)] == phrase:
                # A phrase is another thing than its words: role play is no role.
                for at in range(number, number + len(phrase)):
                    marks[at] &= kept[at]
                    kept[at] |= bits
                marks[number] |= bits
                kept[number] |= bits
    names = 0
    for mark in marks:
        names |= mark
    return Sentence(stems, tuple(marks), names)


class _Table:
    """The lists of words, by word, by how a word begins, and by the first word of a phrase."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._begins: dict[str, int] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for number, name in enumerate(NAMES):
            words: str = getattr(lexicon, name)
            for word in words.split():
                self._add(word, 1 << number)

    def _add(self, word: str, bit: int) -> None:
        if word.endswith("*") and "_" not in word:
            begin = word[:-1]
            self._begins[begin] = self._begins.get(begin, 0) | bit
            self._words[begin] = self._words.get(begin, 0) | bit
        elif "_" in word:
            phrase = tuple(stem(part) for part in word.rstrip("*").split("_"))
            self.phrases.setdefault(phrase[0], []).append((phrase, bit))
        else:
            self._words[stem(word)] = self._words.get(stem(word), 0) | bit

    @lru_cache(maxsize=READ)  # noqa: B019 - one table, which lives as long as the process
    def of(self, word: str) -> int:
        """Return the concepts that a word without its ending names by itself."""
        bits = self._words.get(word, 0)
        for length in range(3, len(word) + 1):
            bits |= self._begins.get(word[:length], 0)
        return bits


@cache
def _table() -> _Table:
    return _Table()
