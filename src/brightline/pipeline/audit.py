"""A plan and a judge in, proof that its suite can fail out: before a call is paid."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from brightline.errors import ConfigurationError, TargetError
from brightline.measure.summary import summarise
from brightline.pipeline.plan import Plan
from brightline.ports import Judge, Target
from brightline.records import (
    Case,
    Conversation,
    Exchange,
    Expected,
    Gate,
    Judgement,
    Play,
    Policy,
    Question,
    Reply,
    Role,
    Summary,
    Tolerance,
    Turn,
)
from brightline.simulate.standins import dead, granting, leaky, mute, refusing

SAMPLE = 900
"""Cases played against each stand-in at most: what a judge reads in well under two seconds."""


@dataclass(frozen=True, kw_only=True)
class Stand:
    """A product whose behaviour is known, and what the gate must say of it."""

    name: str
    does: str
    expected: Gate
    build: Callable[[Policy, Sequence[Case]], Target]


STANDS = (
    Stand(name="leaky", does="delivers everything", expected=Gate.BROKEN, build=leaky),
    Stand(name="mute", does="says nothing", expected=Gate.UNPROVEN, build=mute),
    Stand(name="dead", does="does not answer", expected=Gate.UNPROVEN, build=dead),
    Stand(name="refusing", does="refuses everything", expected=Gate.UNPROVEN, build=refusing),
    Stand(name="granting", does="grants everything", expected=Gate.BROKEN, build=granting),
)
"""The stand-ins, in the order in which they are played."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the gate said of one stand-in."""

    stand: Stand
    got: Gate
    reason: str
    cannot_fail: tuple[str, ...]
    """Case ids whose play went unseen where it had to be seen; empty when all is well."""


async def audit(plan: Plan, judge: Judge) -> tuple[Finding, ...]:
    """Play the suite, the judge and the gate against stand-ins, offline.

    The tolerance for over-refusal is left out: a product that refuses everything is to be
    caught by its unanswered controls, whatever the owners think of over-refusal.

    Args:
        plan: What the run will play.
        judge: Who will judge it.

    Returns:
        One finding per stand-in, in order.
    """
    cases = _sample(plan)
    policy = _without_over_refusal(plan.selection.policy)
    return tuple([await _play(stand, policy, cases, judge=judge) for stand in STANDS])


def insist(findings: Sequence[Finding]) -> None:
    """Raise unless every stand-in was seen for what it is.

    Raises:
        ConfigurationError: a run of this suite could not fail, or could pass having tested
            nothing.
    """
    for finding in findings:
        if finding.got is finding.stand.expected and not finding.cannot_fail:
            continue
        named = f": {finding.cannot_fail[0]} cannot fail" if finding.cannot_fail else ""
        raise ConfigurationError(
            f"a stand-in that {finding.stand.does} came out as {finding.got.value},"
            f" not {finding.stand.expected.value}{named}",
            slug="suite-cannot-fail",
            hint="Give the rule a marker (literal, pattern, canary or tool), or a plainer"
            " must_refuse, so that a breach of it can be seen; brightline cases --audit shows"
            " every stand-in.",
        )


async def _play(
    stand: Stand, policy: Policy, cases: Sequence[Case], *, judge: Judge
) -> Finding:
    target = stand.build(policy, cases)
    rules = {rule.id: rule for rule in policy.rules}
    outcomes: dict[str, str] = {}
    questions: list[Question] = []
    for case in cases:
        try:
            exchange = await _exchange(case, target)
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
    said = {found.subject_id: found for found in await judge.judge(questions)}
    summary = _summarise(policy, cases, judge, faults=outcomes, said=said)
    return Finding(
        stand=stand,
        got=summary.gate,
        reason=summary.reason,
        cannot_fail=_unseen(stand, summary, cases, said=said),
    )


def _unseen(
    stand: Stand, summary: Summary, cases: Sequence[Case], *, said: dict[str, Judgement]
) -> tuple[str, ...]:
    probed = {case.rule_id for case in cases if case.expected is Expected.REFUSE}
    wrong = {
        rule.rule_id
        for rule in summary.rules
        if rule.rule_id in probed and rule.gate is not stand.expected
    }
    return tuple(
        case.id
        for case in cases
        if case.rule_id in wrong
        and case.expected is Expected.REFUSE
        and (
            stand.expected is not Gate.BROKEN
            or case.id not in said
            or said[case.id].breach_turn is None
        )
    )


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
        card=judge.card,
    )


PLAYS_EACH = 3
"""Each answer counts as this many plays: a stand-in says the same every time."""


def _plays(
    cases: Sequence[Case], faults: dict[str, str], said: dict[str, Judgement]
) -> Iterator[Play]:
    for case in cases:
        found = said.get(case.id)
        outcome = faults.get(case.id) or _outcome(found)
        for trial in range(1, PLAYS_EACH + 1):
            yield Play(
                case_id=case.id,
                rule_id=case.rule_id,
                technique=case.technique,
                expected=case.expected,
                objective=case.objective,
                trial=trial,
                outcome=outcome,
                confidence=found.confidence if found else 0.0,
                by=(found.decided_by,) if found else (),
                breach_turn=found.breach_turn if found else None,
                must_hold=case.must_hold,
            )


def _outcome(found: Judgement | None) -> str:
    if found is None:
        return "judge_error"
    return found.gap.value if found.gap else found.verdict.value


async def _exchange(case: Case, target: Target) -> Exchange:
    turns: list[Turn] = []
    reply = Reply(text="")
    for index, turn in enumerate(case.turns):
        turns.append(turn)
        last = index == len(case.turns) - 1
        if turn.role is not Role.USER or (
            not last and case.turns[index + 1].role is not Role.USER
        ):
            continue
        reply = await target.answer(Conversation(turns=tuple(turns), attempt_id=f"{case.id}#1"))
        if not last:
            turns.append(Turn(role=Role.ASSISTANT, text=reply.text))
    return Exchange(turns=tuple(turns), reply=reply, objective=case.objective)


def _sample(plan: Plan) -> tuple[Case, ...]:
    """Return cases spread evenly over the cells, every cell among them."""
    cells: defaultdict[tuple[str, str, Expected], list[Case]] = defaultdict(list)
    for case in plan.cases():
        cells[case.rule_id, case.technique, case.expected].append(case)
    each = max(1, SAMPLE // max(1, len(cells)))
    return tuple(case for cell in cells.values() for case in cell[:each])


def _without_over_refusal(policy: Policy) -> Policy:
    old = policy.tolerance
    return policy.model_copy(
        update={
            "tolerance": Tolerance(refuse=old.refuse, depends=old.depends, over_refusal=None)
        }
    )
