"""Findings in, clusters out: requests of one kind under one rule, and what names the kind."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from brightline.english import shipped_table, stem
from brightline.records import Cluster, Policy, Role, Sighting, Specimen, WatchFinding
from brightline.watch.screen.words import RAREST

MOST_LETTERS = 4_000
"""Of a request, that are compared."""

_TAG = re.compile(r"\[([a-z ]+) [0-9a-f]{4}\]")
_SENTENCE = re.compile(r"[^.!?:;\n]+[.!?:;]*")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def clusters_of(
    findings: Sequence[WatchFinding], specimens: Iterable[Specimen], policy: Policy | None
) -> tuple[Cluster, ...]:
    """Return the clusters of findings, in the order of their first.

    Args:
        findings: The most suspicious first; near-identical ones name the same cluster.
        specimens: All that was kept, those of the findings among it.
        policy: As in `findings_of`.
    """
    from brightline.measure.clusters import kinds

    by_id = {one.sighting.id: one.sighting for one in specimens}
    leads: defaultdict[str, dict[str, list[WatchFinding]]] = defaultdict(dict)
    for one in findings:
        leads[one.rule_id].setdefault(one.cluster, []).append(one)
    found: list[tuple[WatchFinding, ...]] = []
    cores: dict[str, str] = {}
    for rule_id, of_rule in leads.items():
        requests = [request_of(by_id[group[0].exchange]) for group in of_rule.values()]
        first = _cores(requests, rule_id, policy)
        cores |= zip(of_rule, first, strict=True)
        groups = list(of_rule.values())
        found += [
            tuple(sorted((one for at in kind for one in groups[at]), key=_rank))
            for kind in kinds(first)
        ]
    named = _clusters(sorted(found, key=lambda kind: _rank(kind[0])), by_id)
    return tuple(one if one.label else _likened(one, cores[one.id], policy) for one in named)


def request_of(sighting: Sighting) -> str:
    """Return what the user wrote in an exchange, whoever wrote it.

    `[email 3f9c]` becomes `[email]`: whose it was makes no other request.
    """
    said = (turn.text for turn in sighting.exchange.turns if turn.role is Role.USER)
    return without_tags("\n".join(said))


def without_tags(text: str) -> str:
    """Return a redacted text with tags that say what stood there and no longer which."""
    return _TAG.sub(r"[\1]", text)


def sentences(text: str) -> list[str]:
    """Return the sentences and lines of a text that hold a word; all of it where none does."""
    return [part.strip() for part in _SENTENCE.findall(text) if _LETTERS.search(part)] or [text]


def _rank(one: WatchFinding) -> tuple[float, str, str]:
    return -one.score, one.rule_id, one.exchange


def _clusters(
    kinds: Sequence[tuple[WatchFinding, ...]], sightings: Mapping[str, Sighting]
) -> Iterator[Cluster]:
    from brightline.measure.clusters import Said, label

    def said(sighting: Sighting) -> Said:
        who = sighting.user or sighting.session or sighting.id
        return Said(who, request_of(sighting)[:MOST_LETTERS])

    by_id = {name: said(sighting) for name, sighting in sightings.items()}
    for kind in kinds:
        inside = dict.fromkeys(one.exchange for one in kind)
        yield Cluster(
            id=kind[0].cluster,
            label=label(
                [by_id[name] for name in inside],
                [one for name, one in by_id.items() if name not in inside],
                _telling,
            ),
            rule_id=kind[0].rule_id,
            findings=tuple(one.id for one in kind),
        )


def _likened(cluster: Cluster, core: str, policy: Policy | None) -> Cluster:
    """Name a cluster by the request of its rule that it is like, where too few wrote it.

    These are words of the policy, so that nobody can be known by them.
    """
    from brightline.measure.clusters import like_one

    rules = {rule.id: rule for rule in policy.rules} if policy else {}
    examples = rules[cluster.rule_id].must_refuse if cluster.rule_id in rules else ()
    near = like_one(core[:MOST_LETTERS], examples)
    if near is None:
        return cluster
    return cluster.model_copy(update={"label": f"like: {examples[near]}"})


def _cores(texts: Sequence[str], rule_id: str, policy: Policy | None) -> list[str]:
    """Return of each request the sentence that falls under the rule more than the others."""
    from brightline.watch.screen import Screen

    rules = [rule.id for rule in policy.rules] if policy else []
    if policy is None or rule_id not in rules or len(texts) == 1:
        return list(texts)
    parts = [sentences(text[:MOST_LETTERS]) for text in texts]
    scores = Screen(policy).score_texts([part for of in parts for part in of])
    told = iter(scores[:, rules.index(rule_id)].tolist())
    return [max((next(told), part) for part in of)[1] for of in parts]


def _telling(word: str) -> float:
    table = shipped_table()
    place = table.place.get(stem(word))
    return 1.0 if place is None else float(table.weights[place]) / RAREST
