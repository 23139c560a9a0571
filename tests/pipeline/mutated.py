"""Packs and seeds in, policies that lack what a safe edit adds, in many layouts, out."""

import random
import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from brightline.craft.instructions import read_instructions
from brightline.craft.lint import statements
from brightline.craft.lint.exceptions import says_exception
from brightline.packs.shelf import packs

SHELF = Path(str(files("brightline.packs")))

SAID = (
    statements.says_framing,
    statements.says_authority,
    statements.says_documents,
    statements.says_conversation,
    says_exception,
)
HEDGES = ("Generally never", "Usually never", "Normally, never", "Ideally never")


def mutated(count: int, folder: Path) -> Iterator[Path]:
    """Yield policies, each in a folder of its own with its prompt.

    Args:
        count: How many.
        folder: Where to write them.
    """
    names = packs()
    for number in range(count):
        chance = random.Random(number)  # noqa: S311 - a seed, no secret
        home = folder / str(number)
        home.mkdir()
        source = SHELF / chance.choice(names)
        text = (source / "policy.yaml").read_text(encoding="utf-8")
        prompt = (source / "prompt.md").read_text(encoding="utf-8")
        shutil.copy(source / "prompt.md", home)
        text = _without_instead(text, chance)
        text = _hedged(text, chance)
        if chance.random() < 0.7:
            prompt = _without_guard(prompt, chance)
        text = _decorated(text, chance)
        if chance.random() < 0.3:
            rows = "".join(f"  {row}\n" if row else "\n" for row in prompt.splitlines())
            text = text.replace("system_prompt: prompt.md\n", f"system_prompt: |\n{rows}")
        end = "\r\n" if chance.random() < 0.3 else "\n"
        mark = "\ufeff" if chance.random() < 0.2 else ""
        for name, content in (("policy.yaml", text), ("prompt.md", prompt)):
            with (home / name).open("w", encoding="utf-8", newline="") as file:
                file.write(mark + content.replace("\n", end))
        yield home / "policy.yaml"


def _without_instead(text: str, chance: random.Random) -> str:
    found = list(re.finditer(r"(?m)^    instead: .*\n(?:      .*\n)*", text))
    for one in sorted(chance.sample(found, k=min(2, len(found))), key=lambda m: -m.start()):
        text = text[: one.start()] + text[one.end() :]
    return text


def _hedged(text: str, chance: random.Random) -> str:
    found = list(re.finditer(r"(?m)^(    text: (?:>-\n      )?)Never\b", text))
    if not found:
        return text
    one = chance.choice(found)
    return text[: one.end(1)] + chance.choice(HEDGES) + text[one.end() :]


def _without_guard(prompt: str, chance: random.Random) -> str:
    says = chance.choice(SAID)
    rows = prompt.split("\n")
    for one in read_instructions(prompt):
        if says(one):
            for number in range(one.line, one.end_line + 1):
                rows[number - 1] = ""
    return "\n".join(rows)


def _decorated(text: str, chance: random.Random) -> str:
    """Return a policy with comments and quotes where its owner might have put them."""
    return "\n".join(line for row in text.split("\n") for line in _drawn(row, chance))


def _drawn(row: str, chance: random.Random) -> Iterator[str]:
    if re.match(r"    stance: \w+$", row) and chance.random() < 0.4:
        yield f"{row}  # agreed with legal"
    elif re.match(r"    severity: \w+$", row) and chance.random() < 0.4:
        yield row.replace("severity: ", "severity: '") + "'"
    elif re.match(r"  - id: ", row) and chance.random() < 0.3:
        yield "  # --- reviewed ---"
        yield row
    else:
        yield row
