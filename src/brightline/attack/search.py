"""A goal in, a try's transcript and what it takes for a breach out: PAIR and Crescendo.

Sources: PAIR, Chao et al. 2023 (arXiv 2310.08419): one request, refined from the reply and its
reading.  Crescendo, Russinovich et al. 2024 (arXiv 2404.01833): many turns, each a small step,
and one turn back where the product declines.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from brightline.attack.attacker import Attacker, AttackerError
from brightline.attack.dialogue import Product, Talk
from brightline.attack.parts import Goal, Hit, NoReplyError, OverError, Read
from brightline.attack.prompt import refine_prompt, step_prompt
from brightline.records import Role, Sent, Tried, TryEnd, Turn, Verdict

BACK = 3
"""Turns that one try takes back at most; after that a refusal stays in the conversation."""

BREACHES = frozenset({Verdict.COMPLIED, Verdict.PARTIAL})
DECLINED = frozenset({Verdict.REFUSED, Verdict.REDIRECTED, Verdict.BLOCKED})


@dataclass(frozen=True, kw_only=True)
class Tools:
    """Whom a try may ask."""

    attacker: Attacker
    product: Product
    read: Read


class _Try:
    """One try, as far as it has come."""

    def __init__(self, goal: Goal, tools: Tools) -> None:
        self.goal = goal
        self.product = tools.product
        self.said: list[Sent] = []
        self.hit: Hit | None = None
        self._tools = tools

    async def say(self, talk: Talk, prompt: str) -> Talk:
        """Let the attacker say the next thing, and note what comes of it.

        Args:
            talk: What it is said after.
            prompt: What the attacker is told.
        """
        known = {one.request for one in self.said}
        request = await self._tools.attacker.request(prompt, self.goal.objective, known)
        after = await self.product.say(talk, Turn(role=Role.USER, text=request))
        exchange = after.exchange.model_copy(update={"objective": self.goal.objective})
        judgement = await self._tools.read(exchange)
        self.said.append(
            Sent(
                request=request,
                reply=exchange.reply.text,
                verdict=(judgement.gap or judgement.verdict).value,
                reason=judgement.reason,
            )
        )
        if judgement.verdict in BREACHES:
            self.hit = Hit(exchange, judgement)
        return after

    @property
    def goes_on(self) -> bool:
        """Whether nothing is found yet and another request may be sent."""
        return self.hit is None and len(self.said) < self.goal.turns

    @property
    def was_declined(self) -> bool:
        """Whether the product declined the last request."""
        last = self.said[-1]
        if last.verdict == Verdict.UNDECIDED:
            return self._tools.attacker.declines(last.reply, self.goal.objective)
        return last.verdict in DECLINED

    def take_back(self) -> None:
        """Note that the conversation goes on without the last request."""
        self.said[-1] = self.said[-1].model_copy(update={"taken_back": True})


async def search(name: str, goal: Goal, tools: Tools) -> tuple[Tried, Hit | None]:
    """Try to break a rule by one request, and return what was tried and what was seen.

    Args:
        name: `pair` or `crescendo`.
        goal: What the try is after.
        tools: Whom it may ask.

    Returns:
        The transcript, and the exchange that looked like a breach, which proves nothing yet.
    """
    work = _Try(goal, tools)
    end, why = TryEnd.TURNS, ""
    try:
        await METHODS[name](work)
    except (AttackerError, OverError) as error:
        end, why = error.end, str(error)
    except NoReplyError as error:
        end, why = TryEnd.NO_REPLY, str(error)
    tried = Tried(
        rule_id=goal.rule.id,
        objective=goal.objective,
        method=name,
        number=goal.number,
        said=tuple(work.said),
        end=TryEnd.FOUND if work.hit else end,
        why=why,
    )
    return tried, work.hit


async def _pair(work: _Try) -> None:
    while work.goes_on:
        await work.say(work.product.begin(), refine_prompt(work.goal, work.said))


async def _crescendo(work: _Try) -> None:
    talk, gone = work.product.begin(), None
    taken_back = 0
    while work.goes_on:
        if gone is not None:
            talk = await work.product.back_to(talk, gone)
        prompt = step_prompt(work.goal, work.said, number=len(work.said) + 1)
        after = await work.say(talk, prompt)
        if work.was_declined and taken_back < BACK:
            taken_back += 1
            work.take_back()
            gone = after
        else:
            talk, gone = after, None


METHODS: dict[str, Callable[[_Try], Awaitable[None]]] = {
    "pair": _pair,
    "crescendo": _crescendo,
}
