"""The shares that a chart shows in, the place of each on a scale that fits them out.

Rates of production lie near nothing, so a scale ends not at 100 % but above the largest that is
shown; what lies above is drawn at its end. It is a square root, as in the charts of a run.
"""

from collections.abc import Iterable
from dataclasses import dataclass

_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
_LEAST = 0.005
"""Shares that a scale reaches at least: below, every speck would look like a mountain."""

_APART = 0.09
"""Part of the room that two ticks stand apart at least."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Shares from 0 to the most that is drawn."""

    most: float
    room: float
    """Units of the drawing from one end to the other."""

    @classmethod
    def of(cls, shares: Iterable[float], *, room: float) -> "Scale":
        """Return the scale that these fit on."""
        largest = max(shares, default=0.0)
        most = next(step for step in _STEPS if step >= min(max(largest, _LEAST), 1.0))
        return cls(most=most, room=room)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Shares that are written beside it, from 0."""
        kept = [self.most]
        for step in reversed(_STEPS):
            if step < self.most and self.at(kept[-1]) - self.at(step) >= _APART * self.room:
                kept.append(step)
        return (0.0, *(one for one in reversed(kept) if self.at(one) >= _APART * self.room))

    def at(self, share: float) -> float:
        """Return where a share stands, in units from the end that is 0."""
        part = min(max(share / self.most, 0.0), 1.0)
        return float(part**0.5 * self.room)
