"""Two short statements in, how alike they are and whether they contradict each other out.

Offline and deterministic. A statement is read as clauses, each a set of weighted words with
what it wants of a request: `vocabulary` says which words mean the same; a word counts the less
the more statements at hand it stands in (inverse document frequency, Spärck Jones 1972).
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from brightline.craft import plain_words, vocabulary
from brightline.craft.instructions.labels import without_news
from brightline.craft.instructions.short_forms import spelled_out
from brightline.craft.later import later
from brightline.craft.stance import MANNER_OF_STANCE, split_clauses
from brightline.records import Stance

DUPLICATE = 0.72
"""Likeness from which on two statements of one stance say the same."""

SAME_MATTER = 0.62
"""Likeness from which on two statements are about one matter, and must not disagree."""

RELATED = 0.35
"""What a word counts that is of the same field as one of the other statement."""

READ = 8192
"""Statements and clauses that are kept as they were read: the same ones are asked for often."""

ACTION, FAINT = 0.55, 0.12
"""What an action and a faint word count beside a matter, which counts 1."""

_NON = later(r"\bnon-(?=\w+[- ]related\b)")
"""What is not about something: non-banking related."""

_WORD = later(r"[a-z0-9_]+(?:[-'][a-z0-9]+)*|[,;:.!?()]")
_ENDINGS = (
    "ational", "ations", "ation", "itions", "ition", "ments", "ment", "nesses", "ness",
    "ances", "ance", "ences", "ence", "ables", "able", "ible", "ives", "ive", "ities", "ity",
    "ials", "ial", "als", "al", "ous", "ful", "izing", "ising", "ized", "ised", "izes", "ises",
    "ize", "ise", "ified", "ifies", "ify", "ingly", "ings", "ing", "edly", "ed", "ally", "ily",
    "ly", "ators", "ator", "ers", "er", "ors", "or", "ists", "ist", "ions", "ion", "ates",
    "ate", "ical", "ics", "ic", "ies", "es", "s", "y", "e",
)  # fmt: skip
"""Longest first within a family; the first that leaves a stem is taken off."""

_ENDING_IN = {
    letter: tuple(one for one in _ENDINGS if one[-1] == letter)
    for letter in {one[-1] for one in _ENDINGS}
}
"""Those of them that a word may have, by its last letter."""

_INFLECTIONS = (
    ("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"),
    ("ss", "ss"), ("us", "us"), ("es", ""), ("s", ""), ("ing", ""), ("ed", ""), ("e", ""),
)  # fmt: skip

_INFLECTED = frozenset(ending[-1] for ending, _ in _INFLECTIONS)
"""Last letters of the words that have one."""

_STEM, _SHORT = 4, 3
"""Letters that a stem keeps at least, and after an ending of number or tense."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a statement that wants one thing."""

    words: frozenset[str]
    """The names of what it is about."""
    fields: frozenset[str]
    """The fields that those belong to."""
    stance: Stance | None
    """None where it wants nothing of a request."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A short text, as it is compared."""

    text: str
    clauses: tuple[Clause, ...]
    words: frozenset[str]
    fields: frozenset[str]

    @property
    def stance(self) -> Stance | None:
        """What its first clause that wants anything wants; None where none does."""
        return next((one.stance for one in self.clauses if one.stance is not None), None)


class Weights:
    """How much each word tells of what a statement is about, among the statements at hand."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        counts: Counter[str] = Counter()
        number = 0
        for statement in statements:
            number += 1
            counts.update(statement.words)
        self._weights: dict[str, float] = {}
        self._totals: dict[frozenset[str], float] = {}
        self._number = number
        self._counts: Mapping[str, int] = counts

    def __getitem__(self, word: str) -> float:
        """Return the weight of a word, above 0 and at most 1."""
        found = self._weights.get(word)
        if found is None:
            found = _base(word) * self._rarity(self._counts.get(word, 0))
            self._weights[word] = found
        return found

    def total(self, words: frozenset[str]) -> float:
        """Return the sum of the weights of words."""
        found = self._totals.get(words)
        if found is None:
            found = self._totals[words] = sum(map(self.__getitem__, words))
        return found

    def _rarity(self, count: int) -> float:
        """Return 1 for a word of one statement, and 0.4 for one that stands in all."""
        if self._number < 4 or count < 2:
            return 1.0
        share = math.log(self._number / count) / math.log(self._number)
        return 0.4 + 0.6 * share


@lru_cache(maxsize=READ)
def read_statement(text: str, *, stance: Stance | None = None) -> Statement:
    """Return a text as it is compared.

    Args:
        text: One sentence or a few, in English.
        stance: What its main clause wants, where that is known; None reads it from the words.
    """
    clauses = []
    for part in split_clauses(without_news(spelled_out(text))):
        words = frozenset(_names(part.text))
        told = stance if stance is not None and part.main else part.stance
        clauses.append(Clause(words, _fields(words), told))
    words = frozenset().union(*(clause.words for clause in clauses))
    return Statement(text, tuple(clauses), words, _fields(words))


def words_of(text: str) -> frozenset[str]:
    """Return the names of what a text is about, whatever it wants of it."""
    return frozenset(_names(text))


def contained(one: Statement | Clause, other: Statement | Clause, weights: Weights) -> float:
    """Return how much of what one statement is about the other is about too, 0 to 1."""
    whole = weights.total(one.words)
    if not whole:
        return 0.0
    shared = one.words & other.words
    near = one.fields & other.fields
    if not shared and not near:
        return 0.0
    found = weights.total(shared)
    field = _table().field
    for word in one.words - shared if near else ():
        if field.get(word) in near:
            found += RELATED * weights[word]
    return found / whole


def likeness(one: Statement | Clause, other: Statement | Clause, weights: Weights) -> float:
    """Return how much two statements are about the same, 0 to 1, in either order the same.

    The harmonic mean of what each holds of the other: one that says much more is not alike.
    """
    forth, back = contained(one, other, weights), contained(other, one, weights)
    return 2 * forth * back / (forth + back) if forth + back else 0.0


def is_duplicate(one: Statement, other: Statement, weights: Weights) -> bool:
    """Tell whether two statements say the same: alike, and no clause against another."""
    return (
        not one.words.isdisjoint(other.words)  # without a shared word nothing is so alike
        and likeness(one, other, weights) >= DUPLICATE
        and not opposite(one.stance, other.stance)
        and not contradict(one, other, weights)
    )


def contradict(one: Statement, other: Statement, weights: Weights) -> bool:
    """Tell whether a clause of one wants the opposite of a clause of the other.

    Where both name what is done with the matter and it differs, as in naming a dose and
    explaining a leaflet about doses, they may stand beside each other.
    """
    return any(
        _stand_against(mine, other, weights) and _stand_against(yours, one, weights)
        for mine in one.clauses
        for yours in other.clauses
        if opposite(mine.stance, yours.stance)
        and likeness(mine, yours, weights) >= SAME_MATTER
        and not differ_in_action(mine, yours)
    )


def opposite(one: Stance | None, other: Stance | None) -> bool:
    """Tell whether one stance wants refused what the other wants answered."""
    return {one, other} == {Stance.REFUSE, Stance.ALLOW}


def _stand_against(one: Clause, other: Statement, weights: Weights) -> bool:
    """Tell whether the clause of a statement that is most like one is against it."""
    nearest = max(other.clauses, key=lambda clause: likeness(one, clause, weights))
    return opposite(one.stance, nearest.stance)


def is_matter(word: str) -> bool:
    """Tell whether a word says what a statement is about: no action, nor faint."""
    return _base(word) == 1.0


def differ_in_action(one: Clause, other: Clause) -> bool:
    """Tell whether both name what is done with a matter, and not the same."""
    actions = _table().actions
    mine, yours = one.words & actions, other.words & actions
    return bool(mine and yours and not mine & yours)


def does_another(one: Clause, other: Clause) -> bool:
    """Tell whether each names a single thing that is done with a matter, and not the same."""
    actions = _table().actions
    return len(one.words & actions) == len(other.words & actions) == 1 and differ_in_action(
        one, other
    )


@dataclass(frozen=True, slots=True)
class _Table:
    name: Mapping[str, str]
    """The group of a stem or phrase."""
    field: Mapping[str, str]
    """The field of a group."""
    weight: Mapping[str, float]
    actions: frozenset[str]
    empty: frozenset[str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    """By the first word of each: the words of a phrase, and its group; the longest first."""


@cache
def _table() -> _Table:
    name: dict[str, str] = {}
    phrases: dict[tuple[str, ...], str] = {}
    for words in _groups(vocabulary.SAME):
        group = words[0]
        for word in words:
            name.setdefault(word, group)
            if "_" in word:
                phrases.setdefault(tuple(map(_bare, word.split("_"))), group)
            else:
                name.setdefault(_inflected(word), group)
    field = {
        _named(word, name): words[0] for words in _groups(vocabulary.RELATED) for word in words
    }
    weight = {_named(word, name): FAINT for word in plain_words.FAINT.split()}
    actions = frozenset(_named(word, name) for word in plain_words.ACTIONS.split())
    weight |= dict.fromkeys(actions, ACTION)
    empty = frozenset(plain_words.EMPTY.split())
    by_first: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for phrase in sorted(phrases, key=lambda words: (-len(words), words)):
        by_first[phrase[0]].append((phrase, phrases[phrase]))
    found = {first: tuple(found) for first, found in by_first.items()}
    return _Table(name, field, weight, actions, empty, found)


def _groups(table: str) -> list[list[str]]:
    return [line.split() for line in re.split(r"\n(?! )", table.strip())]


@lru_cache(maxsize=READ)
def _names(text: str) -> tuple[str, ...]:
    table = _table()
    lower = text.lower().replace("\u2019", "'")
    plain = MANNER_OF_STANCE.sub(" ", _NON.sub("off-topic ", lower))
    if _ASKED.search(plain) is not None:
        plain = _ON_DEMAND.sub(" ", plain)
    words = _WORD.findall(plain)
    bare = [_bare(word) for word in words]
    names: list[str] = []
    number = 0
    while number < len(words):
        for phrase, group in table.phrases.get(bare[number], ()):
            if tuple(bare[number : number + len(phrase)]) == phrase:
                names.append(group)
                number += len(phrase)
                break
        else:
            word = words[number]
            number += 1
            if word not in table.empty and len(word) > 1 and word[0].isalnum():
                names.append(_named(word, table.name))
    return tuple(word for word in names if word not in table.empty)


_ASKED = later(r"ask|request|demand|want|need|like|bring|get")
_ON_DEMAND = later(
    r"\bon (?:request|demand)\b|\b(?:to|for|with) (?:those|anyone|anybody|everyone|whoever"
    r"|people|customers|users|all) (?:who )?(?:(?:may |might )?(?:ask|want|need|request"
    r"|like)s?)(?: (?:for )?(?:it|them|to know))?\b|\b(?:when|if)(?:ever)? (?:asked"
    r"|requested|somebody asks|someone asks|(?:a|the) (?:user|customer|caller"
    r"|person) (?:asks?|brings? (?:it|them) up|wants? (?:it|them)))\b|\b(?:somebody|someone"
    r"|anybody|nobody|no one|people) (?:asks?|gets?|wants?)(?: about| from you)?\b"
)
"""That it is asked for: so is whatever a rule is about."""

_IRREGULAR = {
    "given": "give", "gave": "give", "told": "tell", "said": "say", "shown": "show",
    "spoken": "speak", "written": "write", "wrote": "write", "made": "make", "kept": "keep",
    "held": "hold", "sent": "send", "sold": "sell", "bought": "buy", "brought": "bring",
    "taken": "take", "took": "take", "known": "know", "paid": "pay", "lent": "lend",
    "drawn": "draw", "hidden": "hide", "chosen": "choose", "driven": "drive", "eaten": "eat",
    "handed": "hand", "dealt": "deal", "left": "leave", "found": "find", "built": "build",
    "spent": "spend", "taught": "teach", "sought": "seek", "broken": "break", "stolen": "steal",
}  # fmt: skip


@cache
def _bare(word: str) -> str:
    """Return a word as phrases are compared: without what number and tense add."""
    return _inflected(_IRREGULAR.get(word, word.removesuffix("'s")))


def _named(word: str, name: Mapping[str, str]) -> str:
    """Return what a word is called: the name of its group, or its stem."""
    word = _IRREGULAR.get(word, word)
    bare = word.removesuffix("'s")
    for form in (word, bare, _inflected(bare)):
        if form in name:
            return name[form]
    return _stem(bare)


@cache
def _inflected(word: str) -> str:
    """Return a word without what number and tense add: bags and bag, planning and plan."""
    if not word.isalpha() or word[-1] not in _INFLECTED:
        return word
    for ending, rest in _INFLECTIONS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORT:
            stem = word[: -len(ending)] + rest
            return stem[:-1] if len(stem) > _STEM and stem[-1] == stem[-2] != "s" else stem
    return word


@cache
def _stem(word: str) -> str:
    """Return a word without its ending: payments and payment, diagnosing and diagnose."""
    if "_" in word or not word.isalpha():
        return word
    for ending in _ENDING_IN.get(word[-1], ()):
        least = _SHORT if ending == "s" else _STEM
        if word.endswith(ending) and len(word) - len(ending) >= least:
            stem = word[: -len(ending)]
            return stem[:-1] if len(stem) > 4 and stem[-1] == stem[-2] else stem
    return word


def _fields(words: Iterable[str]) -> frozenset[str]:
    field = _table().field
    return frozenset(field[word] for word in words if word in field)


def _base(word: str) -> float:
    return _table().weight.get(word, 1.0)


def is_part(one: Statement, whole: Statement, weights: Weights) -> bool:
    """Tell whether a statement says nothing that another, which says more, does not say too."""
    words, held = Clause(one.words, one.fields, None), Clause(whole.words, whole.fields, None)
    return bool(words.words) and contained(words, held, weights) >= PART


PART = 0.75
"""Share of a statement's words that a longer one holds which says all of it."""
