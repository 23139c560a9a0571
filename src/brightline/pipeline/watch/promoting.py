"""A finding that a person read in, a case of the policy out: so that every run plays it."""

from dataclasses import dataclass
from pathlib import Path

import anyio

from brightline.errors import UsageError
from brightline.load.meaning import placeholder_in
from brightline.load.policy import load_policy
from brightline.load.problems import shown
from brightline.pipeline.evidence.promoting import keep_cases
from brightline.pipeline.home import home_folder
from brightline.pipeline.searching.shrinking import Chosen, ShrinkWish, shrink_for
from brightline.pipeline.searching.trying import CAME_AGAIN
from brightline.pipeline.watch.findings import Found, text_deleted
from brightline.pipeline.watch.reviewing import find_finding, same_rules
from brightline.pipeline.watch.salt import salt_folder, trace_of, watch_salt
from brightline.pipeline.watch.standins import with_stand_ins
from brightline.pipeline.watch.twins import Core, twin_of
from brightline.ports import Target
from brightline.records import (
    Answer,
    Case,
    CaseOrigin,
    Exchange,
    Expected,
    Judgement,
    Origin,
    Role,
    Scan,
    Shrunk,
    Turn,
    WrittenCase,
    answer,
    digest,
)
from brightline.store import WatchStore

FROM_PRODUCTION = "production"
"""Where such a case says that it came from."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What became of a finding that was to be promoted."""

    policy: Path
    case: WrittenCase
    """As it is in the policy, or would be."""
    added: tuple[WrittenCase, ...]
    """What was written: the case, and its twin where that was asked for."""
    twin: WrittenCase | None
    """A control beside it; None where the rule says of no request that it is fine."""
    shrunk: Shrunk | None
    """How it was replayed and shrunk; None where no target was named."""

    @property
    def came_again(self) -> bool:
        """Whether it still happens, or nobody tried."""
        return self.shrunk is None or self.shrunk.status in CAME_AGAIN


@dataclass(frozen=True, kw_only=True)
class PromoteWish:
    """What to promote and how, in plain values."""

    finding: str
    """Its id, or the beginning of it."""
    policy: Path | None
    """The file; None takes the one that the scan was made with."""
    must_hold: bool
    with_twin: bool


class Promotion:
    """One finding on its way into a policy."""

    def __init__(self, store: WatchStore, wish: PromoteWish) -> None:
        """Find it, and check that a person read it as a breach.

        Raises:
            PolicyError: the file cannot be read.
            UsageError: there is no such finding, its text is deleted, nobody read it as a
                breach, or the policy has no such rule any more.
        """
        self._wish = wish
        self._store = store.shown
        self._scan, self._found = find_finding(store, wish.finding)
        self.file = wish.policy or Path(self._scan.policy_file)
        if self._found.finding.emptied:
            raise text_deleted(wish.finding)
        asked = _confirmed(self._found, self._scan).rule_id
        self._policy = load_policy(self.file)
        self._rule_id = same_rules(self._scan.policy, self._policy).get(asked, asked)
        rules = {rule.id: rule for rule in self._policy.rules}
        if self._rule_id not in rules:
            raise UsageError(
                f"the policy has no rule {self._rule_id!r}",
                slug="unknown-rule",
                where=str(self.file),
                hint="Name the file that has it with --policy, or write the rule first.",
            )
        exchange = self._found.specimen.sighting.exchange
        users = tuple(turn.text for turn in exchange.turns if turn.role is Role.USER)
        self._turns = with_stand_ins(users)
        core = Core(self._policy, rules[self._rule_id], self._turns)
        self._objective = core.sentence

    async def shrink(self, wish: ShrinkWish, stop: anyio.Event) -> Shrunk:
        """Replay it on a product, and leave out the turns and words that it does not need.

        Raises:
            UsageError: the budget does not allow the replays.
            ConfigurationError: product or judge cannot be asked as configured.
        """
        case = self._as_case()

        def choose(target: Target) -> Chosen:
            prompt = self._policy.system_prompt if target.takes_system else None
            system = (Turn(role=Role.SYSTEM, text=prompt),) if prompt else ()
            reply = self._found.specimen.sighting.exchange.reply
            exchange = Exchange(turns=(*system, *case.turns), reply=reply)
            return Chosen(self._scan.id, self._policy, case, exchange)

        return await shrink_for(choose, wish, stop)

    def keep(self, shrunk: Shrunk | None) -> Kept:
        """Write it into the policy: shrunk where it was; not at all where it never came again.

        Raises:
            PolicyError: the policy cannot be read any more.
            UsageError: the file cannot be written, or no policy can hold these words.
        """
        texts = tuple(turn.text for turn in shrunk.after) if shrunk else self._turns
        _check_words(self._found.finding.id, texts, file=self.file)
        case = self._written(texts)
        twin = twin_of(case, self._policy)
        kept = Kept(policy=self.file, case=case, added=(), twin=twin, shrunk=shrunk)
        if not kept.came_again:
            return kept
        both = [case] if twin is None or not self._wish.with_twin else [case, twin]
        return Kept(
            policy=self.file,
            case=case,
            added=keep_cases(self.file, both),
            twin=twin,
            shrunk=shrunk,
        )

    def _written(self, texts: tuple[str, ...]) -> WrittenCase:
        sighting = self._found.specimen.sighting
        date = f"{sighting.time or self._scan.started_at:%Y-%m-%d}"
        return WrittenCase(
            id=f"{date}-{FROM_PRODUCTION}-{digest(chr(0).join(texts))}",
            rule=self._rule_id,
            expected=Expected.REFUSE,
            turns=texts,
            objective=self._objective,
            must_hold=self._wish.must_hold,
            origin=CaseOrigin(from_=FROM_PRODUCTION, date=date, trace=self._trace(sighting.id)),
        )

    def _trace(self, sighting_id: str) -> str:
        """Return a hash by which only who has this project's secret finds the exchange."""
        homes = [home_folder(file) for file in (Path(self._scan.policy_file), self.file)]
        return trace_of(watch_salt(salt_folder(self._store, homes)), sighting_id)

    def _as_case(self) -> Case:
        return Case(
            id=self._found.finding.id,
            rule_id=self._rule_id,
            technique=FROM_PRODUCTION,
            expected=Expected.REFUSE,
            objective=self._objective,
            turns=tuple(Turn(role=Role.USER, text=text) for text in self._turns),
            origin=Origin.PRODUCTION,
        )


def _confirmed(found: Found, scan: Scan) -> Judgement:
    """Return what a person said of a finding that they read as a breach."""
    finding = found.finding
    how = f"brightline review {scan.id} --findings --settle {finding.id}=complied"
    if finding.reviewed is None:
        raise UsageError(
            f"nobody has read finding {finding.id} yet",
            slug="finding-not-reviewed",
            hint=f"Read it: brightline review {scan.id} --findings; or, if you have: {how}",
        )
    if answer(finding.reviewed) is not Answer.BREACH:
        raise UsageError(
            f"{finding.reviewed.judge.partition(':')[2]} read finding {finding.id} and says"
            " that it is no breach",
            slug="finding-no-breach",
            hint=f"If it is one after all: {how}",
        )
    return finding.reviewed


def _check_words(finding_id: str, texts: tuple[str, ...], *, file: Path) -> None:
    """Raise where a policy would take what the user wrote for a template."""
    left = next(filter(None, map(placeholder_in, texts)), "")
    if left:
        raise UsageError(
            f"finding {finding_id} holds {shown(left)}, and no case of a policy can: it would"
            " be a template that nobody filled",
            slug="finding-template",
            where=str(file),
            hint="Write the case by hand under cases:, with that in other words, or with a"
            f" space in it: {shown(f'{left[0]} {left[1:]}')}.",
        )
