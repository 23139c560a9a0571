"""A judge and a policy in, why it cannot be asked out: found before anybody sends anything."""

import anyio

from brightline.errors import JudgeError
from brightline.judge.cascade import models_of
from brightline.ports import Judge
from brightline.records import Exchange, Gap, Policy, Question, Reply, Role, Stance, Turn

TRY_S = 20.0
"""Seconds that it may take."""


async def try_judge(judge: Judge, policy: Policy) -> str:
    """Ask a judge one question, each of its models too; return why it failed, else nothing.

    Raises:
        ConfigurationError: it can never be asked as configured.
    """
    rule = next((one for one in policy.rules if one.stance is not Stance.ALLOW), None)
    if rule is None:
        return ""
    hello = Exchange(
        turns=(Turn(role=Role.USER, text="Hello!"),),
        reply=Reply(text="Hello! How can I help?", stop="stop"),
    )
    question = Question(subject_id="first", exchange=hello, rule=rule, does=policy.scope.does)
    try:
        with anyio.fail_after(TRY_S):
            for one in models_of(judge) or (judge,):
                [said] = await one.judge([question])
                if said.gap is Gap.JUDGE_ERROR:
                    return said.reason
    except JudgeError as error:
        return error.message
    except TimeoutError:
        return f"it did not answer within {TRY_S:.0f} s"
    return ""
