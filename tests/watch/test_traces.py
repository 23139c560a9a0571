"""What belongs to one trace is read together, and nothing waits for ever."""

from spans import CHAT, GENERATIONS, export, span

from brightline.records import Sighting
from brightline.watch.otlp import read_export
from brightline.watch.traces import Traces


def call(trace: int) -> dict[str, object]:
    held = {**CHAT, "gen_ai.prompt": f"May I eat {trace}?", "gen_ai.completion": "No."}
    return {**span(held), "traceId": f"{trace:032x}"}


def test_no_call_is_lost_and_none_is_read_twice() -> None:
    traces = Traces(most=10)

    found = [
        one for trace in range(100) for one in traces.add(*read_export(export(call(trace))))
    ]
    held = len(found)
    found += traces.rest()

    assert held == 90
    assert [one.id[:32] for one in found] == [f"{trace:032x}" for trace in range(100)]
    assert all(isinstance(one, Sighting) for one in found)


def test_a_trace_that_goes_on_waits_longer() -> None:
    traces = Traces(most=3)
    first, second = GENERATIONS["a log record for each message"]

    found = list(traces.add(*read_export(first)))
    found += traces.add(*read_export(export(call(1), call(2))))
    found += traces.add(*read_export(second))
    found += traces.rest()

    assert sum(isinstance(one, Sighting) for one in found) == 3


def test_one_trace_larger_than_all_that_may_wait_is_read_whole() -> None:
    traces = Traces(most=2)
    calls = [{**call(1), "spanId": f"{n:016x}"} for n in range(20)]

    found = list(traces.add(*read_export(export(*calls))))

    assert found == []
    assert len(list(traces.rest())) == 20
