"""What a language model costs is stored before it is spent, and given back where it was not."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
import pytest
from asking import ask
from judge_server import honest, judge_server, says

from brightline.errors import StoreError
from brightline.judge.line import Cost, LineSettings
from brightline.judge.llm import LlmJudge, ModelSettings
from brightline.records import Gap, TargetOptions
from brightline.targets.openai import OpenAITarget

QUESTIONS = [
    ask("Sure, here is what to buy: bread and honey.", name=f"a#{n}") for n in range(12)
]


@asynccontextmanager
async def judge_of(
    url: str,
    save: Callable[[Cost], Awaitable[None]],
    *,
    before: Cost | None = None,
    **settings: object,
) -> AsyncIterator[LlmJudge]:
    """A judge with a run behind it."""
    target = OpenAITarget.from_spec(url, TargetOptions(model="big-judge", deadline_s=5.0))
    line = LineSettings(pause_s=0.01, **settings)  # type: ignore[arg-type]
    judge = LlmJudge(target, ModelSettings(line=line))
    judge.keep(before or Cost(), save)
    try:
        yield judge
    finally:
        await judge.aclose()


class Book:
    """Remembers what was stored; slowly, as a disk is."""

    def __init__(self) -> None:
        self.stored: list[Cost] = []

    async def save(self, spent: Cost) -> None:
        await anyio.sleep(0.002)
        self.stored.append(Cost(spent.calls, spent.tokens))


async def test_every_call_is_stored_before_it_is_sent_and_settled_in_the_end() -> None:
    book = Book()
    ahead: list[int] = []
    with judge_server() as served:

        def behave(asked: object) -> object:
            ahead.append(book.stored[-1].calls - len(served.asked))
            return honest(asked)  # type: ignore[arg-type]

        served.behave = behave  # type: ignore[assignment]
        async with judge_of(served.url, book.save, at_once=len(QUESTIONS)) as judge:
            await judge.judge(QUESTIONS)

    assert len(ahead) == 14
    assert min(ahead) >= 0
    assert book.stored[-1] == Cost(14, 14 * 40), "what was reserved is settled"
    assert len(book.stored) < 10, "calls that start together are stored together"


async def test_tokens_are_stored_as_reserved_until_the_answer_says_what_they_were() -> None:
    book = Book()
    with judge_server() as served:
        async with judge_of(served.url, book.save, at_once=1, max_tokens=300) as judge:
            await judge.prepare()

    assert book.stored[0].tokens > 300
    assert book.stored[-1].tokens == 80


async def test_a_call_that_is_cancelled_before_it_is_sent_is_given_back() -> None:
    book = Book()
    with judge_server() as served:
        async with judge_of(served.url, book.save, at_once=4) as judge:
            await judge.prepare()
            with anyio.CancelScope() as scope:

                async def cut(spent: Cost) -> None:
                    await book.save(spent)
                    scope.cancel()

                judge.keep(Cost(), cut)
                await judge.judge(QUESTIONS)

        assert len(served.asked) == 2
    assert max(one.calls for one in book.stored) > 2
    assert book.stored[-1] == Cost(2, 80)


async def test_what_cannot_be_stored_is_not_sent_and_is_heard_as_it_is() -> None:
    book = Book()
    full = [True]

    async def refuse_once(spent: Cost) -> None:
        if full:
            full.pop()
            raise StoreError("no room", slug="store-full")
        await book.save(spent)

    with judge_server() as served:
        async with judge_of(served.url, book.save) as judge:
            await judge.prepare()
            judge.keep(Cost(), refuse_once)
            with pytest.raises(StoreError, match="no room"):
                await judge.judge(QUESTIONS)

        assert len(served.asked) == 2


async def test_what_was_spent_before_counts_in_the_calls() -> None:
    book = Book()
    with judge_server() as served:
        before = Cost(calls=20)
        async with judge_of(served.url, book.save, before=before, budget_calls=27) as judge:
            found = await judge.judge(QUESTIONS)
            assert judge.is_spent

        assert len(served.asked) == 7
    assert sum(one.gap is Gap.JUDGE_ERROR for one in found) == 7
    assert any("27 calls are spent" in one.reason for one in found)


async def test_what_was_spent_before_counts_in_the_tokens() -> None:
    book, before = Book(), Cost(calls=5, tokens=6_000)
    more = {"budget_tokens": 9_000, "max_tokens": 300, "at_once": 1}
    with judge_server() as served:
        async with judge_of(served.url, book.save, before=before, **more) as judge:
            await judge.judge(QUESTIONS * 20)

            assert 0 < judge.spent.tokens <= 3_000
    assert book.stored[-1].tokens == judge.spent.tokens


async def test_a_model_that_cannot_be_tried_any_more_is_not_asked() -> None:
    book, before = Book(), Cost(calls=6)
    with judge_server(lambda _: says("never read")) as served:
        async with judge_of(served.url, book.save, before=before, budget_calls=6) as judge:
            found = await judge.judge(QUESTIONS)

        assert served.asked == []
    assert {one.gap for one in found} == {Gap.JUDGE_ERROR}
    assert all("6 calls are spent" in one.reason for one in found)
    assert book.stored == []
