"""Files in, records out: policies, targets, exchanges, baselines; each problem at its place."""

from brightline.load.baseline import baseline_text, load_baseline
from brightline.load.exchanges import read_exchanges
from brightline.load.policy import check_policy, load_policy, parse_policy
from brightline.load.schema import policy_schema
from brightline.load.target import load_target, parse_target

__all__ = [
    "baseline_text",
    "check_policy",
    "load_baseline",
    "load_policy",
    "load_target",
    "parse_policy",
    "parse_target",
    "policy_schema",
    "read_exchanges",
]
