"""YAML text in, a tree of nodes with places out: nothing is converted and nothing refers."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from brightline.load.problems import Place, Problems, shown
from brightline.load.source import Source, open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yaml.events import AliasEvent, CollectionStartEvent, Event, ScalarEvent

MAX_DEPTH = 64
MAX_NODES = 50_000
"""Values and keys in one file: keeps the worst file below two seconds."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text, exactly as written."""

    text: str
    place: Place
    plain: bool
    """Without quotes and not in a block."""
    broken: bool = False
    """A problem of it is noted already."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: "tuple[Node, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; each key once."""

    entries: "dict[str, tuple[Scalar, Node]]"
    place: Place


Node: TypeAlias = Scalar | Items | Table


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come."""

    is_table: bool
    place: Place
    children: list[Node] = field(default_factory=list)


class _StopError(Exception):
    """The rest of the file cannot be read."""


def read_nodes(text: str | bytes, problems: Problems) -> Node | None:
    """Return the tree of a file's text, or None after noting why there is none.

    Events are taken one at a time and the tree is built without recursion, so that a hostile
    file can neither exhaust the stack nor grow: references and tags are problems.
    """
    source = open_source(text, problems)
    if source is None:
        return None
    builder = _Builder(source, problems)
    try:
        for event in _events(source.text):
            builder.take(event)
    except _StopError:
        return None
    except _parse_errors() as error:
        _note_syntax(error, source, problems)
        return None
    root = builder.root
    if root is None or (isinstance(root, Scalar) and root.plain and not root.text):
        problems.add(
            "the file is empty",
            slug="file-empty",
            place=(1, 1),
            hint="`brightline init` writes a first one.",
        )
        return None
    return root


def _events(text: str) -> "Iterator[Event]":
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return iter(yaml.parse(text, Loader=loader))


def _parse_errors() -> tuple[type[Exception], ...]:
    """Return what PyYAML raises on text: more than its own errors, see the tests."""
    import yaml

    return yaml.YAMLError, ValueError, OverflowError, RecursionError


class _Builder:
    """Takes the events of one document."""

    def __init__(self, source: "Source", problems: Problems) -> None:
        import yaml

        self.root: Node | None = None
        self._source = source
        self._problems = problems
        self._open: list[_Open] = []
        self._count = 0
        self._documents = 0
        self._steps: dict[type, Callable[[Any, Place], None]] = {
            yaml.DocumentStartEvent: self._start_document,
            yaml.MappingStartEvent: self._enter_table,
            yaml.SequenceStartEvent: self._enter_items,
            yaml.MappingEndEvent: self._leave,
            yaml.SequenceEndEvent: self._leave,
            yaml.ScalarEvent: self._put_scalar,
            yaml.AliasEvent: self._put_alias,
        }

    def take(self, event: "Event") -> None:
        """Take one event of PyYAML's parser."""
        step = self._steps.get(type(event))
        if step is not None:
            mark = event.start_mark
            step(event, self._source.place(mark.index if mark is not None else 0))

    def _put_scalar(self, event: "ScalarEvent", place: Place) -> None:
        broken = self._check_extras(event, place) or self._check_text(event.value, place)
        self._put(Scalar(event.value, place, plain=not event.style, broken=broken))

    def _put_alias(self, event: "AliasEvent", place: Place) -> None:
        self._note_reference(f"'*{event.anchor}' refers to another part of the file", place)
        self._put(Scalar("", place, plain=False, broken=True))

    def _start_document(self, _event: "Event", place: Place) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(
                "a second document starts here",
                slug="yaml-documents",
                place=place,
                hint="Keep one document per file: remove the line '---'.",
            )

    def _check_extras(self, event: "ScalarEvent | CollectionStartEvent", place: Place) -> bool:
        if event.anchor is not None:
            self._note_reference(f"'&{event.anchor}' names this part for later use", place)
        if event.tag is not None:
            self._problems.add(
                f"the tag {shown(event.tag)} is not allowed",
                slug="yaml-tag",
                place=place,
                hint="Remove it; each key knows what kind of value it takes.",
            )
        return event.tag is not None

    def _note_reference(self, message: str, place: Place) -> None:
        self._problems.add(
            f"{message}: anchors and aliases are not allowed",
            slug="yaml-anchor",
            place=place,
            hint="Write the text out; quote it if it should begin with & or *.",
        )

    def _check_text(self, text: str, place: Place) -> bool:
        bad = _CONTROL.search(text)
        if bad is not None:
            self._problems.add(
                f"this text holds the character U+{ord(bad.group()):04X}",
                slug="file-control-character",
                place=place,
                hint="Remove the escape; only line breaks and tabs are allowed.",
            )
        return bad is not None

    def _enter_table(self, event: "CollectionStartEvent", place: Place) -> None:
        self._enter(event, _Open(is_table=True, place=place))

    def _enter_items(self, event: "CollectionStartEvent", place: Place) -> None:
        self._enter(event, _Open(is_table=False, place=place))

    def _enter(self, event: "CollectionStartEvent", opened: _Open) -> None:
        self._check_extras(event, opened.place)
        if len(self._open) == MAX_DEPTH:
            self._stop(
                f"values are nested more than {MAX_DEPTH} deep",
                slug="yaml-too-deep",
                place=opened.place,
                hint="Look for brackets that are not closed.",
            )
        self._open.append(opened)

    def _leave(self, _event: "Event", _place: Place) -> None:
        closed = self._open.pop()
        if closed.is_table:
            self._put(Table(self._entries(closed.children), closed.place))
        else:
            self._put(Items(tuple(closed.children), closed.place))

    def _entries(self, children: list[Node]) -> dict[str, tuple[Scalar, Node]]:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if isinstance(key, Scalar) and not key.broken and self._usable(key, entries):
                entries[key.text] = (key, value)
            elif not isinstance(key, Scalar):
                self._problems.add(
                    "a list or mapping stands where a key is expected",
                    slug="yaml-key",
                    place=key.place,
                    hint="Write a word before the colon; quote text that begins with [ or {.",
                )
        return entries

    def _usable(self, key: Scalar, entries: dict[str, tuple[Scalar, Node]]) -> bool:
        if key.plain and key.text == "<<":
            self._problems.add(
                "'<<' would merge another mapping into this one",
                slug="yaml-merge-key",
                place=key.place,
                hint="Write the keys out.",
            )
        elif not key.text.strip():
            self._problems.add(
                "a value stands here without a key",
                slug="yaml-key",
                place=key.place,
                hint="Write the key before the colon.",
            )
        elif key.text in entries:
            line = entries[key.text][0].place[0]
            self._problems.add(
                f"the key {shown(key.text)} stands here a second time, first in line {line}",
                slug="duplicate-key",
                place=key.place,
                hint="Keep one; other readers of YAML silently take the last.",
            )
        else:
            return True
        return False

    def _put(self, node: Node) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            self._stop(
                f"the file holds more than {MAX_NODES:,} values",
                slug="yaml-too-many-values",
                place=node.place,
                hint="Split it.",
            )
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node

    def _stop(self, message: str, *, slug: str, place: Place, hint: str) -> None:
        self._problems.add(message, slug=slug, place=place, hint=hint)
        raise _StopError


_SYNTAX_HINTS = (
    ("mapping values are not allowed", "Put text that holds ': ' into quotes."),
    ("cannot start any token", "Put text that begins with @, `, % or a tab into quotes."),
    ("expected <block end>", "Check the indentation of this line against the lines above."),
    ("did not find expected key", "Check the indentation and the quotes of the lines above."),
    ("did not find expected '-'", "Begin each item of the list with '- ', in the same column."),
    ("could not find expected ':'", "Write 'key: value'; quote text that is neither."),
    ("expected ',' or", "Close the bracket, or quote text that holds brackets or commas."),
    ("unexpected end of stream", "Close the quotation mark."),
    ("escape", "In double quotes write \\\\ for a backslash, or use single quotes."),
)
"""What usually causes an error of the parser, by a part of its message."""


def _note_syntax(error: Exception, source: "Source", problems: Problems) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    offset = mark.index if mark is not None else 0
    place = source.place(offset)
    said = str(getattr(error, "problem", None) or error).splitlines()
    message = said[0] if said else type(error).__name__
    line = source.line_around(offset)
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or "tab" in message:
        problems.add(
            "a tab stands in the indentation",
            slug="yaml-tab",
            place=(place[0], indent.find("\t") + 1 if "\t" in indent else place[1]),
            hint="Indent with spaces.",
        )
        return
    hint = next((text for part, text in _SYNTAX_HINTS if part in message), "")
    problems.add(
        f"this is not YAML: {message[:200]}",
        slug="yaml-syntax",
        place=place,
        hint=hint or "Check indentation, quotes and brackets here and in the line above.",
    )
