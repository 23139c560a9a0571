"""What a reporter is given: a stored run, measured."""

from brightline.records.base import Record
from brightline.records.exchange import Attempt
from brightline.records.hierarchy import Hierarchy
from brightline.records.history import History
from brightline.records.judgement import JudgeCard, Judgement, Judging
from brightline.records.policy import Policy
from brightline.records.provenance import Provenance
from brightline.records.quality import RuleRefusals
from brightline.records.standard_evidence import StandardEvidence
from brightline.records.suite import Case
from brightline.records.summary import Summary


class Evidence(Record):
    """One play with what was said of it."""

    case: Case
    attempt: Attempt
    judgement: Judgement | None


class PolicyFile(Record):
    """Where the rules of a run stand, for reports that point at a line."""

    path: str
    """Relative to the top of the repository, or to the current folder; with slashes."""
    lines: dict[str, int]
    """Line of each rule by its id, from 1; a rule that has changed since has none."""


class FirstReads(Record):
    """How much a person must read to decide what can be decided soonest."""

    replies: int
    """At most: as soon as one decides its rule, the others of the rule can wait."""
    rules: int
    """That they can decide."""
    undecided: int
    """Rules that are neither shown to hold nor to be broken."""


class Languages(Record):
    """In which languages a product was asked and answered, where not all is English."""

    replies: int
    """Replies of which the language is known, of those that were looked at."""
    others: dict[str, int]
    """How many of them are in which language but English, the commonest first."""
    requests: str | None
    """That of the policy's requests; None: English, or nobody can say."""


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
    standards: tuple[StandardEvidence, ...] = ()
    """Lines of public lists for which this run is, or could have been, evidence."""
    store: str = ""
    """What a command must name to find the run, with a blank before it; empty: nothing."""
    first: FirstReads | None = None
    """None where no suspected breach can decide a rule."""
    source: PolicyFile | None = None
    """None where the file is not there, or no rule in it is as it was."""
    history: History | None = None
    """Runs of the policy up to this one; None where nobody asked, or there is no other."""
    refusals: tuple[RuleRefusals, ...] = ()
    """Of each rule that declined a probe, and last those of all; empty where none did."""
    languages: Languages | None = None
    """None where all that was looked at is English, or nobody looked."""
