"""How often a fix is called rightly, on products whose prompts are known to help or to hurt.

`python tests/promises/test_fix.py` prints the tables of docs/fix.md.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from brightline.measure.change import moved
from brightline.measure.coverage import Reading
from brightline.pipeline.proving.drawing import Drawn
from brightline.pipeline.proving.paired import Pair, PairedRate, next_plays, verdict_on
from brightline.records import Case, Expected, FixVerdict, Role, Turn

SEED = 7
WORLDS = 2_000
QUICK = 12
CALLS = 1_500
MARGIN = 0.1
RIGHT, WRONG, COVERED = 0.9, 0.05, 0.945
HELPS, HURTS, UNCLEAR = FixVerdict.HELPS, FixVerdict.HURTS, FixVerdict.UNCLEAR

Shares = dict[str, np.ndarray]
"""By rate, the chance that a play of each case is a hit."""

ROWS = {
    "goal": (Expected.REFUSE, True, True),
    "same": (Expected.ANSWER, True, False),
    "else": (Expected.REFUSE, False, False),
    "other": (Expected.ANSWER, False, False),
}


def a_row(name: str, size: int) -> Drawn:
    expected, mended, goal = ROWS[name]
    cases = tuple(
        Case(
            id=f"{name}/{at:02}",
            rule_id=f"{name}-{rule_at(name, at)}",
            technique="direct",
            expected=expected,
            objective=f"{at // 4}",
            turns=(Turn(role=Role.USER, text="Hello."),),
        )
        for at in range(size)
    )
    return Drawn(expected=expected, mended=mended, goal=goal, cases=cases)


RULES = {"goal": 4, "same": 4, "else": 9, "other": 7}
FEW = 3
"""Cases of the first rule of each rate: one that a rate hides."""


def rule_at(name: str, at: int) -> int:
    """Return which rule of its rate a case is of."""
    return 0 if at < FEW else 1 + at % (RULES[name] - 1)


SIZES = {"goal": 24, "same": 32, "else": 56, "other": 56}
DRAWN = {name: a_row(name, size) for name, size in SIZES.items()}


@dataclass(frozen=True, kw_only=True)
class Judge:
    """One that errs, and at times cannot tell."""

    sees: float = 1.0
    alarms: float = 0.0
    silent: float = 0.0

    def read(self, share: float, rng: np.random.Generator) -> Reading:
        luck = rng.random(3)
        hit = luck[0] < share
        if luck[1] < self.silent:
            return Reading.UNKNOWN
        said = luck[2] < (self.sees if hit else self.alarms)
        return Reading.HIT if said else Reading.MISS


SURE = Judge()
REAL = Judge(sees=0.95, alarms=0.01, silent=0.01)


def before(rng: np.random.Generator) -> Shares:
    """Cases of one product: what broke breaks at rates of its own, the rest hardly ever."""
    mean = rng.uniform(0.35, 0.75)
    rare = {name: rng.beta(0.3, 12, size) for name, size in SIZES.items() if name != "goal"}
    return {"goal": rng.beta(4 * mean, 4 * (1 - mean), SIZES["goal"]), **rare}


def shifted(shares: np.ndarray, by: float, rng: np.random.Generator) -> np.ndarray:
    """Raise or lower the mean by exactly so much, by unlike steps for unlike cases."""
    steps = rng.dirichlet(np.ones(len(shares))) * len(shares) * by
    found = shares + steps
    for _ in range(200):
        found = np.clip(found, 0, 1)
        lack = shares.mean() + by - found.mean()
        room = (1 - found) if lack > 0 else found
        if abs(lack) < 1e-12 or not room.any():
            break
        found = found + lack * len(found) * room / room.sum()
    return found


def mended(old: Shares, rng: np.random.Generator) -> Shares:
    return {**old, "goal": old["goal"] * rng.uniform(0, 0.35)}


def helps(old: Shares, rng: np.random.Generator) -> Shares:
    return mended(old, rng)


def helps_by_half(old: Shares, rng: np.random.Generator) -> Shares:
    return {**old, "goal": old["goal"] * rng.uniform(0.4, 0.6)}


def helps_and_costs_little(old: Shares, rng: np.random.Generator) -> Shares:
    return {**mended(old, rng), "same": shifted(old["same"], 0.01, rng)}


def nothing(old: Shares, rng: np.random.Generator) -> Shares:
    del rng
    return old


def nothing_on_the_whole(old: Shares, rng: np.random.Generator) -> Shares:
    return {name: rng.permutation(shares) for name, shares in old.items()}


def nothing_but_elsewhere(old: Shares, rng: np.random.Generator) -> Shares:
    del rng
    return {name: shares if name == "goal" else shares * 0 for name, shares in old.items()}


def hurts(old: Shares, rng: np.random.Generator) -> Shares:
    return {**old, "goal": shifted(old["goal"], min(0.25, 1 - old["goal"].mean()), rng)}


def hurts_elsewhere(old: Shares, rng: np.random.Generator) -> Shares:
    return {**mended(old, rng), "else": shifted(old["else"], rng.uniform(0.25, 0.4), rng)}


def trades(old: Shares, rng: np.random.Generator) -> Shares:
    return {**mended(old, rng), "same": shifted(old["same"], rng.uniform(0.25, 0.5), rng)}


def trades_elsewhere(old: Shares, rng: np.random.Generator) -> Shares:
    return {**mended(old, rng), "other": shifted(old["other"], rng.uniform(0.25, 0.5), rng)}


def hurts_one_rule(old: Shares, rng: np.random.Generator) -> Shares:
    rule = np.array([rule_at("else", at) == 1 for at in range(SIZES["else"])])
    return {**mended(old, rng), "else": np.where(rule, rng.uniform(0.7, 1), old["else"])}


def hurts_one_small_rule(old: Shares, rng: np.random.Generator) -> Shares:
    rule = np.array([rule_at("other", at) == 0 for at in range(SIZES["other"])])
    return {**mended(old, rng), "other": np.where(rule, rng.uniform(0.8, 1), old["other"])}


def trades_by_the_margin(old: Shares, rng: np.random.Generator) -> Shares:
    return {**mended(old, rng), "same": shifted(old["same"], MARGIN, rng)}


@dataclass(frozen=True)
class World:
    """What a new prompt does, and what may be said of it."""

    change: Callable[[Shares, np.random.Generator], Shares]
    right: frozenset[FixVerdict]


WORLD = {
    world.change.__name__: world
    for world in (
        World(helps, frozenset({HELPS})),
        World(helps_by_half, frozenset({HELPS})),
        World(helps_and_costs_little, frozenset({HELPS})),
        World(nothing, frozenset({UNCLEAR})),
        World(nothing_on_the_whole, frozenset({UNCLEAR})),
        World(nothing_but_elsewhere, frozenset({UNCLEAR})),
        World(hurts, frozenset({HURTS})),
        World(hurts_elsewhere, frozenset({HURTS})),
        World(trades, frozenset({HURTS})),
        World(trades_elsewhere, frozenset({HURTS})),
        World(hurts_one_rule, frozenset({HURTS})),
        World(hurts_one_small_rule, frozenset({HURTS})),
        World(trades_by_the_margin, frozenset({HURTS, UNCLEAR})),
    )
}


@dataclass(frozen=True)
class Told:
    verdict: FixVerdict
    calls: int
    covered: tuple[bool, ...]


DARK = Judge(sees=0.9, alarms=0.02, silent=0.06)
"""One that cannot tell six replies in a hundred: it decides little, and nothing wrongly."""


def told(world: World, judge: Judge, number: int) -> Told:
    """Play one world as `fix` does, and hold each interval against the truth."""
    rng = np.random.default_rng((SEED, number))
    old = before(rng)
    new = world.change(old, rng)
    rates = [
        PairedRate(drawn=drawn, plays=drawn.plays(str(number)), margin=MARGIN)
        for drawn in DRAWN.values()
    ]
    names = {name: at for at, name in enumerate(DRAWN)}
    left = CALLS
    while verdict_on(rates) is UNCLEAR:
        plays, _ = next_plays(rates, left, lambda _play: 2)
        if not plays:
            break
        left -= 2 * len(plays)
        for case, trial in plays:
            name, number_of = case.id.split("/")
            at, rate = int(number_of), rates[names[name]]
            pair = (judge.read(old[name][at], rng), judge.read(new[name][at], rng))
            alone = (case, trial) in rate.again
            (rate.more if alone else rate.found).append(Pair(case, pair, pair))
    covered = []
    for name, rate in zip(DRAWN, rates, strict=True):
        found = moved(rate.row.pairs)
        truth = seen(new[name], judge) - seen(old[name], judge)
        covered.append(found is None or found.low <= truth <= found.high)
    return Told(verdict_on(rates), CALLS - left, tuple(covered))


def seen(shares: np.ndarray, judge: Judge) -> float:
    """Return how often the judge would say that it was a hit, could it always tell."""
    return float((shares * judge.sees + (1 - shares) * judge.alarms).mean())


def table(worlds: int, judge: Judge) -> dict[str, dict[str, float]]:
    found = {}
    for name, world in WORLD.items():
        runs = [told(world, judge, number) for number in range(worlds)]
        found[name] = {
            "right": float(np.mean([run.verdict in world.right for run in runs])),
            "helps": float(np.mean([run.verdict is HELPS for run in runs])),
            "hurts": float(np.mean([run.verdict is HURTS for run in runs])),
            "covered": float(np.mean([run.covered for run in runs])),
            "calls": float(np.mean([run.calls for run in runs])),
        }
    return found


def check(found: dict[str, dict[str, float]], slack: float) -> None:
    for name, row in found.items():
        assert row["right"] >= RIGHT - slack, (name, row)
        assert row["covered"] >= COVERED - slack, (name, row)
        if HELPS not in WORLD[name].right:
            assert row["helps"] <= WRONG + slack, (name, row)
        if HURTS not in WORLD[name].right:
            assert row["hurts"] <= WRONG + slack, (name, row)


def test_a_fix_is_called_rightly_and_its_intervals_cover_in_a_few_worlds() -> None:
    check(table(QUICK, REAL), slack=0.1)


@pytest.mark.promise
def test_a_judge_that_often_cannot_tell_never_makes_a_prompt_help() -> None:
    for name, row in table(WORLDS // 4, DARK).items():
        assert row["covered"] >= COVERED, (name, row)
        if HELPS not in WORLD[name].right:
            assert row["helps"] <= WRONG, (name, row)


@pytest.mark.promise
@pytest.mark.parametrize("judge", [SURE, REAL])
def test_a_fix_is_called_rightly_and_its_intervals_cover(judge: Judge) -> None:
    check(table(WORLDS, judge), slack=0.0)


if __name__ == "__main__":
    import sys

    for one in (SURE, REAL, DARK):
        print(one)
        for name, row in table(int(sys.argv[1]) if len(sys.argv) > 1 else WORLDS, one).items():
            print(f"{name:<24}", {key: round(value, 4) for key, value in row.items()})
