"""Files that people filled in, and a policy in; which rules they understand alike out."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from brightline.craft.rewordings import reword
from brightline.errors import UsageError
from brightline.load.policy import load_policy
from brightline.load.readings import Asked, load_readings
from brightline.pipeline.crafting.ambiguity import boundary_cases, chosen, rule_of_reads
from brightline.records import Ambiguity, Read, Rule


def export_questions(policy: Path, rules: Sequence[str]) -> Iterator[str]:
    """Yield one line of JSON for each request of each rule, for a person to fill in.

    What the policy itself expects is not in it: it would be an answer to copy. So the requests
    of a rule stand in an order that does not tell either, the same in every export.

    Raises:
        PolicyError: the policy file is wrong.
        UsageError: there is no such rule.
    """
    for rule in chosen(load_policy(policy), rules):
        for request in sorted(boundary_cases(rule), key=_shuffled):
            question = {
                "rule": rule.id,
                "text": _written(rule),
                "request": request,
                "reading": "",
            }
            yield json.dumps(question, ensure_ascii=False)


def compare_people(policy: Path, answers: Sequence[Path], rules: Sequence[str]) -> Ambiguity:
    """Return which rules people understand alike.

    Args:
        policy: The policy that they were asked about.
        answers: A file for each person, who is called as the file is.
        rules: Only these; empty for all.

    Raises:
        PolicyError: a file is wrong; carries all its problems.
        UsageError: there is no such rule, or two files have one name.
    """
    loaded = load_policy(policy)
    asked = {
        rule.id: Asked(_written(rule), frozenset(boundary_cases(rule))) for rule in loaded.rules
    }
    people = tuple(path.stem for path in answers)
    if twice := sorted({name for name in people if people.count(name) > 1}):
        raise UsageError(
            f"two of the answers are called {twice[0]!r}",
            slug="answers-one-name",
            hint="Name each file after the person who filled it in.",
        )
    said = {path.stem: load_readings(path, asked) for path in answers}
    found = []
    for rule in chosen(loaded, rules):
        reads = {
            request: [
                Read(reader=name, reading=one[0], why=one[1])
                for name in people
                if (one := said[name].get((rule.id, request))) is not None
            ]
            for request in asked[rule.id].requests
        }
        found.append(rule_of_reads(rule, reads, readers=len(people)))
    return Ambiguity(readers=people, rules=tuple(found), calls=0)


def _written(rule: Rule) -> str:
    """Return what a person reads of a rule."""
    return " ".join(reword(rule)[0].lines)


def _shuffled(request: str) -> bytes:
    """Return what requests are sorted by: nothing that the policy says of them."""
    return hashlib.sha256(f"brightline ambiguity 1\n{request}".encode()).digest()
