"""An alert reaches a webhook, Slack's or a program, and a failure is said without secrets."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hearer import hearing

from brightline.errors import UsageError
from brightline.records import Alert, AlertKind
from brightline.watch.alerting import Command, Slack, Webhook
from brightline.watch.posting import NotSentError

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ALERT = Alert(
    id="a-1",
    kind=AlertKind.RULE,
    text="Pip: a rule is broken",
    product="Pip",
    scan="s1",
    rule="pillow-fights",
    severity="high",
    at=NOW,
    rung_at=NOW,
    flagged=5,
    heard=90,
    accepted=0.02,
    value=12_345.0,
    see="brightline watch s1",
)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_a_webhook_gets_json_with_an_id_to_drop_repeats_by() -> None:
    with hearing() as there:
        await Webhook(there.url).send(ALERT)

    [told] = there.heard()
    assert Alert.model_validate_json(json.dumps(told)) == ALERT
    assert there.headers[0]["Idempotency-Key"] == "a-1"
    assert there.paths == ["/hook/s3cret"]


async def test_slack_gets_a_line() -> None:
    with hearing() as there:
        await Slack(there.url).send(ALERT)

    assert there.heard() == [{"text": "Pip: a rule is broken [a-1]"}]


async def test_a_program_finds_it_on_its_standard_input(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    code = f"import sys, pathlib; pathlib.Path({str(out)!r}).write_text(sys.stdin.read())"

    await Command(f'{sys.executable} -c "{code}"').send(ALERT)

    assert out.read_text().endswith("}\n")
    assert json.loads(out.read_text())["rule"] == "pillow-fights"


async def test_one_that_does_not_take_it_is_named_without_its_secret() -> None:
    with hearing() as there:
        there.answers = [500]
        with pytest.raises(NotSentError) as failed:
            await Webhook(there.url).send(ALERT)
    with pytest.raises(NotSentError) as gone:
        await Webhook(there.url).send(ALERT)

    assert failed.value.message == "127.0.0.1 answered 500"
    assert "s3cret" not in str(failed.value) + str(gone.value)


async def test_a_program_that_fails_is_said() -> None:
    with pytest.raises(NotSentError):
        await Command(f"{sys.executable} -c 'exit(3)'").send(ALERT)


@pytest.mark.parametrize("url", ["", "ftp://x/y", "chat.acme.org", "http://", "http://[x"])
def test_what_is_no_address_is_refused_and_not_shown(url: str) -> None:
    for channel in (Webhook, Slack):
        with pytest.raises(UsageError) as refused:
            channel(url)
        assert not url or url not in str(refused.value)


@pytest.mark.parametrize("command", ["", "  ", "say 'hello", "no-such-program-here -x"])
def test_what_is_no_command_is_refused(command: str) -> None:
    with pytest.raises(UsageError):
        Command(command)


def test_another_address_is_another_channel() -> None:
    one, other = Webhook("https://a.example/1"), Webhook("https://a.example/2")

    assert one.key != other.key
    assert one.key == Webhook("https://a.example/1").key
