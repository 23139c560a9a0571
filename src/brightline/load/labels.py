"""JSON lines with labels of people in, questions with what is true of them out."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from brightline.errors import UsageError
from brightline.load.exchanges import read_exchanges
from brightline.load.problems import shown, suggestion
from brightline.load.strict_json import parse_json
from brightline.records import Policy, Question, Sampled, Verdict

LABELS = tuple(verdict.value for verdict in Verdict if verdict is not Verdict.UNDECIDED)


class Labelled(NamedTuple):
    """One exchange with what a person says the product did."""

    question: Question
    verdict: Verdict
    sampled: Sampled


def read_labels(
    lines: Iterable[bytes], *, name: str, policy: Policy | None
) -> Iterator[Labelled | UsageError]:
    """Return labelled exchanges one at a time, with the bad lines between them as errors.

    Args:
        lines: As `read_exchanges` takes them, each with a `label` and perhaps with `sampled`.
        name: How the file is called in messages.
        policy: Where rules that a line names by id are looked up.
    """
    taken: list[tuple[int, bytes]] = []

    def noted() -> Iterator[bytes]:
        for number, line in enumerate(lines, start=1):
            taken[:] = [(number, line)]
            yield line

    for found in read_exchanges(noted(), name=name, policy=policy):
        if isinstance(found, UsageError):
            yield found
            continue
        number, line = taken[0]
        yield _labelled(found, line, f"{name}:{number}")


def _labelled(question: Question, line: bytes, where: str) -> Labelled | UsageError:
    found = parse_json(line)
    told = found if isinstance(found, dict) else {}
    label, sampled = told.get("label"), told.get("sampled", Sampled.CHOSEN.value)
    if label is None:
        return UsageError(
            "the line has no label",
            slug="label-missing",
            where=where,
            hint=f'Write "label": one of {", ".join(LABELS)}.',
        )
    if label not in LABELS:
        return _unknown(label, "label", LABELS, where=where)
    ways = tuple(way.value for way in Sampled)
    if sampled not in ways:
        return _unknown(sampled, "sampled", ways, where=where)
    return Labelled(question, Verdict(label), Sampled(sampled))


def _unknown(value: object, key: str, valid: tuple[str, ...], *, where: str) -> UsageError:
    return UsageError(
        f"{shown(str(value))} is not one of the values of '{key}'",
        slug="unknown-value",
        where=where,
        hint=suggestion(str(value), valid, many="values"),
    )
