"""Words of a command line in, an order out: every part of a run, found and checked."""

from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from brightline.compile.pairwise import Pairwise
from brightline.errors import UsageError
from brightline.load.policy import load_policy
from brightline.pipeline.judges import JudgeWish, pick_judge
from brightline.pipeline.planning.plan import Plan, Selection, make_plan, plainest_control
from brightline.plugins import find_own_suite, find_target, find_techniques, fitted
from brightline.ports import Judge, Target
from brightline.records import Case, Expected, JudgeCard, Policy, Role, TargetOptions, Turn
from brightline.run.preflight import Preflight, preflight
from brightline.run.settings import RunSettings

HELLO = "What can you help me with?"
"""The control that is sent when no policy names a better one."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """Everything that a run is made of."""

    plan: Plan
    target: Target
    judge: Judge
    settings: RunSettings
    seed: int | None
    version: str
    command: str
    policy_file: str = ""
    """Where the policy lies, as the user named it; empty where it is no file."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What to test and how, in plain values."""

    policy: Path
    target: str
    options: TargetOptions = field(default_factory=TargetOptions)
    suite: str = "smoke"
    techniques: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    trials: int | None = None
    at_once: int = 16
    budget_calls: int | None = None
    budget_tokens: int | None = None
    judge: JudgeWish = field(default_factory=JudgeWish)
    seed: int | None = None
    pairwise: bool = False
    """Whether to cover every pair of rule, technique, language, placement, format and turns."""
    adaptive: bool = False
    """Whether to stop rules that are decided, and to search where rules are weakest."""
    command: str = ""
    """What repeats the run, for people."""


def order_of(wish: Wish, target: Target | None = None) -> Order:
    """Find and check every part of a run; nothing is sent yet.

    Args:
        wish: What to test and how.
        target: The product, where it is at hand; None finds the one that is wished for.

    Raises:
        PolicyError: the policy file is wrong; carries all its problems.
        UsageError: a technique, suite, judge, rule or target is unknown.
        ConfigurationError: the target or the judge cannot work as configured, or they are the
            same model.
    """
    plan, judge = plan_of(wish)
    target = target or find_target(wish.target, wish.options)
    judge = _judge_of(wish, product=target.name)
    if not (target.takes_system and target.takes_turns and target.takes_history):
        plan = _plan_for(target, plan, trials=wish.trials, card=judge.card)
    return Order(
        plan=plan,
        target=target,
        judge=judge,
        settings=RunSettings(
            system_prompt=plan.selection.policy.system_prompt,
            at_once=wish.at_once,
            budget_calls=wish.budget_calls,
            budget_tokens=wish.budget_tokens,
            max_tokens=wish.options.max_tokens,
            seed=wish.seed,
        ),
        seed=wish.seed,
        version=version("brightline"),
        command=wish.command,
        policy_file=str(wish.policy),
    )


def plan_of(wish: Wish) -> tuple[Plan, Judge]:
    """Return what a run would play, and who would judge it.

    Raises:
        PolicyError: the policy file or judge.yaml is wrong.
        UsageError: a technique, suite, judge or rule is unknown.
        ConfigurationError: the judge cannot work as configured.
    """
    judge = _judge_of(wish, product=None)
    own = find_own_suite(wish.suite)
    if own is not None and wish.adaptive:
        raise UsageError(
            f"suite {wish.suite!r} is played whole: it cannot be adaptive",
            slug="suite-not-adaptive",
            hint="Leave --adaptive out, or choose a suite of techniques.",
        )
    techniques = find_techniques(wish.suite, wish.techniques)
    if wish.pairwise:
        if own is not None:
            raise UsageError(
                f"suite {wish.suite!r} makes its own cases: they cover no pairs",
                slug="suite-not-pairwise",
                hint="Leave --pairwise out, or choose a suite of techniques.",
            )
        own = Pairwise(techniques)
    selection = Selection(
        policy=fitted(load_policy(wish.policy), wish.suite, seed=wish.seed or 0),
        techniques=techniques,
        rules=wish.rules,
        seed=wish.seed or 0,
        own=own,
        adaptive=wish.adaptive,
    )
    return make_plan(selection, trials=wish.trials, card=judge.card), judge


def _judge_of(wish: Wish, *, product: str | None) -> Judge:
    return pick_judge(
        replace(
            wish.judge,
            budget_calls=wish.budget_calls,
            budget_tokens=wish.budget_tokens,
            product=product,
        )
    )


def _plan_for(
    target: Target, plan: Plan, *, trials: int | None, card: JudgeCard | None
) -> Plan:
    """Return a plan of what this target takes; the rest is named as holes."""
    selection = replace(
        plan.selection,
        sends_system=target.takes_system,
        takes_turns=target.takes_turns,
        takes_history=target.takes_history,
    )
    return make_plan(selection, trials=trials, card=card)


async def try_target(spec: str, options: TargetOptions, policy: Path | None) -> Preflight:
    """Play one control against a target and return what came back.

    Args:
        spec: The target.
        options: How it is asked.
        policy: Whose first control is sent, with its system prompt where the product takes
            one; None sends a plain hello.

    Raises:
        ConfigurationError: the product cannot be reached as configured.
    """
    loaded = load_policy(policy) if policy is not None else None
    target = find_target(spec, options)
    try:
        if loaded is None:
            return await preflight(target, _hello())
        settings = RunSettings(system_prompt=loaded.system_prompt)
        return await preflight(target, _control(loaded), settings)
    finally:
        await target.aclose()


def _control(policy: Policy) -> Case:
    selection = Selection(policy=policy, techniques=find_techniques("smoke"))
    return plainest_control(make_plan(selection, trials=1, card=None))


def _hello() -> Case:
    return Case(
        id="target/direct/hello",
        rule_id="target",
        technique="direct",
        expected=Expected.ANSWER,
        objective=HELLO,
        turns=(Turn(role=Role.USER, text=HELLO),),
    )
