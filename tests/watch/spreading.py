"""What tests of engines share: the same scan with and without one, and all that it leaves."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from logged import POLICY

from brightline.load.policy import load_policy
from brightline.pipeline.judges import JudgeWish, pick_judge
from brightline.pipeline.watch.engine.crew import Crew
from brightline.pipeline.watch.engine.spread import Engine, scan_here, scan_spread
from brightline.pipeline.watch.scanning import Scanned, ScanOrder, Telling, scan_files
from brightline.pipeline.watch.stopping import Stop
from brightline.records import DayCount, LogShape
from brightline.store import open_watch


class Left(NamedTuple):
    """All that a scan leaves, but when and under which name."""

    scan: str
    days: str
    kept: str
    alarms: str
    missed: str
    shapes: tuple[str, ...]
    problems: tuple[str, ...]
    counts: tuple[DayCount, ...]

    @property
    def seen(self) -> int:
        return sum(one.seen for one in self.counts)

    @property
    def failed(self) -> int:
        return sum(one.failed for one in self.counts)

    def skipped(self, why: str) -> int:
        return sum(one.skipped.get(why, 0) for one in self.counts)


def order_of(folder: Path, sources: Sequence[str], **more: Any) -> ScanOrder:  # noqa: ANN401 - fields of it
    path = folder / "policy.yaml"
    path.write_text(POLICY, encoding="utf-8")
    plain = ScanOrder(
        sources=tuple(sources),
        policy=load_policy(path),
        policy_file=str(path),
        judge=pick_judge(JudgeWish()),
        judge_spec="embedded",
        salt=b"the salt of a test of the engine",
    )
    return replace(plain, **more)


def left_by(
    order: ScanOrder,
    folder: Path,
    engine: Engine | Crew | None = None,
    *,
    stop: Stop | None = None,
) -> Left:
    """Scan into a store of its own, and return what is in it then."""
    shapes: list[str] = []
    problems: list[str] = []

    def shape(path: str, found: LogShape) -> None:
        shapes.append(f"{path} {found.name}")

    telling = Telling(shape=shape, problem=problems.append, looked=lambda: None)
    url = f"sqlite:///{folder / f'{type(engine).__name__}-{len(list(folder.iterdir()))}.db'}"
    with open_watch(url) as store:
        if engine is None:
            done = scan_files(order, store, telling=telling, stop=stop or Stop())
        else:
            spread = (
                partial(scan_here, engine)
                if isinstance(engine, Crew)
                else partial(scan_spread, engine)
            )
            done = spread(order, store, telling=telling, stop=stop or Stop())
        days = store.days(done.scan.id)
        kept = sorted(one.model_dump_json() for one in store.specimens(done.scan.id))
        rung = [one.model_dump(exclude={"rung_at"}) for one in store.alarms(done.scan.id)]
    return Left(
        scan=_plain(done),
        days=json.dumps([one.model_dump(mode="json") for one in days]),
        kept="\n".join(kept),
        alarms=repr(rung),
        missed=repr((done.missed, done.unjudged, done.why)),
        shapes=tuple(sorted(shapes)),
        problems=tuple(problems),
        counts=tuple(days),
    )


def _plain(done: Scanned) -> str:
    return done.scan.model_dump_json(exclude={"id", "started_at", "finished_at"})
