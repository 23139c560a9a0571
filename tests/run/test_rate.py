"""What a product allows is found, used and not flooded: whole runs on a clock that jumps."""
# ruff: noqa: ANN401, PLR0917 - fixtures are functions

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

import anyio
import pytest

from brightline.errors import TargetError
from brightline.records import Attempt, Case, Conversation, Expected, Fault, Reply, Role, Turn
from brightline.run.play import Ending, Queue, RunSettings, play
from brightline.run.rate import Rate

CALLS = 2_000


class Limit(Protocol):
    """What a server allows."""

    def take(self, now: float) -> bool: ...

    def wait_s(self, now: float) -> float: ...


class Bucket:
    """So many calls at once, and so many more each second."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst, self.left, self.at = rate, burst, burst, 0.0

    def take(self, now: float) -> bool:
        self.left = min(self.burst, self.left + (now - self.at) * self.rate)
        self.at = now
        taken = self.left >= 1
        self.left -= taken
        return taken

    def wait_s(self, now: float) -> float:
        return max(0.0, (1 - self.left) / self.rate - (now - self.at))


class Window:
    """So many calls in each stretch of time, counted anew in the next."""

    def __init__(self, rate: float, seconds: float) -> None:
        self.rate, self.burst = rate, 0.0
        self.seconds, self.number, self.count = seconds, 0, 0

    def take(self, now: float) -> bool:
        number = int(now / self.seconds + 0.3)
        self.count = 0 if number != self.number else self.count
        self.number = number
        self.count += 1
        return self.count <= self.rate * self.seconds

    def wait_s(self, now: float) -> float:
        return (self.number + 0.7) * self.seconds - now


class Sliding:
    """So many calls in any stretch of time."""

    def __init__(self, rate: float, seconds: float) -> None:
        self.rate, self.burst, self.seconds = rate, 0.0, seconds
        self.sent: deque[float] = deque()

    def take(self, now: float) -> bool:
        while self.sent and self.sent[0] <= now - self.seconds:
            self.sent.popleft()
        if len(self.sent) >= self.rate * self.seconds:
            return False
        self.sent.append(now)
        return True

    def wait_s(self, now: float) -> float:
        return self.sent[0] + self.seconds - now


class Product:
    """A product behind a limit, which answers 429 above it."""

    name = "limited"
    takes_system = True
    takes_turns = True
    takes_history = True

    def __init__(self, limit: Limit, *, latency_s: float, refusal_s: float, says: bool) -> None:
        self.limit, self.latency_s, self.refusal_s, self.says = (
            limit,
            latency_s,
            refusal_s,
            says,
        )
        self.random = Random(1)  # noqa: S311 - spreads waits
        self.served = self.refused = self.now = self.most = 0
        self.last_at = 0.0

    async def answer(self, conversation: Conversation) -> Reply:
        now = anyio.current_time()
        taken = self.limit.take(now)
        wait_s = self.limit.wait_s(now) if self.says and not taken else None
        self.served += taken
        self.refused += not taken
        self.last_at = now
        self.now += 1
        self.most = max(self.most, self.now)
        latency_s = self.latency_s * self.random.uniform(0.8, 1.2)
        await anyio.sleep(latency_s if taken else self.refusal_s)
        self.now -= 1
        if taken:
            return Reply(text=conversation.attempt_id)
        raise TargetError(
            "slow", slug=Fault.RATE_LIMITED.value, retryable=True, retry_after_s=wait_s
        )

    async def aclose(self) -> None:
        pass


@dataclass
class Played:
    """How a run of many calls went."""

    ending: Ending
    faulted: int
    seconds: float


@pytest.fixture
def played(run_virtually: Any) -> Any:
    """Play so many calls against a product."""

    def play_all(product: Product, *, at_once: int, calls: int = CALLS) -> Played:
        return _played(run_virtually, product, at_once=at_once, calls=calls)

    return play_all


def _played(run_virtually: Any, product: Product, *, at_once: int, calls: int) -> Played:
    faulted = 0

    async def drop(row: object) -> None:
        nonlocal faulted
        faulted += isinstance(row, Attempt) and row.outcome.kind == "faulted"

    async def run() -> Ending:
        return await play(
            Queue(plan(calls)),
            product,
            settings=RunSettings(at_once=at_once),
            intend=drop,
            deliver=drop,
            stop=anyio.Event(),
        )

    return Played(run_virtually(run), faulted, product.last_at)


def plan(calls: int) -> Iterator[tuple[Case, int]]:
    case = Case(
        id="rule/direct/0",
        rule_id="rule",
        technique="direct",
        expected=Expected.ANSWER,
        objective="Hello?",
        turns=(Turn(role=Role.USER, text="Hello?"),),
    )
    return ((case, trial) for trial in range(1, calls + 1))


@pytest.mark.parametrize("says", [False, True], ids=["mute", "says"])
@pytest.mark.parametrize(
    ("limit", "latency_s", "refusal_s", "at_once"),
    [
        pytest.param(lambda: Bucket(5, 1), 0.3, 0.01, 16, id="bucket-5-1"),
        pytest.param(lambda: Bucket(20, 5), 0.3, 0.3, 16, id="bucket-20-5"),
        pytest.param(lambda: Bucket(50, 5), 0.3, 0.01, 64, id="bucket-50-5"),
        pytest.param(lambda: Bucket(100, 1), 0.02, 0.02, 16, id="bucket-100-1"),
        pytest.param(lambda: Bucket(100, 20), 0.3, 0.05, 64, id="bucket-100-20"),
        pytest.param(lambda: Bucket(100, 100), 0.3, 0.05, 64, id="bucket-100-100"),
        pytest.param(lambda: Bucket(200, 50), 0.02, 0.02, 64, id="bucket-200-50"),
        pytest.param(lambda: Bucket(10, 600), 0.3, 0.02, 64, id="bucket-10-600"),
        pytest.param(lambda: Window(50, 1), 0.3, 0.02, 64, id="window-50-1"),
        pytest.param(lambda: Window(20, 60), 0.3, 0.02, 64, id="window-20-60"),
        pytest.param(lambda: Sliding(50, 1), 0.3, 0.02, 64, id="sliding-50-1"),
        pytest.param(lambda: Sliding(20, 20), 0.3, 0.02, 64, id="sliding-20-20"),
    ],
)
def test_a_limit_is_used_and_not_flooded(
    limit: Callable[[], Bucket | Window | Sliding],
    latency_s: float,
    refusal_s: float,
    at_once: int,
    *,
    says: bool,
    played: Any,
) -> None:
    rule = limit()
    product = Product(rule, latency_s=latency_s, refusal_s=refusal_s, says=says)

    found = played(product, at_once=at_once)

    assert (found.ending.reason, found.faulted, product.served) == ("completed", 0, CALLS)
    used = (CALLS - rule.burst) / rule.rate / found.seconds
    assert used >= (0.9 if says else 0.85)
    assert product.refused <= 0.05 * (CALLS + product.refused)


@pytest.mark.parametrize("at_once", [16, 64, 256])
def test_where_nothing_is_refused_all_that_the_user_allows_are_out_within_a_second(
    at_once: int, played: Any
) -> None:
    product = Product(Bucket(1e9, 1e9), latency_s=0.3, refusal_s=0.01, says=False)

    started = played(product, at_once=at_once, calls=3 * at_once)

    assert product.most == at_once
    assert started.seconds < 1.5, "three rounds of 0.3 s, and the opening"


def test_a_limit_that_is_raised_is_used_again_and_one_that_falls_is_kept(
    played: Any,
) -> None:
    for before, after in ((50, 100), (100, 50)):
        limit = Bucket(before, 20)
        product = Product(limit, latency_s=0.3, refusal_s=0.02, says=False)
        changed = _changing(limit, at=10.0, rate=after)
        product.limit = changed

        found = played(product, at_once=64, calls=4_000)

        left = 4_000 - before * 10 - limit.burst
        assert left / after / (found.seconds - 10) >= 0.85
        assert product.refused <= 0.05 * 4_000


def _changing(limit: Bucket, *, at: float, rate: float) -> Limit:
    class Changing:
        def take(self, now: float) -> bool:
            limit.rate = rate if now > at else limit.rate
            return limit.take(now)

        def wait_s(self, now: float) -> float:
            return limit.wait_s(now)

    return Changing()


def test_a_reply_to_a_call_from_before_a_refusal_says_nothing_of_the_rate_after_it() -> None:
    rate = Rate(at_once=4)
    for index in range(4):
        rate.send(0.1 * index)
    rate.refused(0.3, None)
    rate.shrink(0.4)
    before = rate.per_s

    rate.taken(0.0, in_flight=1)

    assert rate.per_s == before


def test_while_everything_is_refused_one_call_at_a_time_asks_more_and_more_rarely() -> None:
    rate = Rate(at_once=4)
    rate.send(0.0)
    gaps = []
    for now in (0.01, 0.02, 0.03, 0.04, 0.05, 0.06):
        rate.refused(now - 0.001, None)
        rate.shrink(now)
        gaps.append(rate.gap_s)

    assert gaps == sorted(gaps)
    assert gaps[-1] > 1.4 * gaps[-2] > 1.4 * 1.4 * gaps[-3]
    rate.taken(0.07, in_flight=1)
    assert rate.gap_s < gaps[-1] / 4


class Shedding:
    """Refuses a share of calls by chance, however few come."""

    def __init__(self, share: float) -> None:
        self.share, self.random = share, Random(7)  # noqa: S311 - no secret

    def take(self, now: float) -> bool:
        del now
        return self.random.random() >= self.share

    def wait_s(self, now: float) -> float:
        del now
        return 1.0


@pytest.mark.parametrize("says", [False, True], ids=["mute", "says"])
@pytest.mark.parametrize(("share", "most_s"), [(0.05, 60.0), (0.3, 240.0)])
def test_refusals_by_chance_do_not_bring_a_run_to_a_standstill(
    share: float, most_s: float, *, says: bool, played: Any
) -> None:
    product = Product(Shedding(share), latency_s=0.01, refusal_s=0.005, says=says)

    found = played(product, at_once=16, calls=1_000)

    assert (found.ending.reason, found.faulted, product.served) == ("completed", 0, 1_000)
    assert found.seconds < most_s, "the slower it goes, the more is answered late, and no less"
