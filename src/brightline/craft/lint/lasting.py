"""An instruction in, whether it says how long the limits last out."""

import re

from brightline.craft.later import later
from brightline.records import Instruction, InstructionKind


def words(*lists: str) -> re.Pattern[str]:
    """Return a pattern of whole phrases, one line or more of alternatives; any space is one."""
    lines = [line.strip() for text in lists for line in text.splitlines() if line.strip()]
    either = "|".join(lines).replace(" ", r"\s+")
    return later(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


_LASTING = later(
    r"\b(?:whole|entire|complete|full|all of the|throughout(?: the| this| every| our)?"
    r"|duration of|rest of"
    r"|course of|length of|end of|start of|beginning of|until the|as long as|during (?:the"
    r"|this|any))\b.{0,24}"
    r"\b(?:conversation|chat|dialog(?:ue)?|session|exchange|talk|discussion|interaction)s?\b"
    r"|\b(?:conversation|chat|session) as a whole\b|\bhowever long\b|\bno matter how (?:long"
    r"|often|many)\b"
    r"|\bfrom (?:the )?(?:first|beginning|start)\b.{0,40}\b(?:last|end|final)\b"
    r"|\bafter (?:many|several|any number of|a few|repeated|\w+) (?:messages|turns|exchanges"
    r"|tries|attempts)\b"
    r"|\b(?:in|at|to|for|on|with|across|over)\s+(?:every|each|all|any)\s+(?:single |new "
    r"|later |further |of "
    r"the )?(?:turns?|messages?|repl(?:y|ies)|steps?|exchanges?)\b"
    r"|\b(?:the )?(?:last|first|next|tenth|fifth|hundredth|\d+th|second|third|later|final"
    r"|every|each)\s+(?:message"
    r"|turn|reply|time of asking|time|question|answer|request|attempt|try)s?\b"
    r"|\b(?:earlier|previous|prior|past|former) (?:answers?|repl(?:y|ies)|messages?|turns?"
    r"|refusals?|exchanges?"
    r"|statements?|agreements?|promises?|slips?|mistakes?|yes|concessions?|parts?)\b"
    r"|\b(?:said|agreed|answered|promised|allowed|wrote|written|done|went"
    r"|slipped)\b.{0,20}\b(?:before|earlier|once"
    r"|already|previously)\b|\bwhatever (?:was|has been|you have|they have|you"
    r"|is) (?:\w+ )?(?:said|agreed|answered"
    r"|written|before)\b|\bafresh\b|\bto the end\b|\bat any point\b|\bas the (?:chat"
    r"|conversation|talk) goes on\b"
    r"|\b(?:long|lengthy) (?:chats?|conversations?|talks?|dialogues?)\b|\bearlier (?:in|you)\b",
    re.IGNORECASE,
)
_BINDS = words(
    r"""
    rules?|limits?|hold|holds|held|appl\w+|remains?|stays?|valid|bind\w*|govern\w*|force|same
    afresh|judge\w*
    line|lines|refus\w+|declin\w+|adher\w*|firm|changes? (?:nothing|this|these|them|any|that)
    chang\w+|no reason
    not a reason|give in|restrictions?|boundar\w+|stands?|nothing|unchanged|move|build on|yes
    negotiat\w+
    guidelines?|consisten\w+|polic(?:y|ies)|never|go further|not quoted again|stop|lasts?
    keep to|expire
    """
)
_INSISTS = words(
    r"""
    insist\w*|persist\w*|plead\w*|push\w*(?: back| harder| on)?|pressur\w*|begs?|begging|nag\w*
    wear\w* (?:you|these|them) down
    again and again|over and over|repeatedly|wear\w*|gives? in|giving in
    press\w* (?:you|on|harder)|(?:open to|up for|subject to) (?:negotiation|debate|discussion)
    (?:ask\w*|tries|try|repeat\w*|requests?|says?)(?: \S+){0,4}? (?:again|twice|many times)
    keeps? (?:on )?(?:asking|pushing|trying|insisting|coming back)
    repeat\w* (?:a|the|their|your|his)? ?(?:request|question|attempt)s?
    repeated (?:requests?|attempts?|asking|questions?|tries|pleas?)|how(?:ever)? often
    small steps|gradual\w*|slowly|how many times|(?:second|third|tenth|fifth) time
    splitting|split over|split into|step by step|bit by bit|little by little|piece by piece
    talked (?:round|into|out)
    rephrase\w* (?:it|the|and)|nth time|in other words|asking again|asked again|asks? again
    tries again|try again
    """
)
"""That somebody asks again."""

_OPENLY = words(
    r"""
    same|nothing|not|n't|\w+n't|never|no|stays?|staying|remains?|still|holds?|refus\w+
    declin\w*|firm|even|unchanged|cannot
    """
)


_OF_LIMITS = later(r"\b(?:rules?|limits?|judge)\b", re.IGNORECASE)


def lasts(one: Instruction) -> bool:
    """Say whether the limits hold for the whole conversation, or whoever insists."""
    if _LASTING.search(one.text) and _BINDS.search(one.text):
        helps = one.kind in {InstructionKind.TASK, InstructionKind.PROCEDURE}
        return not helps or _OF_LIMITS.search(one.text) is not None
    return _INSISTS.search(one.text) is not None and _OPENLY.search(one.text) is not None
