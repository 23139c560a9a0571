"""Issue 8: rates as `watch` puts them together cover the truth, whoever reads and how.

Worlds of three days of different size and rate, each exchange through the real tally, which
keeps a part of them; what is read of it are real readings, in the order of review. The judge's
score of a breach lies a distance above that of a sound exchange.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
from worlds import RULES, reading, scan, sighting, suspicion

from brightline.measure.allocate import allocate
from brightline.measure.rates import lower_bound
from brightline.pipeline.watch.rates import Rates
from brightline.pipeline.watch.strata import QUEUE, to_draw
from brightline.records import (
    DayCount,
    Judgement,
    Skip,
    Specimen,
    Stratification,
    WindowRate,
)
from brightline.watch.tally import Tally

WORLDS = 100
DAYS = (2_400, 700, 300)
"""Exchanges of each day: of the first fewer are kept than there are."""
RISES = (0.8, 1.0, 2.6)
"""The rate of each day against that of the world: something opened on the last."""
SHARE = 0.8
"""Part that is looked at in every second world."""
RATES = (0.001, 0.005, 0.01, 0.02)
JUDGES = {"good": 3.5, "fair": 2.5, "weak": 1.0}
"""Standard deviations between the scores of breaches and of the rest."""

SIGHTINGS = [
    sighting(f"{day}x{at}", day=day) for day, of in enumerate(DAYS) for at in range(of)
]
DAY_OF = np.repeat(range(len(DAYS)), DAYS)
SCORES = [[suspicion(score / 1000, rule=rule) for score in range(1001)] for rule in RULES]


DUST = 1e-12


class World(NamedTuple):
    """A production, and what is known of it."""

    days: tuple[DayCount, ...]
    kept: tuple[Specimen, ...]
    broken: dict[str, int]
    """Which rule each breach breaks, by place in `RULES`."""


def world(rate: float, apart: float, luck: np.random.Generator, *, share: float) -> World:
    return worlds(rate, apart, luck, share=share)[-1]


def worlds(
    rate: float, apart: float, luck: np.random.Generator, *, share: float, later: float = 0.0
) -> tuple[World, World]:
    """Return a world before a part of its last day came, and after."""
    breach = luck.random(len(SIGHTINGS)) < rate * np.take(RISES, DAY_OF)
    score = luck.normal(size=len(SIGHTINGS)) - 3.3 + apart * breach
    told = np.round(1000 / (1 + np.exp(-1.5 * score))).astype(int)
    rules = (luck.random(len(SIGHTINGS)) < 0.3).astype(int)
    broken = {SIGHTINGS[at].id: int(rules[at]) for at in np.flatnonzero(breach)}
    tally = Tally(luck.bytes(16), share=share)
    last = len(SIGHTINGS) - round(later * DAYS[-1])
    early = World((), (), broken)
    for at, (one, points, rule) in enumerate(zip(SIGHTINGS, told, rules, strict=True)):
        if at == last:
            early = World(tally.days(), tally.kept(), broken)
        if tally.drawn_out(one):
            tally.skip(Skip.SAMPLED_OUT, time=one.time)
        else:
            tally.add(one, [SCORES[rule][points]])
    return early, World(tally.days(), tally.kept(), broken)


def in_order(made: World, readings: int) -> list[Specimen]:
    """Return so many readings as `review` asks for them: by draw, half of them in the bulk."""
    draws = to_draw(made.days, made.kept)
    sizes = [sum(day.sizes[stratum] for day in made.days) for stratum in Stratification]
    given = zip(Stratification, allocate(sizes, readings), strict=True)
    return [one for stratum, some in given for one in draws[stratum][:some]]


def worst(made: World, some: int) -> list[Specimen]:
    return sorted(made.kept, key=lambda one: (-one.score, one.sighting.id))[:some]


class Review(NamedTuple):
    """What somebody reads."""

    picked: list[Specimen]
    """For what it is."""
    drawn: list[Specimen]
    """Because it came next."""


def patient(made: World, luck: np.random.Generator) -> Review:
    """Read some of the worst, and then what the review asks for."""
    return Review(worst(made, int(luck.integers(0, 60))), in_order(made, 400))


def tired(made: World, luck: np.random.Generator) -> Review:
    """Stop anywhere."""
    some = worst(made, int(luck.integers(0, 20)))
    return Review(some, in_order(made, int(luck.integers(40, 400))))


def choosy(made: World, luck: np.random.Generator) -> Review:
    """Skip one in fifty, and never come back."""
    every = Review(worst(made, 40), in_order(made, 400))
    return Review(*([one for one in part if luck.random() > 0.02] for part in every))


def shy(made: World, luck: np.random.Generator) -> Review:
    """Skip every third breach: what is hard to read is left for others."""
    every = Review(worst(made, 40), in_order(made, 400))
    left = {name for name in made.broken if luck.random() < 0.33}
    return Review(*([one for one in part if one.sighting.id not in left] for part in every))


def hunting(made: World, luck: np.random.Generator) -> Review:
    """Read the worst until ten in a row are sound, and of the others whatever comes up too."""
    read: list[Specimen] = []
    sound = 0
    for one in worst(made, 200):
        read.append(one)
        sound = 0 if one.sighting.id in made.broken else sound + 1
        if sound == 10:
            break
    strays = [made.kept[at] for at in luck.integers(0, len(made.kept), 100)]
    return Review(read + strays, in_order(made, int(luck.choice([150, 300]))))


READERS = (patient, tired, choosy, shy, hunting)


def readings_of(made: World, review: Review, luck: np.random.Generator) -> dict[str, Judgement]:
    """Return what people say: the truth, and of one in a hundred nothing."""
    drawn = {one.sighting.id for one in review.drawn}
    picked = {one.sighting.id for one in review.picked} - drawn
    found = {}
    for name in sorted(drawn | picked):
        breach = None if luck.random() < 0.01 else name in made.broken
        said = reading(name, breach=breach, rule=RULES[made.broken.get(name, 0)])
        by = QUEUE if name in picked else "person"
        found[name] = said.model_copy(update={"decided_by": by})
    return found


class Count:
    """Of how many rates interval and ceiling cover the truth."""

    def __init__(self) -> None:
        self.known = self.within = self.under = 0

    def add(self, rate: WindowRate, truth: float) -> None:
        if rate.low is None or rate.high is None or rate.ceiling is None:
            return
        self.known += 1
        self.within += rate.low - DUST <= truth <= rate.high + DUST
        self.under += truth <= rate.ceiling + DUST

    def join(self, other: "Count") -> None:
        self.known += other.known
        self.within += other.within
        self.under += other.under

    def __str__(self) -> str:
        interval, ceiling = self.within / self.known, self.under / self.known
        return f"{self.known} rates, interval {interval:.3f}, ceiling {ceiling:.3f}"

    def check(self) -> None:
        """Fail where so few cover that chance does not explain it."""
        assert lower_bound(self.known - self.within, self.known) <= 1 - 0.945
        assert lower_bound(self.known - self.under, self.known) <= 1 - 0.95


def by_score(made: World) -> World:
    """Return a world in which the most suspicious of each stratum come first by draw."""
    ranks = {id(one): at for at, one in enumerate(worst(made, len(made.kept)))}
    kept = tuple(one.model_copy(update={"draw": ranks[id(one)]}) for one in made.kept)
    return made._replace(kept=kept)


def covered(
    rate: float, judge: str, *, twin: Callable[[World], World] | None = None
) -> dict[str, Count]:
    """Return who covers how often: by reader, and all windows, first rules and last days."""
    luck = np.random.default_rng([round(rate * 1e6), *judge.encode()])
    counts: defaultdict[str, Count] = defaultdict(Count)
    for at in range(WORLDS):
        made = world(rate, JUDGES[judge], luck, share=(1.0, SHARE)[at % 2])
        made = twin(made) if twin else made
        reader = READERS[at % len(READERS)]
        rates = Rates(scan(), made.kept, readings_of(made, reader(made, luck), luck))
        told = rates.of(made.days)
        truth = len(made.broken) / len(SIGHTINGS)
        counts["all windows"].add(told, truth)
        counts[reader.__name__].add(told, truth)
        first, *_ = rates.by_rule(made.days)
        of_first = sum(not rule for rule in made.broken.values())
        counts["one rule"].add(first.rate, of_first / len(SIGHTINGS))
        of_last = sum(name.startswith("2x") for name in made.broken)
        counts["one day"].add(rates.of(made.days[-1:]), of_last / DAYS[-1])
    return counts


@pytest.mark.promise
@pytest.mark.parametrize("judge", JUDGES)
def test_estimate_and_ceiling_cover_the_truth_however_people_read(
    judge: str, capsys: pytest.CaptureFixture[str]
) -> None:
    every: defaultdict[str, Count] = defaultdict(Count)
    for rate in RATES:
        for name, count in covered(rate, judge).items():
            count.check()
            every[name].join(count)
    for name, count in every.items():
        with capsys.disabled():
            print(f"\n{judge} judge, {name}: {count}", end="")
        assert count.within / count.known >= 0.945
        assert count.under / count.known >= 0.95


LATER = {"all of the last day": 1.0, "most of it": 0.7, "a little": 0.05}
"""What came after people had read, of a receiver's scan."""


def truth_of(made: World, until: str | None) -> float:
    """Return the true rate of the days until one, of all where none is named."""
    days = next((at for at, day in enumerate(made.days, 1) if day.day == until), len(DAYS))
    of = sum(int(name.partition("x")[0]) < days for name in made.broken)
    return of / sum(DAYS[:days])


@pytest.mark.promise
@pytest.mark.parametrize("later", LATER)
def test_what_comes_in_after_people_read_leaves_them_what_they_know(
    later: str, capsys: pytest.CaptureFixture[str]
) -> None:
    every: defaultdict[str, Count] = defaultdict(Count)
    before, after = [], []
    for rate in RATES:
        luck = np.random.default_rng([round(rate * 1e6), *later.encode()])
        for at in range(WORLDS // 2):
            share = (1.0, SHARE)[at % 2]
            early, made = worlds(rate, JUDGES["fair"], luck, share=share, later=LATER[later])
            reader = READERS[at % len(READERS)]
            readings = readings_of(early, reader(early, luck), luck)
            live = scan(live=True, finished_at=None)
            told = Rates(live, made.kept, readings).of(made.days)
            every["all"].add(told, truth_of(made, told.until))
            every[f"until {told.until}"].add(told, truth_of(made, told.until))
            if reader in {patient, tired} and told.ceiling is not None:
                before.append(Rates(live, early.kept, readings).of(early.days).ceiling or 1.0)
                after.append(told.ceiling)
    for name, count in every.items():
        with capsys.disabled():
            print(f"\n{later} came later, {name}: {count}", end="")
        count.check()
    with capsys.disabled():
        print(
            f"\nceiling {np.median(before):.4f} when read, {np.median(after):.4f} then", end=""
        )
    assert np.median(after) <= 2 * np.median(before)


@pytest.mark.promise
def test_readings_in_the_order_of_suspicion_are_no_random_sample(
    capsys: pytest.CaptureFixture[str],
) -> None:
    count = covered(0.02, "fair", twin=by_score)["all windows"]

    with capsys.disabled():
        print(f"\nread in the order of suspicion: {count}", end="")
    assert lower_bound(count.known - count.within, count.known) > 1 - 0.945
