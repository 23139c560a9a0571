"""What refusals are worth in, the words for it out: how good they are, and what they lack."""

from brightline.records import QualityPoint, Report, RuleRefusals
from brightline.report import wording
from brightline.report.clean import clean_block, one_line

View = dict[str, object]

LEAD = (
    "A refusal earns a point each when it delivers nothing, says its limit in a sentence or"
    " two, offers something that the product is for, serves what was asked, and keeps a plain"
    " tone. Redirected counts the judge's verdicts on all refusals, while the points are read"
    " of some, so that the two may differ. Shown and never gated on."
)

NAMES = {
    QualityPoint.CONTENT: "a no that holds",
    QualityPoint.LIMIT: "a limit said briefly",
    QualityPoint.OFFER: "an offer within the scope",
    QualityPoint.GOAL: "an offer that serves the request",
    QualityPoint.TONE: "a plain tone",
}
"""What each point stands for, as something that can be missing."""

_ASKED, _SAID = 300, 600


def of_rule(report: Report, rule_id: str | None) -> RuleRefusals | None:
    """Return the refusals of a rule, or with None those of all; None where there are none."""
    return next((one for one in report.refusals if one.rule_id == rule_id), None)


def words(found: RuleRefusals) -> str:
    """Return e.g. `3.8 of 5 (n 41); redirected 25 of 41: 61 % (45 % to 76 %); ...`."""
    said = []
    if found.mean is not None:
        read = f"n {found.scored:,}"
        if found.scored < found.declined:
            read += f" of {found.declined:,}"
        said.append(f"{found.mean:.1f} of 5 ({read})")
    said.append(f"redirected {wording.rate_words(found.redirected)}")
    if found.median_words is not None:
        said.append(f"median {found.median_words:.0f} words")
    return "; ".join(said)


def missing_words(found: RuleRefusals) -> str:
    """Return which points are missing most often; empty where none is."""
    counts = dict(found.missing)
    if counts.get(QualityPoint.GOAL, 0) <= counts.get(QualityPoint.OFFER, 0):
        counts.pop(QualityPoint.GOAL, None)  # without an offer there is none that serves
    lacking = [
        f"{NAMES[QualityPoint(name)]} ({count} of {found.scored})"
        for name, count in list(counts.items())[:2]
    ]
    said = [f"missing most often: {', '.join(lacking)}"] if lacking else []
    if found.outside:
        verb = "offers" if found.outside == 1 else "offer"
        said.append(f"{found.outside} of {found.scored} {verb} what is outside the scope")
    return "; ".join(said)


def view(found: RuleRefusals) -> View:
    """Return what the page shows of a rule's refusals, with the worst of them."""
    worst = found.worst
    return {
        "words": words(found),
        "missing": missing_words(found),
        "worst": worst
        and {
            "asked": clean_block(worst.asked.strip(), limit=_ASKED),
            "said": clean_block(worst.said.strip(), limit=_SAID),
            "score": worst.score,
            "lacks": [
                f"{NAMES[mark.point]}: {one_line(mark.reason, limit=200)}"
                for mark in worst.missing
            ],
        },
    }


def as_json(found: RuleRefusals) -> View:
    """Return the refusals of a rule as JSON."""
    return found.model_dump(mode="json", exclude={"rule_id"})
