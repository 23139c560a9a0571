"""Names are taken out by whoever looks, wherever that is, and in the same way."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from logged import exchanges
from named import pipeline
from spreading import left_by, order_of

from brightline.errors import UsageError
from brightline.pipeline.watch.engine.children import do_here
from brightline.pipeline.watch.engine.crew import Crew
from brightline.pipeline.watch.scanning import ScanOrder
from brightline.watch.redact.names import Names, names_by


class Here:
    """An engine in this process."""

    cores = 1

    def run(self, tasks: Sequence[bytes]) -> Iterator[tuple[int, bytes | None]]:
        yield from ((at, do_here(task)) for at, task in enumerate(tasks))


@pytest.fixture
def order(tmp_path: Path) -> ScanOrder:
    """A scan of a log in whose every line somebody is named."""
    log = tmp_path / "log.jsonl"
    lines = (
        line | {"reply": f"Hello Ada Brink. {line.get('reply')}"}
        for line in exchanges(40, seed=3)
    )
    log.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    names = names_by(pipeline(tmp_path / "model"))
    return order_of(tmp_path, [str(log)], names=(names,))


def test_children_and_workers_take_out_what_one_process_does(
    order: ScanOrder, tmp_path: Path
) -> None:
    alone = left_by(order, tmp_path)
    with Crew(2) as crew:
        by_children = left_by(order, tmp_path, crew)

    assert "Hello [name " in alone.kept
    assert "Brink" not in alone.kept
    assert by_children == alone == left_by(order, tmp_path, Here())
    assert "Brink" in left_by(replace(order, names=()), tmp_path).kept


def test_a_worker_that_lacks_the_pipeline_is_said(order: ScanOrder, tmp_path: Path) -> None:
    [names] = order.names
    for told, slug in (
        (names.spec._replace(model="there_is_none"), "names-missing"),
        (names.spec._replace(id="en_known 9"), "engine-differs"),
    ):
        elsewhere = Names(names._pipeline, told)

        with pytest.raises(UsageError) as error:
            left_by(replace(order, names=(elsewhere,)), tmp_path, Here())

        assert error.value.slug == slug
