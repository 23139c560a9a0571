"""Concepts that statements about limits are made of, each with the words that name it.

One line of words for each concept; `_` joins a phrase, a `*` at the end stands for any ending.
Words are matched without the endings of number and tense, so each stands here once.
"""

from brightline.craft.lint.lexicon.effects import (
    HEEDLESS,
    MOVES,
    NOT,
    REFUSED,
    RULES,
    SAME,
    STEADY,
)
from brightline.craft.lint.lexicon.replies import (
    ABLE,
    DECLINING,
    FACTS,
    FORMAT,
    OFFERING,
    PERMIT,
    SPARES,
    TELL,
    UNREFUSED,
)
from brightline.craft.lint.lexicon.ways import (
    AGAIN,
    CLAIM,
    FRAME,
    ORDERS,
    PEOPLE,
    READ_ONLY,
    ROLE,
    SOURCE,
    URGES,
)
from brightline.craft.lint.lexicon.weak import (
    CARE,
    HEDGE,
    INTRO,
    JUDGED,
    MATTER,
    OPEN,
    OPEN_BEFORE,
    SILENT,
    TOP,
    WELL,
)

__all__ = [
    "ABLE",
    "AGAIN",
    "CARE",
    "CLAIM",
    "DECLINING",
    "FACTS",
    "FORMAT",
    "FRAME",
    "HEDGE",
    "HEEDLESS",
    "INTRO",
    "JUDGED",
    "MATTER",
    "MOVES",
    "NOT",
    "OFFERING",
    "OPEN",
    "OPEN_BEFORE",
    "ORDERS",
    "PEOPLE",
    "PERMIT",
    "READ_ONLY",
    "REFUSED",
    "ROLE",
    "RULES",
    "SAME",
    "SILENT",
    "SOURCE",
    "SPARES",
    "STEADY",
    "TELL",
    "TOP",
    "UNREFUSED",
    "URGES",
    "WELL",
]
