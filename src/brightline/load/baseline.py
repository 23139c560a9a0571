"""A baseline file in, a `Baseline` out, and back: small differences from run to run."""

import json
from pathlib import Path

from pydantic import ValidationError

from brightline.errors import PolicyError, StoreError, UsageError
from brightline.load.source import read_bytes
from brightline.load.strict_json import JsonProblemError, parse_json
from brightline.records import SCHEMA_VERSION, Baseline, BaselineCase, head_of

MAX_BASELINE_BYTES = 256 * 1024 * 1024


def load_baseline(path: Path) -> Baseline:
    """Return the stored run in a file that `baseline_text` wrote.

    Raises:
        UsageError: the file is missing, empty, or no baseline.
        StoreError: a newer brightline wrote it.
    """
    try:
        content = read_bytes(path, what="baseline", limit=MAX_BASELINE_BYTES)
    except PolicyError as error:
        hint = "`brightline baseline RUN > baseline.json` writes one."
        raise UsageError(
            error.message, slug=error.slug, where=error.where, hint=hint
        ) from error
    found = _parsed(content, str(path))
    version = found.get("schema_version")
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise StoreError(
            f"the baseline has version {version}, this brightline reads up to {SCHEMA_VERSION}",
            slug="baseline-too-new",
            where=str(path),
            hint="Use the brightline that wrote it, or a newer one.",
        )
    try:
        baseline = Baseline.model_validate_json(json.dumps(found))
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        at = ".".join(str(step) for step in detail["loc"])
        raise _no_baseline(f"at '{at}': {detail['msg'].lower()}", str(path)) from error
    if not baseline.cases:
        raise _no_baseline("it holds no case, so nothing can be compared", str(path))
    if baseline.head and baseline.head != head_of(baseline):
        why = "what stands above its cases was changed by hand, or merged from two"
        raise _no_baseline(why, str(path))
    return baseline


def baseline_text(baseline: Baseline) -> str:
    """Return a baseline as JSON, one case per line, in the order of their ids."""
    head = baseline.model_dump(mode="json", exclude={"cases"}, exclude_defaults=True)
    said = head.pop("said", None)
    lines = [f"  {json.dumps(key)}: {_line(value)}," for key, value in head.items()]
    if said:
        digests = ",\n".join(f"    {_line(key)}: {_line(said[key])}" for key in sorted(said))
        lines.append(f'  "said": {{\n{digests}\n  }},')
    ordered = sorted(baseline.cases, key=lambda case: case.id)
    cases = ",\n".join(f"    {_line(_shown(case))}" for case in ordered)
    listed = f"[\n{cases}\n  ]" if cases else "[]"
    return "\n".join(["{", *lines, f'  "cases": {listed}', "}"]) + "\n"


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
        raise _no_baseline(
            str(problem), f"{where}:{problem.line}:{problem.column}"
        ) from problem
    if not isinstance(found, dict):
        raise _no_baseline("it holds no JSON object", where)
    return found


def _no_baseline(why: str, where: str) -> UsageError:
    return UsageError(
        f"this is no baseline: {why}",
        slug="baseline-unreadable",
        where=where,
        hint="`brightline baseline RUN > baseline.json` writes one.",
    )
