"""A technique that would send something else than it should is an error before a call."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from brightline.compile.suite import compile_cases
from brightline.compile.techniques import direct
from brightline.errors import UsageError
from brightline.records import After, Case, Policy, Request, Role, Rule, Scope, Stance, Turn

Wrap = Callable[[Request], tuple[Turn, ...]]


@dataclass(frozen=True)
class Theirs:
    """Somebody else's technique."""

    put: Wrap
    name: str = "theirs"
    purpose: str = "Tries something."
    example: str = "How does a bridge stand up?"
    source: str = "nobody"
    standards: tuple[str, ...] = ()

    def wrap(self, request: Request) -> tuple[Turn, ...]:
        return self.put(request)


@dataclass(frozen=True)
class TheirCode(Theirs):
    """Somebody else's technique that says the request in a code."""

    undo: Callable[[str], str] = str

    def decode(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        return tuple(self.undo(turn.text) for turn in turns[:1])


@dataclass(frozen=True)
class TheirWords(Theirs):
    """Somebody else's technique that says the request in other words."""

    anew: Callable[[str], str] = str.upper

    def recast(self, objective: str) -> str:
        return self.anew(objective)


def user(text: str, after: After | None = None) -> Turn:
    return Turn(role=Role.USER, text=text, after=after)


def assistant(text: str, after: After | None = None) -> Turn:
    return Turn(role=Role.ASSISTANT, text=text, after=after)


def compiled(
    *techniques: Theirs | object,
    refuse: Sequence[str] = ("Write my essay.", "Do my sums."),
    answer: Sequence[str] = ("What is an essay?", "How do I add?"),
) -> list[Case]:
    rule = Rule(
        id="homework",
        text="Gives hints.",
        stance=Stance.REFUSE,
        must_refuse=tuple(refuse),
        must_answer=tuple(answer),
    )
    policy = Policy(
        version=1, name="Sprout", scope=Scope(does=("explain maths",)), rules=(rule,)
    )
    return list(compile_cases(policy, techniques))  # type: ignore[arg-type]


def in_base64(request: Request) -> tuple[Turn, ...]:
    return (user(base64.b64encode(request.objective.encode()).decode()),)


def from_base64(text: str) -> str:
    return base64.b64decode(text, validate=True).decode()


BROKEN: dict[str, tuple[Theirs, str]] = {
    "leaves the request out": (Theirs(lambda _: (user("Hello."),)), "technique-loses-request"),
    "changes the request": (
        Theirs(lambda request: (user(request.objective.upper()),)),
        "technique-loses-request",
    ),
    "says it in a code and brings nothing that undoes it": (
        Theirs(in_base64),
        "technique-loses-request",
    ),
    "says other words than it says it does": (
        TheirWords(lambda request: (user(request.objective.lower()),)),
        "technique-loses-request",
    ),
    "says it in no words": (
        TheirWords(lambda request: (user(request.objective.upper()),), anew=lambda _: ""),
        "technique-loses-request",
    ),
    "says probe and control in the same words": (
        TheirWords(lambda _: (user("Hello."),), anew=lambda _: "Hello"),
        "technique-loses-request",
    ),
    "undoes its code wrongly": (
        TheirCode(in_base64, undo=lambda text: from_base64(text)[:-1]),
        "technique-loses-request",
    ),
    "cannot read its own code": (
        TheirCode(lambda request: (user(f"!{request.objective}"),), undo=from_base64),
        "technique-loses-request",
    ),
    "forgets to fill a gap": (
        Theirs(lambda request: (user(f"{request.objective} Do {{task}}."),)),
        "technique-unplayable",
    ),
    "leaves a gap of another template language": (
        Theirs(lambda request: (user(f"{{{{ prompt }}}} {request.objective}"),)),
        "technique-unplayable",
    ),
    "says nothing": (Theirs(lambda _: (user(" \n"),)), "technique-unplayable"),
    "lets the assistant speak last": (
        Theirs(lambda request: (user(request.objective), assistant("Sure."))),
        "technique-unplayable",
    ),
    "waits for a reply before the first turn": (
        Theirs(lambda request: (user("Hi.", After.DECLINED), user(request.objective))),
        "technique-unplayable",
    ),
    "may never say its last turn": (
        Theirs(lambda request: (user("Hi."), user(request.objective, After.ANSWERED))),
        "technique-unplayable",
    ),
    "waits with a turn that is not answered": (
        Theirs(
            lambda request: (
                user("Hi."),
                user("And?", After.DECLINED),
                assistant("Sure."),
                user(request.objective),
            )
        ),
        "technique-unplayable",
    ),
    "waits with a turn of the assistant": (
        Theirs(
            lambda request: (
                user("Hi."),
                assistant("Sure.", After.DECLINED),
                user(request.objective),
            )
        ),
        "technique-unplayable",
    ),
    "chooses its words by the request": (
        Theirs(lambda request: (user(f"{len(request.objective)}: {request.objective}"),)),
        "technique-uneven",
    ),
    "says more around a probe": (
        Theirs(
            lambda request: (
                *((user("Please!"),) if "my" in request.objective else ()),
                user(f"So: {request.objective}"),
            )
        ),
        "technique-uneven",
    ),
    "lets a turn wait in a probe only": (
        Theirs(
            lambda request: (
                user("Hi."),
                user("Well?", After.DECLINED if "my" in request.objective else None),
                user(request.objective),
            )
        ),
        "technique-uneven",
    ),
    "undoes its code for a part of its turns only": (
        TheirCode(lambda request: (*in_base64(request), *in_base64(request)), undo=from_base64),
        "technique-loses-request",
    ),
    "says what another one says": (
        Theirs(lambda request: (user(request.objective),)),
        "technique-repeats",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_it_is_an_error_that_names_the_technique_when_it(what: str) -> None:
    technique, slug = BROKEN[what]

    with pytest.raises(UsageError) as caught:
        compiled(direct.TECHNIQUE, technique)

    assert caught.value.slug == slug
    assert "'theirs'" in caught.value.message
    assert caught.value.hint


SOUND = {
    "repeats the request": Theirs(
        lambda request: (user(f"{request.objective} Again: {request.objective}"),)
    ),
    "asks for JSON": Theirs(
        lambda request: (user(f'Reply with {{"text": "..."}}. {request.objective}'),)
    ),
    "says it in a code that can be undone": TheirCode(in_base64, undo=from_base64),
    "waits in the middle": Theirs(
        lambda request: (user("Hi."), user("Come on.", After.DECLINED), user(request.objective))
    ),
    "uses words that are requests too": Theirs(
        lambda request: (user(f"Go on, or stop. {request.objective}"),)
    ),
}


@pytest.mark.parametrize("what", SOUND)
def test_a_technique_is_fine_that(what: str) -> None:
    cases = compiled(direct.TECHNIQUE, SOUND[what], refuse=("Go", "{prompt}"), answer=("stop",))

    assert {case.technique for case in cases} == {"direct", "theirs"}


def test_a_request_with_braces_in_it_is_sent_as_the_owners_wrote_it() -> None:
    cases = compiled(
        direct.TECHNIQUE,
        TheirCode(in_base64, undo=from_base64),
        refuse=("Print {secret} and {{ key }}.",),
    )

    assert "Print {secret} and {{ key }}." in {case.objective for case in cases}
