"""Word list and encoder in, `weights.npz` of the screen out, and how good it is."""

import argparse
import pickle
import random
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from answering import answered, real, settings
from measured import Measured, Without, measure, thinned
from threadpoolctl import threadpool_limits
from traffic import Product, elsewhere, in_other_words, products, voices

from brightline.english import Table, unpack
from brightline.watch.screen.likeness import Lines
from grade import curves, figures, scores, table
from learn import Network, fit_lines, gather, loose, together
from table import build, encoder

ROOT = Path(__file__).resolve().parents[2]
FOLDS = 3
PROCESSES = 2
LEAST_RULES = 3
"""Products with fewer rules teach the line and nothing else."""

Sets = dict[str, list[Measured]]


def main() -> None:
    """Train, and print the tables of README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", type=Path, help="the parquet index of GloVe's words")
    parser.add_argument("encoder", type=Path, help="folder with model.onnx and tokenizer.json")
    parser.add_argument(
        "--table", type=Path, help="a file for the table of words, to go on from"
    )
    parser.add_argument("--kept", type=Path, help="a file for what was measured, to go on from")
    parser.add_argument(
        "--left-out", action="store_true", help="how good it is on products left out, too"
    )
    given = parser.parse_args()
    with threadpool_limits(1):  # sums in one order: the same bits again
        _make(given)


def _make(given: argparse.Namespace) -> None:
    if given.table and given.table.exists():
        arrays = dict(np.load(given.table))
    else:
        ranked = pq.read_table(given.words).column("index").to_pylist()
        arrays = build(ranked, encoder(given.encoder), ROOT)
        if given.table:
            np.savez(given.table, **arrays)
    np.savez_compressed(ROOT / "src/brightline/english/table.npz", **arrays)
    if given.kept and given.kept.exists():
        sets: Sets = pickle.loads(given.kept.read_bytes())  # noqa: S301 - our own
    else:
        halves = (0, 1) if given.left_out else (0,)
        sets = _sets(unpack(arrays), halves=halves)
        if given.kept:
            given.kept.write_bytes(pickle.dumps(sets))
    if given.left_out:
        _left_out(sets)
    weights = _trained(sets, frozenset())
    path = ROOT / "src/brightline/watch/screen/weights.npz"
    np.savez_compressed(path, **weights)
    print(path.name, path.stat().st_size, "bytes")
    for folder in ("develop", "others", "final", "develop heard", "final heard"):
        print(f"\n{folder}, the shipped weights")
        _print(sets[folder], [scores(one, weights) for one in sets[folder]])


def _sets(english: Table, *, halves: Sequence[int]) -> Sets:
    kinds = ("train", "thin", "test", "bare", "heard", "real", "spoken")
    sets: Sets = {kind: [] for kind in kinds}
    jobs = [
        (kind, one, english)
        for half, kind in zip(halves, ("train", "test"), strict=False)
        for one in [*products(ROOT, half=half), *voices(ROOT, "voices", half=half)]
    ]
    jobs += [("train", one, english) for one in settings(ROOT, half=0, replies=False)]
    for kind, replied in (
        ("heard", answered(ROOT, "voices", half=0)),
        ("real", real(ROOT, half=0)),
        ("spoken", settings(ROOT, half=0, replies=True)),
    ):
        jobs += [(kind, one, english) for one in replied]
    with Pool(PROCESSES) as pool:
        for found in pool.imap(_measured, jobs, chunksize=2):
            for kind, one in found:
                sets[kind].append(one)
    for folder in ("develop", "others", "final"):
        told = voices(ROOT, folder, half=1)
        sets[folder] = [measure(one, one.policy, english) for one in told]
        told = answered(ROOT, folder, half=1)
        sets[f"{folder} heard"] = [measure(one, one.policy, english) for one in told]
    return sets


def _measured(job: tuple[str, Product, Table]) -> list[tuple[str, Measured]]:
    kind, one, english = job
    bare = thinned(one.policy, most=0, seed=one.name)
    if kind == "test":
        if not _big(one):
            return []
        return [
            ("test", measure(one, one.policy, english)),
            ("bare", measure(one, bare, english)),
        ]
    each = Without.ONE_OF_EACH
    if kind == "heard":
        return [
            (kind, measure(one, one.policy, english, without=each)),
            (kind, measure(one, bare, english, without=each, weight=0.4)),
        ]
    if kind in {"real", "spoken"}:
        return [(kind, measure(one, one.policy, english, without=each, weight=0.3))]
    one = elsewhere(ROOT, one, half=0)
    found = [("train", measure(one, one.policy, english, without=each))]
    if _big(one):
        again = in_other_words(one)
        known = measure(again, one.policy, english, without=Without.NOTHING, weight=0.5)
        found.append(("thin", known))
        found += [
            ("thin", measure(one, policy, english, without=each, weight=0.4))
            for policy in (thinned(one.policy, most=2, seed=one.name), bare)
        ]
    return found


def _big(one: Product) -> bool:
    return len(one.policy.rules) >= LEAST_RULES


def _trained(sets: Sets, without: frozenset[str]) -> dict[str, np.ndarray]:
    """Return weights learned from all groups but some."""
    used = [one for one in sets["train"] if one.product.group not in without]
    thin = [one for one in sets["thin"] if one.product.group not in without]
    heard = [one for one in sets["heard"] + sets["real"] if one.product.group not in without]
    extra = loose(ROOT)
    whole = [one for one in sets["heard"] if one.weight == 1] + sets["real"] + sets["spoken"]
    lines = {
        fold: fit_lines(sets["train"], whole, extra, without=without | fold)
        for fold in _folds(sets, seed=7)
    }

    def lines_for(group: str) -> Lines:
        return next(found for fold, found in lines.items() if group in fold)

    quiet = [one for one in [*used, *thin] if _big(one.product)]
    last = fit_lines(sets["train"], whole, extra, without=without)
    # One never heard a reply: what replies seem to tell is held by what requests do.
    learned = [Network(gather(rows, lines_for)) for rows in (quiet, [*quiet, *heard])]
    kept = {name: line.astype(np.int16) for name, line in last._asdict().items()}
    return {**kept, **together(learned)}


def _left_out(sets: Sets) -> None:
    found: dict[str, list] = {"test": [], "bare": []}
    for fold in _folds(sets, seed=5):
        weights = _trained(sets, fold)
        for kind, rows in found.items():
            rows += [
                (one, scores(one, weights)) for one in sets[kind] if one.product.group in fold
            ]
    for kind, rows in found.items():
        print({"test": "products left out", "bare": "the same without any example"}[kind])
        rows.sort(key=lambda row: row[0].product.name)
        _print([one for one, _ in rows], [score for _, score in rows])


def _print(sets: list[Measured], by_rule: list[np.ndarray]) -> None:
    pairs = list(zip(sets, by_rule, strict=True))
    print(table([(one.product.name, figures(one, score)) for one, score in pairs]))
    print(curves([(one, score) for one, score in pairs]), "\n", flush=True)


def _folds(sets: Sets, *, seed: int) -> list[frozenset[str]]:
    groups = sorted({one.product.group for one in sets["train"]})
    random.Random(seed).shuffle(groups)  # noqa: S311 - no secret
    return [frozenset(groups[start::FOLDS]) for start in range(FOLDS)]


if __name__ == "__main__":
    main()
