"""A judge and a run in, what the judge's models cost out: counted over every process."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from secrets import token_hex

import anyio.to_thread

from brightline.judge.cascade import models_of
from brightline.judge.line import Cost
from brightline.ports import Judge
from brightline.records import UNMEASURED, Judging, Play, Provenance, Spending, Verdict
from brightline.store import Store

EVIDENCE = {verdict.value for verdict in Verdict} - {Verdict.UNDECIDED.value}


class Accounts:
    """Has a judge's language models know what a run cost before, and store what they spend.

    Costs are counted per model and run, whichever judge asked: so a run that goes on, and one
    that is judged again, stay within the budget that the user gave for the model.
    """

    def __init__(self, store: Store, judge: Judge) -> None:
        self._store = store
        self._judge = judge
        self._account = token_hex(6)

    def open(self, run_id: str) -> None:
        """Charge a run from now on, and with what was spent in this process so far.

        Opened again it changes nothing.

        Raises:
            StoreError: the costs cannot be read or written.
        """
        models = models_of(self._judge)
        known = self._store.spending(run_id) if models else []
        others = [one for one in known if one.account != self._account]
        for model in models:
            save = partial(self._save, run_id, model.id)
            model.keep(_sum(one for one in others if one.model == model.id), save)
            if model.spent.calls:
                self._write(run_id, model.id, model.spent)

    async def _save(self, run_id: str, model: str, spent: Cost) -> None:
        await anyio.to_thread.run_sync(self._write, run_id, model, spent)

    def _write(self, run_id: str, model: str, spent: Cost) -> None:
        row = Spending(
            account=self._account,
            judge=self._judge.id,
            model=model,
            calls=spent.calls,
            tokens=spent.tokens,
        )
        self._store.write(run_id, [row])


def judging_of(store: Store, run: Provenance, plays: Iterable[Play]) -> Judging | None:
    """Return what judging a run took and who decided; None where no model was asked.

    Args:
        store: Where the run is kept.
        run: The run, whose judge is asked about.
        plays: Every play of it that counts.
    """
    spent = _sum(one for one in store.spending(run.run_id) if one.judge == run.judge)
    decided = Counter(
        play.by[0]
        for play in plays
        if play.in_rate(run.trials) and play.outcome in EVIDENCE and play.by
    )
    if not spent.calls and all(UNMEASURED.isdisjoint(by.split("+")) for by in decided):
        return None
    return Judging(
        calls=spent.calls or None,
        tokens=spent.tokens if spent.calls else None,
        decided_by=dict(sorted(decided.items(), key=lambda item: (-item[1], item[0]))),
    )


def _sum(rows: Iterable[Spending]) -> Cost:
    found = Cost()
    for row in rows:
        found.calls += row.calls
        found.tokens += row.tokens
    return found
