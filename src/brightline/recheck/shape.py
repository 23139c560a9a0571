"""One exported row in, what of it has not the type that is stored there out.

The one place where rows are checked for their types: what reads them behind it need not.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from brightline.recheck.tables import TABLES, Spec

MOST_TRIALS = 10_000
"""Planned plays of one case, more than any run has: each becomes a play in memory."""


class DamagedRowError(ValueError):
    """A row is not as any run stores it."""


def _whole(value: object, least: float = 0, most: float = float("inf")) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _real(value: object, most: float = float("inf")) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most


def _moment(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return datetime.fromisoformat(value).utcoffset() is not None
    except ValueError:
        return False


KINDS: dict[str, Callable[[object], bool]] = {
    "a text": lambda value: isinstance(value, str),
    "true or false": lambda value: isinstance(value, bool),
    "an integer": lambda value: _whole(value, -float("inf")),
    "a count": _whole,
    "a number from 1": lambda value: _whole(value, 1),
    "a number of trials": lambda value: _whole(value, 1, MOST_TRIALS),
    "a share": lambda value: _real(value, 1),
    "a duration": _real,
    "a time with its zone": _moment,
    "refuse or answer": lambda value: value in ("refuse", "answer"),
    "a stance": lambda value: value in ("refuse", "depends", "allow"),
    "a word of the gate": lambda value: value in ("holds", "broken", "unproven"),
}
"""What a value can be, in the words of an error."""


def check_row(row: object) -> None:
    """Check every field of a row for its type.

    Raises:
        DamagedRowError: naming the first that has another.
    """
    table = row.get("table") if isinstance(row, dict) else None
    if not isinstance(table, str) or table not in TABLES:
        raise DamagedRowError("it is no row of a table of a run")
    for wrong in _wrong(row, TABLES[table], ""):
        raise DamagedRowError(f"in a row of {table}, {wrong}")


def _wrong(value: object, spec: Spec, name: str) -> Iterator[str]:
    if isinstance(spec, str):
        if not KINDS[spec](value):
            yield f"{name} is not {spec}"
    elif isinstance(spec, Sequence):
        if not isinstance(value, list):
            yield f"{name} is not a list"
            return
        for part in value:
            yield from _wrong(part, spec[0], f"a part of {name}")
    else:
        yield from _wrong_fields(value, spec, name)


def _wrong_fields(value: object, fields: Mapping[str, Spec], name: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{name} is not an object"
        return
    for key, spec in fields.items():
        plain = key.rstrip("?")
        path = f"{name}.{plain}" if name else plain
        if plain == key and plain not in value:
            yield f"{path} is missing"
        elif plain == key or value.get(plain) is not None:
            yield from _wrong(value.get(plain), spec, path)
