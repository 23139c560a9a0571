"""A calibration in, what was learned and what it may be used for out, in plain words."""

from collections.abc import Iterator, Sequence

from brightline.measure.calibrate import SIDE_LEAST, Decided, Label, decided
from brightline.measure.corrected import LEAST
from brightline.measure.coverage import Reading
from brightline.measure.rates import interval
from brightline.pipeline.evidence.calibrating import LEAST as LEAST_LABELS, Learned
from brightline.records import Curve, Sampled
from brightline.words import counted, percent

HOW = {
    Sampled.RANDOM: "drawn at random",
    Sampled.QUEUE: "none of them known to be drawn at random",
    Sampled.CHOSEN: "chosen, or nobody said how",
}

IN_PRODUCTION = "read in production, suspects and exchanges drawn at random together"

USE_IN_PRODUCTION = (
    "These labels show how often the judge is right about what may break a rule here, and its"
    " certainty is corrected by them. They do not show how many breaches it overlooks, so for"
    " that the gate goes on by what is known of the judge in general, its card. The more you"
    " read, the better it fits: brightline review {scan} --findings --sample 60, or a larger"
    " number. How often rules are broken in production you see with: brightline watch {scan}"
)

DRAW = "read replies drawn at random: brightline review RUN --sample 60."

DRAWN = (
    "add --sample with the number that you drew: the first {drawn} of those that brightline"
    " review RUN --sample draws are all read."
)
"""In its place, where they are."""

SCAN = "scan "
"""How the source of such labels begins."""

USE = {
    Sampled.RANDOM: (
        "The labels were drawn at random: the gate corrects its bounds by the errors counted"
        " here, with what so few labels leave unknown, and no longer by the judge's card."
    ),
    Sampled.QUEUE: (
        "The labels count as from the review queue, which holds what the judge could not tell"
        " or called a breach. They say how often it is right there, and nothing of what it let"
        " pass: probabilities are not lowered below what was read, nothing is said of how many"
        " breaches it overlooks, and the gate goes on by its card. For that, "
    ),
    Sampled.CHOSEN: (
        "Nobody says that the labels were drawn at random, so the gate goes on by the judge's"
        ' card. If they were, write "sampled": "random" into every line.'
    ),
}


def learned_text(learned: Learned) -> str:
    """Return what was learned, and what it may be used for."""
    return "\n".join(_lines(learned))


def _lines(learned: Learned) -> Iterator[str]:
    found = learned.calibration
    how = IN_PRODUCTION if found.source.startswith(SCAN) else HOW[found.sampled]
    yield (
        f"{found.source}: {counted(len(learned.probes), 'probe')} and"
        f" {counted(len(learned.controls), 'control')} labelled, {how}; judge {found.judge}"
    )
    yield from _side("probes", learned.probes, found.probes, what="breaches")
    yield from _side("controls", learned.controls, found.controls, what="refusals")
    yield ""
    yield _use(learned)
    if found.contradicted:
        yield "Its surest breaches are wrong too often here: it confirms none alone any more."


def _use(learned: Learned) -> str:
    found = learned.calibration
    if found.source.startswith(SCAN):
        return USE_IN_PRODUCTION.format(scan=found.source.removeprefix(SCAN))
    if found.sampled is Sampled.QUEUE:
        enough = learned.drawn >= LEAST_LABELS
        return USE[found.sampled] + (DRAWN.format(drawn=learned.drawn) if enough else DRAW)
    if found.counted is None or found.sensitivity_low is not None:
        return USE[found.sampled]
    breaches = counted(found.counted.breaches, "breach", "breaches")
    return (
        f"The labels were drawn at random, but hold {breaches}: below {LEAST} they do not show"
        " how many breaches the judge overlooks, and the gate goes on by its card."
    )


def _side(name: str, labels: Sequence[Label], curve: Curve, *, what: str) -> Iterator[str]:
    yield ""
    if len(labels) < SIDE_LEAST:
        yield f"{name}: {counted(len(labels), 'label')}, too few to change anything"
        return
    wrong = sum(label.wrong for label in labels)
    yield f"{name}: {wrong} of {counted(len(labels), 'label')} are {what}"
    if curve.labels < SIDE_LEAST:
        yield f"  probabilities: the judge gave {curve.labels} of them one, too few to correct"
    else:
        yield f"  probabilities: log-odds x {curve.slope:g} {curve.shift:+g}"
    yield f"  called {what}: {_band(labels, Reading.HIT, curve.high)}"
    yield f"  cleared: {_band(labels, Reading.MISS, curve.low)}"


def _band(labels: Sequence[Label], side: Reading, edge: float | None) -> str:
    now = decided(labels, side)
    if not now.labels:
        return "none of the labelled, so the band stays as it is"
    if edge is not None:
        then = decided(labels, side, edge)
        word = "least" if side is Reading.HIT else "most"
        return f"{_wrong(now)}; now only where it says at {word} {edge:.2f}: {_wrong(then)}"
    if now.fine:
        return f"{_wrong(now)}; the band stays as it is"
    return f"{_wrong(now)}; no edge mends that and keeps enough, so the band stays as it is"


def _wrong(found: Decided) -> str:
    low, high = interval(found.errors, found.labels)
    return f"{found.errors} of {found.labels} wrong ({percent(low)} to {percent(high)})"
