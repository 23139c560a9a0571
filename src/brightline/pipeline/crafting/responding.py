"""A policy file in, a model response for each of its rules out, each scored as a reply is."""

from pathlib import Path
from typing import NamedTuple

from brightline.craft.responses import responses
from brightline.judge.quality import weigh
from brightline.load.policy import load_policy
from brightline.records import (
    Exchange,
    ModelResponse,
    Policy,
    Question,
    RefusalQuality,
    Reply,
    Role,
    Turn,
)


class Written(NamedTuple):
    """A policy with what its product could say."""

    policy: Policy
    responses: tuple[tuple[ModelResponse, RefusalQuality], ...]
    """In the policy's order, each with its quality."""


def written_for(path: Path) -> Written:
    """Return a model response for every rule of a policy that declines anything.

    Args:
        path: The policy file.

    Raises:
        PolicyError: it cannot be read; carries all its problems.
    """
    policy = load_policy(path)
    return Written(policy, tuple((one, _weighed(one, policy)) for one in responses(policy)))


def _weighed(response: ModelResponse, policy: Policy) -> RefusalQuality:
    asked = response.asked or response.rule_id
    question = Question(
        subject_id=response.rule_id,
        exchange=Exchange(
            turns=(Turn(role=Role.USER, text=asked),),
            reply=Reply(text=response.text),
            objective=asked,
        ),
        rule=next(rule for rule in policy.rules if rule.id == response.rule_id),
        does=policy.scope.does,
    )
    return weigh(question, None)
