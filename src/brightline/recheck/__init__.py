"""The second gate: a run checked again by its rows alone, with no code of the first."""

from brightline.recheck.run import Found, recheck
from brightline.recheck.shape import DamagedRowError

__all__ = ["DamagedRowError", "Found", "recheck"]
