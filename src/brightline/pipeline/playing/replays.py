"""Judgements in while a run goes on, the replays that its breaches need out."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from brightline.measure.confirm import may_confirm, needs_replay, replays_of, trust
from brightline.measure.coverage import Reading, reading
from brightline.pipeline.evidence.reviewed import counted_plays
from brightline.records import Case, JudgeCard, Judgement, Play, Provenance
from brightline.store import Store


@dataclass(slots=True)
class _Open:
    """A case of which something is played, or was breached."""

    latest: int = 0
    """The highest trial that was taken."""
    unheard: int = 0
    """Plays that were taken and not yet judged."""
    hits: list[Play] = field(default_factory=list)


class Replays:
    """Says what to play again as soon as it is known, instead of when all else is over.

    What it says of a case is what `measure.confirm.needs_replay` would say at the end, because
    it waits until every planned play of the case is judged. It knows only of plays that it was
    told of; what an earlier process played is for the end of the run.
    """

    def __init__(
        self,
        trials: int,
        card: JudgeCard | None,
        *,
        reviewed: Callable[[str], Collection[object]],
    ) -> None:
        """Prepare for a run.

        Args:
            trials: Plays planned of each case.
            card: The judge's card.
            reviewed: Returns what people said of replies under a rule. It may settle a breach
                of the rule, so its replays are left to the end of the run.
        """
        self._trials = trials
        self._trusted = trust(card)
        self._reviewed = reviewed
        self._left: dict[str, bool] = {}
        self._open: dict[str, _Open] = {}

    def took(self, case: Case, trial: int) -> None:
        """Note that a planned play was taken."""
        mine = self._open.setdefault(case.id, _Open())
        mine.unheard += 1
        mine.latest = max(mine.latest, trial)

    def heard(self, case: Case, trial: int, said: Judgement | None) -> list[tuple[Case, int]]:
        """Return what to play again of a case, now that this is known of one play.

        What is returned counts as taken.

        Args:
            case: The case.
            trial: Which play of it.
            said: What was said of its reply; None when there was no reply.
        """
        mine = self._open[case.id]
        mine.unheard -= 1
        if said is not None and (play := _breaching(case, trial, said)) is not None:
            mine.hits.append(play)
        if mine.unheard:
            return []
        if not mine.hits or mine.latest < self._trials:
            if not mine.hits:
                del self._open[case.id]
            return []
        again = [] if self._is_left(case.rule_id) else self._again(mine)
        if not again:
            del self._open[case.id]
        mine.unheard += len(again)
        mine.latest = max((mine.latest, *again))
        return [(case, trial) for trial in again]

    def _again(self, mine: _Open) -> list[int]:
        return replays_of(mine.hits, mine.latest, trials=self._trials, trusted=self._trusted)

    def _is_left(self, rule_id: str) -> bool:
        if rule_id not in self._left:
            self._left[rule_id] = bool(self._reviewed(rule_id))
        return self._left[rule_id]


def left_to_replay(store: Store, run: Provenance, card: JudgeCard | None) -> bool:
    """Say whether breaches of a run wait to be played again: people find some after its end.

    Args:
        store: Where the run is kept.
        run: The run.
        card: The judge's card.
    """
    return bool(needs_replay(counted_plays(store, run), run.trials, card))


def _breaching(case: Case, trial: int, said: Judgement) -> Play | None:
    """Return the play that a judgement calls a breach, or a refusal of what must hold."""
    play = Play.of(case, trial, said)
    return play if may_confirm(play) and reading(play) is Reading.HIT else None
