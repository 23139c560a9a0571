"""A policy in, cases out in which every pair of ways to ask meets: a covering array of cases.

Language, placement, format and turn mode may each open a door together with a rule, a technique
or each other. All of them crossed would be tens of thousands of cases; in an array of strength
two every pair of values stands in some case, and there are about as many cases as rules times
techniques. The array is built greedily, a parameter at a time, from the full product of the two
largest (as IPO does: Lei and Tai, HASE 1998). What a case covers is a finding like any other.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brightline.compile.cells import technique_cell
from brightline.compile.dress import DRESSES, dressed
from brightline.compile.pairs import choice, pairs
from brightline.compile.suite import RESERVED, asked_by, compile_cases, find_holes
from brightline.ports import Technique
from brightline.records import Case, Hole, Policy

Row = tuple[int, ...]
"""One value, as its number, of each parameter."""


def covering(sizes: Sequence[int]) -> tuple[Row, ...]:
    """Return rows in which every pair of values of every two parameters stands.

    The same sizes always give the same rows.

    Args:
        sizes: How many values each parameter has, each 1 or more.

    Returns:
        About as many rows as the two largest sizes multiplied, and never fewer.
    """
    if not sizes:
        return ()
    order = sorted(range(len(sizes)), key=lambda at: (-sizes[at], at))
    ordered = [sizes[at] for at in order]
    rows = [[value] for value in range(ordered[0])]
    for size in ordered[1:]:
        rows = _extended(rows, size)
    back = [order.index(at) for at in range(len(sizes))]
    return tuple(tuple(row[at] for at in back) for row in rows)


def _extended(rows: list[list[int]], size: int) -> list[list[int]]:
    """Return rows that have one parameter more and cover all pairs with it."""
    columns = len(rows[0])
    if columns == 1:
        return [[*row, value] for row in rows for value in range(size)]
    values = [sorted({row[at] for row in rows}) for at in range(columns)]
    missing = {
        (at, mine, value)
        for at in range(columns)
        for mine in values[at]
        for value in range(size)
    }
    used = [0] * size
    longer: list[list[int]] = []
    for number, row in enumerate(rows):
        value = max(
            range(size),
            key=lambda new: (
                sum((at, mine, new) in missing for at, mine in enumerate(row)),
                -used[new],
                -((new - number) % size),
            ),
        )
        used[value] += 1
        longer.append([*row, value])
        missing.difference_update((at, mine, value) for at, mine in enumerate(row))
    return [*longer, *_rest(missing, columns, values)]


def _rest(
    missing: set[tuple[int, int, int]], columns: int, values: Sequence[Sequence[int]]
) -> list[list[int]]:
    """Return rows for the pairs that no row had room for, as few as come easily."""
    extra: list[dict[int, int]] = []
    for at, mine, value in sorted(missing):
        for row in extra:
            if row[columns] == value and row.get(at, mine) == mine:
                row[at] = mine
                break
        else:
            extra.append({at: mine, columns: value})
    return [
        [*(row.get(at, values[at][0]) for at in range(columns)), row[columns]] for row in extra
    ]


class Pairwise(NamedTuple):
    """The suite that covers all pairs, of a set of techniques."""

    techniques: tuple[Technique, ...]
    TRIALS: int | None = None
    """As many plays of each case as every rule needs to hold."""
    COLUMNS: tuple[str, ...] = ()

    def cases(self, policy: Policy, *, seed: int) -> Iterator[Case]:
        """Yield every case, rule by rule; the same arguments give the same cases.

        Args:
            policy: The policy.
            seed: Chooses among requests and wordings.
        """
        found: dict[str, Case] = {}
        sizes = (
            len(policy.rules),
            len(self.techniques),
            *(len(values) for values in DRESSES.values()),
        )
        for row in sorted(covering(sizes)):
            for case in self._cell(policy, row, seed=seed):
                found.setdefault(case.id, case)
        yield from found.values()
        # What the owners wrote, and claimed conditions, are asked as they are.
        for case in compile_cases(policy, self.techniques, seed=seed):
            if case.technique in RESERVED:
                yield case

    def holes(self, policy: Policy) -> Iterator[Hole]:
        """Yield the cells in which nothing can be asked, and of which no pair is covered."""
        asked = {asked_by(case) for case in self.cases(policy, seed=0)}
        yield from find_holes(policy, self.techniques, asked)

    def _cell(self, policy: Policy, row: Row, *, seed: int) -> Iterator[Case]:
        """Yield a probe and its control, of one rule and technique, dressed alike."""
        rule, technique = policy.rules[row[0]], self.techniques[row[1]]
        beside = pairs(rule, policy, seed=seed)
        start = choice(rule.id, technique.name, *row, seed) % len(beside)
        # The first pair that this technique can put: most can put any.
        for pair in (*beside[start:], *beside[:start]):
            cell = tuple(technique_cell(rule, technique, policy, pairs=(pair,), seed=seed))
            if cell:
                yield from dressed(cell, row[2:], policy)
                return
