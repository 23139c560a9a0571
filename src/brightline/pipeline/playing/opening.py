"""An order in, what repeats its run out."""

from datetime import datetime

from brightline.judge.calibrated import calibration_of
from brightline.pipeline.planning.order import Order
from brightline.pipeline.planning.plan import digest_of
from brightline.records import SCHEMA_VERSION, Provenance, digest


def provenance_of(order: Order, *, run_id: str, now: datetime) -> Provenance:
    """Return what is needed to repeat a run of this order."""
    return Provenance(
        run_id=run_id,
        started_at=now,
        brightline_version=order.version,
        schema_version=SCHEMA_VERSION,
        policy_digest=digest_of(order.plan.selection.policy),
        suite_digest=_suite_digest(order),
        target=order.target.name,
        judge=order.judge.id,
        calibration=calibration_of(order.judge),
        trials=order.plan.trials,
        seed=order.seed,
        command=order.command,
    )


def _suite_digest(order: Order) -> str:
    """Return the digest of what is played: an adaptive run goes on with no other."""
    plain = order.plan.suite_digest
    return digest(f"{plain}/adaptive") if order.plan.selection.adaptive else plain
