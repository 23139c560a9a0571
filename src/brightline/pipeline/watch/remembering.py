"""A judge in, the same judge out that is asked each question once, and says the same again."""

from collections.abc import Sequence
from hashlib import sha256

from brightline.ports import Judge
from brightline.records import JudgeCard, Judgement, Question


class RememberingJudge:
    """Knows what it said: two policies that share a rule get one answer, and pay once."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._said: dict[bytes, Judgement] = {}

    @property
    def id(self) -> str:
        """That of the judge who says it."""
        return self._judge.id

    @property
    def card(self) -> JudgeCard | None:
        """That of the judge who says it."""
        return self._judge.card

    async def judge(self, questions: Sequence[Question]) -> Sequence[Judgement]:
        """Return one judgement per question, in order; raises as the judge does."""
        names = [sha256(one.model_dump_json().encode()).digest() for one in questions]
        new = {
            name: one
            for name, one in zip(names, questions, strict=True)
            if name not in self._said
        }
        if new:
            said = await self._judge.judge(list(new.values()))
            self._said |= dict(zip(new, said, strict=True))
        return [self._said[name] for name in names]
