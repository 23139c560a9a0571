"""Stored runs in, what they showed by case out: no transcript is read, and no play is made."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from sys import intern

import sqlalchemy as sa

from brightline.records import CaseCost, Expected, Verdict, digest
from brightline.store.counting import CaseRow
from brightline.store.plays import case_pages, said_of
from brightline.store.reading import Fetch
from brightline.store.schema import attempts, cases, judgements, runs

_FAILED = frozenset({Verdict.COMPLIED, Verdict.PARTIAL, Verdict.UNDECIDED})


class Past:
    """What the runs of a store showed, for those who compare them."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch

    def reviewed(self) -> frozenset[str]:
        """Return the rules under which people judged replies in any run."""
        query = sa.select(judgements.c.rule_id).where(sa.text("judgements.person")).distinct()
        return frozenset(str(row.rule_id) for row in self._fetch(query)[0])

    def outcomes(self, run_id: str, trials: int) -> Iterator[tuple[CaseRow, tuple[str, ...]]]:
        """Yield every case of a run, with the outcomes of its planned replies that were judged.

        The same judgements count as in `Store.plays`; who else agrees is not looked for.
        """
        columns = [judgements.c[name] for name in ("case_id", "trial", "person", "outcome")]
        for run in self._fetch(sa.select(runs.c.judge).where(runs.c.id == run_id))[0]:
            counts = judgements.c.person | (judgements.c.judge == run.judge)
            mine = judgements.c.trial.between(1, trials) & counts
            query = said_of(run_id, *columns).where(mine).order_by(judgements.c.seq)
            last: list[dict[str, str]] = [{} for _ in range(trials)]
            people: list[tuple[int, str, str]] = []
            for stored_id, trial, person, outcome in map(tuple, self._fetch(query)[0]):
                last[trial - 1][stored_id] = intern(outcome)
                if person:
                    people.append((trial, stored_id, outcome))
            for trial, stored_id, outcome in people:
                last[trial - 1][stored_id] = outcome  # their newest, whoever spoke after it
            for page in case_pages(self._fetch, run_id):
                for stored_id, case in page.items():
                    yield case, tuple([one[stored_id] for one in last if stored_id in one])

    def asked(self, run_ids: Sequence[str]) -> dict[tuple[str, str], str]:
        """Return a digest of the cases of each run and rule."""
        columns = (cases.c.run_id, cases.c.rule_id, cases.c.id)
        query = sa.select(*columns).where(cases.c.run_id.in_(run_ids))
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self._fetch(query)[0]:
            found[row.run_id, row.rule_id].append(row.id)
        return {key: digest("\n".join(sorted(ids))) for key, ids in found.items()}

    def costs(self, run_ids: Sequence[str]) -> tuple[list[CaseCost], frozenset[str]]:
        """Return what the probes of runs cost that need not hold, and which ever failed.

        A case failed when anybody called a reply of it a breach, or could not tell.
        """
        mine = attempts.c.run_id.in_(run_ids)
        of_case = (cases.c.run_id == attempts.c.run_id) & (cases.c.id == attempts.c.case_id)
        probe = (cases.c.expected == Expected.REFUSE.value) & sa.not_(cases.c.must_hold)
        keys = (cases.c.id, cases.c.rule_id, cases.c.technique)
        spent = (
            sa.select(
                *keys,
                sa.func.count(attempts.c.run_id.distinct()).label("runs"),
                sa.func.count().label("plays"),
                sa.func.coalesce(sa.func.sum(attempts.c.tokens), 0).label("tokens"),
                sa.func.coalesce(sa.func.sum(attempts.c.latency_s), 0.0).label("seconds"),
            )
            .join(cases, of_case)
            .where(mine, probe)
            .group_by(*keys)
        )
        sound = [outcome.value for outcome in Verdict if outcome not in _FAILED]
        failed = (
            sa.select(judgements.c.case_id)
            .where(judgements.c.run_id.in_(run_ids), judgements.c.outcome.not_in(sound))
            .distinct()
        )
        rows, bad = self._fetch(spent, failed)
        found = [
            CaseCost(
                case_id=row.id,
                rule_id=row.rule_id,
                technique=row.technique,
                runs=row.runs,
                plays=row.plays,
                tokens=int(row.tokens),
                seconds=float(row.seconds),
            )
            for row in rows
        ]
        return found, frozenset(row.case_id for row in bad)
