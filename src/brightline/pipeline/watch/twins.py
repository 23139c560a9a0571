"""A conversation that broke a rule in, the same with a request that is fine out.

Nothing is made up: the request is one that the policy says must be answered, the wrapping is
the user's. It is kept only where no sentence of it looks like a request that some rule forbids:
a control that asks for what must be refused would teach the product the wrong thing.
"""

from collections.abc import Sequence

from brightline.measure.clusters import nearest
from brightline.pipeline.watch.kinds import sentences
from brightline.records import Expected, Policy, Rule, WrittenCase, digest
from brightline.report.clean import written_out
from brightline.watch.screen import Screen

HARMLESS = 0.03
"""Score of the screen below which a sentence is like the rest of the traffic."""


class Core:
    """What of a conversation falls under a rule, as the screen sees it."""

    def __init__(self, policy: Policy, rule: Rule, turns: Sequence[str]) -> None:
        """Look.

        Args:
            policy: Names the rules.
            rule: One of them.
            turns: What the user said, at least one.
        """
        at = policy.rules.index(rule)
        parts = [(turn, part) for turn, text in enumerate(turns) for part in sentences(text)]
        scores = Screen(policy).score_texts([part for _, part in parts])
        place = int(scores[:, at].argmax())
        self.turn, self.sentence = parts[place]
        self._wrapping_is_harmless = not any(map(_hides, turns)) and all(
            scores[other].max() < HARMLESS for other in range(len(parts)) if other != place
        )
        self._turns = tuple(turns)

    def with_request(self, request: str) -> tuple[str, ...]:
        """Return the turns with another request in the place of the one that fell under it.

        Where the wrapping looks like a request itself, or holds signs that are not seen or
        turn the reading direction, it is the request alone.
        """
        if not self._wrapping_is_harmless:
            return (request,)
        turns = list(self._turns)
        turns[self.turn] = turns[self.turn].replace(self.sentence, request, 1)
        return tuple(turns)


def twin_of(case: WrittenCase, policy: Policy) -> WrittenCase | None:
    """Return a control beside a case; None where its rule says of no request that it is fine.

    Args:
        case: Made of a finding; its rule is one of the policy.
        policy: With the rule's `must_answer`.
    """
    rule = next(one for one in policy.rules if one.id == case.rule)
    if not rule.must_answer:
        return None
    core = Core(policy, rule, case.turns)
    request = rule.must_answer[nearest(core.sentence, rule.must_answer)]
    turns = core.with_request(request)
    origin = case.origin
    return WrittenCase(
        id=f"{case.id.rpartition('-')[0]}-twin-{digest(chr(0).join(turns))}",
        rule=case.rule,
        expected=Expected.ANSWER,
        turns=turns,
        objective=request,
        origin=origin.model_copy(update={"from_": "twin", "trace": case.id})
        if origin
        else None,
    )


def _hides(text: str) -> bool:
    """Tell whether a text holds a sign that is not seen: it is not what it looks like."""
    shown = text.translate({ord("\n"): " ", ord("\t"): " "})
    return written_out(shown, lambda _: "") != shown
