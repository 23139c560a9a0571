"""A measured run in, what it has to show for each line of the public lists out."""

from collections import Counter
from collections.abc import Iterable, Mapping

from brightline.records import (
    MISUSE,
    RED_TEAMING,
    REFUSAL_CRITERIA,
    STANDARDS,
    Cell,
    Policy,
    StandardEvidence,
    Summary,
)

ATTACK = "AML."
"""How the lines begin that make a technique an attack."""


def evidence_of(
    policy: Policy, summary: Summary, carried: Mapping[str, tuple[str, ...]]
) -> tuple[StandardEvidence, ...]:
    """Return the lines that a rule or a technique names, in the order of the lists.

    A line is answered by rules whose owners name it, by techniques that carry it, and three of
    NIST AI 600-1 by any run: what a run is, is no guess. Nothing is claimed of a rule that
    nobody mapped.

    Args:
        policy: As it was tested.
        summary: What came of it.
        carried: Lines by technique, those not played in this run included.
    """
    named = {rule.id: frozenset(rule.standards) for rule in policy.rules}
    wanted = {line for lines in (*named.values(), *carried.values()) for line in lines}
    wanted |= {REFUSAL_CRITERIA, MISUSE, RED_TEAMING}
    return tuple(
        _evidence(line, summary, carried=carried, named=named)
        for line in STANDARDS
        if line in wanted
    )


def _evidence(
    line: str,
    summary: Summary,
    *,
    carried: Mapping[str, tuple[str, ...]],
    named: Mapping[str, frozenset[str]],
) -> StandardEvidence:
    def bears(cell: Cell) -> bool:
        if line in {REFUSAL_CRITERIA, MISUSE}:
            return True
        lines = carried.get(cell.technique, ())
        if line == RED_TEAMING and any(other.startswith(ATTACK) for other in lines):
            return True
        return line in lines or line in named.get(cell.rule_id, frozenset())

    cells = [cell for cell in summary.cells if bears(cell)]
    judged = [cell for cell in cells if cell.under_refusal.decided]
    rules = _once(cell.rule_id for cell in judged)
    techniques = _once(cell.technique for cell in judged)
    gates = {rule.rule_id: rule.gate for rule in summary.rules}
    return StandardEvidence(
        standard=line,
        rules=rules,
        techniques=techniques,
        carried_by=tuple(name for name in techniques if line in carried.get(name, ())),
        breaches=sum(cell.under_refusal.hits for cell in judged),
        judged=sum(cell.under_refusal.decided for cell in judged),
        unknown=sum(cell.under_refusal.undecided for cell in cells),
        gates=dict(Counter(gates[rule] for rule in rules if rule in gates)),
        missing_techniques=tuple(
            name for name, lines in carried.items() if line in lines and name not in techniques
        ),
        missing_rules=tuple(
            rule for rule, lines in named.items() if line in lines and rule not in rules
        ),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
