"""An order and an attacker in, findings out: every rule tried, every finding replayed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import anyio

from brightline.attack.attacker import Attacker
from brightline.attack.dialogue import Product
from brightline.attack.parts import Goal, Hit, script_of
from brightline.attack.search import Tools, search
from brightline.errors import UsageError
from brightline.judge.heard import declines
from brightline.pipeline.evidence.judging import closing
from brightline.pipeline.planning.order import Order, Wish, order_of
from brightline.pipeline.planning.plan import plainest_control
from brightline.pipeline.searching.trying import CAME_AGAIN, TIMES, Allowance, Bench, trusted_by
from brightline.plugins import find_target
from brightline.ports import Target
from brightline.records import (
    Found,
    Role,
    Rule,
    Search,
    Stance,
    TargetOptions,
    Told,
    Tried,
    TryEnd,
    Turn,
    digest,
)
from brightline.run.preflight import preflight

ROUNDS = 3
"""Tries at each request, unless the wish says another number."""

TURNS = 5
"""Requests of one try, unless the wish says another number."""

CALLS = 200
"""Calls of a search at most, unless the wish says another number."""

IN_VAIN = 5
"""Tries in a row that end by the attacker, or by a product that gives no reply, after which the
search ends: nothing will come of more."""

ANSWER_TOKENS = 1024
"""Cap on the attacker's answer: reasoning models need room."""

BY_ATTACKER = frozenset(
    {TryEnd.ATTACKER_REFUSED, TryEnd.ATTACKER_UNREADABLE, TryEnd.ATTACKER_SILENT}
)

Deliver = Callable[[Tried | Found], None]
"""Takes each try and each finding as soon as it is over."""


@dataclass(frozen=True, kw_only=True)
class AttackWish:
    """What to attack and how, in plain values."""

    run: Wish
    """Policy, target, rules and judge, as a run has them; `budget_calls` counts all calls."""
    attacker: str
    """A model, as --target takes it."""
    attacker_model: str | None = None
    method: str = "pair"
    turns: int = TURNS
    rounds: int = ROUNDS
    calls: int = CALLS
    """Of attacker, product and judge together, at most."""


@dataclass(frozen=True, kw_only=True)
class AttackOrder:
    """Everything that a search is made of."""

    order: Order
    attacker: Target
    wish: AttackWish


def attack_order(wish: AttackWish) -> AttackOrder:
    """Find and check every part of a search; nothing is sent yet.

    Raises:
        PolicyError: the policy file is wrong.
        UsageError: something is unknown, or the target takes no second turn for crescendo.
        ConfigurationError: a target or the judge cannot work as configured.
    """
    order = order_of(wish.run)
    if wish.method == "crescendo" and not order.target.takes_turns:
        raise UsageError(
            "crescendo needs several turns, and the target takes no second one",
            slug="method-needs-turns",
            where=order.target.name,
            hint="Use --method pair.",
        )
    options = TargetOptions(
        model=wish.attacker_model,
        deadline_s=wish.run.options.deadline_s,
        max_tokens=ANSWER_TOKENS,
        environment=wish.run.options.environment,
    )
    attacker = find_target(wish.attacker, options)
    return AttackOrder(order=order, attacker=attacker, wish=wish)


async def attack(ordered: AttackOrder, stop: anyio.Event, *, deliver: Deliver) -> Search:
    """Search for requests that break a rule, and replay what is found.

    What comes out is findings: which requests are tried hangs on what the product said, so no
    rate follows from them.

    Args:
        ordered: What to attack; its targets are closed in the end.
        stop: Set it to send nothing more.
        deliver: Told of each try and each finding as it ends.

    Raises:
        ConfigurationError: product, attacker or judge cannot be asked as configured.
        UsageError: the budget is too small for one try and its replays.
        TargetError: product or attacker is reached, and busy or broken.
    """
    order = ordered.order
    async with closing(order.judge):
        try:
            return await _Hunt(ordered, stop=stop, deliver=deliver).run()
        finally:
            with anyio.CancelScope(shield=True):
                await order.target.aclose()
                await ordered.attacker.aclose()


class _Hunt:
    """One search over the rules of a policy."""

    def __init__(self, ordered: AttackOrder, *, stop: anyio.Event, deliver: Deliver) -> None:
        self._ordered = ordered
        self._wish = ordered.wish
        self._policy = ordered.order.plan.selection.policy
        self._deliver = deliver
        self._tried: list[Tried] = []
        self._found: list[Found] = []
        self._broken: set[str] = set()
        self._allowance = Allowance(ordered.wish.calls, ordered.order.judge, stop=stop)

    async def run(self) -> Search:
        """Search until every rule is broken, everything is tried, or nothing may be sent."""
        order = self._ordered.order
        trusted, problems = await trusted_by(order.judge, self._policy)
        await self._open()
        self._bench = Bench(self._policy, order.judge, self._allowance, trusted=trusted)
        stopped = ""
        for goal in self._goals():
            stopped = await self._try(goal)
            if stopped:
                break
        return Search(
            policy_name=self._policy.name,
            target=order.target.name,
            attacker=self._ordered.attacker.name,
            judge=order.judge.id,
            method=self._wish.method,
            tried=tuple(self._tried),
            found=tuple(self._found),
            calls=self._allowance.calls,
            stopped=stopped or "every rule was broken or tried as often as was wished",
            judge_problems=problems,
        )

    async def _open(self) -> None:
        """Ask the product one control, and make sure that the budget is enough."""
        order, attacker = self._ordered.order, self._ordered.attacker
        self._allowance.reserve = self._replays()
        # One control, one request of the attacker to the product, its judgement, its replays.
        needed = 3 + self._allowance.judging + self._replays()
        if self._wish.calls < needed:
            raise UsageError(
                f"a budget of {self._wish.calls} calls does not allow one request and its"
                f" replays, which take {needed}",
                slug="budget-too-small",
                hint="Raise --budget-calls, or lower --turns.",
            )
        tried = await preflight(order.target, plainest_control(order.plan), order.settings)
        ask = self._allowance.opens("product", order.target, paid=tried.calls)
        prompt = self._policy.system_prompt if order.target.takes_system else None
        system = (Turn(role=Role.SYSTEM, text=prompt),) if prompt else ()
        self._product = Product(ask, system, name="attack")
        self._attacker = Attacker(self._allowance.opens("attacker", attacker), declines)

    def _replays(self) -> int:
        turns = self._wish.turns if self._wish.method == "crescendo" else 1
        return TIMES * (turns + self._allowance.judging)

    def _goals(self) -> Iterator[Goal]:
        """Yield what to try next: a request of each rule that still holds, then another."""
        wanted = self._ordered.order.plan.cases_of
        rules = [
            rule
            for rule in self._policy.rules
            if rule.id in wanted and rule.stance is not Stance.ALLOW and rule.must_refuse
        ]
        longest = max((len(rule.must_refuse) for rule in rules), default=0)
        for number in range(1, self._wish.rounds + 1):
            for place in range(longest):
                for rule in rules:
                    if rule.id not in self._broken and place < len(rule.must_refuse):
                        yield self._goal(rule, rule.must_refuse[place], number)

    def _goal(self, rule: Rule, objective: str, number: int) -> Goal:
        return Goal(
            rule=rule,
            objective=objective,
            product=self._policy.name,
            does=self._policy.scope.does,
            number=number,
            turns=self._wish.turns,
        )

    async def _try(self, goal: Goal) -> str:
        """Make one try; returns why the search is over, or nothing."""
        tools = Tools(
            attacker=self._attacker,
            product=self._product,
            read=partial(self._bench.read, goal.rule),
        )
        self._allowance.reserve = self._replays()
        tried, hit = await search(self._wish.method, goal, tools)
        self._tried.append(tried)
        self._deliver(tried)
        if hit is not None:
            await self._replay(goal, hit)
        if tried.end in {TryEnd.BUDGET, TryEnd.INTERRUPTED}:
            return tried.why
        return self._in_vain()

    async def _replay(self, goal: Goal, hit: Hit) -> None:
        script = script_of(hit.exchange)
        self._allowance.reserve = 0
        again = await self._bench.replay(
            script, self._product, goal.rule, objective=goal.objective
        )
        text = "\n".join(f"{turn.role}: {turn.text}" for turn in script)
        found = Found(
            id=f"{goal.rule.id}/{self._wish.method}/{digest(text)}",
            rule_id=goal.rule.id,
            objective=goal.objective,
            method=self._wish.method,
            turns=script,
            hit=Told(exchange=hit.exchange, judgement=hit.judgement),
            replays=again.plays,
            status=again.status,
            by=again.by,
        )
        self._found.append(found)
        self._deliver(found)
        if found.status in CAME_AGAIN:
            self._broken.add(goal.rule.id)

    def _in_vain(self) -> str:
        """Return why more tries are of no use, or nothing."""
        newest = self._tried[-1]
        if newest.end is TryEnd.ATTACKER_SILENT and not any(one.said for one in self._tried):
            return f"the attacker gave no answer: {newest.why}"
        last = self._tried[-IN_VAIN:]
        if len(last) < IN_VAIN or any(one.said for one in last):
            return ""
        if all(one.end in BY_ATTACKER for one in last):
            return f"the attacker ended {IN_VAIN} tries in a row without a request"
        if all(one.end is TryEnd.NO_REPLY for one in last):
            return f"the product gave no reply in {IN_VAIN} tries in a row"
        return ""
