"""What a check reads: a policy with its places, and a prompt with its instructions."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeAlias

from brightline.craft.edits import Mend
from brightline.craft.instructions import MAX_CHARACTERS, read_instructions
from brightline.craft.instructions.language import is_english, reads_english
from brightline.craft.instructions.wraps import Wraps
from brightline.craft.later import later
from brightline.craft.limiting import limits_in, orders_in
from brightline.craft.lint.named import names_of, tasks_of
from brightline.records import Finding, Instruction, Policy, Rule

Place: TypeAlias = tuple[int, int]
"""Line and column, both from 1."""

Places: TypeAlias = Mapping[tuple[str | int, ...], Place]
"""Line and column of each value by its path in the file, e.g. `("rules", 0, "id")`."""

LONGEST = 1500
"""Characters of an instruction that are looked at: no sentence is longer."""

MOST = 4000
"""Instructions that are looked at; a prompt of so many has been called too long before."""

ITEM = 40
"""Words of a line up to which it is one item; a longer one is prose."""

_SPOKEN = later(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the text of a prompt stands: in a file of its own, or within the policy.

    Attributes:
        file: Name of that file, for messages.
        lines: Lines of the file before its first.
        columns: Characters of each line before its own.
        fixed: For a text whose lines are not those of the file: where it begins.
    """

    file: str
    lines: int = 0
    columns: int = 0
    fixed: Place | None = None

    def place(self, line: int, column: int) -> Place:
        """Return where a place of the prompt stands in the file."""
        return self.fixed or (line + self.lines, column + self.columns)


@dataclass(frozen=True)
class Prompt:
    """A system prompt as the checks read it."""

    text: str
    origin: Origin

    @cached_property
    def instructions(self) -> tuple[Instruction, ...]:
        """Its instructions, in order, the end of very long ones cut off."""
        return tuple(
            one
            if len(one.text) <= LONGEST
            else one.model_copy(update={"text": one.text[:LONGEST]})
            for one in self._read[:MOST]
        )

    @cached_property
    def _read(self) -> tuple[Instruction, ...]:
        return read_instructions(self.text)

    @cached_property
    def cut(self) -> bool:
        """Whether it is too long to be looked at whole."""
        return len(self._read) > MOST or len(self.text) > MAX_CHARACTERS

    @cached_property
    def noted(self) -> bool:
        """Whether it is of notes, one on a line, which do not go on in the next."""
        return Wraps(self.lines).noted

    @cached_property
    def orders(self) -> tuple[Instruction, ...]:
        """Its instructions without examples of a talk, which order nothing themselves."""
        return orders_in(self.instructions)

    @cached_property
    def limits(self) -> tuple[Instruction, ...]:
        """The instructions that want something refused, always or on a condition."""
        return limits_in(self.instructions)

    @cached_property
    def named(self) -> frozenset[str]:
        """Stems of the words by which it speaks of its limits as a whole."""
        return names_of(self.limits, self.orders)

    @cached_property
    def does(self) -> frozenset[str]:
        """Stems of what it says that the product does."""
        return tasks_of(self.orders)

    @cached_property
    def english(self) -> bool:
        """Whether the checks, which know English phrases, may say what it lacks."""
        found = self.instructions
        return reads_english(self.text) and (
            sum(is_english(one.text) for one in found) * 2 > len(found)
        )

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return sum(1 for _ in _SPOKEN.finditer(self.text))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines, without their ends."""
        return tuple(self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))

    def begins(self, instruction: Instruction) -> bool:
        """Say whether an instruction begins its item or paragraph line."""
        before = self.lines[instruction.line - 1][: instruction.column - 1]
        return not any(character.isalpha() for character in before)

    @cached_property
    def _beside(self) -> dict[int, str]:
        """What stands in each line, joined; cut off like what is looked at of a sentence."""
        lines: defaultdict[int, list[str]] = defaultdict(list)
        for one in self.instructions:
            lines[one.line].append(one.text)
        return {line: " ".join(texts) for line, texts in lines.items()}

    @cached_property
    def leads(self) -> tuple[str, ...]:
        """The sentences that introduce a list, be it one of examples, each once."""
        return tuple({one.lead: None for one in self.instructions if one.lead})

    @cached_property
    def led(self) -> dict[str, str]:
        """What each sentence that introduces a list introduces, as one text."""
        lists: defaultdict[str, list[str]] = defaultdict(list)
        for one in self.orders:
            if one.lead:
                lists[one.lead].append(one.text)
        return {lead: " ".join(texts) for lead, texts in lists.items()}

    def beside(self, instruction: Instruction) -> str:
        """Return all that stands in the same item or paragraph line as an instruction."""
        return self._beside.get(instruction.line, instruction.text)

    def going_on(self, instruction: Instruction) -> tuple[Instruction, ...]:
        """Return what goes on with an instruction: all of its item, in prose one sentence."""
        at = self._at.get(id(instruction), len(self.instructions))
        if len(self.beside(instruction).split()) > ITEM:
            after = self.instructions[at + 1 : at + 2]
            return tuple(one for one in after if one.line <= instruction.end_line)
        line = (one for one in self.instructions if one.line == instruction.line)
        return tuple(one for one in line if one is not instruction)

    @cached_property
    def _at(self) -> dict[int, int]:
        return {id(one): number for number, one in enumerate(self.instructions)}

    def find(self, instruction: Instruction, said: str) -> Place:
        """Return where words of an instruction stand; where it begins if they are broken up."""
        start = instruction.column - 1
        for number in range(instruction.line, instruction.end_line + 1):
            if number > len(self.lines):
                break
            at = self.lines[number - 1].find(said, start)
            if at >= 0:
                return self.origin.place(number, at + 1)
            start = 0
        return self.origin.place(instruction.line, instruction.column)


@dataclass(frozen=True)
class Material:
    """All that one pass of lint reads.

    Attributes:
        policy: None where only a prompt is read.
        places: Where the values of the policy stand.
        prompt: None where the policy has none.
    """

    policy: Policy | None = None
    places: Places = field(default_factory=dict)
    prompt: Prompt | None = None
    file: str = ""
    """Name of the policy's file."""

    @property
    def top(self) -> Place:
        """Where what is said of the policy as a whole is shown."""
        return self.places.get(("product",), (1, 1))

    @property
    def name(self) -> str:
        """What the product is called in texts to paste."""
        return self.policy.name if self.policy is not None else "the assistant"

    @property
    def tasks(self) -> tuple[str, ...]:
        """What the policy says that the product does."""
        return self.policy.scope.does if self.policy is not None else ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the policy; none where only a prompt is read."""
        return self.policy.rules if self.policy is not None else ()

    def of_rule(self, number: int, key: str = "id") -> Place:
        """Return where a key of a rule stands; the rule's id where it has no such key."""
        at = self.places.get(("rules", number, "id"), (1, 1))
        return self.places.get(("rules", number, key), at)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and the edit that mends it where one is safe."""

    finding: Finding
    mend: Mend | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one kind of defect, wherever it stands."""

    code: str
    slug: str
    why: str

    def at(self, place: Place, file: str, /, *, message: str, fix: str) -> Finding:
        """Return the finding of one place."""
        return Finding(
            code=self.code,
            slug=self.slug,
            file=file,
            line=place[0],
            column=place[1],
            severity="warning",
            message=message,
            why=self.why,
            fix=fix,
        )


def listed(texts: tuple[str, ...], most: int = 3) -> str:
    """Return texts as one phrase: `a, b or c`."""
    shown = [text.strip().rstrip(".") for text in texts[:most]]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def likely(text: str, material: Material) -> Rule | None:
    """Return the rule of the policy with which a text shares most words; None without any."""
    if material.policy is None:
        return None
    words = _long_words(text)
    scored = [
        (len(words & _long_words(rule.text)), -number, rule)
        for number, rule in enumerate(material.policy.rules)
    ]
    best = max(scored, key=lambda item: item[:2])
    return best[2] if best[0] else None


@lru_cache(maxsize=1024)
def _long_words(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in re.findall(r"[a-z]{4,}", text.casefold()))
