"""A baseline file in, a `Baseline` out, and back: small differences from run to run."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from brightline.errors import PolicyError, UsageError
from brightline.load.source import read_bytes
from brightline.load.strict_json import JsonProblemError, parse_json
from brightline.records import SCHEMA_VERSION, Baseline, BaselineCase, head_of, whole_of

MAX_BASELINE_BYTES = 256 * 1024 * 1024

WHOLE = "whole"
"""Key of the digest of everything in the file but the run's id."""

CHANGED = "it was changed by hand, or merged from two"
OLDER = (
    "the baseline is of an older format, which does not show whether its cases were changed by"
    " hand: write it anew with brightline baseline RUN"
)
_BY_LINE = ("gates", "said", "tolerances")
"""What has a line for each rule."""
_NAMED = 3
"""Wrong values that an error names; all are counted."""


def load_baseline(path: Path) -> Baseline:
    """Return the stored run in a file that `baseline_text` wrote.

    Raises:
        UsageError: the file is missing, empty, no baseline, of a newer brightline, or not as it
            was written.
    """
    where = str(path)
    try:
        content = read_bytes(path, what="baseline", limit=MAX_BASELINE_BYTES)
    except PolicyError as error:
        raise UsageError(
            error.message, slug=error.slug, where=error.where, hint=_hint(where)
        ) from error
    found = _parsed(content, where)
    version = found.get("schema_version")
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise UsageError(
            f"the baseline has version {version}, this brightline reads up to {SCHEMA_VERSION}",
            slug="baseline-too-new",
            where=where,
            hint=f"Use the brightline that wrote it, or a newer one. {_hint(where)}",
        )
    whole = found.pop(WHOLE, None)
    try:
        baseline = Baseline.model_validate_json(json.dumps(found))
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        at = ".".join(str(step) for step in detail["loc"])
        raise _no_baseline(f"at '{at}': {detail['msg'].lower()}", where) from error
    wrong = _wrong(baseline)
    named = list(islice(wrong, _NAMED))
    if named:
        more = sum(1 for _ in wrong)
        raise _no_baseline("; ".join(named) + (f"; {more:,} more" if more else ""), where)
    return baseline.model_copy(update={"note": _note(baseline, whole, where)})


def baseline_text(baseline: Baseline) -> str:
    """Return a baseline as JSON, one case per line, in the order of their ids."""
    head = baseline.model_dump(
        mode="json", exclude={"cases", "head", "note"}, exclude_defaults=True
    )
    head[WHOLE] = whole_of(baseline)
    head.pop("reviews", None)
    by_line = {key: head.pop(key) for key in _BY_LINE if key in head}
    lines = [f"  {json.dumps(key)}: {_line(value)}," for key, value in head.items()]
    for name, values in by_line.items():
        each = ",\n".join(f"    {_line(key)}: {_line(values[key])}" for key in sorted(values))
        lines.append(f'  "{name}": {{\n{each}\n  }},')
    if baseline.reviews:
        each = ",\n".join(f"    {_line(one._asdict())}" for one in baseline.reviews)
        lines.append(f'  "reviews": [\n{each}\n  ],')
    ordered = sorted(baseline.cases, key=lambda case: case.id)
    cases = ",\n".join(f"    {_line(_shown(case))}" for case in ordered)
    listed = f"[\n{cases}\n  ]" if cases else "[]"
    return "\n".join(["{", *lines, f'  "cases": {listed}', "}"]) + "\n"


def _wrong(baseline: Baseline) -> Iterator[str]:
    """Yield each value that no run can have, in words."""
    cases, trials = baseline.cases, baseline.trials
    if not cases:
        yield "it holds no case, so nothing can be compared"
    if baseline.schema_version < 1:
        yield f"schema_version is {baseline.schema_version}, the first was 1"
    if trials < 1:
        yield f"trials is {trials}, at least one play of each case is needed"
    if len({case.id for case in cases}) < len(cases):
        times = Counter(case.id for case in cases)
        yield from (
            f"case {name!r} stands there {n} times" for name, n in times.items() if n > 1
        )
    for case in cases:
        if not 0 <= case.hits <= case.decided <= trials:
            yield (
                f"case {case.id!r} has {case.hits} hits of {case.decided} decided plays, and"
                f" each case was played {trials} times"
            )
    if baseline.said:
        for rule in sorted({case.rule_id for case in cases} - baseline.said.keys()):
            yield f"rule {rule!r} has cases, and 'said' does not know it"


def _note(baseline: Baseline, whole: object, where: str) -> str:
    """Return what is to be said of a file that does not guard its cases; mostly nothing.

    Raises:
        UsageError: the file is not as it was written.
    """
    if baseline.note:
        raise _no_baseline("at 'note': no baseline has that", where)
    if whole is not None:
        if baseline.head or whole != whole_of(baseline):
            raise _no_baseline(CHANGED, where)
        return ""
    if baseline.head:
        if baseline.head != head_of(baseline):
            raise _no_baseline(CHANGED, where)
    elif baseline.policy or baseline.suite_digest or baseline.said:
        raise _no_baseline(f"{CHANGED}: its digest {WHOLE!r} is gone", where)
    return f"{OLDER} > {where}"


def _shown(case: BaselineCase) -> dict[str, object]:
    found: dict[str, object] = case._asdict()
    del found["request"]  # who reads it has a run that knows it
    return found


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _parsed(content: bytes, where: str) -> dict[str, object]:
    if len(content) > MAX_BASELINE_BYTES:
        raise _no_baseline("it is larger than 256 MiB", where)
    if not content.strip():
        raise _no_baseline("it is empty", where)
    try:
        found = parse_json(content)
    except JsonProblemError as problem:
        at = f":{problem.line}:{problem.column}"
        raise _no_baseline(str(problem), where, at=at) from problem
    if not isinstance(found, dict):
        raise _no_baseline("it holds no JSON object", where)
    return found


def _no_baseline(why: str, where: str, *, at: str = "") -> UsageError:
    return UsageError(
        f"this is no baseline: {why}",
        slug="baseline-unreadable",
        where=f"{where}{at}",
        hint=_hint(where),
    )


def _hint(where: str) -> str:
    return f"`brightline baseline RUN > {where}` writes one."
