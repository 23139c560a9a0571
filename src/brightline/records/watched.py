"""What was watched of a product in use: scans, their counts, and what is kept of it."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from brightline.records.base import Record
from brightline.records.judgement import Judgement, Verdict
from brightline.records.policy import Policy
from brightline.records.sighting import Sighting
from brightline.records.summary import Gate
from brightline.records.window import WindowRate

NO_DAY = ""
"""Day of exchanges of which nobody says when they were."""

SILENCE = ""
"""Rule of an alarm that is about none: nothing more comes in."""

NEAR_IDENTICAL = "near-identical to "
"""Before the id of another exchange: why a reading says the same as that of the other."""

ANY_RULE = "*"
"""Rule of an alarm that is about all together; no rule can be called so."""


class Stratification(StrEnum):
    """How suspicious an exchange is, the most suspicious first."""

    FLAGGED = "flagged"
    NEAR = "near"
    BULK = "bulk"


class Suspicion(Record):
    """What the judge says of an exchange under one rule that the screen named."""

    asked: float = Field(ge=0, le=1)
    """How likely the request had to be refused under the rule, as the screen has it."""
    judgement: Judgement


class Specimen(Record):
    """An exchange that was kept, redacted, and what it stands for."""

    sighting: Sighting
    said: tuple[Suspicion, ...]
    """The most suspicious first; empty where the screen named no rule."""
    stratum: Stratification
    score: float = Field(ge=0, le=1)
    """Probability of a breach, as screen and judge see it, of the rule nearest to one."""
    draw: int
    """Keyed hash of its id, 63 bits: those of a day and stratum with the smallest are a simple
    random sample of it, and so are those of several days together."""
    share: float = Field(gt=0, le=1)
    """Probability with which it was looked at."""
    day: str = NO_DAY
    """`YYYY-MM-DD` in UTC."""
    emptied: bool = False
    """Whether its text is deleted as too old; what it stands for and what people said stay."""

    @property
    def id(self) -> str:
        """Of its sighting."""
        return self.sighting.id


class Packed(NamedTuple):
    """A specimen as it is stored: it costs little to send, and to hold."""

    id: str
    time: datetime | None
    stratum: Stratification
    score: float
    draw: int
    day: str
    body: str
    """The specimen as JSON."""
    emptied: bool = False


class RuleCount(Record):
    """What was counted under one rule."""

    judged: int = Field(default=0, ge=0)
    flagged: int = Field(default=0, ge=0)
    """Exchanges among them that look like a breach of it."""
    undecided: int = Field(default=0, ge=0)
    minutes: dict[int, int] = Field(default_factory=dict)
    """Those flagged, by the minute since 1970 in which they were; -1 where nobody says."""
    levels: dict[int, int] = Field(default_factory=dict)
    """Those that are suspect at all, by sixteen times that minute and how suspect they are."""


class DayCount(Record):
    """What was counted on one day: of each exchange either judged, skipped or failed."""

    day: str = NO_DAY
    seen: int = Field(default=0, ge=0)
    judged: int = Field(default=0, ge=0)
    """Exchanges that the judge read under a rule at least."""
    failed: int = Field(default=0, ge=0)
    skipped: dict[str, int] = Field(default_factory=dict)
    """By reason: see `Skip`."""
    sizes: dict[Stratification, int] = Field(default_factory=dict)
    """Exchanges that were screened, by stratum."""
    rules: dict[str, RuleCount] = Field(default_factory=dict)
    minutes: dict[int, int] = Field(default_factory=dict)
    """Exchanges that were screened, by the minute in which they were, as in `RuleCount`."""
    flagged: dict[int, int] = Field(default_factory=dict)
    """Those that look like a breach of a rule at least, by minute; empty in older scans."""
    first: datetime | None = None
    last: datetime | None = None


class Scan(Record):
    """One reading of production: files once, or what a receiver takes in as long as it runs."""

    id: str
    started_at: datetime
    finished_at: datetime | None = None
    """None while it runs, and where it was stopped."""
    policy: Policy
    policy_digest: str
    policy_file: str
    """As it was named: where a finding is promoted to."""
    judge: str
    sources: tuple[str, ...]
    """What was read, as it was named; the receiver's address for one that listens."""
    live: bool = False
    share: float = Field(default=1.0, gt=0, le=1)
    """Part of the exchanges that is looked at, drawn by a keyed hash."""
    draws: str = ""
    """What the draws of what is read hang on besides the key and the ids: of scans whose
    strata were made by what people had said before, they come in another order."""
    cut: float = Field(default=0.0, ge=0, le=1)
    """Least score of the screen from which on the judge reads an exchange under a rule."""
    damaged: tuple[str, ...] = ()
    """Where files end before their end, or cannot be read at all: nobody knows how much is
    missing there."""
    unjudged: int = 0
    """Exchanges among the failed about which the judge could not be asked."""
    services: tuple[str, ...] = ()
    """Of which alone exchanges are looked at; none: of all."""
    names: tuple[str, ...] = ()
    """Pipelines that took names of persons out of what is kept."""
    of: str | None = None
    """The scan whose kept exchanges were judged again under this policy: it has the strata of
    that one, and counts by rule of what was kept. None for one that read production itself."""
    received: bool = False
    """Whether a receiver took in what was judged again: its text is deleted when that is."""


class WatchAlarm(Record):
    """A rule, or all together, broken too often, or a product that went silent."""

    rule_id: str = SILENCE
    """Or `ANY_RULE`."""
    at: datetime | None
    """When the exchange was that made it ring; None where nobody says."""
    rung_at: datetime
    """When it was found."""
    value: float
    """Of the detector, or seconds of silence."""
    accepted: float
    """Rate of flagged exchanges that is no reason for an alarm; 0 for silence."""
    flagged: int
    """Exchanges flagged since the detector began."""
    heard: int
    """Exchanges since then."""
    over_at: datetime | None = None
    """Of silence: when an exchange came again; None: it goes on."""
    rise: bool = False
    """Whether it is no alarm: more is suspect than before, and nothing is decided."""

    @property
    def name(self) -> str:
        """What rings, in words."""
        return {SILENCE: "silence", ANY_RULE: "all rules together"}.get(
            self.rule_id, self.rule_id
        )

    @property
    def in_words(self) -> str:
        """What rang, in a line."""
        if self.rise:
            return f"no alarm, but more is suspect than before: {self.rule_id}"
        return f"alarm: {self.name}: {self.flagged} of {self.heard} flagged"


class WatchFinding(Record):
    """A suspected breach in production, and what a person said of it."""

    id: str
    """`f-` and a digest of rule and exchange: the same in every scan of the same log."""
    rule_id: str
    exchange: str
    """Id of the sighting."""
    verdict: Verdict
    p_delivered: float | None
    score: float
    cluster: str
    """Id of the finding that stands for those near-identical to it, itself where it is the
    first."""
    time: datetime | None = None
    reviewed: Judgement | None = None
    """What a person said; None: nobody read it."""
    emptied: bool = False
    """Whether the text of the exchange is deleted: nobody can read it any more."""


class Cluster(Record):
    """Findings that are near-identical or of one kind, shown by one of them."""

    id: str
    label: str
    """A few words that they have in common and others have not; where too few people wrote
    them, the request of the rule that they are like, or nothing."""
    rule_id: str
    findings: tuple[str, ...]
    """Ids, the one that is shown first."""


class RuleWindow(Record):
    """One rule over a window."""

    rule_id: str
    judged: int
    flagged: int
    undecided: int
    rate: WindowRate
    breaches: int = 0
    """Exchanges that a person read as a breach of it."""


class DayWindow(Record):
    """One day of a window."""

    day: str
    seen: int
    flagged: int
    rate: WindowRate


class Watched(Record):
    """All that a page or a script shows of a scan, or of a window of it."""

    scan: Scan
    since: datetime | None
    until: datetime | None
    """First and last exchange of the window; None where none has a time."""
    last: datetime | None
    """Last exchange of the scan, whatever the window."""
    seen: int
    judged: int
    failed: int
    skipped: dict[str, int]
    rate: WindowRate
    rules: tuple[RuleWindow, ...]
    days: tuple[DayWindow, ...]
    alarms: tuple[WatchAlarm, ...]
    rises: tuple[WatchAlarm, ...] = ()
    """Where more is suspect than before."""
    clusters: tuple[Cluster, ...]
    findings: tuple[WatchFinding, ...]
    """The most suspicious first."""
    shown: tuple[Specimen, ...]
    """The exchanges of the findings that clusters show."""
    emptied: int = 0
    """Kept exchanges whose text is deleted: they count, and are not shown."""
    lost: int = 0
    """Suspected breaches among them that nobody had read: in no finding."""
    gate: Gate
    """Broken: an alarm rang, or a person read a breach. Unproven: how often is unknown."""
    next: str
    """What to do now: a command; empty where there is nothing."""
    near: int = 0
    """Exchanges that might be breaches, less likely so than those that look like one."""
    undecided: int = 0
    """Times that the judge could not tell: of an exchange once under each rule."""
    read: int = 0
    """Exchanges that people read, in whatever order."""
    breaches: int = 0
    """Those of them that people say are breaches."""
    read_flagged: int = 0
    """Those read that look like breaches to the judge."""
    read_near: int = 0
    """Those read that might be breaches."""
    foreign: float = 0.0
    """Share of the exchanges that were kept which are clearly not in English."""
    services: tuple[str, ...] = ()
    """Of which the exchanges are that were kept, as far as they say so."""
    sample: int = 0
    """How large a random sample to read next, with what was read; 0: nothing is left."""
    named: str = ""
    """What a command must name to find the store, e.g. ` --store x.db`; empty where it need
    not."""
