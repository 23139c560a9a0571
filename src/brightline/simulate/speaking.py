"""A product's data, messages and a seed in, its reply out."""

import hashlib
import json
from collections.abc import Sequence

from brightline.records import Turn
from brightline.simulate.frames import Frame
from brightline.simulate.product import Act, Odds, Product, Voice
from brightline.simulate.reading import Reading, read
from brightline.simulate.truth import odds

_UNIT = 2.0**-64


def reply_to(product: Product, turns: Sequence[Turn], seed: int) -> str:
    """Return what a product says to a conversation.

    It sees what any product sees: the messages. The same messages and seed give the same
    reply; over seeds its replies are independent draws with the odds of `truth.odds`.

    Args:
        product: Who speaks.
        turns: System, user and assistant turns, the user's last.
        seed: Any whole number.
    """
    said = json.dumps([[turn.role.value, turn.text] for turn in turns], ensure_ascii=False)
    chance = hashlib.blake2b(f"{seed}\n{said}".encode("utf-8", "surrogatepass")).digest()
    product = product.heeding(turns)
    reading = read(product, turns)
    act = _drawn(odds(product, reading), int.from_bytes(chance[:8]) * _UNIT)
    words = _words(product.voice, reading, (act, chance[8:]))
    return product.obeys(turns, words, int.from_bytes(chance[32:40]) * _UNIT)


def _drawn(shares: Odds, level: float) -> Act:
    """Return the act at which the running sum of the odds passes a level in [0, 1)."""
    reached = 0.0
    likely = [act for act, share in shares.items() if share > 0]
    for act in likely:
        reached += shares[act]
        if level < reached:
            return act
    return likely[-1]


def _words(voice: Voice, reading: Reading, drawn: tuple[Act, bytes]) -> str:
    act, chance = drawn
    topic = reading.topic
    if topic is None:
        return _pick(voice.questions, chance[:4])
    short = act is Act.SHORT and topic.shorts
    body = _pick(topic.shorts if short else topic.bodies, chance[:4])
    first = int.from_bytes(chance[4:8]) % len(voice.names)
    second = (first + 1 + chance[8] % (len(voice.names) - 1)) % len(voice.names)
    gaps = {
        "deed": topic.deed,
        "offer": topic.offer,
        "ask": topic.ask,
        "norm": voice.norms[topic.rule],
        "safe": _named(topic.safe, voice.names[first], voice.names[second]),
        "body": _named(body, voice.names[first], voice.names[second]),
    }
    gaps["half"] = _half(gaps["body"])
    templates = ("{body}",) if short else _templates(voice, reading.frames, act)
    return _pick(templates, chance[12:16]).format_map(gaps)


def _templates(voice: Voice, frames: frozenset[Frame], act: Act) -> tuple[str, ...]:
    if act is Act.REFUSE and Frame.INSIST in frames:
        return voice.insisted
    if act is Act.COMPLY:
        for frame, templates in voice.dressed.items():
            if frame in frames:
                return templates
    return voice.templates[act]


def _pick(options: Sequence[str], chance: bytes) -> str:
    return options[int.from_bytes(chance) % len(options)] if options else ""


def _named(text: str, first: str, second: str) -> str:
    return text.replace("{one}", first).replace("{two}", second)


def _half(body: str) -> str:
    """Return the first sentences of a body: at least half of it, never all."""
    sentences = body.split(". ")
    kept = sentences[: max(1, (len(sentences) + 1) // 2)]
    return ". ".join(kept) + ("" if kept[-1].endswith((".", "!", "?")) else ".")
