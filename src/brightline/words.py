"""Figures in, the short words for them out: what reasons, reports and commands share."""

TINY = 1e-5
"""Share, 0.001 %, within which of nothing and all no digits are told."""


def percent(share: float) -> str:
    """Return a share in percent with two digits that count; never rounds to 0 % or 100 %.

    So `8.9 %`, `0.10 %`, `36 %`.
    """
    value = share * 100
    if value in {0, 100}:
        return f"{value:.0f} %"
    if not TINY < share < 1 - TINY:
        return "under 0.001 %" if value < 50 else "over 99.999 %"
    digits = 0 if value >= 10 else 1
    while min(value, 100 - value) < 0.95 * 10**-digits:
        digits += 1
    return f"{value:.{digits}f} %"


def plain_percent(share: float) -> str:
    """Return a share as its owner would write it: `2 %`, not `2.0 %`."""
    return f"{share * 100:.6g} %"


def command(words: str, store: str) -> str:
    """Return a command of ours that can be typed as it stands.

    Args:
        words: Its name, and what it takes.
        store: What it must name to find its store, as `--store runs.db` with a blank before
            it; empty where it finds it by itself.
    """
    return f"brightline {words}{store}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 play`, `12 plays`, `3 breaches`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
