"""Find what an AI product should have refused and didn't.

    import brightline as bl

    policy = bl.load_policy("policy.yaml")
    summary = bl.check(policy, answer)  # answer: messages in, text out; or a URL, or a target

Everything loads when it is first used, so that importing brightline stays fast.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brightline.errors import BrightlineError as BrightlineError
    from brightline.load.policy import load_policy as load_policy
    from brightline.measure.rates import (
        interval as interval,
        lower_bound as lower_bound,
        upper_bound as upper_bound,
    )
    from brightline.pipeline.library import acheck as acheck, check as check, judge as judge
    from brightline.records import (
        Case as Case,
        Exchange as Exchange,
        Expected as Expected,
        Gate as Gate,
        Judgement as Judgement,
        Policy as Policy,
        Question as Question,
        Rate as Rate,
        Reply as Reply,
        Rule as Rule,
        Summary as Summary,
        Turn as Turn,
        Verdict as Verdict,
    )

_PLACES = {
    "BrightlineError": "brightline.errors",
    "load_policy": "brightline.load.policy",
    "interval": "brightline.measure.rates",
    "lower_bound": "brightline.measure.rates",
    "upper_bound": "brightline.measure.rates",
    "acheck": "brightline.pipeline.library",
    "check": "brightline.pipeline.library",
    "judge": "brightline.pipeline.library",
} | dict.fromkeys(
    (
        *("Case", "Exchange", "Expected", "Gate", "Judgement", "Policy", "Question", "Rate"),
        *("Reply", "Rule", "Summary", "Turn", "Verdict"),
    ),
    "brightline.records",
)
"""Where each public name lives."""

__all__ = [  # noqa: PLE0604, RUF100 - kept in step with _PLACES by a test
    "BrightlineError",
    "Case",
    "Exchange",
    "Expected",
    "Gate",
    "Judgement",
    "Policy",
    "Question",
    "Rate",
    "Reply",
    "Rule",
    "Summary",
    "Turn",
    "Verdict",
    "acheck",
    "check",
    "interval",
    "judge",
    "load_policy",
    "lower_bound",
    "upper_bound",
]


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module 'brightline' has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return __all__


class _Callable(ModuleType):
    """A subpackage that is also the public function of its name."""

    def __call__(self, *args: object, **options: object) -> object:
        name = self.__name__.rpartition(".")[2]
        return getattr(import_module(_PLACES[name]), name)(*args, **options)


class _Package(ModuleType):
    """Keeps `bl.judge` a function when something imports the subpackage of that name."""

    def __setattr__(self, name: str, value: object) -> None:
        if name in _PLACES and isinstance(value, ModuleType):
            value.__class__ = _Callable
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
