"""The text of a policy and new cases in, the text with them out: nothing else of it changes."""

from collections.abc import Sequence
from pathlib import Path

from brightline.errors import UsageError
from brightline.load.policy import check_policy, parse_policy
from brightline.records import Policy, WrittenCase

BOM = "\ufeff"


def with_cases(content: bytes, new: Sequence[str], *, path: Path) -> bytes:
    """Return a policy's file with further items under `cases:`, its comments and layout kept.

    They go to the top of the list, where nothing that stands below can be cut in two. What
    comes out is read again, and is refused unless all that stood there says what it said.

    Args:
        content: The file as it is.
        new: Each case as the lines of a YAML item, without indentation.
        path: Of the file, for messages and for the system prompt beside it.

    Raises:
        PolicyError: the file, or one of the new cases, is no part of a policy.
        UsageError: the cases stand there in a way that cannot be added to.
    """
    before = parse_policy(content, name=str(path), folder=path.parent)
    text = content.decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.removeprefix(BOM).splitlines(keepends=True)
    places = check_policy(content, name=str(path), folder=path.parent).places
    if ("cases",) not in places:
        if lines and not lines[-1].endswith(("\n", "\r")):
            lines[-1] += end
        lines += [end, f"cases:{end}", *_items(new, indent=2, end=end)]
    else:
        line, column = places["cases",]
        first = places.get(("cases", 0))
        if first is None:  # an empty list, which is written as []
            row = lines[line - 1]
            head, tail = row[: column - 1].rstrip(" "), row[column - 1 :].removeprefix("[]")
            lines[line - 1 : line] = [head + tail, *_items(new, indent=2, end=end)]
        else:
            key = _key_line(lines, line)
            item = lines[first[0] - 1]
            indent = len(item) - len(item.lstrip(" "))
            lines[key + 1 : key + 1] = _items(new, indent=indent, end=end)
    made = (BOM if text.startswith(BOM) else "") + "".join(lines)
    _check(before, made, count=len(new), path=path)
    return made.encode("utf-8")


def _items(new: Sequence[str], *, indent: int, end: str) -> list[str]:
    rows = [row for item in new for row in item.splitlines()]
    return [f"{' ' * indent}{row}{end}" for row in rows]


def _key_line(lines: Sequence[str], line: int) -> int:
    """Return the index of the line with the key, at or above that of its value."""
    for index in range(line - 1, -1, -1):
        if lines[index].startswith(("cases:", '"cases":', "'cases':")):
            return index
    return line - 1


def _check(before: Policy, made: str, *, count: int, path: Path) -> None:
    """Raise unless the new text says all that the old one did, and the new cases first."""
    after = check_policy(made, name=str(path), folder=path.parent)
    if after.policy is None and all(problem.slug in _OF_CASES for problem in after.problems):
        raise after.problems[0]
    kept = after.policy and after.policy.model_copy(
        update={"cases": _without_new(after.policy.cases, before.cases, count)}
    )
    if kept != before:
        raise UsageError(
            "nothing can be added to the cases in the way in which they stand there",
            slug="cases-not-added",
            where=str(path),
            hint="Write each case on lines of its own, beginning with '- id:', under 'cases:'.",
        )


def _without_new(
    found: tuple[WrittenCase, ...], before: tuple[WrittenCase, ...], count: int
) -> tuple[WrittenCase, ...]:
    return found[count:] if len(found) == len(before) + count else found


_OF_CASES = {
    "unknown-rule",
    "duplicate-id",
    "unrendered-placeholder",
    "allow-with-probes",
    "bad-id",
    "too-long",
}
"""What may be wrong with a new case itself."""
