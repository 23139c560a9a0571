"""A share in, its place on the scale that all our charts use out.

The scale is a square root: 2 % and 5 % are where decisions fall, and on a straight scale
they would touch the edge while a broken rule at 60 % fills the page.
"""

TICKS = (0.0, 0.02, 0.1, 0.25, 0.5, 1.0)
"""Shares that are written under a chart."""


def position(share: float) -> float:
    """Return where a share lies between 0 (left edge) and 1 (right edge)."""
    return float(min(max(share, 0.0), 1.0) ** 0.5)
