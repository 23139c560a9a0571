"""docs/watch.md: what stands there of `watch serve` is what it does."""

import json
import re
import shlex
from pathlib import Path

import yaml
from served import serving

from brightline.records import Alert
from brightline.watch.metrics import Numbers, exposition

DOC = (Path(__file__).parents[3] / "docs" / "watch.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind} serve\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_command_says_what_stands_there(tmp_path: Path) -> None:
    words = shlex.split(block("sh"))[3:]
    with serving(tmp_path, *words) as served:
        said = [served.process.stdout.readline() for _ in range(6)]  # type: ignore[union-attr]

    first, *rest = block("text").replace("4318", str(served.port)).splitlines(keepends=True)
    assert said == rest
    assert first.startswith("listening at http://127.0.0.1:")


def test_the_numbers_are_those_that_prometheus_gets() -> None:
    every = Numbers(last_age_s=1.0, estimate=0.01, ceiling=0.02)
    names = re.findall(
        r"^# HELP brightline_watch_(\w+)", exposition(every).decode(), re.MULTILINE
    )
    rows = re.findall(r"^\| `.*`", DOC.partition("### Numbers")[2], re.MULTILINE)

    told = {name for row in rows for name in re.findall(r"`([a-z_]+)(?:{\w+})?`", row)}
    assert told - {"judged", "failed"} == set(names)


def test_the_alert_is_one() -> None:
    told = block("json")

    assert json.loads(Alert.model_validate_json(told).model_dump_json()) == json.loads(told)


def test_the_collector_sends_where_it_listens() -> None:
    found = yaml.safe_load(block("yaml"))

    for pipeline in found["service"]["pipelines"].values():
        for name in pipeline["exporters"]:
            assert found["exporters"][name]["endpoint"] == "http://127.0.0.1:4318"
        assert set(pipeline["processors"]) <= found["processors"].keys()
