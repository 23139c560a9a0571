"""Stored runs in, what they showed by case out: no transcript is read, and no play is made."""

from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter

import sqlalchemy as sa

from brightline.records import BaselineCase
from brightline.store.reading import PLAYED, Fetch, as_stored, case_row, pages, rows_of
from brightline.store.schema import judgements, runs
from brightline.store.text import escape

_PEOPLE_LAST = itemgetter(2, 3)
"""Person and number: the last of an attempt is the one that counts."""


class Past:
    """What the runs of a store showed, for those who compare them."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch

    def reviewed(self) -> frozenset[str]:
        """Return the rules under which people judged replies in any run."""
        query = sa.select(judgements.c.rule_id).where(sa.text("judgements.person")).distinct()
        return frozenset(str(row.rule_id) for row in self._fetch(query)[0])

    def outcomes(self, run_id: str, trials: int) -> Iterator[tuple[BaselineCase, list[str]]]:
        """Yield every case of a run, with the outcomes of its planned replies that were judged.

        The same judgements count as in `Store.plays`; who else agrees is not looked for.
        """
        columns = (judgements.c.trial, judgements.c.person, judgements.c.seq)
        for run in self._fetch(sa.select(runs.c.judge).where(runs.c.id == run_id))[0]:
            counts = judgements.c.person | (judgements.c.judge == run.judge)
            for page in pages(self._fetch, run_id, *PLAYED):
                query = rows_of(
                    judgements,
                    run_id,
                    page,
                    as_stored(judgements.c.case_id),
                    *columns,
                    judgements.c.outcome,
                )
                rows = self._fetch(query.where(judgements.c.trial <= trials, counts))[0]
                last: defaultdict[str, dict[int, str]] = defaultdict(dict)
                for row in sorted(rows, key=_PEOPLE_LAST):
                    last[row[0]][row.trial] = row.outcome
                for row in page:
                    case = case_row(row)
                    yield (
                        BaselineCase(
                            case.id,
                            case.rule_id,
                            case.technique,
                            case.expected,
                            hits=0,
                            decided=0,
                            request=case.objective,
                        ),
                        list(last.get(escape(row.id), {}).values()),
                    )
