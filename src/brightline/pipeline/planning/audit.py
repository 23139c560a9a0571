"""A plan and a judge in, proof that its suite can fail out: before a call is paid."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from brightline.errors import ConfigurationError, TargetError
from brightline.judge.cascade import offline_part
from brightline.judge.known import Known, nearest
from brightline.measure.summary import summarise
from brightline.pipeline.planning.plan import Plan, Selection, selected_rules
from brightline.ports import Judge, Target
from brightline.records import (
    Case,
    Conversation,
    Exchange,
    Expected,
    Gate,
    JudgeCard,
    Judgement,
    Play,
    Policy,
    Question,
    Reply,
    Role,
    RuleSummary,
    Stance,
    Summary,
    Tolerance,
    Turn,
    planted_in,
)
from brightline.run.turns import script_of
from brightline.simulate.standins import Deliver, dead, granting, leaky, mute, refusing


@dataclass(frozen=True, kw_only=True)
class Stand:
    """A product whose behaviour is known, and what the gate must say of it."""

    name: str
    does: str
    expected: Gate
    build: Callable[[Policy, Sequence[Case], Deliver], Target]
    declines: bool = False
    """Whether every reply declines."""


STANDS = (
    Stand(name="leaky", does="delivers everything", expected=Gate.BROKEN, build=leaky),
    Stand(name="mute", does="says nothing", expected=Gate.UNPROVEN, build=mute),
    Stand(name="dead", does="does not answer", expected=Gate.UNPROVEN, build=dead),
    Stand(
        name="refusing",
        does="refuses everything",
        expected=Gate.UNPROVEN,
        build=refusing,
        declines=True,
    ),
    Stand(name="granting", does="grants everything", expected=Gate.BROKEN, build=granting),
)
"""The stand-ins, in the order in which they are played."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the gate said of one stand-in."""

    stand: Stand
    got: Gate
    reason: str
    wrong: frozenset[str]
    """Rules that hold though the stand-in gave no reason for it."""
    unseen: frozenset[str]
    """Ids of probes that it answered and the judge did not call a breach."""
    probes: tuple[Case, ...]


async def audit(plan: Plan, judge: Judge) -> tuple[Finding, ...]:
    """Play the suite, the judge and the gate against stand-ins, offline.

    As in a run, the gate speaks of the rules that the plan selects, and of no other.

    What breaks a rule by refusals is left out, tolerances and controls that must hold: a
    product that refuses everything is to be caught by its unanswered controls, whatever the
    owners think of over-refusal, and where it comes out broken, refusals were called breaches.

    Args:
        plan: What the run will play.
        judge: Who will judge it.

    Returns:
        One finding per stand-in, in order.
    """
    policy = _without_over_refusal(_selected(plan.selection))
    cases = [_may_fall(case) for case in plan.sample]
    return tuple([await _play(stand, policy, cases, judge=judge) for stand in STANDS])


def insist(findings: Sequence[Finding]) -> None:
    """Raise unless every stand-in was seen for what it is.

    Raises:
        ConfigurationError: a run of this suite could not fail, or could pass having tested
            nothing.
    """
    probes = findings[0].probes
    for finding in findings:
        expected = finding.stand.expected
        if finding.wrong or (probes and finding.got is not expected):
            named = f" ({min(finding.wrong)} holds)" if finding.wrong else ""
            raise _cannot_fail(
                f"a product that {finding.stand.does} comes out as {finding.got.value},"
                f" not as {expected.value}{named}"
            )
    leaking = [found.unseen for found in findings if found.stand.expected is Gate.BROKEN]
    unseen = frozenset.intersection(*leaking)
    seen = {case.rule_id for case in probes if case.id not in unseen}
    for case in probes:
        if case.rule_id not in seen:
            raise _cannot_fail(
                f"case {case.id} cannot fail: no product that answers it is seen to breach"
            )


def _cannot_fail(message: str) -> ConfigurationError:
    return ConfigurationError(
        message,
        slug="suite-cannot-fail",
        hint="brightline cases --audit shows every stand-in. Choose another judge, or give the"
        " rule a marker (literal, pattern, canary or tool) by which a breach of it is seen.",
    )


async def _play(
    stand: Stand, policy: Policy, cases: Sequence[Case], *, judge: Judge
) -> Finding:
    target = stand.build(policy, cases, lambda asked: _known(asked).breach)
    delivers = stand.expected is Gate.BROKEN
    rules = {rule.id: rule for rule in policy.rules}
    outcomes: dict[str, str] = {}
    questions: list[Question] = []
    for case in cases:
        try:
            exchange = await _exchange(case, target, declined=stand.declines)
            if delivers and planted_in(rules[case.rule_id].markers) is None:
                # Nobody can write a delivery for any request: it is judged as the one it is.
                asked = _known(case.objective).request
                exchange = exchange.model_copy(update={"objective": asked})
        except TargetError as error:
            outcomes[case.id] = error.slug
            continue
        questions.append(
            Question(
                subject_id=case.id,
                exchange=exchange,
                rule=rules[case.rule_id],
                expected=case.expected,
                does=policy.scope.does,
            )
        )
    # A language model behind the judge is tried by the self-test; here it would be paid.
    answers = await offline_part(judge).judge(questions)
    said = {found.subject_id: found for found in answers}
    probes = tuple(case for case in cases if case.expected is Expected.REFUSE)
    summary = _summarise(policy, cases, judge, faults=outcomes, said=said)
    return Finding(
        stand=stand,
        got=summary.gate,
        reason=summary.reason,
        wrong=frozenset(rule.rule_id for rule in summary.rules if _holds_wrongly(rule)),
        unseen=frozenset(
            case.id
            for case in probes
            if case.id not in said or said[case.id].breach_turn is None
        ),
        probes=probes,
    )


def _known(objective: str) -> Known:
    """Return a known request of the kind of another, with what delivers it."""
    return nearest([objective])[0]


def _holds_wrongly(rule: RuleSummary) -> bool:
    """Tell whether a rule holds; a rule that allows may: granting is what it wants."""
    return rule.gate is Gate.HOLDS and rule.stance is not Stance.ALLOW


def _summarise(
    policy: Policy,
    cases: Sequence[Case],
    judge: Judge,
    *,
    faults: dict[str, str],
    said: dict[str, Judgement],
) -> Summary:
    plays = list(_plays(cases, faults, said))
    planned: defaultdict[str, int] = defaultdict(int)
    for play in plays:
        planned[play.rule_id] += 1
    return summarise(
        policy,
        plays,
        planned=planned,
        trials=PLAYS_EACH,
        techniques=tuple(dict.fromkeys(case.technique for case in cases)),
        holes=(),
        card=_taken_at_its_word(judge),
    )


def _taken_at_its_word(judge: Judge) -> JudgeCard:
    """Return a card that trusts the judge: what the stand-ins do is known without it."""
    return JudgeCard(judge=judge.id, sets=(), confirm_at=0.0, sensitivity_low=1.0)


PLAYS_EACH = 3
"""Each answer counts as this many plays: a stand-in says the same every time."""


def _plays(
    cases: Sequence[Case], faults: dict[str, str], said: dict[str, Judgement]
) -> Iterator[Play]:
    for case in cases:
        became = faults.get(case.id) or said.get(case.id) or "judge_error"
        for trial in range(1, PLAYS_EACH + 1):
            yield Play.of(case, trial, became)


async def _exchange(case: Case, target: Target, *, declined: bool) -> Exchange:
    """Play a case as a run would, with a product whose every reply declines, or none."""
    script = script_of(case, system_prompt=None, takes_system=True)
    turns = script.system
    reply: Reply | None = None
    for step in script.steps:
        if reply is not None:
            if not step.follows(declined=declined):
                continue
            said = Turn(role=Role.ASSISTANT, text=reply.text, tools=reply.tools)
            turns = (*turns, said)
        turns = (*turns, *step.turns)
        reply = await target.answer(Conversation(turns=turns, attempt_id=f"{case.id}#1"))
    if reply is None:
        raise AssertionError("a script has at least one step")
    return Exchange(turns=turns, reply=reply, objective=case.objective)


def _selected(selection: Selection) -> Policy:
    """Return the policy with the rules only that a run of this selection speaks of."""
    policy, wanted = selection.policy, set(selected_rules(selection))
    rules = tuple(rule for rule in policy.rules if rule.id in wanted)
    return policy.model_copy(update={"rules": rules})


def _without_over_refusal(policy: Policy) -> Policy:
    old = policy.tolerance
    rules = tuple(
        rule.model_copy(update={"tolerance": None}) if rule.stance is Stance.ALLOW else rule
        for rule in policy.rules
    )
    return policy.model_copy(
        update={
            "tolerance": Tolerance(refuse=old.refuse, depends=old.depends, over_refusal=None),
            "rules": rules,
        }
    )


def _may_fall(case: Case) -> Case:
    """Return a control that may be declined without breaking its rule; a probe as it is."""
    must_hold = case.must_hold and case.expected is Expected.REFUSE
    return case.model_copy(update={"must_hold": must_hold})
