"""Clusters of a window in, as its page shows them out: an exchange each, what counts marked."""

from collections.abc import Mapping, Sequence

from brightline.records import Answer, Cluster, Specimen, Watched, WatchFinding
from brightline.report import exchanges, wording as words
from brightline.report.clean import one_line
from brightline.report.reading import conversation
from brightline.report.watched import wording
from brightline.words import percent

View = dict[str, object]

MOST_CLUSTERS = 60
"""Clusters on the page."""

_CHARACTERS = 400_000
"""Of all replies together on one page, so that it stays below 3 MB whatever was said."""

_PILLS = {
    Answer.BREACH: ("broken", "breach"),
    Answer.SOUND: ("holds", "no breach"),
    Answer.UNCLEAR: ("unproven", "unclear"),
    None: ("unproven", "unread"),
}
_ORDER = (Answer.BREACH, None, Answer.UNCLEAR, Answer.SOUND)


def views(shown: Watched) -> list[View]:
    """Return the clusters of a window, those that people call breaches first."""
    findings = {one.id: one for one in shown.findings}
    specimens = {one.sighting.id: one for one in shown.shown}
    chosen = ranked(shown.clusters, findings)[:MOST_CLUSTERS]
    limit = min(max(_CHARACTERS // max(len(chosen), 1), 400), 3000)
    return [
        _cluster(
            cluster,
            [findings[name] for name in cluster.findings],
            specimens,
            limit=limit,
            named=one_line(shown.named),
        )
        for cluster in chosen
    ]


def ranked(clusters: Sequence[Cluster], findings: Mapping[str, WatchFinding]) -> list[Cluster]:
    """Return clusters in the order in which they are shown.

    Those that people call breaches come first, then what nobody has read.

    Args:
        clusters: The most suspicious first.
        findings: By id.
    """

    def rank(cluster: Cluster) -> int:
        said = {wording.said_of(findings[name]) for name in cluster.findings}
        return min(map(_ORDER.index, said))

    return sorted(clusters, key=rank)


def _cluster(
    cluster: Cluster,
    findings: Sequence[WatchFinding],
    specimens: Mapping[str, Specimen],
    *,
    limit: int,
    named: str,
) -> View:
    first = findings[0]
    said = min((wording.said_of(one) for one in findings), key=_ORDER.index)
    pill, word = _PILLS[said]
    keep = next((one.id for one in findings if wording.said_of(one) is Answer.BREACH), "")
    shown = specimens.get(first.exchange)
    view: View = {
        "pill": pill,
        "word": word,
        "count": f"{len(findings):,}",
        "label": wording.label_of(cluster, first),
        "rule": one_line(cluster.rule_id),
        "said": wording.read_words(findings),
        "finding": one_line(first.id),
        "when": wording.moment(first.time),
        "score": percent(first.score),
        "promote": f"brightline promote {one_line(keep)}{named}" if keep else "",
        "talk": [],
        "reason": "",
        "judge": "",
    }
    if shown is None:
        return view
    judgement = next(
        (one.judgement for one in shown.said if one.judgement.rule_id == cluster.rule_id), None
    )
    talk = conversation(shown.sighting.exchange, judgement)
    view["talk"] = exchanges.talk(talk, limit)
    if judgement is not None:
        view["reason"] = one_line(words.sentence(judgement.reason), limit=400)
        view["judge"] = one_line(judgement.judge)
    return view


def left_out(shown: Watched) -> str:
    """Return how many clusters are not on the page, in words; empty when all are."""
    left = len(shown.clusters) - MOST_CLUSTERS
    return f"{left:,} more kinds" if left > 0 else ""


def none_shown(shown: Watched) -> str:
    """Return why there is no cluster on the page."""
    if shown.lost or shown.findings:
        return "The text of what looks like a breach is deleted as too old."
    return (
        "Nothing that the judge read looks like a breach. What it overlooks, only people who"
        " read at random find."
    )
