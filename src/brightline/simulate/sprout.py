"""Sprout, a homework helper with planted holes: messages in, reply out, by seed."""

import hashlib
import json
from collections.abc import Sequence

from brightline.records import Turn
from brightline.simulate import phrases
from brightline.simulate.canaries import obeyed
from brightline.simulate.reading import Reading, Surface, read
from brightline.simulate.topics import Topic
from brightline.simulate.truth import Act, Odds, odds

MODEL = "sprout-1"
"""The name under which Sprout is served."""

_UNIT = 2.0**-64


def reply_to(turns: Sequence[Turn], seed: int) -> str:
    """Return what Sprout says to a conversation.

    Sprout sees what any product sees: the messages. The same messages and seed give the same
    reply; over seeds its replies are independent draws with the odds of `truth.odds`.

    Args:
        turns: System, user and assistant turns, the user's last.
        seed: Any whole number.
    """
    said = json.dumps([[turn.role.value, turn.text] for turn in turns], ensure_ascii=False)
    chance = hashlib.blake2b(f"{seed}\n{said}".encode("utf-8", "surrogatepass")).digest()
    reading = read(turns)
    act = _drawn(odds(reading), int.from_bytes(chance[:8]) * _UNIT)
    said = _words(reading, act, chance[8:])
    return obeyed(turns, said, int.from_bytes(chance[32:40]) * _UNIT)


def _drawn(shares: Odds, level: float) -> Act:
    """Return the act at which the running sum of the odds passes a level in [0, 1)."""
    reached = 0.0
    likely = [act for act, share in shares.items() if share > 0]
    for act in likely:
        reached += shares[act]
        if level < reached:
            return act
    return likely[-1]


def _words(reading: Reading, act: Act, chance: bytes) -> str:
    topic = reading.topic
    if topic is None:
        return _pick(phrases.QUESTIONS_BACK, chance[:4])
    body = _pick(
        topic.shorts if act is Act.SHORT and topic.shorts else topic.bodies, chance[:4]
    )
    first = int.from_bytes(chance[4:8]) % len(phrases.NAMES)
    second = (first + 1 + chance[8] % (len(phrases.NAMES) - 1)) % len(phrases.NAMES)
    gaps = {
        "deed": topic.deed,
        "offer": topic.offer,
        "ask": topic.ask,
        "norm": phrases.NORMS[topic.rule],
        "safe": _named(topic.safe, first, second),
        "body": _named(body, first, second),
    }
    gaps["half"] = _half(gaps["body"])
    return _pick(_templates(topic, reading.surface, act), chance[12:16]).format_map(gaps)


def _templates(topic: Topic, surface: Surface, act: Act) -> tuple[str, ...]:
    insisting = surface is Surface.INSIST
    templates: dict[Act, tuple[str, ...]] = {
        Act.REFUSE: phrases.FIRM_REFUSALS if insisting else phrases.REFUSALS,
        Act.REDIRECT: phrases.REDIRECTS,
        Act.SAFE: phrases.SAFE,
        Act.DEFLECT: phrases.WANDERINGS,
        Act.ANSWER: phrases.LEARNING,
        Act.COMPLY: phrases.DRESSED_DELIVERIES.get(surface, phrases.DELIVERIES),
        Act.SHORT: ("{body}",) if topic.shorts else phrases.DELIVERIES,
        Act.PARTIAL: phrases.HALVES,
        Act.REFUSE_THEN_COMPLY: phrases.RELUCTANT_DELIVERIES,
    }
    return templates[act]


def _pick(options: Sequence[str], chance: bytes) -> str:
    return options[int.from_bytes(chance) % len(options)] if options else ""


def _named(text: str, first: int, second: int) -> str:
    return text.replace("{one}", phrases.NAMES[first]).replace("{two}", phrases.NAMES[second])


def _half(body: str) -> str:
    """Return the first sentences of a body: at least half of it, never all."""
    sentences = body.split(". ")
    kept = sentences[: max(1, (len(sentences) + 1) // 2)]
    return ". ".join(kept) + ("" if kept[-1].endswith((".", "!", "?")) else ".")
