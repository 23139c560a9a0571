"""Exported rows of one run in, what they show out: the second gate."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from brightline.recheck.belongs import unfinished
from brightline.recheck.doubts import doubts_of, short
from brightline.recheck.gate import Gate
from brightline.recheck.rows import Play, Row, plays_of
from brightline.recheck.shape import check_row

Said = tuple[str, list[str]]
"""Holds, broken or unproven, and why."""


class Found(NamedTuple):
    """What the rows of a run show."""

    run: str
    started_at: str
    """ISO 8601 in UTC."""
    gate: str
    rules: dict[str, Said]
    outcomes: dict[str, int]
    """Of every planned play."""
    allowed: tuple[str, ...]
    """Rules that may stay unproven."""
    doubts: list[str]
    """Where the rows contradict each other."""
    said: str | None
    """What the run's own gate said last; None: nothing."""
    unfinished: str | None
    """That the run never ended and its gate never spoke; None where it did."""


def recheck(rows: Iterable[Row]) -> Found:
    """Return what the exported rows of a run, in any order, show by themselves.

    Raises:
        DamagedRowError: a field of the row that was taken last has another type than it is
            stored with.
        ValueError, TypeError, AttributeError, LookupError, ArithmeticError: they are not the
            rows of one run.
    """
    of: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        check_row(row)
        of[row["table"]].append(short(row) if row["table"] == "transcripts" else row)
    (run,) = of["runs"]
    plays = plays_of(run, of)
    by_rule: defaultdict[str, list[Play]] = defaultdict(list)
    for play in plays:
        by_rule[play.case["rule_id"]].append(play)
    gate = Gate(run)
    chosen = [rule for rule in run["policy"]["rules"] if rule["id"] in run["settings"]["rules"]]
    rules: dict[str, Said] = {
        rule["id"]: gate.says(rule, by_rule[rule["id"]]) for rule in chosen
    }
    for name in sorted(by_rule.keys() - rules.keys()):
        rules[name] = "unproven", ["cases belong to it, and it is no rule of this run"]
    open_end = unfinished(run, of)
    if open_end:  # one sentence of the run says it all: its rules lack what was never played
        rules = {
            name: said if said[0] == "broken" else ("unproven", [])
            for name, said in rules.items()
        }
    inside = [play for rule in chosen for play in gate.rated(rule, by_rule[rule["id"]])]
    allowed = (run["settings"].get("verdict") or {}).get("allowed_unproven", ())
    return Found(
        run=run["id"],
        started_at=run["started_at"],
        gate=_worst(rules, allowed) if inside else "unproven",
        rules=rules,
        outcomes=dict(Counter(play.outcome for play in inside)),
        allowed=tuple(allowed),
        doubts=list(doubts_of(run, of, plays)),
        said=run["gate"],
        unfinished=open_end,
    )


def _worst(rules: dict[str, Said], allowed: Collection[str]) -> str:
    words = {
        word for rule, (word, _) in rules.items() if word != "unproven" or rule not in allowed
    }
    if "broken" in words or "unproven" in words:
        return "broken" if "broken" in words else "unproven"
    return "holds" if words else "unproven"
