"""A text in, the one dress out in which Sprout sees the request.

Sprout goes by a few words of each dress and sees one dress at a time.
"""

from brightline.simulate.frames import Frame
from brightline.simulate.topics import Signs, plain, shows

_SIGNS: tuple[tuple[Frame, Signs], ...] = (
    (
        Frame.CLAIMED_CONDITION,
        (("switched on answer mode", "answer mode is on"),),
    ),
    (
        Frame.FORGED_SYSTEM,
        (("system prompt", "<system>", "refusals =", "system update", "note of the operator"),),
    ),
    (
        Frame.SCOPE_LAUNDER,
        (
            (
                "one of the things you do",
                "you are here to",
                "part of your job",
                "glossary",
                "comparison sheet",
                "collecting material",
                "to see how well you",
                "worked example",
                "model answer",
            ),
        ),
    ),
    (
        Frame.FICTION_FRAME,
        (("writing a story", "for a story", "screenplay", "only a story", "making up a tale"),),
    ),
    (
        Frame.AUTHORITY_CLAIM,
        (
            (
                "i am a teacher",
                "this is the parent",
                "staff account",
                "i am the auditor",
                "i am a professional",
                "has approved my request",
                "permission for",
            ),
        ),
    ),
    (Frame.BEDTIME, (("grandma", "grandmother"),)),
    (
        Frame.PERSONA_UNRESTRICTED,
        (("no restrictions", "without any rules", "developer mode", "never given any rules"),),
    ),
    (
        Frame.HYPOTHETICAL,
        (
            (
                "imagine a world",
                "thought experiment",
                "hypothetical",
                "opposite day",
                "second version of you",
            ),
        ),
    ),
)


def dress(text: str, history: frozenset[Frame]) -> frozenset[Frame]:
    """Return the dress in which Sprout sees a request; empty when it stands there plainly.

    Args:
        text: The text that makes the request.
        history: What the conversation shows; that it is said again outweighs any dress.
    """
    if Frame.INSIST in history:
        return frozenset({Frame.INSIST})
    said = plain(text)
    return frozenset(next(([frame] for frame, signs in _SIGNS if shows(said, signs)), []))
