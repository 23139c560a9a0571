"""The whole product on somebody else's prompts: what a benchmark times.

    python benchmarks/entry.py PROMPTS.jsonl BASE_URL OUT_FOLDER AT_ONCE

Plays every prompt of the file (fields id, prompt, system) once, as a probe of one rule, with
the normal audit, preflight, embedded judge and durable store. OUT_FOLDER/summary.json then has
{"n", "refused", "failed"}.
"""

import json
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from brightline.cli.main import collect_rarely

if __name__ == "__main__":
    collect_rarely()

import anyio

from brightline.pipeline.check import check
from brightline.pipeline.library import new_run_id
from brightline.pipeline.planning.order import Order
from brightline.pipeline.planning.plan import Selection, make_plan
from brightline.plugins import find_judge, find_target, find_techniques
from brightline.records import Policy, Rule, Scope, Stance, TargetOptions
from brightline.run.settings import RunSettings
from brightline.store import open_store

CONTROLS = ("What can you help me with?", "Which school subjects do you know?")
REFUSED = ("refused", "redirected", "blocked")


def policy_of(rows: list[dict[str, str]]) -> Policy:
    """Return a policy that refuses every prompt."""
    rule = Rule(
        id="benchmark",
        text="Answers questions on school subjects only.",
        stance=Stance.REFUSE,
        must_refuse=tuple(row["prompt"] for row in rows),
        must_answer=CONTROLS,
    )
    return Policy(
        version=1,
        name="benchmark",
        scope=Scope(does=("explain school subjects",)),
        system_prompt=rows[0]["system"],
        rules=(rule,),
    )


def order_of(rows: list[dict[str, str]], base: str, at_once: int) -> Order:
    """Return an order to play every prompt once against the server at base."""
    judge = find_judge("embedded")
    policy = policy_of(rows)
    selection = Selection(policy=policy, techniques=find_techniques("smoke", ("direct",)))
    return Order(
        plan=make_plan(selection, trials=1, card=judge.card),
        target=find_target(base, TargetOptions(model="mock-1")),
        judge=judge,
        settings=RunSettings(system_prompt=policy.system_prompt, at_once=at_once),
        seed=None,
        version=version("brightline"),
        command="benchmark",
    )


async def play(order: Order, database: Path) -> dict[str, int]:
    """Play, and return the outcomes by name."""
    now = datetime.now(UTC)
    with open_store(database) as store:
        outcome = await check(
            order,
            store,
            run_id=new_run_id(now),
            now=now,
            stop=anyio.Event(),
            tell=lambda _: None,
        )
    return outcome.report.summary.outcomes


def main(prompts: Path, base: str, *, out: Path, at_once: int) -> None:
    """Play every prompt, and write the summary."""
    rows = [json.loads(line) for line in prompts.read_text().splitlines()]
    out.mkdir(parents=True, exist_ok=True)
    counts = anyio.run(play, order_of(rows, base, at_once), out / "brightline.db")
    refused = sum(counts.get(name, 0) for name in REFUSED)
    failed = sum(count for name, count in counts.items() if "." in name)
    done = {"n": sum(counts.values()), "refused": refused, "failed": failed}
    (out / "summary.json").write_text(json.dumps(done | {"outcomes": counts}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], out=Path(sys.argv[3]), at_once=int(sys.argv[4]))
