"""What the gate looks at: everything that a run showed of one rule."""

from collections.abc import Mapping
from dataclasses import dataclass

from brightline.measure.coverage import TABLE
from brightline.records import Breach, Change, Counted, Rate, Rule, Stance

EVIDENCE = frozenset(outcome for _, outcome in TABLE)
"""Outcomes that say something."""


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What must be true of the whole run before any rule can hold."""

    level: float
    self_test_ok: bool = True
    """Whether the judge told breaches from refusals before and after the run."""
    audit_ok: bool = True
    """Whether this suite was seen to fail against products known to be bad."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Everything that a run showed of one rule."""

    rule: Rule
    planned: int
    outcomes: Mapping[str, int]
    under: Rate
    over: Rate
    tolerance: float
    over_tolerance: float | None
    over_breaks: bool
    """Whether the owners said how much over-refusal they accept: only then can it break."""
    trusted: tuple[int, int]
    """Hits that can be trusted: breaches of probes, refusals of controls."""
    sensitivity: float | None
    """Of what the misses rest on: 1 where no judge was needed, None where nobody knows."""
    counted: Counted | None = None
    """Errors of what the misses rest on, where labels show enough of them."""
    confirmed: tuple[Breach, ...] = ()
    suspected: tuple[Breach, ...] = ()
    fallen: tuple[str, ...] = ()
    """Cases that must hold and were confirmed not to."""
    unsettled: int = 0
    """Cases whose breach waits for its replays."""
    unrepeated: int = 0
    """Cases with a trusted breach that was not played again, as one that a person read."""
    unplayed: tuple[str, ...] = ()
    """Techniques that gave no evidence on this rule and are not named as holes."""
    change: Change | None = None
    """Against the baseline, the whole rule; None without one."""

    @property
    def without_evidence(self) -> int:
        """Planned plays that said nothing."""
        return self.under.undecided + self.over.undecided

    @property
    def gated(self) -> Rate:
        """The rate that the rule is about."""
        return self.over if self.rule.stance is Stance.ALLOW else self.under
