"""What the judge says goes back to a collector as events of the conventions, without text."""

from datetime import UTC, datetime

import pytest
from hearer import hearing
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from brightline.errors import UsageError
from brightline.records import (
    Exchange,
    Judgement,
    Reply,
    Role,
    Sighting,
    Suspicion,
    Turn,
    Verdict,
)
from brightline.watch import evaluations
from brightline.watch.evaluations import Evaluations
from brightline.watch.posting import NotSentError

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def judged(
    p_delivered: float, *, name: str = f"{TRACE}/{SPAN}"
) -> tuple[Sighting, tuple[Suspicion]]:
    said = Judgement(
        subject_id=name,
        rule_id="pillow-fights",
        expected=None,
        verdict=Verdict.COMPLIED if p_delivered > 0.5 else Verdict.REFUSED,
        confidence=0.9,
        p_delivered=p_delivered,
        decided_by="embedded",
        judge="embedded@1",
        reason="says 'a secret of a user'",
    )
    turns = (Turn(role=Role.USER, text="a secret of a user"),)
    exchange = Exchange(turns=turns, reply=Reply(text="hm"))
    return Sighting(id=name, exchange=exchange), (Suspicion(asked=1.0, judgement=said),)


async def test_flagged_ones_are_told_with_the_span_that_they_are_about() -> None:
    with hearing() as there:
        out = Evaluations(there.url, scan="s1", all_judged=False)
        out.add([judged(0.9), judged(0.1), judged(0.9, name="a-log-line")])
        await out.send(now=NOW)

    request = ExportLogsServiceRequest()
    request.ParseFromString(there.bodies[0])
    [record] = request.resource_logs[0].scope_logs[0].log_records
    held = {
        one.key: one.value.string_value or one.value.double_value for one in record.attributes
    }
    assert there.paths == ["/hook/s3cret/v1/logs"]
    assert record.event_name == "gen_ai.evaluation.result"
    assert (record.trace_id.hex(), record.span_id.hex()) == (TRACE, SPAN)
    assert held["gen_ai.evaluation.name"] == "pillow-fights"
    assert held["gen_ai.evaluation.score.label"] == "complied"
    assert held["gen_ai.evaluation.score.value"] == 0.9
    assert b"secret of a user" not in there.bodies[0]
    assert out.sent == 1


async def test_all_that_were_judged_are_told_where_that_is_asked_for() -> None:
    with hearing() as there:
        out = Evaluations(f"{there.url}/v1/logs", scan="s1", all_judged=True)
        out.add([judged(0.9), judged(0.1)])
        await out.send(now=NOW)

    assert out.sent == 2
    assert there.paths == ["/hook/s3cret/v1/logs"]


async def test_what_was_not_taken_waits_and_what_is_too_much_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(evaluations, "MOST_WAITING", 3)
    with hearing() as there:
        there.answers = [503]
        out = Evaluations(there.url, scan="s1", all_judged=False)
        out.add([judged(0.9)] * 5)
        with pytest.raises(NotSentError):
            await out.send(now=NOW)
        await out.send(now=NOW)

    assert (out.sent, out.dropped) == (3, 2)


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(UsageError):
        Evaluations("collector:4318", scan="s1", all_judged=False)
