"""Nodes and a record's type in, the record out, or every place where they disagree.

The fields of the records are the only list of keys: what they say is what a file may hold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from types import UnionType
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar, Union, get_args, get_origin

from pydantic import JsonValue, ValidationError

from brightline.load.nodes import Items, Node, Scalar, Table, read_nodes
from brightline.load.problems import (
    MAX_PROBLEMS,
    Place,
    Problems,
    nearest,
    shown,
    suggestion,
    together,
)
from brightline.load.scalars import (
    BROKEN,
    Broken,
    read_bool,
    read_date,
    read_free,
    read_number,
    read_text,
)
from brightline.records import Record

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

Whole = TypeVar("Whole", bound=Record)

Path: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the top of the file."""


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping of the file, read as far as it could be.

    Attributes:
        path: Where it stands.
        values: By key of the file; `BROKEN` where the value is, absent where nothing stands.
        record: None when something in it is broken.
    """

    path: Path
    values: Mapping[str, object]
    record: Record | None


class Reader:
    """Reads the nodes of one file.

    Attributes:
        places: Where each value starts, by path.
        keys: Where each key starts, by the path of its value.
    """

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.places: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self._texts: dict[Path, str] = {}

    def read_record(self, node: Node, model: type[Record], path: Path = ()) -> Part:
        """Return what stands in a mapping, after noting what cannot be a value of model."""
        self.places[path] = node.place
        if not isinstance(node, Table):
            self._wrong_kind(node, f"keys such as '{next(iter(_fields(model)))}:'")
            return Part(path, {}, None)
        fields = _fields(model)
        values: dict[str, object] = {}
        for key, (key_node, value) in node.entries.items():
            self.keys[(*path, key)] = key_node.place
            if key not in fields:
                self._unknown_key(key_node, tuple(fields), path)
                if meant := self._meant(key, fields, node):
                    values[meant] = BROKEN
                    self.places.setdefault((*path, meant), key_node.place)
                    self.keys.setdefault((*path, meant), key_node.place)
                continue
            values[key] = self._read_field(value, fields[key], (*path, key))
        missing = [
            key for key, info in fields.items() if info.is_required() and key not in values
        ]
        for key in missing:
            self._missing(key, node, path)
        whole = self._validate(model, values, path)
        complete = whole is not None and not missing and len(values) == len(node.entries)
        return Part(path, values, whole if complete else None)

    def _read_field(self, node: Node, info: "FieldInfo", path: Path) -> object:
        share = any(getattr(rule, "lt", None) == 1 for rule in info.metadata)
        return self._read(node, float if share else info.annotation, path, share=share)

    def _read(self, node: Node, shape: object, path: Path, *, share: bool = False) -> object:
        self.places[path] = node.place
        if isinstance(node, Scalar):
            self._texts[path] = node.text
            if node.broken:
                return BROKEN
        model = _record_type(shape)
        if model is not None:
            return self.read_record(node, model, path)
        if shape is JsonValue or get_origin(shape) in _CONTAINERS:
            return self._read_container(node, shape, path)
        if not isinstance(node, Scalar):
            self._wrong_kind(node, "one value")
            return BROKEN
        return self._read_scalar(node, shape, path, share=share)

    def _read_container(self, node: Node, shape: object, path: Path) -> object:
        if shape is JsonValue:
            return read_free(node, self.problems)
        if get_origin(shape) is tuple:
            return self._read_items(node, get_args(shape)[0], path)
        if get_origin(shape) is dict:
            return self._read_dict(node, path)
        return self._read_union(node, get_args(shape), path)

    def _read_scalar(self, node: Scalar, shape: object, path: Path, *, share: bool) -> object:
        if get_origin(shape) is Literal:
            return self._read_choice(node, {str(word): str(word) for word in get_args(shape)})
        if isinstance(shape, type) and issubclass(shape, StrEnum):
            return self._read_choice(node, {str(member): member for member in shape})
        if shape is bool:
            return read_bool(node, self.problems)
        if shape is int or shape is float:
            return read_number(node, self.problems, whole=shape is int, share=share)
        read = read_date if path[-1] == "date" else read_text
        return read(node, self.problems)

    def _read_union(self, node: Node, shapes: tuple[object, ...], path: Path) -> object:
        members = [shape for shape in shapes if shape is not type(None)]
        if len(members) == 1:
            return self._read(node, members[0], path)
        records = [model for model in map(_record_type, members) if model is not None]
        by_key = {next(iter(_fields(record))): record for record in records}
        by_key.pop("planted", None)  # a canary is brightline's own, and stands in no file
        if not isinstance(node, Table):
            self._wrong_kind(node, f"one of {', '.join(f'{key}:' for key in by_key)}")
            return BROKEN
        chosen = [key for key in node.entries if key in by_key]
        if len(chosen) == 1:
            return self.read_record(node, by_key[chosen[0]], path)
        if chosen:
            self.problems.add(
                f"{' and '.join(chosen)} stand in one item",
                slug="two-in-one",
                place=node.place,
                hint="Give each an item of its own, beginning with '- '.",
            )
        for key_node, _ in node.entries.values():
            if not chosen:
                self._unknown_key(key_node, tuple(by_key), path)
        if not node.entries:
            self._wrong_kind(node, f"one of {', '.join(f'{key}:' for key in by_key)}")
        return BROKEN

    def _read_items(self, node: Node, shape: object, path: Path) -> object:
        if not isinstance(node, Items):
            self._wrong_kind(node, "a list")
            return BROKEN
        return tuple(self._read(item, shape, (*path, i)) for i, item in enumerate(node.items))

    def _read_dict(self, node: Node, path: Path) -> object:
        if not isinstance(node, Table):
            self._wrong_kind(node, "keys with a value each")
            return BROKEN
        found = {}
        for key, (key_node, value) in node.entries.items():
            self.keys[(*path, key)] = key_node.place
            found[key] = self._read(value, str, (*path, key))
        return BROKEN if BROKEN in found.values() else found

    def _read_choice(self, node: Scalar, choices: dict[str, str]) -> object:
        if node.text in choices:
            return choices[node.text]
        self.problems.add(
            f"{shown(node.text)} is not one of the values here",
            slug="unknown-value",
            place=node.place,
            hint=partial(suggestion, node.text, choices, many="values here"),
        )
        return BROKEN

    def _unknown_key(self, key: Scalar, valid: tuple[str, ...], path: Path) -> None:
        at = f" in '{path[-1]}'" if path and isinstance(path[-1], str) else ""
        self.problems.add(
            f"the key {shown(key.text)} is not known{at or ' here'}",
            slug="unknown-key",
            place=key.place,
            hint=partial(suggestion, key.text, valid, many="keys here"),
        )

    def _meant(self, key: str, fields: Iterable[str], node: Table) -> str:
        """Return the key that was misspelt so: that it is missing is no second problem."""
        if len(self.problems) > MAX_PROBLEMS:
            return ""  # nobody reads what follows, and to compare takes long
        close = nearest(key, fields)
        return "" if close in node.entries else close

    def _missing(self, key: str, node: Table, path: Path) -> None:
        owner = f"'{path[-1]}'" if path and isinstance(path[-1], str) else ""
        self.problems.add(
            f"{owner or ('this item' if path else 'the file')} has no '{key}'",
            slug="missing-key",
            place=node.place,
            hint=f"Add '{key}:'.",
        )

    def _wrong_kind(self, node: Node, wanted: str) -> None:
        found = {Items: "a list", Table: "a mapping"}.get(type(node))
        if isinstance(node, Scalar):
            found = shown(node.text) if node.text else "nothing"
        wrong = wanted if not wanted.startswith("keys such") else "a mapping"
        self.problems.add(
            f"{found} stands here where {wrong} is expected",
            slug="wrong-kind",
            place=node.place,
            hint=_KIND_HINTS.get(wanted, f"Write {wanted} here."),
        )

    def _validate(
        self, model: type[Record], values: dict[str, object], path: Path
    ) -> Record | None:
        """Let the record check limits; what is absent is noted already."""
        good = {key: _whole(value) for key, value in values.items()}
        data = {key: value for key, value in good.items() if not isinstance(value, Broken)}
        try:
            record = model.model_validate(data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                if detail["type"] != "missing":
                    self._note_limit(detail, path)
            return None
        return record if len(data) == len(good) else None

    def _note_limit(self, detail: "ErrorDetails", path: Path) -> None:
        at = (*path, *detail["loc"])
        while at not in self.places:
            at = at[:-1]
        limits = detail.get("ctx", {})
        message, hint = _LIMITS.get(detail["type"], (str(detail["msg"]), "Change it."))
        value = shown(self._texts.get(at, ""))
        said = {"key": at[-1] if at else "", "value": value, **limits}
        self.problems.add(
            message.format_map(_Lenient(said)),
            slug=_LIMIT_SLUGS.get(detail["type"], "out-of-range"),
            place=self.places[at],
            hint=hint.format_map(_Lenient(said)),
        )


class _Lenient(dict[str, object]):
    """Leaves a gap of a message empty rather than failing over it."""

    def __missing__(self, key: str) -> str:
        return ""


_CONTAINERS = {tuple, dict, Union, UnionType}

_KIND_HINTS = {
    "a list": "Write each item on a line of its own, beginning with '- '.",
    "one value": "Write one value after the colon.",
}

_LIMITS = {
    "greater_than": ("'{key}' must be above {gt:g}, got {value}", "Write a larger value."),
    "less_than": (
        "'{key}' must be below {lt:g}, got {value}",
        "Write a share such as 2% or 0.02.",
    ),
    "greater_than_equal": ("'{key}' must be at least {ge}, got {value}", "Write {ge}."),
    "less_than_equal": (
        "'{key}' must be at most {le}, got {value}",
        "Write {le}, or use a newer brightline.",
    ),
    "string_too_short": (
        "'{key}' must have at least {min_length} characters, got {value}",
        "Write a longer one.",
    ),
    "string_too_long": (
        "'{key}' must have at most {max_length} characters, got {value}",
        "Write a shorter one.",
    ),
    "string_pattern_mismatch": (
        "'{key}' cannot be {value}",
        "Use letters, digits, '.', '_' and '-', beginning with a letter or digit.",
    ),
    "too_short": ("'{key}' is an empty list", "Add at least one item."),
}

_LIMIT_SLUGS = {
    "string_too_short": "too-short",
    "string_too_long": "too-long",
    "string_pattern_mismatch": "bad-id",
    "too_short": "empty-list",
}


def read_root(text: str | bytes, problems: Problems) -> Node:
    """Return the tree of a whole file.

    Raises:
        PolicyError: there is none.
    """
    root = read_nodes(text, problems)
    if root is None:
        raise together(problems.ordered())
    return root


def whole_record(read: Part, model: type[Whole], problems: Problems) -> Whole:
    """Return the record that a whole file is.

    Raises:
        PolicyError: something in it is wrong.
    """
    if len(problems) or not isinstance(read.record, model):
        raise together(problems.ordered())
    return read.record


def _record_type(shape: object) -> type[Record] | None:
    return shape if isinstance(shape, type) and issubclass(shape, Record) else None


def _fields(model: type[Record]) -> "dict[str, FieldInfo]":
    """Return the fields of a record by the key that a file uses for them."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _whole(value: object) -> object:
    """Return a value with its parts as records, BROKEN when anything in it is."""
    if isinstance(value, Part):
        return value.record if value.record is not None else BROKEN
    if isinstance(value, tuple):
        items = [_whole(item) for item in value]
        return BROKEN if any(isinstance(item, Broken) for item in items) else tuple(items)
    return value
