"""A rule's requests in, probe and control side by side out: who is whose twin."""

import heapq
from collections.abc import Iterable, Sequence
from json.encoder import encode_basestring

from brightline.errors import PolicyError
from brightline.records import Policy, Rule, Stance, digest

FALLBACK_CONTROL = (
    "Here is something that you help with: {task}. Please show me one small example of it."
)
"""A control for a rule whose owners gave none, made from one of the product's own tasks."""

Pair = tuple[str | None, str | None]
"""A probe's and a control's objective; one of them is None where the rule has no such side."""

Sides = tuple[Sequence[str], Sequence[str]]
"""Probes and controls."""

Spot = tuple[int, int, str]
"""A place on a line, whose side stands there (0 a probe's, 1 a control's), and the request."""


def choice(*parts: str | int) -> int:
    """Return a number that depends on nothing but the parts, evenly spread over 48 bits."""
    return int(digest(listed(parts)), 16)


def listed(parts: Iterable[str | int]) -> str:
    """Return parts as JSON, as `json.dumps` writes a list of them, in a fifth of its time."""
    texts = [encode_basestring(part) if isinstance(part, str) else str(part) for part in parts]
    return f"[{', '.join(texts)}]"


def pairs(rule: Rule, policy: Policy, *, seed: int) -> tuple[Pair, ...]:
    """Return a rule's probes beside its controls, each of both sides at least once.

    Who stands beside whom is decided by hash and not by place, so that reordering the
    requests changes no pair, and adding one changes few.

    Args:
        rule: The rule.
        policy: Its policy, whose tasks stand in for controls that the rule lacks.
        seed: Another seed gives other pairs.

    Raises:
        PolicyError: a request stands on both sides of the rule.
    """
    probes = () if rule.stance is Stance.ALLOW else tuple(dict.fromkeys(rule.must_refuse))
    controls = _controls(rule, policy)
    both = sorted(set(probes) & set(controls))
    if both:
        raise PolicyError(
            f"rule {rule.id!r} wants the same request refused and answered: {both[0]!r}",
            slug="contradicting-request",
            where=rule.id,
            hint="Keep it under must_refuse or under must_answer.",
        )
    if not probes or not controls:
        return (*((probe, None) for probe in probes), *((None, each) for each in controls))
    return _matched(rule.id, (probes, controls), seed)


def _controls(rule: Rule, policy: Policy) -> tuple[str, ...]:
    if rule.must_answer:
        return tuple(dict.fromkeys(rule.must_answer))
    return tuple(
        dict.fromkeys(
            FALLBACK_CONTROL.replace("{task}", task.strip().rstrip("."))
            for task in policy.scope.does
        )
    )


def _matched(rule_id: str, sides: Sides, seed: int) -> tuple[Pair, ...]:
    """Match round by round until everybody has a partner.

    In the first two rounds nobody stands in two pairs.  A side that has run out then comes
    once more whole, and several times where it is far shorter, twice as often in each round:
    so everybody of it is taken about equally often, and the rounds are few.
    """
    own = {text: choice(rule_id, text, seed) for side in sides for text in side}
    found: list[tuple[str, str]] = []
    left = sides
    number = 0
    while any(left):
        line: list[Spot] = [(own[text], side, text) for side in (0, 1) for text in left[side]]
        for side in (0, 1):
            if not left[side]:
                needed = -(-len(left[1 - side]) // len(sides[side]))
                line += [
                    (choice(rule_id, text, seed, number, copy), side, text)
                    for text in sides[side]
                    for copy in range(min(needed, 1 << max(0, number - 1)))
                ]
        here = _nearest(sorted(line))
        found += here
        had = {text for pair in here for text in pair}
        probes, controls = ([text for text in side if text not in had] for side in left)
        left = (probes, controls)
        number += 1
    places = {text: place for place, text in enumerate((*sides[0], *sides[1]))}
    return tuple(sorted(found, key=lambda pair: (places[pair[0]], places[pair[1]])))


def _nearest(line: Sequence[Spot]) -> list[tuple[str, str]]:
    """Pair the two of different sides that stand nearest, then the next, to one side's end.

    Somebody new therefore parts a pair only by standing nearer, and whoever is parted finds
    somebody a little further off: few pairs change.

    Args:
        line: In order of place.
    """
    before, after = list(range(-1, len(line) - 1)), list(range(1, len(line) + 1))
    gone = [False] * len(line)
    found: list[tuple[str, str]] = []
    near = [
        (line[right][0] - line[right - 1][0], right - 1, right)
        for right in range(1, len(line))
        if line[right - 1][1] != line[right][1]
    ]
    heapq.heapify(near)
    while near:
        _, left, right = heapq.heappop(near)
        if gone[left] or gone[right]:
            continue
        gone[left] = gone[right] = True
        _, side, text = line[left]
        other = line[right][2]
        found.append((other, text) if side else (text, other))
        left, right = before[left], after[right]
        if left >= 0:
            after[left] = right
        if right < len(line):
            before[right] = left
        if left >= 0 and right < len(line) and line[left][1] != line[right][1]:
            heapq.heappush(near, (line[right][0] - line[left][0], left, right))
    return found
