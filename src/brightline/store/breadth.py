"""The rule, technique and side of every case in, the order in which a run plays them out.

A run may end before its plan does: at its budget, or when somebody stops it. So it plays
breadth first, and wherever it ends it has played every rule, and every technique of a rule,
about equally often.
"""

import heapq
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence

from brightline.records import Expected


class Breadth:
    """The cases of a run, in the order in which they are played.

    The next case is one of the rule, and in it of the technique, that has had the fewest. A
    control comes right after the probe that it follows. The order hangs on nothing but the
    cases and where they stand, so a run that goes on plays what the whole run would have.
    """

    def __init__(self) -> None:
        """Begin with no case."""
        # Four bytes a case are all that is held: twice its position, plus one for a control.
        self._cells: defaultdict[str, dict[str, array[int]]] = defaultdict(dict)
        self._columns: dict[str, int] = {}

    def add(self, position: int, *, rule_id: str, technique: str, expected: Expected) -> None:
        """Take a case in; each stands behind those that were added before.

        Args:
            position: Where the case stands, below 2**31.
            rule_id: Its rule.
            technique: Its column.
            expected: Its side.
        """
        mine = self._cells[rule_id]
        if technique not in mine:
            mine[technique] = array("I")
            self._columns.setdefault(technique, len(self._columns))
        mine[technique].append(2 * position + (expected is Expected.ANSWER))

    def __iter__(self) -> Iterator[int]:
        """Yield the position of every case in the order in which they are played."""
        width, height = len(self._columns), len(self._cells)
        # The rules begin with techniques that stand far apart, so that all are tried early,
        # also where a budget is for fewer cases of a rule than there are techniques.
        rules = [
            sorted(
                (0, (self._columns[name] - row * width // height) % width, cell)
                for name, cell in mine.items()
            )
            for row, mine in enumerate(self._cells.values())
        ]
        least = [(0, row) for row in range(len(rules))]
        while least:
            had, row = least[0]
            start, turn, cell = rules[row][0]
            end = start + _step(cell, start)
            yield from (item // 2 for item in cell[start:end])
            if end < len(cell):
                heapq.heapreplace(rules[row], (end, turn, cell))
            else:
                heapq.heappop(rules[row])
            if rules[row]:
                heapq.heapreplace(least, (had + end - start, row))
            else:
                heapq.heappop(least)


def _step(cell: Sequence[int], start: int) -> int:
    """Return how many cases are played at once: two where a control follows a probe."""
    return 2 if [item % 2 for item in cell[start : start + 2]] == [0, 1] else 1
