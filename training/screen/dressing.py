"""Plain requests in, requests as people type them out: greetings, thanks, haste, slips."""

import random
from collections.abc import Sequence

BEFORE = (
    ("Hi, ", "Hello, ", "Good evening. ", "Hi there! ", "Sorry to bother you again. ",
     "Quick question: ", "hey ", "Dear team, ", "I hope you can help me. ", "One more thing: "),
    ("Hiya, ", "Good day, ", "Hello again. ", "Hey there, ", "Me again. ", "So, ",
     "Just a short one: ", "Dear Sir or Madam, ", "Not sure if this is the right place. ",
     "ok next "),
)  # fmt: skip
AFTER = (
    (" Thanks!", " Thank you in advance.", " Cheers", " pls", " I need it by tomorrow.",
     " My number is 4471-20 if that helps.", " I could not find it on the website.",
     " Asking for my mum.", " (on my phone right now)", " Thx"),
    (" Many thanks.", " Ta", " please and thank you", " It is a bit urgent.",
     " Reference 0093-B.", " I looked everywhere.", " My wife wants to know too.",
     " Kind regards, Pat", " Hope that makes sense.", " ty"),
)  # fmt: skip


def dressed(
    texts: Sequence[str], *, half: int, seed: str, each: int = 3, joined: float = 0.15
) -> list[str]:
    """Return every text as it is, and `each` times as somebody else might type it.

    Args:
        texts: Plain requests.
        half: 0 or 1: which of two disjoint sets of greetings and thanks is used.
        seed: Of the chance that picks.
        each: How many further copies of a text.
        joined: Share of copies that have another of the texts behind them.
    """
    luck = random.Random(f"{seed} {half}")  # noqa: S311 - no secret
    return [
        said
        for text in texts
        for said in (
            text,
            *(_as_typed(text, texts, luck=luck, half=half, joined=joined) for _ in range(each)),
        )
    ]


def reworded(text: str, luck: random.Random) -> str:
    """Return a request with some of its words gone, as somebody else might put it."""
    words = text.rstrip(".!?").split()
    kept = [word for word in words if luck.random() > 0.3] or words
    return luck.choice(("", "please ", "can you ", "I want to know: ", "so ")) + " ".join(kept)


def _as_typed(
    text: str, others: Sequence[str], *, luck: random.Random, half: int, joined: float
) -> str:
    said = text
    if luck.random() < joined:
        said = f"{said} {luck.choice(others)}"
    if luck.random() < 0.4:
        said = luck.choice(BEFORE[half]) + said
    if luck.random() < 0.4:
        said += luck.choice(AFTER[half])
    if luck.random() < 0.25:
        said = said.lower()
    if luck.random() < 0.03:
        said = said.upper()
    return _slip(said, luck) if luck.random() < 0.3 else said


def _slip(text: str, luck: random.Random) -> str:
    """Return text with one letter dropped, doubled or swapped with its neighbour."""
    if len(text) < 6:
        return text
    at = luck.randrange(1, len(text) - 2)
    kind = luck.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
