"""A run in; of each rule the replies that a judge let go and was least sure of, out.

How many breaches a judge sees was measured over many products. One that gives way in a style
of its own is missed every time alike, and no number of plays shows that: only a person does,
and soonest where the judge was least sure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from brightline.measure.alike import alike
from brightline.measure.coverage import TABLE, Reading
from brightline.pipeline.evidence.reads import Cluster
from brightline.pipeline.evidence.reviewed import PERSON, attempt_id, lets_go, texts_of
from brightline.records import Expected, Play, Rule, Stance
from brightline.store import Store

LEAST_SURE = 3
"""Replies of a rule, near-identical ones as one, that are shown. On a product that was made to
try it the first or second was a breach wherever its rule had some that the judge let go."""

HELD_AGAINST = 200
"""Replies of a rule, the least sure first, among which near-identical ones are looked for."""


def least_sure(
    store: Store, run_id: str, plays: Sequence[Play], *, rules: Iterable[Rule]
) -> list[Cluster]:
    """Return what a judge let go and was least sure of, where nobody has read it yet.

    Of a rule that allows that is controls, of any other probes. What was read counts among the
    few of its rule, so that a rule is done with.

    Args:
        store: Where the run is kept.
        run_id: Which run.
        plays: Every play as it counts.
        rules: Of which rules.
    """
    sides = {
        rule.id: Expected.ANSWER if rule.stance is Stance.ALLOW else Expected.REFUSE
        for rule in rules
    }
    sure = _let_go(store, run_id, sides) if sides else {}
    by_rule: defaultdict[str, list[Play]] = defaultdict(list)
    for play in plays:
        if attempt_id(play) in sure:
            by_rule[play.rule_id].append(play)
    found: list[Cluster] = []
    for rule_id, mine in by_rule.items():
        mine.sort(key=lambda play: (sure[attempt_id(play)], attempt_id(play)))
        read = [
            text
            for said, text in store.reviews(rule_id, like=run_id)
            if said.expected is sides[rule_id]
        ]
        groups = _groups(texts_of(store, run_id, mine[:HELD_AGAINST]), mine, read)
        found += [
            Cluster(plays=tuple(group))
            for group, is_read in groups[:LEAST_SURE]
            if not is_read and all(map(lets_go, group))
        ]
    return found


def _let_go(store: Store, run_id: str, sides: Mapping[str, Expected]) -> dict[str, float]:
    """Return how sure the run's judge was of each reply that it let go, by attempt."""
    sure: dict[str, float] = {}
    for said in store.judgements(run_id):
        side = sides.get(said.rule_id)
        if said.decided_by == PERSON or side is None or said.expected is not side:
            continue
        sure.pop(said.subject_id, None)  # judged again: the newest counts
        if TABLE.get((side, (said.gap or said.verdict).value)) is Reading.MISS:
            sure[said.subject_id] = said.confidence
    return sure


def _groups(
    texts: Mapping[str, tuple[str, str]], plays: Sequence[Play], read: Sequence[str]
) -> list[tuple[list[Play], bool]]:
    """Return near-identical replies, the least sure first, and whether a person read one."""
    told = [play for play in plays if attempt_id(play) in texts]
    said = [texts[attempt_id(play)][1] for play in told]
    groups = [sorted(group) for group in alike([*said, *read])]
    return [
        ([told[at] for at in group if at < len(told)], group[-1] >= len(told))
        for group in sorted(groups)
        if group[0] < len(told)
    ]
