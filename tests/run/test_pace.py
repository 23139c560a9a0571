"""Rate limits: what a server asks for is kept, and what it allows is used."""
# ruff: noqa: ANN401, PLR0917 - fixtures are functions

from typing import Any

import anyio
import pytest

from brightline.errors import TargetError
from brightline.records import Conversation, Fault, Reply, TargetOptions
from brightline.run.halt import Halt, HaltedError
from brightline.run.pace import Pace
from brightline.run.rate import OPENING_S, START
from brightline.run.settings import RunSettings
from brightline.targets.openai import OpenAITarget


class Limited:
    """A server with a bucket of calls that fills at a rate."""

    def __init__(self, rate: float, burst: float, header: str, scale: float) -> None:
        self.rate, self.burst, self.left = rate, burst, burst
        self.header, self.scale = header, scale
        self.at: float | None = None
        self.first_at = self.last_at = 0.0
        self.served = self.refused = self.early = 0
        self.until = 0.0

    def __call__(self, now: float) -> tuple[int, dict[str, str]]:
        if self.at is None:
            self.at = self.first_at = now
        self.left = min(self.burst, self.left + (now - self.at) * self.rate)
        self.at = self.last_at = now
        self.early += now < self.until
        if self.left >= 1:
            self.left -= 1
            self.served += 1
            return 200, {}
        self.refused += 1
        wait = max(0.05, (1 - self.left) / self.rate)
        if self.header:
            self.until = now + wait
        return 429, {self.header: f"{wait * self.scale:.3f}"} if self.header else {}


@pytest.mark.parametrize(
    ("rate", "burst", "header", "scale"),
    [
        (50, 5, "retry-after", 1),
        (100, 20, "retry-after-ms", 1000),
        (200, 1, "retry-after", 1),
        (60, 60, "retry-after", 1),
    ],
)
async def test_a_limit_is_kept_and_used(
    rate: float,
    burst: float,
    header: str,
    scale: float,
    serving: Any,
    notebook: Any,
    make_plan: Any,
    run_plan: Any,
) -> None:
    plays = 150
    server = Limited(rate, burst, header, scale)

    async with serving(server) as base:
        target = OpenAITarget.from_spec(base, TargetOptions())
        ending = await run_plan(make_plan(plays), target, notebook, at_once=16)
        await target.aclose()

    assert ending.reason == "completed"
    assert server.served == plays, "each play got its reply"
    assert ending.retries <= plays, "a client that does not slow down asks many times as often"


@pytest.mark.parametrize("after", ["0.1", "0.05"])
async def test_nobody_sends_before_the_time_that_one_was_told(
    after: str, serving: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    until, early, asked = 0.0, 0, 0
    told: list[float | None] = []

    def respond(now: float) -> tuple[int, dict[str, str]]:
        nonlocal until, early, asked
        asked += 1
        early += now < until
        if asked in {3, 5, 9}:
            until = now + float(after)
            return 429, {"retry-after": after}
        return 200, {}

    async with serving(respond) as base:
        target = OpenAITarget.from_spec(base, TargetOptions())
        # One at a time: what is under way when the answer comes cannot be called back.
        ending = await run_plan(make_plan(20), target, notebook, at_once=1, limited=told.append)
        await target.aclose()

    assert (early, ending.reason, ending.retries) == (0, "completed", 3)
    assert told == [float(after)] * 3, "a person hears of each"


@pytest.mark.parametrize("after", [1e9, 301.0])
async def test_a_wait_that_is_too_long_ends_the_run_instead(
    after: float, scripted: Any, notebook: Any, make_plan: Any, run_plan: Any
) -> None:
    async def answer(conversation: Conversation) -> Reply:
        raise TargetError(
            conversation.attempt_id,
            slug=Fault.RATE_LIMITED.value,
            retryable=True,
            retry_after_s=after,
        )

    target = scripted(answer)

    ending = await run_plan(make_plan(100), target, notebook, at_once=2)

    assert ending.reason == "unreachable"
    assert "asks us to wait" in ending.message
    assert len(target.asked) <= 2


async def test_the_first_calls_are_spread_until_replies_come() -> None:
    pace = Pace(RunSettings(at_once=64), Halt())
    started_at = anyio.current_time()
    for _ in range(START + 1):
        await pace.enter()
    with anyio.move_on_after(0.005) as scope:
        await pace.enter()
    assert scope.cancelled_caught

    for _ in range(64):
        pace.succeeded(started_at)
    for _ in range(64 - START - 1):
        await pace.enter()
    assert anyio.current_time() - started_at < OPENING_S


async def test_all_that_the_user_allows_are_in_flight_and_no_more() -> None:
    pace = Pace(RunSettings(at_once=8), Halt())
    for _ in range(8):
        await pace.enter()

    with anyio.move_on_after(0.02) as scope:
        await pace.enter()

    assert scope.cancelled_caught


async def test_a_server_error_does_not_shrink() -> None:
    pace = Pace(RunSettings(at_once=10), Halt())
    for _ in range(10):
        await pace.enter()
        pace.failed(anyio.current_time(), "503")
        pace.leave()
        pace.succeeded(anyio.current_time())

    for _ in range(10):
        await pace.enter()


async def test_in_trouble_one_call_at_a_time_asks() -> None:
    pace = Pace(RunSettings(at_once=10), Halt())
    for _ in range(5):
        pace.failed(anyio.current_time(), "refused")

    await pace.enter()
    with anyio.move_on_after(0.02) as scope:
        await pace.enter()
    assert scope.cancelled_caught

    pace.succeeded(anyio.current_time())
    await pace.enter()


async def test_those_who_wait_are_sent_home_when_the_run_ends() -> None:
    halt = Halt()
    pace = Pace(RunSettings(at_once=1), halt)
    await pace.enter()
    gone = 0

    async def wait() -> None:
        nonlocal gone
        with pytest.raises(HaltedError):
            await pace.enter()
        gone += 1

    async with anyio.create_task_group() as group:
        for _ in range(5):
            group.start_soon(wait)
        await anyio.wait_all_tasks_blocked()
        halt.set("interrupted", "x")
        pace.leave()

    assert gone == 5


async def test_nothing_but_429_ends_the_run() -> None:
    halt = Halt()
    pace = Pace(RunSettings(at_once=1), halt)
    for _ in range(8):
        pace.limited(anyio.current_time() + 1, None)

    assert halt.reason == "unreachable"
    assert "429" in halt.message


async def test_a_product_that_has_answered_may_be_shut_for_a_minute() -> None:
    halt = Halt()
    pace = Pace(RunSettings(at_once=1), halt)
    await pace.enter()
    pace.succeeded(anyio.current_time())
    for _ in range(20):
        pace.limited(anyio.current_time() + 1, None)

    assert not halt.happened


async def test_a_wait_of_nothing_again_and_again_is_no_word() -> None:
    halt = Halt()
    pace = Pace(RunSettings(at_once=1), halt)
    for _ in range(7):
        pace.limited(anyio.current_time() + 1, 0.0)

    with anyio.move_on_after(0.03) as scope:
        await pace.enter()

    assert scope.cancelled_caught
    assert not halt.happened


async def test_a_time_that_comes_while_we_look_is_not_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pace = Pace(RunSettings(at_once=1), Halt())
    pace.hold(0.0)
    started_at = anyio.current_time()
    late = iter([started_at, started_at])  # then the clock jumps over the end of the wait
    real = anyio.current_time
    monkeypatch.setattr(anyio, "current_time", lambda: next(late, real() + 1))

    with anyio.fail_after(1):
        await pace.enter()
