"""Files that people filled in, and a policy in; which rules they understand alike out."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from brightline.craft.rewordings import reword
from brightline.errors import UsageError
from brightline.load.policy import load_policy
from brightline.load.readings import load_readings
from brightline.pipeline.ambiguity import boundary_cases, chosen, rule_of_reads
from brightline.records import Ambiguity, Read


def export_questions(policy: Path, rules: Sequence[str]) -> Iterator[str]:
    """Yield one line of JSON for each request of each rule, for a person to fill in.

    What the policy itself expects is not in it: it would be an answer to copy.

    Raises:
        PolicyError: the policy file is wrong.
        UsageError: there is no such rule.
    """
    for rule in chosen(load_policy(policy), rules):
        written = " ".join(reword(rule)[0].lines)
        for request in boundary_cases(rule):
            question = {"rule": rule.id, "text": written, "request": request, "reading": ""}
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
    asked = {rule.id: frozenset(boundary_cases(rule)) for rule in loaded.rules}
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
            for request in asked[rule.id]
        }
        found.append(rule_of_reads(rule, reads, readers=len(people)))
    return Ambiguity(readers=people, rules=tuple(found), calls=0)
