"""Replies are judged in batches while the run goes on, and a judge's failure is heard."""

from collections.abc import Sequence

import anyio
import pytest

from brightline.errors import JudgeError
from brightline.pipeline.playing.desk import Desk
from brightline.records import (
    Exchange,
    JudgeCard,
    Judgement,
    Question,
    Reply,
    Role,
    Rule,
    Stance,
    Turn,
    Verdict,
)

RULE = Rule(id="base", text="Never tells where the base is.", stance=Stance.REFUSE)


def question(number: int) -> Question:
    turn = Turn(role=Role.USER, text="Where is the base?")
    return Question(
        subject_id=f"base/direct/x#{number}",
        exchange=Exchange(turns=(turn,), reply=Reply(text="No.")),
        rule=RULE,
    )


class Scripted:
    """A judge that counts its batches, and fails when told to."""

    id = "scripted@1"
    card: JudgeCard | None = None

    def __init__(self, *, fails: bool = False) -> None:
        self.batches: list[int] = []
        self._fails = fails

    async def judge(self, questions: Sequence[Question]) -> Sequence[Judgement]:
        self.batches.append(len(questions))
        if self._fails:
            raise JudgeError("the judge is gone", slug="judge-gone")
        return [
            Judgement(
                subject_id=asked.subject_id,
                rule_id=asked.rule.id,
                expected=None,
                verdict=Verdict.REFUSED,
                confidence=0.9,
                decided_by="scripted",
                judge=self.id,
                reason="says no",
            )
            for asked in questions
        ]


def never() -> None:
    raise AssertionError("nothing failed")


async def test_every_question_is_judged_once_and_in_batches() -> None:
    judge = Scripted()
    filed: list[str] = []

    async def file(said: Sequence[Judgement]) -> None:
        filed.extend(one.subject_id for one in said)

    async with Desk(judge, file, give_up=never, stop=anyio.Event()) as desk:
        for number in range(1000):
            await desk.put(question(number))

    assert filed == [question(number).subject_id for number in range(1000)]
    assert len(judge.batches) < 20


async def test_a_failing_judge_is_heard_as_it_failed() -> None:
    async def file(_: Sequence[Judgement]) -> None:
        raise AssertionError("nothing was judged")

    told: list[str] = []
    with pytest.raises(JudgeError) as caught:
        async with Desk(
            Scripted(fails=True),
            file,
            give_up=lambda: told.append("given up"),
            stop=anyio.Event(),
        ) as desk:
            await desk.put(question(1))

    assert caught.value.slug == "judge-gone"
    assert told == ["given up"], "or whoever waits for a judgement waits for ever"


async def test_the_runs_own_failure_is_not_wrapped() -> None:
    async def file(_: Sequence[Judgement]) -> None:
        return

    with pytest.raises(ZeroDivisionError):
        async with Desk(Scripted(), file, give_up=never, stop=anyio.Event()):
            _ = 1 // 0


class Slow(Scripted):
    """A judge that takes an hour."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = anyio.Event()

    async def judge(self, questions: Sequence[Question]) -> Sequence[Judgement]:
        self.asked.set()
        await anyio.sleep(3600)
        return await super().judge(questions)


async def test_a_stop_leaves_the_rest_unjudged_also_behind_a_slow_judge() -> None:
    stop = anyio.Event()

    async def file(_: Sequence[Judgement]) -> None:
        raise AssertionError("nothing was judged")

    with anyio.fail_after(5):
        judge = Slow()
        async with Desk(judge, file, give_up=never, stop=stop) as desk:
            for number in range(100):
                await desk.put(question(number))
            await judge.asked.wait()
            stop.set()
