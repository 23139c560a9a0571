"""Sprout's policy in, its true rates out."""

from collections.abc import Iterator
from pathlib import Path

from brightline.load.policy import load_policy
from brightline.pipeline.plan import Selection, make_plan
from brightline.plugins import find_techniques
from brightline.simulate.truth import true_rates


def truth_of(policy: Path) -> Iterator[tuple[str, str, str, float]]:
    """Yield rule, technique, `refuse` or `answer`, and Sprout's true rate of failing at it.

    Raises:
        PolicyError: the policy file is wrong.
    """
    selection = Selection(policy=load_policy(policy), techniques=find_techniques("smoke"))
    cases = list(make_plan(selection, trials=1, card=None).cases())
    for (rule, technique, expected), share in true_rates(cases).items():
        yield rule, technique, expected.value, share
