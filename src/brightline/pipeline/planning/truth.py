"""A policy and the simulated product that it is of in, the product's true rates out."""

from collections.abc import Iterator
from pathlib import Path

from brightline.load.policy import load_policy
from brightline.pipeline.planning.plan import Selection, make_plan
from brightline.plugins import find_techniques
from brightline.records import Role, Turn
from brightline.simulate.products import PRODUCTS
from brightline.simulate.truth import true_rates


def truth_of(
    policy: Path, *, product: str, suite: str
) -> Iterator[tuple[str, str, str, float]]:
    """Yield rule, technique, `refuse` or `answer`, and the true rate of failing at it.

    Args:
        policy: The product's own policy; another has no meaning here.
        product: Name of the simulated product.
        suite: Name of a set of techniques.

    Raises:
        PolicyError: the policy file is wrong.
    """
    loaded = load_policy(policy)
    selection = Selection(policy=loaded, techniques=find_techniques(suite))
    cases = list(make_plan(selection, trials=1, card=None).cases())
    prompt = Turn(role=Role.SYSTEM, text=loaded.system_prompt or "")
    served = PRODUCTS[product].heeding([prompt])
    for (rule, technique, expected), share in true_rates(served, cases).items():
        yield rule, technique, expected.value, share
