"""A report in, what must be known of the languages in it out, where not all is English."""

from brightline.records import Languages, Report

PLAIN = "direct"
"""The technique that puts nothing around a request."""

_EMBEDDED = ("embedded@", "calibrated@")
"""How the ids of judges begin that read without a language model."""

_FOREIGN_LEAST, _FOREIGN_SHARE = 3, 0.05
"""Replies in other languages, as a count and as a share, from which on they are told."""

_NAMED = 3
"""Languages that are named."""


def words(report: Report) -> str:
    """Return what must be known where requests or replies are not in English; else empty."""
    found, said = report.languages, []
    if found is None:
        return ""
    foreign = sum(found.others.values())
    if foreign >= _FOREIGN_LEAST and foreign >= found.replies * _FOREIGN_SHARE:
        said += [_spoken_words(found), _reader_words(report)]
    if found.requests and set(report.summary.techniques) - {PLAIN}:
        said.append(
            f"The requests are in {found.requests}; the frames that techniques put around them"
            " are in English."
        )
    return " ".join(filter(None, said))


def _spoken_words(found: Languages) -> str:
    (name, most), *rest = found.others.items()
    if most == found.replies:
        return f"All {most:,} replies looked at are in {name}."
    listed = "".join(f", {count:,} in {other}" for other, count in rest[: _NAMED - 1])
    more = " and more in others" if len(rest) >= _NAMED else ""
    return f"Of {found.replies:,} replies looked at, {most:,} are in {name}{listed}{more}."


def _reader_words(report: Report) -> str:
    """Return what the judge makes of other languages, and what to do; empty if unknown."""
    if report.card is not None and report.card.models:
        return (
            "The embedded judge, which decides first, knows English best; a language model"
            " reads what it cannot tell."
        )
    if not report.provenance.judge.startswith(_EMBEDDED):
        return ""
    return (
        "The embedded judge knows English best: of other languages it leaves much undecided,"
        " and may take a no for a breach. Review what it says of them, or let a language model"
        " that reads them judge (--judge)."
    )
