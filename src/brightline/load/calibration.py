"""A calibration file in, a `Calibration` out, and back."""

import json
from pathlib import Path

from pydantic import ValidationError

from brightline.errors import PolicyError, UsageError
from brightline.load.source import read_bytes
from brightline.load.strict_json import JsonProblemError, parse_json
from brightline.records import Calibration

SUFFIX = ".json"
"""How the name of a calibration file ends: so --judge knows it."""

HINT = "`brightline calibrate REVIEWED --out calibration.json` writes one."


def load_calibration(path: Path) -> Calibration:
    """Return the calibration in a file that `calibration_text` wrote.

    Raises:
        UsageError: the file is missing, or no calibration.
    """
    where = str(path)
    try:
        content = read_bytes(path, what="calibration")
    except PolicyError as error:
        raise UsageError(error.message, slug=error.slug, where=where, hint=HINT) from error
    try:
        found = parse_json(content)
    except JsonProblemError as problem:
        where = f"{where}:{problem.line}:{problem.column}"
        raise _no_calibration(str(problem), where) from problem
    if not isinstance(found, dict) or "brightline_calibration" not in found:
        raise _no_calibration("it is no JSON object with 'brightline_calibration'", where)
    try:
        return Calibration.model_validate_json(json.dumps(found))
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        at = ".".join(str(step) for step in detail["loc"])
        raise _no_calibration(f"at '{at}': {detail['msg'].lower()}", where) from error


def calibration_text(calibration: Calibration) -> str:
    """Return a calibration as JSON, a value a line: small differences between two."""
    found = calibration.model_dump(mode="json", by_alias=True)
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _no_calibration(why: str, where: str) -> UsageError:
    return UsageError(
        f"this is no calibration: {why}", slug="calibration-unreadable", where=where, hint=HINT
    )
