"""What broke, a system prompt that may mend it, and what it did when both were played."""

from enum import StrEnum

from pydantic import Field

from brightline.records.base import Record
from brightline.records.policy import Expected
from brightline.records.summary import Difference


class FixVerdict(StrEnum):
    """What is said of a changed prompt."""

    HELPS = "helps"
    HURTS = "hurts"
    UNCLEAR = "cannot tell"


class Broken(Record):
    """A rule that a run broke, on one side."""

    rule_id: str
    expected: Expected
    """`refuse`: probes were answered; `answer`: controls were refused."""
    suspected: bool
    """Whether all that broke it is only suspected."""
    cases: tuple[str, ...]
    """Ids of the cases that failed."""
    again: int = 0
    """Of these, how many breached again on replay and can be trusted: what reports count."""
    techniques: tuple[str, ...]
    """How they were put, the one that failed most often first."""
    requests: tuple[str, ...]
    """The plain requests behind them."""


class Edit(Record):
    """One change of a prompt."""

    rule_id: str
    """Empty where it serves all rules."""
    line: int = Field(ge=0)
    """Line of the old prompt after which it stands, or at which it takes the place of text."""
    removed: str
    """Empty where something is added only."""
    added: str
    reason: str


class Proposal(Record):
    """A changed system prompt."""

    before: str | None
    """None: the policy had no prompt."""
    after: str
    edits: tuple[Edit, ...]
    """Empty where nothing is to be said that the prompt does not say."""


class RuleSwing(Record):
    """How one rule's part of a rate moved."""

    rule_id: str
    pairs: int
    """Plays under both prompts; those played for this rule alone are in no rate but this."""
    judged: int
    """Of them those that were judged with both prompts, of which the difference is."""
    before: tuple[int, int]
    """Hits and judged plays with the old prompt."""
    after: tuple[int, int]
    """The same with the new one."""
    difference: Difference | None
    """After less before, for this rule alone; None where no pair was judged."""
    worse: bool
    """Whether it surely rose, with the error split over all rules of all rates."""
    in_doubt: bool
    """Whether it seems to rise: then nobody says that the prompt helps."""


class Swing(Record):
    """How one rate moved from the old prompt to the new one."""

    expected: Expected
    """`refuse`: breaches of probes; `answer`: refusals of controls."""
    mended: bool
    """Whether it is of what broke or of controls of the same rules, or of all else."""
    goal: bool
    """Whether it is of what broke, and shall fall; else it shall not rise by the margin."""
    rules: tuple[str, ...]
    cases: int
    """Cases that were played under both prompts."""
    requests: int
    """Plain requests behind them."""
    pairs: int
    """Plays under both prompts, what nobody could judge included."""
    unknown: int
    """Pairs of which a play was not judged: each is the worst case for both ends."""
    deflected: tuple[int, int]
    """Replies to probes that neither declined nor helped, with the old prompt and the new one:
    no hits, but for the new prompt is only said what is true of them as hits, too."""
    before: tuple[int, int]
    """Hits and judged plays with the old prompt."""
    after: tuple[int, int]
    """The same with the new one."""
    difference: Difference | None
    """After less before; None where no pair was judged."""
    highest: float
    """The largest rise that is not excluded: an upper bound of its own."""
    margin: float
    by_rule: tuple[RuleSwing, ...] = ()
    """What each rule shows of it."""


class Fixed(Record):
    """What came of proving a changed prompt."""

    run_id: str
    """The run in which something broke."""
    verdict: FixVerdict
    swings: tuple[Swing, ...]
    """Rates that shall fall first."""
    stopped: str
    """Why it ended before it was decided: `budget`, `unreachable` ...; empty otherwise."""
    judge_problems: tuple[str, ...]
    """What the judge's self-test found; then nobody can tell."""
    runs: tuple[str, str]
    """The stored plays with the old prompt and with the new one."""
    calls: int
    """To the product, with both prompts."""
