"""A policy and who shall judge in, a looker out, also in another process."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from brightline.judge.markers import find_marker
from brightline.pipeline.judges import JudgeWish, pick_judge
from brightline.ports import Judge
from brightline.records import Exchange, Policy, Role, Rule, product_texts, product_tools
from brightline.watch.looking import Looker
from brightline.watch.screen import Screen
from brightline.watch.screen.likeness import Said


@dataclass(frozen=True, kw_only=True)
class LookerSpec:
    """What a looker is made of, as plain words: it can be sent, and stands for its looker."""

    policy: str
    """The policy as JSON."""
    judge: str
    """What --judge says: a judge that asks no model."""
    cut: float
    """Score of the screen from which on the judge reads."""
    reviewed: tuple[Said, ...] = ()
    """What people said of real requests."""


def looker_with(
    policy: Policy, judge: Judge, *, cut: float, reviewed: Sequence[Said] = ()
) -> Looker:
    """Return what looks at exchanges under a policy.

    Args:
        policy: Names the rules.
        judge: Reads what the screen names.
        cut: Score of the screen from which on the judge reads, 0 to 1.
        reviewed: What people said of real requests: the screen learns of it.

    Raises:
        JudgeError: a pattern marker is no RE2 pattern, once it is tried.
    """
    return Looker(policy, Screen(policy, reviewed=reviewed), judge, marked=is_marked, cut=cut)


@cache
def looker_of(spec: LookerSpec) -> Looker:
    """Return the looker that a specification stands for: made once in each process."""
    policy = Policy.model_validate_json(spec.policy)
    judge = pick_judge(JudgeWish(spec=spec.judge))
    return looker_with(policy, judge, cut=spec.cut, reviewed=spec.reviewed)


def is_marked(exchange: Exchange, rule: Rule) -> bool:
    """Tell whether what the product said holds a marker of a rule."""
    asked = "\n".join(turn.text for turn in exchange.turns if turn.role is Role.USER)
    said = zip(product_texts(exchange), product_tools(exchange), strict=True)
    return any(
        find_marker(text, tools, rule.markers, asked=asked) is not None for text, tools in said
    )
