"""Offers that were taken up in, text or JSON out: dead ones first, then those out of scope."""

import json
import shlex
from collections.abc import Iterator

from brightline.records import Following, FollowUp, Kept
from brightline.report.clean import clean, one_line
from brightline.words import command, counted

_OFFER, _SAID = 160, 200


def following_text(found: Following, store: str = "") -> str:
    """Return what became of the offers, for people: each dead one with a reply to it."""
    return "\n".join(_lines(found, store))


def following_json(found: Following) -> str:
    """Return the same as one JSON object in ASCII, so that nothing in it steers a terminal."""
    told = found.model_dump(mode="json")
    told["counts"] = counts(found)
    return json.dumps(told, indent=2, ensure_ascii=True).replace("\x7f", "\\u007f")


def counts(found: Following) -> dict[str, int]:
    """Return how many offers are live, dead, unclear and untried, and how many out of scope."""
    told = {kept.value: sum(one.kept is kept for one in found.offers) for kept in Kept}
    return {**told, "outside": sum(not one.within for one in found.offers)}


def _lines(found: Following, store: str) -> Iterator[str]:
    yield from _head(found)
    yield from _body(found, store)


def _head(found: Following) -> Iterator[str]:
    yield (
        f"{one_line(found.policy_name, limit=80)}: {found.offering} of"
        f" {counted(found.declined, 'refusal')} of run {clean(found.of)} offer something:"
        f" {counted(len(found.offers), 'different offer')}"
    )
    if found.needing:
        yield (
            f"Left out: {counted(found.needing, 'refusal')} whose offer needs the user's part"
            " first (“try it, and I will check it”)."
        )


def _body(found: Following, store: str) -> Iterator[str]:
    if not found.offers:
        yield "Nothing was sent: there is no offer to take up."
        return
    told = counts(found)
    yield (
        f"Taken up in the next turn: {told['live']} answered, {told['dead']} dead,"
        f" {told['unclear']} unclear"
        + (f", {told['untried']} not tried" if told["untried"] else "")
        + f"; {told['outside']} outside the policy's scope; {counted(found.calls, 'call')}"
    )
    if found.stopped:
        yield f"It ended before its time: {found.stopped}."
    for problem in found.judge_problems:
        yield f"The judge is wrong, so nothing it says counts: {one_line(problem)}"
    for one in found.offers:
        if one.kept is Kept.DEAD:
            yield from _shown("dead", one)
    for one in found.offers:
        if one.kept is not Kept.DEAD and not one.within:
            yield from _shown("outside", one)
    if told["unclear"]:
        yield ""
        review = command(f"review {shlex.quote(clean(found.run_id))}", store)
        yield f"Settle what is unclear: {review}"
    if told["dead"]:
        yield ""
        yield (
            "A dead offer sends the user into a second refusal: make the product do it, or"
            " let its prompt offer something else (brightline responses shows how)."
        )


def _shown(name: str, one: FollowUp) -> Iterator[str]:
    replies = counted(one.made, "refusal")
    yield ""
    yield f"{name:<8} {clean(one.rule_id)}: {one_line(one.offer, limit=_OFFER)} ({replies})"
    if one.kept is Kept.UNTRIED:
        return
    yield f"         asked  {one_line(one.asked, limit=_SAID)}"
    yield f"         said   {one_line(one.said, limit=_SAID)}"
