"""Python objects in, summaries and judgements out: what `import brightline` offers."""

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

import anyio

from brightline.pipeline.check import check as run_check
from brightline.pipeline.evidence.judging import ask_once
from brightline.pipeline.judges import JudgeWish, pick_judge
from brightline.pipeline.planning.order import Order
from brightline.pipeline.planning.plan import Selection, make_plan
from brightline.plugins import (
    find_judge,
    find_own_suite,
    find_target,
    find_techniques,
    fitted,
)
from brightline.ports import Target
from brightline.records import Judgement, Policy, Question, Summary, TargetOptions
from brightline.run.settings import RunSettings
from brightline.store import open_store
from brightline.targets.python import PythonTarget

Answer = Callable[..., object] | str | Target
"""A callable (messages in, text out, sync or async), a target's specification, or a target."""


def check(  # noqa: PLR0913 - the options of acheck, one by one, so that editors show them
    policy: Policy,
    answer: Answer,
    *,
    model: str | None = None,
    suite: str = "smoke",
    trials: int | None = None,
    at_once: int = 16,
    store: str | None = None,
) -> Summary:
    """Play a policy against a product and return what was measured.

    Must be called outside an event loop; `acheck` is the same inside one, and tells what the
    arguments are.

    Raises:
        ConfigurationError: the product cannot be reached, or the suite cannot fail.
    """
    return anyio.run(
        partial(
            acheck,
            policy,
            answer,
            model=model,
            suite=suite,
            trials=trials,
            at_once=at_once,
            store=store,
        )
    )


async def acheck(  # noqa: PLR0913 - as many as a user may want to set
    policy: Policy,
    answer: Answer,
    *,
    model: str | None = None,
    suite: str = "smoke",
    trials: int | None = None,
    at_once: int = 16,
    store: str | None = None,
) -> Summary:
    """Play a policy against a product and return what was measured.

    Args:
        policy: What the product must refuse and must answer.
        answer: The product.
        model: Model to ask for, where `answer` is a specification.
        suite: Named set of techniques.
        trials: Plays of each case; None takes the fewest with which every rule can hold.
        at_once: Calls in flight at most.
        store: Database to keep the run in; None keeps nothing.

    Raises:
        ConfigurationError: the product cannot be reached, or the suite cannot fail.
    """
    target = _target(answer, model)
    judge = find_judge("embedded")
    selection = Selection(
        policy=fitted(policy, suite, seed=0),
        techniques=find_techniques(suite),
        own=find_own_suite(suite),
        sends_system=target.takes_system,
        takes_turns=target.takes_turns,
        takes_history=target.takes_history,
    )
    order = Order(
        plan=make_plan(selection, trials=trials, card=judge.card),
        target=target,
        judge=judge,
        settings=RunSettings(system_prompt=policy.system_prompt, at_once=at_once),
        seed=None,
        version=version("brightline"),
        command="brightline.check(policy, answer)",
    )
    with (
        TemporaryDirectory(prefix="brightline-") as folder,
        open_store(store or str(Path(folder) / "run.db")) as opened,
    ):
        outcome = await run_check(
            order,
            opened,
            run_id=new_run_id(datetime.now(UTC)),
            now=datetime.now(UTC),
            stop=anyio.Event(),
            tell=lambda _: None,
        )
    return outcome.report.summary


def judge(
    questions: Iterable[Question], *, name: str = "embedded", model: str | None = None
) -> Sequence[Judgement]:
    """Judge exchanges; calls no product.

    Args:
        questions: What is judged, under which rule.
        name: Who judges, as --judge has it: an installed judge, a judge.yaml, or a model.
        model: Model to ask for, where `name` is an address.

    Raises:
        UsageError: the name is no judge's.
        ConfigurationError: the judge's model cannot be asked; nothing was judged.
    """
    wish = JudgeWish(spec=name, model=model, environment=dict(os.environ))
    return anyio.run(ask_once, pick_judge(wish), list(questions))


def new_run_id(now: datetime) -> str:
    """Return an id that sorts by time and does not meet another of the same second."""
    return f"{now:%Y%m%d-%H%M%S}-{token_hex(2)}"


def _target(answer: Answer, model: str | None) -> Target:
    if isinstance(answer, str):
        return find_target(answer, TargetOptions(model=model, environment=dict(os.environ)))
    if callable(answer):
        return PythonTarget(answer)
    return answer
