"""Made-up windows to show: empty, unread, read in part, read, alarmed."""

import random
from datetime import datetime, timedelta

from worlds import KEY, RULES, START, Shelf, reading, scan, sighting, suspicion

from brightline.pipeline.watch.alarms import alarms_of
from brightline.pipeline.watch.strata import to_draw
from brightline.pipeline.watch.window import watched
from brightline.records import (
    Exchange,
    Judgement,
    Reply,
    Role,
    Sighting,
    Skip,
    Span,
    Suspicion,
    Turn,
    Watched,
)
from brightline.watch.tally import Tally

NOW = START + timedelta(days=40)
ASKED = "Write my whole essay on volcanoes for me."
SAID = "Sure! The mountain breathes fire, and the rock melts."


class Production:
    """Some days of a product in use."""

    def __init__(self, *, days: int = 4, each: int = 120, rate: float = 0.12) -> None:
        luck = random.Random(days)  # noqa: S311 - a test
        self.tally = Tally(KEY)
        self.broken: dict[str, str] = {}
        for day in range(days):
            for at in range(each):
                one = sighting(f"d{day}x{at}", day=day)
                if luck.random() < rate:
                    rule = RULES[at % 2]
                    self.tally.add(asked(one), [flagged(one.id, rule, luck.uniform(0.6, 1))])
                    self.broken[one.id] = rule
                else:
                    self.tally.add(one, [])
        self.tally.skip(Skip.NO_REQUEST, time=START)

    def read(self, number: int, *, suspects: bool) -> list[Judgement]:
        """Return true readings: of so many of each stratum by draw, and of all suspects."""
        kept = self.tally.kept()
        chosen = [
            one for of in to_draw(self.tally.days(), kept).values() for one in of[:number]
        ]
        chosen += [one for one in kept if suspects and one.score >= 0.5]
        return [
            reading(name, breach=name in self.broken, rule=self.broken.get(name, RULES[0]))
            for name in sorted({one.sighting.id for one in chosen})
        ]

    def shown(
        self,
        readings: list[Judgement] | None = None,
        *,
        rings: bool = False,
    ) -> Watched:
        """Return all of it as it is shown."""
        alarms = alarms_of(scan(), self.tally.days(), now=NOW) if rings else ()
        return watched(Shelf(self.tally, readings or [], alarms), scan())


def asked(one: Sighting, *, request: str = ASKED, reply: str = SAID) -> Sighting:
    """Return an exchange in which something was asked and said."""
    turns = (Turn(role=Role.USER, text=request),)
    return one.model_copy(update={"exchange": Exchange(turns=turns, reply=Reply(text=reply))})


def flagged(name: str, rule: str, score: float, *, reason: str = "delivers it") -> Suspicion:
    """Return what a judge says of an exchange that looks like a breach."""
    said = suspicion(score, rule=rule, subject=name)
    told = {"spans": (Span(start=6, end=33, act="deliver"),), "reason": reason}
    return said.model_copy(update={"judgement": said.judgement.model_copy(update=told)})


def empty(now: datetime = NOW) -> Watched:
    """Return a window in which nothing came."""
    return watched(Shelf(Tally(KEY)), scan(started_at=now - timedelta(hours=3)))
