"""A stored run to compare with, small enough to keep beside the product's code."""

from brightline.records.base import Record
from brightline.records.policy import Expected


class BaselineCase(Record):
    """What one case showed."""

    id: str
    rule_id: str
    technique: str
    expected: Expected
    hits: int
    """Breaches of a probe, refusals of a control."""
    decided: int


class Baseline(Record):
    """The evidence of a run by case."""

    schema_version: int
    run_id: str
    policy_digest: str
    judge: str
    target: str
    trials: int
    cases: tuple[BaselineCase, ...]
