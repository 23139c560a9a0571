"""A stored run to compare with, small enough to keep beside the product's code."""

import json
from typing import NamedTuple

from pydantic import Field

from brightline.records.base import Record, digest
from brightline.records.judgement import Verdict
from brightline.records.policy import Expected
from brightline.records.summary import Gate


class BaselineCase(NamedTuple):
    """What one case showed.

    A tuple and not a `Record`, because two runs of 100,000 cases are held at once.
    """

    id: str
    rule_id: str
    technique: str
    expected: Expected
    hits: int
    """Breaches of a probe, refusals of a control."""
    decided: int
    request: str = ""
    """The plain request behind it; in no file, for the run in question knows it too."""


class BaselineReview(NamedTuple):
    """What a person said of a reply."""

    rule_id: str
    expected: Expected
    verdict: Verdict
    by: str
    """Who read it."""
    reply: str
    """What the product said, in all its turns."""


class Baseline(Record):
    """The evidence of a run by case."""

    schema_version: int
    run_id: str
    policy_digest: str
    judge: str
    target: str
    trials: int
    policy: str = ""
    """Name of the product; empty in what older versions wrote, as are the next three."""
    suite_digest: str = ""
    said: dict[str, str] = Field(default_factory=dict)
    """Digests of what each rule, and each written case by its id, said when it was judged."""
    gates: dict[str, Gate] = Field(default_factory=dict)
    """What the gate said last of each rule; empty in what older versions wrote."""
    tolerances: dict[str, tuple[float, float]] = Field(default_factory=dict)
    """What was tolerated of each rule: of breaches, and of declined controls."""
    reviews: tuple[BaselineReview, ...] = ()
    """What people read, oldest first: it counts for replies like these in the run in question,
    whose store may know nothing of it."""
    head: str = ""
    """Digest of all of the above but the run's id, in what older versions wrote."""
    note: str = ""
    """What is to be said of the file it was read from; in no file."""
    cases: tuple[BaselineCase, ...]


_LATER = ("gates", "tolerances", "reviews")


def whole_of(baseline: Baseline) -> str:
    """Return the digest of all but the run's id, the cases in whatever order."""
    cases = [case[:6] for case in sorted(baseline.cases)]  # as in the file: without `request`
    return digest(json.dumps([head_of(baseline), cases], ensure_ascii=False))


def head_of(baseline: Baseline) -> str:
    """Return the digest of what must be equal, or named, before two runs are compared."""
    aside = {"cases", "head", "note", "run_id"}
    # What older versions did not know is left out where it is empty: their files stay readable.
    aside |= {name for name in _LATER if not getattr(baseline, name)}
    head = baseline.model_dump(mode="json", exclude=aside)
    return digest(json.dumps(head, ensure_ascii=False, sort_keys=True))
