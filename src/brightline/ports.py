"""The places where other people's code plugs in: implement one, name it in an entry point."""

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from brightline.records import (
    Case,
    Conversation,
    Hole,
    JudgeCard,
    Judgement,
    Policy,
    Question,
    Reply,
    Report,
    Request,
    Turn,
)


class Target(Protocol):
    """Answers a conversation, or raises `TargetError`."""

    @property
    def name(self) -> str:
        """How the product is reached, for people; never with a secret in it."""
        ...

    @property
    def takes_system(self) -> bool:
        """Whether we may send a system turn; False where the product holds its own prompt."""
        ...

    @property
    def takes_turns(self) -> bool:
        """Whether a second turn can be sent, with what was said before it."""
        ...

    @property
    def takes_history(self) -> bool:
        """Whether an assistant's turn that the product never said can be sent as if it had."""
        ...

    async def answer(self, conversation: Conversation) -> Reply:
        """Send the conversation once and return the reply; never retry, never wait to pace.

        Raises:
            TargetError: the call gave no reply; its slug is a `Fault` value.
            ConfigurationError: the product can never answer as configured.
        """
        ...

    async def aclose(self) -> None:
        """Give back connections and processes."""
        ...


class Judge(Protocol):
    """Says what the product did under a rule; never guesses."""

    @property
    def id(self) -> str:
        """`name@version+configuration digest`."""
        ...

    @property
    def card(self) -> JudgeCard | None:
        """Measured quality of this exact configuration; None when nobody measured it."""
        ...

    async def judge(self, questions: Sequence[Question]) -> Sequence[Judgement]:
        """Return one judgement per question, in order.

        Raises:
            JudgeError: the judge cannot be asked at all.
        """
        ...


class Technique(Protocol):
    """Turns a request into a conversation; same in, same out."""

    @property
    def name(self) -> str:
        """What users and reports call it."""
        ...

    @property
    def purpose(self) -> str:
        """One sentence: what it tries."""
        ...

    @property
    def example(self) -> str:
        """A wording of it around a harmless request."""
        ...

    @property
    def source(self) -> str:
        """Paper or list in which it is described."""
        ...

    @property
    def standards(self) -> tuple[str, ...]:
        """Identifiers in MITRE ATLAS, OWASP and other lists."""
        ...

    def wrap(self, request: Request) -> tuple[Turn, ...]:
        """Return the turns to play; empty when this request cannot be put this way."""
        ...


class OwnSuite(Protocol):
    """A suite that is no list of techniques but asks what it makes of a policy itself."""

    @property
    def TRIALS(self) -> int | None:  # noqa: N802 - most suites are modules, this their constant
        """Plays of each case where nobody says how many; None: as many as every rule needs."""
        ...

    @property
    def COLUMNS(self) -> tuple[str, ...]:  # noqa: N802 - as above
        """Columns of the matrix in their order; others stand behind them as they come up."""
        ...

    def cases(self, policy: Policy, *, seed: int) -> Iterator[Case]:
        """Yield every case, rule by rule; the same arguments give the same cases."""
        ...

    def holes(self, policy: Policy) -> Iterator[Hole]:
        """Yield what it should ask and cannot, each with what to write."""
        ...


@runtime_checkable
class Decodes(Protocol):
    """A technique that says the request in a code: what else it has, `Technique` says."""

    def decode(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        """Return what each turn says once the code is undone, the request word for word."""
        ...


@runtime_checkable
class Recasts(Protocol):
    """A technique that says the request in other words of its own."""

    def recast(self, objective: str) -> str:
        """Return what stands in the turns in place of a request; some words, never none."""
        ...


class Reporter(Protocol):
    """Turns a report into text."""

    def __call__(self, report: Report) -> str:
        """Return the whole text."""
        ...
