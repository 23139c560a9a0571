"""The second gate: a run checked again by its rows alone, with no code of the first."""

from brightline.recheck.run import Found, recheck

__all__ = ["Found", "recheck"]
