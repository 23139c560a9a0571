"""Hits in their order in, an alarm out: one that rings by chance once in so many exchanges."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from brightline.errors import UsageError

RUN_LENGTH = 10_000
"""Exchanges between two alarms on average, at least, while nothing is wrong."""

TIMES = (1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0, 20.0, 50.0)
"""Rates that it listens for, as multiples of the accepted one: a slow rise and a burst."""

LOG_FULL = math.log(1e300)
"""A detector that stands so high says all it can; beyond, numbers end."""

_FEW = 1_000
"""Exchanges that come together as a rule: what they leave of bets is kept."""


@dataclass(slots=True)
class Detector:
    """Listens to one rule: the sum of bets begun at every exchange so far, over several rates.

    A mixture of Shiryaev-Roberts e-detectors (Shin, Ramdas and Rinaldo, New England Journal of
    Statistics in Data Science 2024; arXiv 2203.03532). Whatever the order of the exchanges,
    while each is a hit with a probability of at most `accepted` given those before it, the
    expected number of exchanges before `value` reaches R is at least R.
    """

    accepted: float
    """Rate of hits that is no reason for an alarm, in (0, 1)."""
    weight: float = 1.0
    """How many exchanges one that was judged stands for at most."""
    heard: int = 0
    """Exchanges so far, judged or not."""
    sums: list[float] = field(default_factory=list)
    """What the bets on each rate have come to."""
    _stakes: list[float] = field(default_factory=list, repr=False)
    _lost: list[float] = field(default_factory=list, repr=False)
    """What one exchange that is no hit leaves of each bet, as a logarithm."""
    _left: dict[int, list[float]] = field(default_factory=dict, repr=False, compare=False)
    """What so many of them leave of each bet."""

    def __post_init__(self) -> None:
        """Begin.

        Raises:
            UsageError: the accepted rate is not in (0, 1), or the weight below 1.
        """
        if not (0 < self.accepted < 1 and self.weight >= 1):
            raise UsageError(
                f"an alarm cannot stand on a rate of {self.accepted} at a weight of"
                f" {self.weight}",
                slug="alarm-rate",
                hint="Give the rule a tolerance between 0 and 1.",
            )
        self._stakes = self._bets()
        self._lost = [math.log1p(-stake * self.accepted) for stake in self._stakes]
        self.sums = self.sums or [0.0] * len(self._stakes)

    @property
    def value(self) -> float:
        """What all bets have come to; an alarm is due when it reaches the run length."""
        return sum(self.sums) / len(self.sums)

    def hear(self, exchanges: int, hits: Sequence[float] = ()) -> None:
        """Take up the next exchanges, whose order among each other does not count.

        Bets begin before the first of them, one for each. With more than one at a time an alarm
        comes at the end of those, and no sooner for what is hidden among them.

        Args:
            exchanges: How many, judged or not.
            hits: For each hit the number of exchanges that it stands for: one over the
                probability with which it was judged.
        """
        self.heard += exchanges
        if not hits:
            self.sums = [
                (total + exchanges) * left
                for total, left in zip(self.sums, self._unhit(exchanges), strict=True)
            ]
            return
        missed = exchanges - len(hits)
        surprises = [min(stands_for, self.weight) - self.accepted for stands_for in hits]
        logs = [missed * lost for lost in self._lost]
        for surprise in surprises:
            logs = [
                log + math.log1p(stake * surprise)
                for log, stake in zip(logs, self._stakes, strict=True)
            ]
        self.sums = [
            _times(total + exchanges, log) for total, log in zip(self.sums, logs, strict=True)
        ]

    def _unhit(self, exchanges: int) -> list[float]:
        """Return what exchanges without a hit leave of each bet."""
        left = self._left.get(exchanges)
        if left is None:
            left = [math.exp(exchanges * lost) for lost in self._lost]
            if exchanges <= _FEW:
                self._left[exchanges] = left
        return left

    def _bets(self) -> list[float]:
        """Return the stake on each rate; where all are judged it is the likelihood ratio's."""
        most = 1 / self.accepted
        stakes = ((times - 1) / (self.weight - self.accepted) for times in TIMES)
        return [stake for stake in stakes if stake < most]


def _times(total: float, log: float) -> float:
    """Return a positive total times the exponential, without an overflow."""
    if not total:
        return 0.0
    log += math.log(total)
    return math.exp(min(log, LOG_FULL))


def alarming(values: Mapping[str, float], *, run_length: float = RUN_LENGTH) -> tuple[str, ...]:
    """Return the rules that an alarm is due for, the loudest first.

    Benjamini and Hochberg's step up on e-detectors (Dandapanthula and Ramdas, arXiv
    2501.04130): of R rules the k loudest are named when each stands at R / k times the run
    length, so that many rules do not ring more often than one.

    Args:
        values: Of the detector of each rule.
        run_length: See `RUN_LENGTH`.
    """
    ranked: Sequence[str] = sorted(values, key=lambda rule: (-values[rule], rule))
    named = 0
    for place, rule in enumerate(ranked, start=1):
        if values[rule] * place >= run_length * len(ranked):
            named = place
    return tuple(ranked[:named])
