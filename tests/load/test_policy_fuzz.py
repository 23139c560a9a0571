"""Any text in: a policy, or problems at lines and columns that exist; never a traceback."""

import random
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from brightline.load.policy import check_policy

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXTS = [
    (EXAMPLES / name / "policy.yaml").read_text(encoding="utf-8") for name in ("sprout", "bank")
]

PIECES = [
    "&a ", "*a", "!!int ", "!!python/none ", "<<: ", "? ", "- ", "[", "]", "{", "}", ": ", "#",
    "|", ">", "'", '"', "\\", "%", "@", "`", "\t", "\n", "\r", "\r\n", "\0", "\x1b", "\x85",
    "\u2028", "\ufeff", "\u202e", "\U0001f600", "---\n", "...\n", "%YAML 1.1\n", "no", "~",
    "null", "12:30:45", "2024-99-99", "0b_", "0x_", "1e999", "-.inf", "99999999999999999999",
    "2%", "200%", "{{ x }}", "${X}", "true", "TRUE", '"\\0"', '"\\ud800"', "(?=a)", "(a*)*",
    "depends", "allow", "id: a", "rule: b", "../x", "/etc/passwd",
]  # fmt: skip
"""What breaks readers of YAML, and what this one takes for its own."""


def check(text: str | bytes) -> int:
    """Check one file and return its number of problems; fail over a place outside of it."""
    checked = check_policy(text, name="p:q.yaml", folder=EXAMPLES / "sprout")
    assert (checked.policy is None) == bool(checked.problems)
    lines = as_lines(text)
    for problem in checked.problems:
        name, line, column = problem.where.rsplit(":", 2)
        assert name == "p:q.yaml"
        assert 1 <= int(line) <= len(lines)
        assert 1 <= int(column) <= len(lines[int(line) - 1]) + 1
        assert problem.message
        assert problem.hint
        assert problem.slug
    return len(checked.problems)


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - repeatable, not secret


def as_lines(text: str | bytes) -> list[str]:
    whole = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return whole.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def mutated(text: str, rng: random.Random) -> str:
    """Return a policy with one to four changes of the kind people and fuzzers make."""
    for _ in range(rng.randint(1, 4)):
        at, to = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
        to = min(to, at + rng.choice([0, 1, 5, 40, 400]))
        kind = rng.randrange(5)
        if kind == 0:
            text = text[:at] + rng.choice(PIECES) + text[at:]
        elif kind == 1:
            text = text[:at] + text[to:]
        elif kind == 2:
            text = text[:to] + text[at:to] * rng.choice([1, 2, 30]) + text[to:]
        elif kind == 3:
            text = text[:at] + rng.choice(PIECES) + text[to:]
        else:
            lines = text.split("\n")
            i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
            lines[i] = " " * rng.randrange(9) + lines[j].strip()
            text = "\n".join(lines)
    return text


@settings(max_examples=100, deadline=None)
@given(st.text() | st.binary() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_ends_in_a_policy_or_in_problems(text: str | bytes) -> None:
    check(text)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TEXTS), st.integers(0, 2**63))
def test_a_changed_policy_ends_in_a_policy_or_in_problems(text: str, seed: int) -> None:
    check(mutated(text, seeded(seed)))


def test_the_changes_do_reach_the_checks() -> None:
    rng = seeded(5)

    found = sum(check(mutated(TEXTS[0], rng)) > 0 for _ in range(40))

    assert found > 20


@pytest.mark.promise
def test_a_hundred_thousand_changed_policies_leave_no_traceback() -> None:
    rng = seeded(20261124)
    for i in range(100_000):
        check(mutated(TEXTS[i % 2], rng))


MIB = 1024 * 1024
HOSTILE = {
    "brackets": "[" * (5 * MIB),
    "braces": "{" * (5 * MIB),
    "dashes": "- " * (2 * MIB),
    "questions": "? " * (2 * MIB),
    "items": "- a\n" * MIB,
    "line breaks": "\n" * (5 * MIB),
    "keys": "".join(f"k{i}: a\n" for i in range(300_000)),
    "unknown keys": "brightline: 1\n" + "".join(f"k{i}: a\n" for i in range(24_000)),
    "one line": "[" + "a," * (2 * MIB),
    "one text": "brightline: " + "a" * (5 * MIB - 20),
    "aliases": "a: &a [x]\n" + "b: *a\n" * 100_000,
    "laughs": "a: &a [x,x]\n" + "".join(f"b{i}: &b{i} [*a,*a,*a]\n" for i in range(20)),
    "tags": "- !a b\n" * 49_000,
    "patterns": "rules:\n- id: a\n  markers:\n"
    + "".join("  - pattern: '(?i)" + r"\pL" * 60 + "'\n" for _ in range(9000)),
    "rules and cases": "brightline: 1\nproduct: x\nrules:\n"
    + "".join(f"- {{id: a{'a' * 30}{i}, text: t, stance: refuse}}\n" for i in range(4000))
    + "cases:\n"
    + "".join(f"- {{id: c{i}, rule: a{'a' * 30}b{i}}}\n" for i in range(4000)),
}
"""Files of up to 5 MiB that cost other readers minutes, gigabytes or their stack."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str) -> None:
    assert 1 <= check(HOSTILE[name]) <= 101


@pytest.mark.promise
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_less_than_two_seconds_and_200_mib(name: str) -> None:
    started = time.process_time()
    check(HOSTILE[name])
    assert time.process_time() - started < 2

    tracemalloc.start()
    try:
        check(HOSTILE[name])
        assert tracemalloc.get_traced_memory()[1] < 200 * MIB
    finally:
        tracemalloc.stop()
