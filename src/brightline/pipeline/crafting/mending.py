"""The text of a policy or prompt and edits in, the text with those that are proven out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brightline.craft.edits import (
    AddKey,
    AddLine,
    Mend,
    Path as KeyPath,
    SetText,
    Splice,
    paragraph,
    spliced,
    with_rows,
)
from brightline.craft.instructions import read_instructions
from brightline.load.policy import Checked, check_policy
from brightline.load.problems import Place
from brightline.records import Policy, Rule
from brightline.report.quoted import quoted

_PLAIN = re.compile(r"[A-Za-z][^:#\n\r\t\\\"]*[^:#\s\\\"]")
"""Text that YAML reads as itself without quotes in a block."""

_KEY = re.compile(
    r"(?P<before>\s*(?:-\s+)?)(?:stance|severity)\s*:\s*[\"']?\w+[\"']?\s*(?:#.*)?\r?"
)
"""A line that holds one key of a rule and nothing else."""

_LITERAL = re.compile(r"\|[+-]?\d?[+-]?\s*(?:#.*)?\r?$")
_FOLDED = re.compile(r"[|>][+-]?\d?[+-]?[ \t]*(?:#[^\n]*)?\r?\n\s*")


@dataclass(frozen=True, slots=True)
class Inside:
    """The prompt of a policy, as its file holds it.

    Attributes:
        named: The file that it names; None where the text itself stands there.
        literal: Whether each line of the text is a line of the file.
        place: Where the value begins.
        lines: Lines of the file before the text.
        columns: Characters of each line before the text.
        text: The text.
    """

    named: str | None
    literal: bool
    place: Place
    lines: int
    columns: int
    text: str

    def mended(self, policy: str, lines: Sequence[AddLine], *, folder: Path) -> str | None:
        """Return the policy's text with lines added to the prompt in it; None if not proven."""
        if not self.literal:
            return None
        added = paragraph(self.text, [one.text for one in lines], after=_after(lines))
        made = with_rows(policy, added, indent=" " * self.columns, above=self.lines)
        wanted = with_rows(self.text, added)
        before = check_policy(policy, name="", folder=folder).policy
        after = check_policy(made, name="", folder=folder).policy
        if before is None or after is None or not _only_more(self.text, wanted, lines):
            return None
        return made if after == before.model_copy(update={"system_prompt": wanted}) else None


def prompt_inside(text: str, checked: Checked) -> Inside | None:
    """Return how a policy that loads holds its prompt; None where it has none."""
    if checked.policy is None or checked.policy.system_prompt is None:
        return None
    place = checked.places["system_prompt",]
    value = checked.written
    if value is None or not any(character.isspace() for character in value):
        return Inside(value, literal=False, place=place, lines=0, columns=0, text="")
    rows = text.split("\n")
    prompt = value.split("\n")
    literal = _LITERAL.match(rows[place[0] - 1][place[1] - 1 :]) is not None
    at = next((n for n, row in enumerate(prompt) if row.strip()), 0)
    indent = -1
    if literal and place[0] + at < len(rows):
        indent = len(rows[place[0] + at].rstrip("\r")) - len(prompt[at])
    return Inside(
        None,
        literal=literal and indent > 0,
        place=place,
        lines=place[0],
        columns=max(indent, 0),
        text=value,
    )


def mended_prompt(text: str, lines: Sequence[AddLine]) -> str | None:
    """Return a prompt with lines added; None where they would change how the rest is read."""
    added = paragraph(text, [one.text for one in lines], after=_after(lines))
    made = with_rows(text, added)
    return made if _only_more(text, made, lines) else None


def _after(lines: Sequence[AddLine]) -> int:
    return max(one.after for one in lines)


def _only_more(before: str, after: str, lines: Sequence[AddLine]) -> bool:
    """Say whether a prompt instructs all that it did, and the lines besides."""
    new = "".join(" ".join(one.text for one in lines).split())
    old = [(one.text, one.kind, one.stance) for one in read_instructions(before)]
    left = list(old)
    added = ""
    for one in read_instructions(after):
        if left and (one.text, one.kind, one.stance) == left[0]:
            left.pop(0)
        else:
            added += "".join(one.text.split())
    return not left and _letters(added) == _letters(new)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def mended_policy(
    text: str, mends: Sequence[Mend], *, folder: Path
) -> tuple[str, tuple[Mend, ...]]:
    """Return a policy's text with the edits of which it is proven that nothing else changes.

    Args:
        text: The policy, which loads.
        mends: What its rules are to say.
        folder: Of its system prompt.
    """
    done: list[Mend] = []
    checked = check_policy(text, name="", folder=folder)
    splices = [(mend, _splice(text, checked, mend)) for mend in mends]
    whole = [(mend, splice) for mend, splice in splices if splice is not None]
    if checked.policy is not None and whole:
        made = spliced(text, [splice for _, splice in whole])
        wanted = _wanted(checked.policy, [mend for mend, _ in whole])
        if check_policy(made, name="", folder=folder).policy == wanted:
            return made, tuple(mend for mend, _ in whole)
    for mend, _ in whole:  # one of them cannot be proven: each by itself
        now = check_policy(text, name="", folder=folder)
        splice = _splice(text, now, mend)
        if splice is None or now.policy is None:
            continue
        made = spliced(text, [splice])
        if check_policy(made, name="", folder=folder).policy == _wanted(now.policy, [mend]):
            text = made
            done.append(mend)
    return text, tuple(done)


def _wanted(policy: Policy, mends: Sequence[Mend]) -> Policy:
    """Return the policy that the edits are to lead to."""
    rules: list[Rule] = list(policy.rules)
    for mend in mends:
        match mend:
            case SetText(path=("rules", int(number), str(key)), new=value):
                rules[number] = rules[number].model_copy(update={key: value})
            case AddKey(path=("rules", int(number)), key=key, value=value):
                rules[number] = rules[number].model_copy(update={key: value})
            case _:
                pass
    return policy.model_copy(update={"rules": tuple(rules)})


def _splice(text: str, checked: Checked, mend: Mend) -> Splice | None:
    if re.search(r"\r(?!\n)", text):
        return None  # a line end that few programs count
    match mend:
        case SetText():
            return _set_text(text, checked, mend)
        case AddKey():
            return _add_key(text, checked, mend)
        case _:
            return None


def _set_text(text: str, checked: Checked, mend: SetText) -> Splice | None:
    """Return the splice of the words in which two texts differ; None where none is found."""
    start = _offset(text, checked, mend.path)
    if start is None:
        return None
    folded = _FOLDED.match(text, start)
    if folded is not None:
        start = folded.end()
    elif text[start] in "\"'":
        start += 1
    old, new = mend.old.split(), mend.new.split()
    there = re.compile(r"\s+".join(map(re.escape, old))).match(text, start)
    if there is None:
        return None
    words = [(start + one.start(), start + one.end()) for one in re.finditer(r"\S+", there[0])]
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = " ".join(new[head : len(new) - tail])
    if middle:
        return Splice(words[head][0], words[len(old) - tail - 1][1], middle)
    if tail:
        return Splice(words[head][0], words[len(old) - tail][0], "")
    return Splice(words[head - 1][1], words[-1][1], "")


def _add_key(text: str, checked: Checked, mend: AddKey) -> Splice | None:
    """Return the splice of a line below that of the rule's severity or stance."""
    for key in ("severity", "stance"):
        place = checked.places.get((*mend.path, key))
        if place is None:
            continue
        start = _line_start(text, place[0])
        end = text.find("\n", start)
        row = text[start : end if end >= 0 else len(text)]
        found = _KEY.fullmatch(row)
        if found is None:
            return None
        plain = _PLAIN.fullmatch(mend.value) is not None
        value = mend.value if plain else quoted(mend.value)
        line = f"{' ' * len(found['before'])}{mend.key}: {value}"
        if end < 0:
            return Splice(len(text), len(text), f"\n{line}")
        return Splice(end + 1, end + 1, f"{line}\r\n" if row.endswith("\r") else f"{line}\n")
    return None


def _offset(text: str, checked: Checked, path: KeyPath) -> int | None:
    place = checked.places.get(path)
    return _line_start(text, place[0]) + place[1] - 1 if place is not None else None


def _line_start(text: str, line: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start
