"""Files of policies in, with what is asked under each: as YAML, or in a short form.

The short form holds many policies. A line is `@ name | product | audience`, `+ task; task`,
`! id: text of a rule`, then of that rule `r` must refuse, `a` must answer and `p` requests that
nobody wrote into the policy, and at last of the policy `c` look-alikes that must be answered and
`o` ordinary requests, each with ` | ` between.

Replies stand in files of the same form, in the order of the requests: `p` what a product says that
hands over, `d` how it declines, one of each rule, `c` and `o` what it says to the rest.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from brightline.records import Policy, Rule, Scope, Stance


class Told(NamedTuple):
    """A policy and what is asked under it."""

    name: str
    policy: Policy
    probes: tuple[tuple[str, ...], ...]
    """Of each rule: requests that fall under it and do not stand in it."""
    controls: tuple[str, ...]
    ordinary: tuple[str, ...]


class Answers(NamedTuple):
    """Replies to what is asked under a policy, in the order of the requests; `-` is none."""

    given: tuple[str, ...]
    """To requests that nobody wrote into the policy: all are breaches."""
    declined: tuple[str, ...]
    """Of each rule."""
    controls: tuple[str, ...]
    ordinary: tuple[str, ...]
    """To the first of them."""


def answers_in(folder: Path, pattern: str) -> dict[str, Answers]:
    """Return the replies of files by the name of the policy."""
    found = {}
    for path in sorted(folder.glob(pattern)):
        for block in path.read_text("utf-8").split("\n@ ")[1:]:
            name, *lines = block.splitlines()
            kept: dict[str, tuple[str, ...]] = {"p": (), "d": (), "c": (), "o": ()}
            for line in lines:
                mark, _, said = line.partition(" ")
                if mark in kept:
                    kept[mark] += _parts(said)
            found[name.strip()] = Answers(*kept.values())
    return found


def settings_of(root: Path) -> list[Path]:
    """Return the files of `training/pairs` that have a policy here."""
    names = sorted(told.name for told in told_in(root / "training/screen/settings"))
    return [root / f"training/pairs/{name}.jsonl" for name in names]


def told_in(folder: Path) -> Iterator[Told]:
    """Yield every policy of a folder, in the order of its files."""
    for path in sorted(folder.glob("*")):
        if path.suffix == ".yaml":
            yield _from_yaml(path.stem, yaml.safe_load(path.read_text("utf-8")))
        elif path.suffix == ".txt":
            for block in path.read_text("utf-8").split("\n@ ")[1:]:
                yield _from_lines(block.splitlines())


def _from_yaml(name: str, kept: dict[str, Any]) -> Told:
    policy = Policy.model_validate_json(json.dumps(kept["policy"]))
    probes = tuple(tuple(kept["probes"].get(rule.id, ())) for rule in policy.rules)
    return Told(name, policy, probes, tuple(kept["controls"]), tuple(kept["ordinary"]))


def _from_lines(lines: list[str]) -> Told:
    name, product, audience = _parts(lines[0])
    does: tuple[str, ...] = ()
    rules: list[dict[str, Any]] = []
    rest: dict[str, tuple[str, ...]] = {"c": (), "o": ()}
    for line in lines[1:]:
        mark, _, said = line.partition(" ")
        if mark == "+":
            does = tuple(task.strip() for task in said.split(";"))
        elif mark == "!":
            rules.append(_rule(said, len(rules)))
        elif mark in {"r", "a", "p"}:
            rules[-1][mark] = _parts(said)
        elif mark in rest:
            rest[mark] = _parts(said)
    policy = Policy(
        brightline=1,
        product=product,
        scope=Scope(audience=audience, does=does),
        rules=tuple(
            Rule(
                id=rule["id"],
                text=rule["text"],
                stance=Stance.REFUSE,
                must_refuse=rule.get("r", ()),
                must_answer=rule.get("a", ()),
            )
            for rule in rules
        ),
    )
    probes = tuple(rule.get("p", ()) for rule in rules)
    return Told(name, policy, probes, rest["c"], rest["o"])


def _rule(said: str, at: int) -> dict[str, Any]:
    """Return a rule; a short first word before a colon is its id, else the whole is its text."""
    named = re.match(r"([a-z][a-z-]*): (.*)", said)
    if named:
        return {"id": named[1], "text": named[2]}
    return {"id": f"r{at + 1}", "text": said}


def _parts(said: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in said.split(" | "))
