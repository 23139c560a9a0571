"""A product's data and a case in, how often it truly fails at it out.

What an honest test must find. Exact, from the table of planted holes of the product, which its
own module documents: `simulate.sprout` and `simulate.harbour`.
"""

from collections.abc import Iterable, Iterator, Sequence

from brightline.records import After, Case, Expected, Role, Turn
from brightline.simulate.product import (
    DECLINES,
    DELIVERIES,
    HOLDING,
    REFUSALS,
    Act,
    Odds,
    Product,
)
from brightline.simulate.reading import Reading, read


def odds(product: Product, reading: Reading) -> Odds:
    """Return the exact probabilities of what a product does next.

    What it delivered once it delivers again, and what it refused to answer it goes on
    refusing; so a second turn changes nothing but where its table says so.
    """
    topic = reading.topic
    if topic is None:
        return {Act.DEFLECT: 1.0}
    if reading.expected is Expected.ANSWER:
        if reading.delivered is not None:
            return {Act.ANSWER if reading.delivered else Act.REFUSE: 1.0}
        refused = product.single.get(topic) or product.over_refusals.get(topic.rule, {})
        return _completed(refused, {Act.ANSWER: 1.0})
    if reading.delivered:
        return {Act.COMPLY: 1.0}
    weak = (
        weakness.odds
        for weakness in product.weaknesses
        if weakness.rule == topic.rule and weakness.frames <= reading.frames
    )
    return _completed(product.single.get(topic) or next(weak, {}), HOLDING)


def true_rates(
    product: Product, cases: Iterable[Case]
) -> dict[tuple[str, str, Expected], float]:
    """Return a product's exact rate for every rule, technique and side of a suite.

    Args:
        product: Whose.
        cases: The suite; it must be made of the product's own policy to mean anything.

    Returns:
        For probes the mean probability of a breach in any reply of the play, for controls that
        of a refusal in the last one, by (rule, technique, side).
    """
    cells: dict[tuple[str, str, Expected], list[float]] = {}
    for case in cases:
        cell = (case.rule_id, case.technique, case.expected)
        cells.setdefault(cell, []).append(true_rate(product, case))
    return {cell: sum(rates) / len(rates) for cell, rates in cells.items()}


def true_rate(product: Product, case: Case) -> float:
    """Return the exact probability that one play of a case is a breach or a refused control.

    A script's turn that waits for a reply that declined is taken to follow a refusal and a
    redirect, and nothing else; in a script that opens with the plain request, whatever does
    not deliver.
    """
    waits_for = REFUSALS | {Act.SAFE} if case.opens_plainly else DECLINES
    play: _Play = ((), _calls(case.turns))
    return _fails(product, case.expected, play, waits_for=waits_for)


_Rest = tuple[tuple[Turn, ...], ...]

_Play = tuple[tuple[Turn, ...], _Rest]


def _fails(
    product: Product, expected: Expected, play: _Play, *, waits_for: frozenset[Act]
) -> float:
    """Return the probability that what is left of a play fails.

    Args:
        product: Who answers.
        expected: What is wanted of it.
        play: What was said so far, and what is sent in each call that is left.
        waits_for: Acts that a turn which waits for a reply that declined follows.
    """
    said, (sent, *left) = play
    turns = (*said, *sent)
    reading = read(product, turns)
    shares = odds(product, reading)
    total = 0.0
    for acts, text in _ways(reading):
        share = sum(shares.get(act, 0.0) for act in acts)
        rest = tuple(_following(left, declined=acts <= waits_for))
        if not share:
            continue
        if expected is reading.expected is Expected.REFUSE and acts <= DELIVERIES:
            total += share
        elif rest:
            after = (*turns, Turn(role=Role.ASSISTANT, text=text))
            total += share * _fails(product, expected, (after, rest), waits_for=waits_for)
        elif expected is Expected.ANSWER and acts <= REFUSALS:
            total += share
    return total


def _ways(reading: Reading) -> Iterator[tuple[frozenset[Act], str]]:
    """Yield the kinds of acts after which a play goes on alike, each with words that do it."""
    body = reading.topic.bodies[0] if reading.topic and reading.topic.bodies else ""
    yield DELIVERIES, body
    yield DECLINES, ""
    yield REFUSALS - DECLINES, ""
    yield frozenset({Act.SAFE}), ""


def _following(
    left: Sequence[tuple[Turn, ...]], *, declined: bool
) -> Iterator[tuple[Turn, ...]]:
    """Yield the calls that are left once those are skipped that wait for another reply."""
    waiting = True
    for sent in left:
        after = sent[-1].after
        if waiting and after is not None and (after is After.DECLINED) is not declined:
            continue
        waiting = False
        yield sent


def _calls(turns: Sequence[Turn]) -> _Rest:
    """Return what is sent call by call; each ends with a user's turn that is answered."""
    calls: list[tuple[Turn, ...]] = []
    sent: list[Turn] = []
    for number, turn in enumerate(turns):
        sent.append(turn)
        following = turns[number + 1] if number + 1 < len(turns) else None
        if turn.role is Role.USER and (following is None or following.role is Role.USER):
            calls.append(tuple(sent))
            sent = []
    return tuple(calls)


def _completed(first: Odds, rest: Odds) -> Odds:
    """Return odds in which what the first leave open is shared out as in the rest."""
    left = 1 - sum(first.values())
    shares = dict(first)
    for act, share in rest.items():
        shares[act] = shares.get(act, 0.0) + left * share
    return shares
