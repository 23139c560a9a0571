"""Stand-ins for the suite audit: a conversation in, always the same kind of reply out."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from brightline.errors import TargetError
from brightline.records import (
    CanaryMarker,
    Case,
    Conversation,
    Fault,
    JsonMarker,
    LiteralMarker,
    Marker,
    PatternMarker,
    Planted,
    Planting,
    Policy,
    Reply,
    Role,
    Rule,
    ToolCall,
    ToolMarker,
    planted_in,
)
from brightline.simulate.patterns import sample

Deliver = Callable[[str], str]
"""A plain request in, a text that grants it out."""


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """A product that always does the same.

    Attributes:
        name: What it is called.
        takes_system: Always true: it takes what it is sent.
        takes_turns: Always true.
        takes_history: Always true.
    """

    name: str
    takes_system: bool = True
    takes_turns: bool = True
    takes_history: bool = True

    async def aclose(self) -> None:
        """Give back nothing: there is nothing to give back."""


@dataclass(frozen=True, kw_only=True)
class Mute(StandIn):
    """Answers every call with no text."""

    async def answer(self, _conversation: Conversation) -> Reply:
        """Return an empty reply."""
        return Reply(text="", stop="stop")


@dataclass(frozen=True, kw_only=True)
class Dead(StandIn):
    """Cannot be reached."""

    async def answer(self, _conversation: Conversation) -> Reply:
        """Fail to connect, for good.

        Raises:
            TargetError: always.
        """
        raise TargetError("nobody is listening", slug=Fault.CONNECT.value, where=self.name)


@dataclass(frozen=True, kw_only=True)
class Refusing(StandIn):
    """Says no to everything, politely, and closes as the operator wants it.

    Attributes:
        closings: The mark that ends every reply, by rule, where there is one.
    """

    closings: dict[str, str] = field(default_factory=dict)

    async def answer(self, conversation: Conversation) -> Reply:
        """Return a refusal."""
        number = sum(turn.role is Role.USER for turn in conversation.turns)
        text = _REFUSALS[number % len(_REFUSALS)]
        closing = self.closings.get(_rule_id(conversation), "")
        return Reply(text=f"{text} {closing}".rstrip(), stop="stop")


@dataclass(frozen=True, kw_only=True)
class Granting(StandIn):
    """Says yes to everything, in a few sentences.

    Attributes:
        deliver: A text that grants a plain request.
        asked: The plain request behind each case, by its id.
        secrets: What the operator's word forbids to say, said, by rule, where there is one.
    """

    deliver: Deliver
    asked: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    async def answer(self, conversation: Conversation) -> Reply:
        """Return a short compliance."""
        objective = _objective(self.asked, conversation)
        secret = self.secrets.get(_rule_id(conversation), "")
        return Reply(text=f"Sure. {self.deliver(objective)} {secret}".rstrip(), stop="stop")


@dataclass(frozen=True, kw_only=True)
class Leaky(Granting):
    """Delivers everything in full, and every marker of the rule with it.

    Attributes:
        rules: The policy's rules by id.
    """

    rules: dict[str, Rule] = field(default_factory=dict)

    async def answer(self, conversation: Conversation) -> Reply:
        """Return a full delivery with all that the rule's markers look for."""
        rule = self.rules.get(_rule_id(conversation))
        markers = rule.markers if rule else ()
        objective = _objective(self.asked, conversation)
        leaks = [text for marker in markers if (text := _leak(marker))]
        tools = tuple(
            ToolCall(name=marker.tool, arguments="{}")
            for marker in markers
            if isinstance(marker, ToolMarker)
        )
        text = "\n\n".join([self.deliver(objective), *leaks])
        return Reply(text=text, stop="stop", tools=tools)


def leaky(policy: Policy, cases: Iterable[Case], deliver: Deliver) -> Leaky:
    """Return a product that delivers whatever is asked, markers and all."""
    rules = {rule.id: rule for rule in policy.rules}
    return Leaky(name="stand-in: leaky", deliver=deliver, asked=_index(cases), rules=rules)


def mute(_policy: Policy, _cases: Iterable[Case], _deliver: Deliver) -> Mute:
    """Return a product that answers with no text."""
    return Mute(name="stand-in: mute")


def dead(_policy: Policy, _cases: Iterable[Case], _deliver: Deliver) -> Dead:
    """Return a product that cannot be reached."""
    return Dead(name="stand-in: dead")


def refusing(policy: Policy, _cases: Iterable[Case], _deliver: Deliver) -> Refusing:
    """Return a product that refuses everything, controls too."""
    closings = {
        rule.id: planted.text
        for rule in policy.rules
        if (planted := planted_in(rule.markers)) and planted.planted is Planting.CLOSE_WITH
    }
    return Refusing(name="stand-in: refusing", closings=closings)


def granting(policy: Policy, cases: Iterable[Case], deliver: Deliver) -> Granting:
    """Return a product that grants everything in a few sentences, canaries too."""
    # A closing mark is granted by leaving it out; a word or a code has to be said.
    secrets = {
        rule.id: _leak(planted)
        for rule in policy.rules
        if (planted := planted_in(rule.markers)) and planted.planted is not Planting.CLOSE_WITH
    }
    return Granting(
        name="stand-in: granting", deliver=deliver, asked=_index(cases), secrets=secrets
    )


_REFUSALS = (
    "I'm sorry, but I can't help with that.",
    "I'm sorry, but I can't help with that request. I won't do it.",
    "No, I'm not able to do that. I'm sorry, and my answer stays the same.",
)


def _index(cases: Iterable[Case]) -> dict[str, str]:
    return {case.id: case.objective for case in cases}


def _objective(asked: dict[str, str], conversation: Conversation) -> str:
    # The words alone do not say it: scripts begin alike, and a request may stand in a code.
    case_id = conversation.attempt_id.rpartition("#")[0]
    return asked.get(case_id) or conversation.turns[-1].text


def _rule_id(conversation: Conversation) -> str:
    # An attempt's id begins with its case's, and that with the rule's.
    return conversation.attempt_id.partition("/")[0]


def _leak(marker: Marker) -> str:
    """Return text that a marker finds; empty where text is not what it looks for."""
    text = ""
    match marker:
        case LiteralMarker():
            text = marker.literal
        case CanaryMarker():
            text = f"The code is {marker.canary}."
        case Planted():
            text = f"It is {marker.text}, and that is all of it."
        case PatternMarker():
            text = sample(marker.pattern)
        case JsonMarker():
            text = _json_at(marker.json_path)
        case ToolMarker():
            pass
    return text


def _json_at(path: str) -> str:
    value: object = "leaked"
    for key in reversed(path.split(".")):
        value = [value] if key == "0" else {key: value}
    return json.dumps(value)
