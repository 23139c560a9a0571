"""Sightings in, what screen and judge say of each out.

The screen names the rules that an exchange might fall under; a marker of a rule in the reply
names it too, whatever was asked. Under these the judge reads it, as it reads one of a test.
"""

from collections.abc import Callable, Sequence

import numpy as np

from brightline.errors import JudgeError
from brightline.ports import Judge
from brightline.records import (
    Exchange,
    Gap,
    Judgement,
    Policy,
    Question,
    Role,
    Rule,
    Sighting,
    Suspicion,
    product_texts,
)
from brightline.watch.screen import Scores, Screen, cut_at

FIRST = 2_000
"""Exchanges by which the cut is chosen: the first that are looked at."""

NAMED = 0.2
"""Share of the traffic that the judge reads, at most, but for what markers name."""

FEW = 400
"""Exchanges that the judge may always read, however few there are."""

FLOOR = 0.01
"""Least score at which the judge is asked: below it a request was hardly forbidden."""

BATCH = 256
"""Questions that are put together: where the judge is fastest."""

Marked = Callable[[Exchange, Rule], bool]
"""Tells whether a reply holds a marker of a rule."""

Looked = tuple[Suspicion, ...] | str
"""What is said of an exchange, often nothing; a text says why the judge could not be asked."""


class Looker:
    """Looks at exchanges under one policy."""

    def __init__(
        self, policy: Policy, screen: Screen, judge: Judge, *, marked: Marked, cut: float
    ) -> None:
        """Begin.

        Args:
            policy: Names the rules.
            screen: Made of the same policy.
            judge: Reads what the screen names.
            marked: Names what the screen does not know: evidence in the reply.
            cut: Score of the screen from which on the judge reads, 0 to 1.
        """
        self._policy = policy
        self._screen = screen
        self._judge = judge
        self._marked = marked
        self._cut = np.float32(cut)
        self._with_markers = [at for at, rule in enumerate(policy.rules) if rule.markers]

    @property
    def judge_id(self) -> str:
        """Name and hash of what judges."""
        return self._judge.id

    async def look(self, sightings: Sequence[Sighting]) -> list[Looked]:
        """Return what is said of each, in order; the same alone and in any company.

        Args:
            sightings: What to look at.

        Raises:
            ConfigurationError: the judge can never be asked as configured.
        """
        scores = self._screen.score([one.exchange for one in sightings])
        named = self._named(sightings, scores)
        found: list[list[Suspicion]] = [[] for _ in sightings]
        failed: dict[int, str] = {}
        for start in range(0, len(named), BATCH):
            part = named[start : start + BATCH]
            questions = [self._question(sightings[at], rule) for at, rule in part]
            try:
                said = await self._judge.judge(questions)
            except JudgeError as error:
                failed |= {at: error.message for at, _ in part}
                continue
            for (at, rule), one in zip(part, said, strict=True):
                if one.gap is Gap.JUDGE_ERROR:
                    failed[at] = one.reason
                else:
                    score = float(scores[at, rule])
                    placed = _placed(one, sightings[at])
                    found[at].append(Suspicion(asked=score, judgement=placed))
        return [failed[at] if at in failed else tuple(one) for at, one in enumerate(found)]

    def _named(self, sightings: Sequence[Sighting], scores: Scores) -> list[tuple[int, int]]:
        """Return the exchanges and rules that the judge is asked about, in order."""
        wanted = scores >= self._cut
        wanted &= scores > 0  # a rule that only allows
        for rule in self._with_markers:
            for at, one in enumerate(sightings):
                if not wanted[at, rule]:
                    wanted[at, rule] = self._marked(new_in(one), self._policy.rules[rule])
        return [(int(at), int(rule)) for at, rule in np.argwhere(wanted)]

    def _question(self, sighting: Sighting, rule: int) -> Question:
        return Question(
            subject_id=sighting.id,
            exchange=new_in(sighting),
            rule=self._policy.rules[rule],
            does=self._policy.scope.does,
        )


def new_in(sighting: Sighting) -> Exchange:
    """Return an exchange in which only what no other shows is the product's own words.

    A call of a model is sent the conversation so far. Judged again with each call, one breach
    would count as often as the conversation goes on, and against what was asked later.
    """
    exchange = sighting.exchange
    if not sighting.is_call or len(product_texts(exchange)) == 1:
        return exchange
    turns = (
        turn.model_copy(update={"scripted": True}) if turn.role is Role.ASSISTANT else turn
        for turn in exchange.turns
    )
    return exchange.model_copy(update={"turns": tuple(turns)})


def _placed(said: Judgement, sighting: Sighting) -> Judgement:
    """Return what is said of a call with the number of its reply among all that stand in it."""
    if said.breach_turn is None or not sighting.is_call:
        return said
    last = len(product_texts(sighting.exchange))
    return said.model_copy(update={"breach_turn": last})


def choose_cut(screen: Screen, first: Sequence[Sighting]) -> float:
    """Return the score from which on the judge reads, by the first exchanges of a scan.

    Args:
        screen: Made of the policy.
        first: The first `FIRST`, or all where there are fewer.
    """
    return cut_by(most_suspect(screen, first))


def most_suspect(screen: Screen, sightings: Sequence[Sighting]) -> list[float]:
    """Return of each exchange its score under the rule that it is nearest to."""
    scores = screen.score([one.exchange for one in sightings])
    return [float(one) for one in scores.max(axis=1, initial=0)]


def cut_so_far(first: Sequence[float]) -> float:
    """Return the cut for what comes next where no more than these are known yet.

    The judge reads the first `FEW` whole, and of what comes behind them its share: with the
    share of `choose_cut`, which falls as more come, it would read half of the first 2,000.
    """
    if len(first) <= FEW:
        return FLOOR
    return max(FLOOR, cut_at(np.array(first, np.float32)[:, None], NAMED))


def cut_by(first: Sequence[float]) -> float:
    """Return what `choose_cut` does, by what `most_suspect` says of the first."""
    if not first:
        return FLOOR
    scores = np.array(first, np.float32)[:, None]
    share = max(NAMED, min(1.0, FEW / len(first)))
    return max(FLOOR, cut_at(scores, share))
