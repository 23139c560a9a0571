"""A case in, the turns that are sent and the places where the product answers out."""

from itertools import takewhile
from typing import NamedTuple

from brightline.errors import ConfigurationError, InternalError
from brightline.records import After, Case, Role, Turn


class Step(NamedTuple):
    """What is added to a conversation before one call."""

    turns: tuple[Turn, ...]
    """The last is the user's."""

    def follows(self, *, declined: bool) -> bool:
        """Tell whether it is sent after a reply that declined, or that did not."""
        after = self.turns[-1].after
        return after is None or (after is After.DECLINED) is declined


class Script(NamedTuple):
    """A case, made ready to play."""

    system: tuple[Turn, ...]
    """At most one: the system prompt and the case's own leading system turns, joined."""
    steps: tuple[Step, ...]


def script_of(case: Case, *, system_prompt: str | None, takes_system: bool) -> Script:
    """Return what is played of a case.

    A user turn that another user turn follows, or none, is answered for real.  An assistant's
    turn that we wrote is kept and marked.

    Args:
        case: What to play.
        system_prompt: Comes before the case's own system turns; None or empty adds nothing.
        takes_system: Whether the target takes a system turn.

    Raises:
        ConfigurationError: the case needs the operator's word, and the target takes none.
        InternalError: the case does not begin and end with a user's turn that is always sent.
    """
    leading = list(takewhile(lambda turn: turn.role is Role.SYSTEM, case.turns))
    if leading and not takes_system:
        raise ConfigurationError(
            f"case {case.id} needs a system turn, and the target takes none",
            slug="case-needs-system",
            hint="Run with --system-prompt send, or leave the rule out with --rule.",
        )
    texts = [system_prompt] if system_prompt and takes_system else []
    texts += [turn.text for turn in leading]
    system = (Turn(role=Role.SYSTEM, text="\n\n".join(texts)),) if texts else ()
    return Script(system=system, steps=_steps(case, case.turns[len(leading) :]))


def _steps(case: Case, turns: tuple[Turn, ...]) -> tuple[Step, ...]:
    steps: list[Step] = []
    waiting: list[Turn] = []
    for index, turn in enumerate(turns):
        waiting.append(_marked(turn))
        following = turns[index + 1].role if index + 1 < len(turns) else Role.USER
        if turn.role is Role.USER and following is Role.USER:
            steps.append(Step(tuple(waiting)))
            waiting = []
    if waiting or not steps:
        raise InternalError(
            f"case {case.id} does not end with a user's turn", slug="case-without-question"
        )
    if steps[0].turns[-1].after or steps[-1].turns[-1].after:
        raise InternalError(
            f"case {case.id} does not begin and end with turns that are always sent",
            slug="case-without-question",
        )
    return tuple(steps)


def _marked(turn: Turn) -> Turn:
    if turn.role is Role.ASSISTANT and not turn.scripted:
        return Turn(role=turn.role, text=turn.text, scripted=True)
    return turn
