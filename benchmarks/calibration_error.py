"""Scores on sets left out in, what 60 labels mend out: CI never runs it.

`python benchmarks/calibration_error.py DATA [SCORES]`, in the environment that
training/README.md makes. The scores take as long as a training; SCORES is a file that keeps
them for the next time.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brightline.judge.calibrated import corrected, speaks_against
from brightline.judge.model import load_weights
from brightline.measure.calibrate import Label, fit_curve
from brightline.measure.coverage import Reading
from brightline.records import Curve, Sampled

sys.path.insert(0, str(Path(__file__).parent.parent / "training"))

LABELS = 60
DRAWS = 200
BINS = 10

Floats = NDArray[np.float64]
SAME = Curve(labels=0, slope=1, shift=0, seen_from=0, low=None, high=None)


def main(data: Path, kept: Path | None) -> None:
    """Print a row for each set."""
    rng = np.random.default_rng(20261126)
    found_sets = scores(data, kept)
    print("| set | asked | rows | before | after: mean | after: worst | if it were perfect |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for name, asked, share, truth in found_sets:
        found = [one_draw(rng, share, truth) for _ in range(DRAWS)]
        after, perfect = np.array(found).T
        print(
            f"| {name} | {asked} | {len(share):,} | {error(share, truth):.3f} |"
            f" {after.mean():.3f} | {after.max():.3f} | {perfect.mean():.3f} |"
        )

    print("\n| set of probes | decided before | wrong | decided after | wrong |")
    print("|---|---:|---:|---:|---:|")
    for name, asked, share, truth in found_sets:
        if asked == "delivered" and name != "controls":
            calls = [_called(float(chance)) for chance in share]
            before = _decided(calls, share, truth, curve=SAME)
            after = np.mean([one_band(rng, calls, share, truth=truth) for _ in range(DRAWS)], 0)
            print(
                f"| {name} | {before[0]:.0%} | {before[1]:.1%} | {after[0]:.0%} |"
                f" {after[1]:.1%} |"
            )


def one_band(
    rng: np.random.Generator, calls: list[Reading], share: Floats, *, truth: Floats
) -> tuple[float, float]:
    """Return, of the rest after some labels, the share decided and how much of it wrongly."""
    order = rng.permutation(len(share))
    drawn, rest = order[:LABELS], order[LABELS:]
    labels = [Label(float(share[at]), calls[at], wrong=bool(truth[at])) for at in drawn]
    curve = fit_curve(labels, Sampled.RANDOM)
    return _decided([calls[at] for at in rest], share[rest], truth[rest], curve=curve)


def _called(chance: float) -> Reading:
    band = load_weights().breach
    if band.low < chance < band.high:
        return Reading.UNKNOWN
    return Reading.HIT if chance >= band.high else Reading.MISS


def _decided(
    calls: list[Reading], share: Floats, truth: Floats, *, curve: Curve
) -> tuple[float, float]:
    wrong = [
        (call is Reading.HIT) != bool(true)
        for call, chance, true in zip(calls, share, truth, strict=True)
        if call is not Reading.UNKNOWN
        and not speaks_against(curve, float(chance), wrong=call is Reading.HIT)
    ]
    return len(wrong) / len(share), sum(wrong) / max(1, len(wrong))


def one_draw(rng: np.random.Generator, share: Floats, truth: Floats) -> tuple[float, float]:
    """Return the error on the rest after some labels, and that of a judge that is right."""
    order = rng.permutation(len(share))
    drawn, rest = order[:LABELS], order[LABELS:]
    labels = [Label(float(share[at]), Reading.HIT, wrong=bool(truth[at])) for at in drawn]
    curve = fit_curve(labels, Sampled.RANDOM)
    told = np.array([corrected(float(chance), curve) for chance in share[rest]])
    ideal = (rng.random(len(told)) < told).astype(np.float64)
    return error(told, truth[rest]), error(told, ideal)


def error(share: Floats, truth: Floats) -> float:
    """Return the expected calibration error over equal bins of probability."""
    places = np.minimum((share * BINS).astype(int), BINS - 1)
    return sum(
        float(abs((share - truth)[places == one].sum())) / len(share) for one in range(BINS)
    )


def scores(data: Path, kept: Path | None) -> list[tuple[str, str, Floats, Floats]]:
    """Return for each set its name, the question, and by row the probability and the truth."""
    if kept is not None and kept.is_file():
        with np.load(kept, allow_pickle=False) as store:
            names = sorted({key.rpartition("/")[0] for key in store.files})
            return [
                (*name.split("/"), store[f"{name}/share"], store[f"{name}/truth"])
                for name in names
            ]
    # Found only beside training/, and only where its libraries are.
    from grade import ASKED, Held, choose_bands, members, said  # noqa: PLC0415 - see above
    from learn import tabulate  # noqa: PLC0415 - see above
    from sets import augmented, read_rows  # noqa: PLC0415 - see above
    from train import _left_out  # noqa: PLC0415 - see above

    rows = read_rows(data)
    left_out = _left_out(tabulate([*rows, *augmented(rows)]), len(rows))
    held = Held.of(rows, left_out).calibrated()
    bands = choose_bands(held)
    found = []
    for name, asked in ASKED:
        mask = members(held, name, asked)
        share = said(held, bands, name, question=asked).score
        truth = (held.target(asked)[mask] > 0.5).astype(np.float64)
        found.append((name, asked, share[mask], truth))
    if kept is not None:
        np.savez(
            kept,
            **{f"{name}/{asked}/share": share for name, asked, share, _ in found},
            **{f"{name}/{asked}/truth": truth for name, asked, _, truth in found},
        )
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
