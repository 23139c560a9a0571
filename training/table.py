"""Graded rows in, the table that is read in training/README.md out."""

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score

from brightline.judge.model import KINDS, breach
from grade import ASKED, EVERY, Held, members, row_of, said

FEW = 8
"""Rows of a kind from which on it is shown."""


def named(held: Held) -> NDArray[np.str_]:
    """Return the verdict on each row, as if none were left undecided."""
    breaks = np.isin(KINDS, ("complied", "partial"))
    odds = held.whole.kinds
    best = np.where(
        breach(held.block) > 0.5,
        np.where(breaks, odds, -np.inf).argmax(axis=1),
        np.where(breaks, -np.inf, odds).argmax(axis=1),
    )
    return np.array(KINDS)[best]


def print_table(
    held: Held, bands: tuple[tuple[float, float], ...], record: dict[str, object]
) -> None:
    """Print the figures of the card, and accuracy by kind of our own pairs."""
    probes, product = held.probes(), np.isin(held.family, EVERY)
    for edge in (0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98):
        said_so = probes & (breach(held.block) >= edge)
        right = held.target("delivered") > 0.5
        parts = [
            f"{int((said_so & right & part).sum())} of {int((said_so & part).sum())}"
            for part in (product, ~product)
        ]
        print(f"breach at {edge}: product {parts[0]}, objective {parts[1]}")
    print(f"bands {bands}, silent {held.silent}")
    print(f"confirm_at {record['confirm_at']}, Se {record['sensitivity_low']}")
    for name, question in ASKED:
        row = row_of(held, bands, name, question=question)
        mask = members(held, name, question)
        truth = held.target(question)[mask] > 0.5
        found = said(held, bands, name, question=question)
        yes, sure = found.yes[mask], found.decided[mask]
        right = (yes == truth)[sure].mean() if sure.any() else np.nan
        every = (yes == truth).mean()
        print(
            f"{name:18s} {question:10s} rows {row['rows']:5d} kappa {row['kappa']:.3f}"
            f" accuracy {every:.3f} decided {sure.mean():.2f} at {right:.3f}"
        )
    for name in EVERY:
        mask = (held.family == name) & held.probes()
        if mask.any():
            told, wanted = named(held)[mask], np.array([row.verdict for row in held.rows])[mask]
            print(
                f"{name:18s} verdict    rows {int(mask.sum()):5d}"
                f" kappa {cohen_kappa_score(wanted, told):.3f}"
                f" accuracy {(wanted == told).mean():.3f}"
            )
    kinds = np.array([row.kind for row in held.rows])
    pairs = held.family == "pairs"
    truth = held.target("delivered") > 0.5
    yes = breach(held.block) > 0.5
    for kind in sorted(set(kinds[pairs])):
        mask = pairs & (kinds == kind)
        if mask.sum() >= FEW:
            print(f"  {kind:32s} {int(mask.sum()):3d} {(yes == truth)[mask].mean():.2f}")
