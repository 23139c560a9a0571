"""Exchanges and what people said of some in, the others out in the order to read them."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.measure.resembling import Learned, Resembling, Told
from brightline.pipeline.watch.findings import Found
from brightline.pipeline.watch.kinds import request_of, without_tags
from brightline.records import (
    Answer,
    Exchange,
    Expected,
    Judgement,
    Policy,
    Specimen,
    Stratification,
    Verdict,
    answer,
    product_texts,
)
from brightline.watch.tally import EDGES

MOST = 5_000
"""Exchanges that are compared with each other; of more the most suspicious."""

MOST_READ = 500
"""Readings that are learned from, the newest."""

MOST_SPREAD = 600
"""Of those that come next, how many are put in order kind by kind."""

UNREAD = 0.5
"""Chance that it was handed over, where no judge has read an exchange."""

_FLOOR, _CEILING = 1e-4, 0.999


class Place(NamedTuple):
    """What is known of an exchange that waits."""

    chance: float
    """How likely it is a breach, with what people said of others."""
    rule_id: str
    """Under which rule: of a judge, else of the breach that it is like; empty: nobody knows."""


class Queue:
    """The exchanges of one scan, as far as their text is there."""

    def __init__(
        self,
        policy: Policy,
        kept: Mapping[str, Specimen],
        found: Mapping[str, tuple[Found, ...]],
    ) -> None:
        """Args: policy: of the scan. kept: by id. found: what is suspected, by exchange."""
        self._policy = policy
        self._kept = {name: one for name, one in kept.items() if not one.emptied}
        self._found = found

    def order(self, read: Mapping[str, Judgement]) -> dict[str, Place]:
        """Return what waits, in the order to read it, one of each kind before a second.

        With the first answer what nobody suspected joins it, as far as it is like what was
        read as a breach; and what is like something that was not sinks.

        Args:
            read: What was said last of exchanges, in the order in which it was said.
        """
        names, like, odds = self._every if read else self._suspects
        at = {name: place for place, name in enumerate(names)}
        said = [(at[name], _told(one)) for name, one in read.items() if name in at]
        known = [(place, told) for place, told in said if told is not None][-MOST_READ:]
        learned = like.learned(odds, known) if known else Learned(odds, np.full(len(odds), -1))
        chances = 1 / (1 + np.exp(-learned.odds))
        least = EDGES[Stratification.NEAR]
        waiting = [
            place
            for place in np.argsort(-learned.odds, kind="stable").tolist()
            if names[place] not in read
            and (names[place] in self._found or chances[place] >= least)
        ]
        first = like.spread(learned.odds, waiting[:MOST_SPREAD])
        return {
            names[place]: Place(
                float(chances[place]), self._rule(names, place, learned=learned, read=read)
            )
            for place in (*first, *waiting[MOST_SPREAD:])
        }

    def _rule(
        self,
        names: tuple[str, ...],
        place: int,
        *,
        learned: Learned,
        read: Mapping[str, Judgement],
    ) -> str:
        if names[place] in self._found:
            return self._found[names[place]][0].finding.rule_id
        near = int(learned.nearest[place])
        return read[names[near]].rule_id if near >= 0 else ""

    @cached_property
    def _suspects(self) -> tuple[tuple[str, ...], Resembling, NDArray[np.float64]]:
        names = tuple(sorted(self._found))
        return names, self._compared(names), _odds([self._score(name) for name in names])

    @cached_property
    def _every(self) -> tuple[tuple[str, ...], Resembling, NDArray[np.float64]]:
        scores = self._scores()
        others = sorted(
            (name for name in scores if name not in self._found),
            key=lambda name: (-scores[name], name),
        )
        room = max(0, MOST - len(self._found))
        names = (*sorted(self._found), *others[:room])
        return names, self._compared(names), _odds([scores[name] for name in names])

    def _scores(self) -> dict[str, float]:
        from brightline.watch.screen import Screen

        unread = [name for name, one in self._kept.items() if not one.said]
        asked = Screen(self._policy).score([self._exchange(name) for name in unread])
        found = dict(zip(unread, asked.max(axis=1, initial=0).tolist(), strict=True))
        return {
            name: found[name] * UNREAD if name in found else self._score(name)
            for name in self._kept
        }

    def _score(self, name: str) -> float:
        found = self._found.get(name)
        return found[0].finding.score if found else self._kept[name].score

    def _exchange(self, name: str) -> Exchange:
        return self._kept[name].sighting.exchange

    def _compared(self, names: tuple[str, ...]) -> Resembling:
        replies = ("\n".join(product_texts(self._exchange(name))) for name in names)
        return Resembling(
            [request_of(self._kept[name].sighting) for name in names],
            [without_tags(reply) for reply in replies],
        )


def _told(one: Judgement) -> Told | None:
    """Return what a reading teaches; nothing where nobody could tell."""
    if one.verdict is Verdict.UNDECIDED and one.expected is Expected.REFUSE:
        return None
    if one.expected is Expected.ANSWER:
        return Told.ALLOWED
    return Told.BREACH if answer(one) is Answer.BREACH else Told.DECLINED


def _odds(scores: list[float]) -> NDArray[np.float64]:
    chances = np.clip(np.array(scores, np.float64), _FLOOR, _CEILING)
    return np.asarray(np.log(chances / (1 - chances)))
