"""What a reporter is given: a stored run, measured."""

from brightline.records.base import Record
from brightline.records.exchange import Attempt
from brightline.records.hierarchy import Hierarchy
from brightline.records.judgement import JudgeCard, Judgement, Judging
from brightline.records.policy import Policy
from brightline.records.provenance import Provenance
from brightline.records.suite import Case
from brightline.records.summary import Summary


class Evidence(Record):
    """One play with what was said of it."""

    case: Case
    attempt: Attempt
    judgement: Judgement | None


class Report(Record):
    """Everything that a page about a run shows."""

    summary: Summary
    policy: Policy
    provenance: Provenance
    card: JudgeCard | None
    """None: not measured for this judge configuration."""
    exit_code: int
    evidence: tuple[Evidence, ...]
    """The exchanges worth reading, worst first: breaches, undecided replies, over-refusals."""
    judging: Judging | None = None
    """None where no language model was asked."""
    hierarchy: Hierarchy | None = None
    """None where the suite was another one."""
