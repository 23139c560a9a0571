"""Turns that a technique gave in, the same turns out: each is looked at before it is sent."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from brightline.errors import UsageError
from brightline.ports import Decodes, Recasts, Technique
from brightline.records import After, Request, Role, Turn

_GAP = re.compile(r"\{\{?\s*[a-z_]+\s*\}?\}")
"""What looks like a gap of a template that nobody filled."""


class Wrapped(NamedTuple):
    """A request as a technique puts it."""

    objective: str
    """The request, in the technique's own words where it has some."""
    turns: Sequence[Turn]
    said: tuple[str, ...]
    """What each turn says, with the technique's own code undone."""


def check_wrapped(
    technique: Technique,
    turns: Sequence[Turn],
    request: Request,
    *,
    code: Decodes | Recasts | None,
) -> Wrapped:
    """Return the turns of a technique once it is sure that they can be sent.

    Args:
        technique: What put the request into turns.
        turns: What it gave.
        request: What it was to put.
        code: The technique where it says requests in a code or in other words, else None: to
            find that out costs as much as all the rest.

    Raises:
        UsageError: they cannot be played, have a gap left in them, or do not carry the request.
    """
    problem = _unplayable(turns)
    if problem:
        raise UsageError(
            f"technique {technique.name!r} gives {problem}",
            slug="technique-unplayable",
            hint="Its wrap must return turns with text, the user's last; or none at all. The"
            " user's first and last turn are always sent.",
        )
    asked, said = request.objective, tuple(turn.text for turn in turns)
    if code is None:
        pass  # most have none, and only to ask what it is would cost a third of all
    elif isinstance(code, Recasts):
        asked = code.recast(asked)
    else:
        said = _said(technique, turns, code)
    if not asked.strip() or not any(asked in text for text in said):
        raise UsageError(
            f"technique {technique.name!r} loses the request {request.objective!r}",
            slug="technique-loses-request",
            hint="Its wrap must put the request word for word into the turns, or its decode"
            " must give it back, or its recast say what stands there in its place.",
        )
    gap = _gap_in(said, request, asked=asked)
    if gap:
        raise UsageError(
            f"technique {technique.name!r} leaves the gap {gap} in its text",
            slug="technique-unplayable",
            hint="Fill it, or write the text without braces around a single word.",
        )
    return Wrapped(asked, turns, said)


def check_twins(technique: Technique, probe: Wrapped, control: Wrapped) -> None:
    """Raise unless a probe and its control say the same around their requests.

    Raises:
        UsageError: they differ in more than the request, or not at all.
    """
    if probe.said == control.said:
        raise UsageError(
            f"technique {technique.name!r} puts a probe and its control in the same words",
            slug="technique-loses-request",
            hint="Its wrap must put the request's objective into the turns.",
        )
    requests = (probe.objective, control.objective)
    if _forms(probe) != _forms(control) or not all(
        _alike(one, other, requests)
        for one, other in zip(probe.said, control.said, strict=True)
    ):
        raise UsageError(
            f"technique {technique.name!r} puts {probe.objective!r} and its control"
            f" {control.objective!r} in different words",
            slug="technique-uneven",
            hint="Let its wrap choose words by the request's wording alone, so that a probe and"
            " its control differ by the request only.",
        )


def _forms(wrapped: Wrapped) -> list[tuple[Role, After | None]]:
    return [(turn.role, turn.after) for turn in wrapped.turns]


def _unplayable(turns: Sequence[Turn]) -> str:
    """Return what is wrong with turns that nobody can play; empty where nothing is."""
    users = [turn for turn in turns if turn.role is Role.USER]
    if any(not turn.text.strip() for turn in turns):
        return "a turn without text"
    if turns[-1].role is not Role.USER:
        return "turns that do not end with the user's"
    if users[0].after or users[-1].after:
        return "a first or last turn that waits for a reply"
    for turn, following in pairwise(turns):
        if turn.after and not turn.role is following.role is Role.USER:
            return "a turn that waits for a reply and is not answered itself"
    return ""


def _said(technique: Technique, turns: Sequence[Turn], code: Decodes) -> tuple[str, ...]:
    try:
        said = code.decode(turns)
        return tuple(text for _, text in zip(turns, said, strict=True))
    except (ValueError, LookupError) as error:
        raise UsageError(
            f"technique {technique.name!r} cannot read its own code: {error}",
            slug="technique-loses-request",
            hint="Its decode must undo what its wrap did, for any request.",
        ) from error


def _gap_in(said: Sequence[str], request: Request, *, asked: str) -> str:
    """Return a gap that the technique left; one that the owners wrote themselves is none."""
    if "{" in request.product or any("{" in task for task in request.does):
        return ""
    for text in said:
        found = _GAP.search(text.replace(asked, "")) if "{" in text else None
        if found:
            return found[0]
    return ""


def _alike(one: str, other: str, requests: tuple[str, str]) -> bool:
    probe, control = requests
    if one.replace(probe, control) == other:
        return True
    # A request that is a word of the wrapper too, such as "Go", stands there in both.
    either = f"(?:{re.escape(probe)}|{re.escape(control)})"
    pattern = either.join(re.escape(part) for part in one.split(probe))
    return re.fullmatch(pattern, other) is not None
