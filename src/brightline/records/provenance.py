"""What is needed to repeat a run."""

from pydantic import AwareDatetime

from brightline.records.base import Record
from brightline.records.calibration import Calibration


class Provenance(Record):
    """Where a run came from; written before the first call."""

    run_id: str
    """`YYYYMMDD-HHMMSS-<4 hex digits>`."""
    started_at: AwareDatetime
    brightline_version: str
    schema_version: int
    policy_digest: str
    suite_digest: str
    target: str
    """How the product is reached; secrets removed."""
    judge: str
    calibration: Calibration | None = None
    """What makes the judge a calibrated one; None where it is none."""
    trials: int
    seed: int | None
    command: str
    """The command that repeats the run."""
