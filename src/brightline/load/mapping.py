"""A mapping file in, the shape of a log's lines out, or every problem of it at its place."""

from pathlib import Path

from brightline.load.nodes import Items, Node, Scalar, Table
from brightline.load.problems import Problems
from brightline.load.reader import Reader, read_root, whole_record
from brightline.load.source import read_bytes
from brightline.records import LogMapping, LogShape


def load_mapping(path: Path) -> LogShape:
    """Return the shape that a file describes.

    Raises:
        PolicyError: the file cannot be read, or something in it is wrong; its `problems` are
            all that one pass finds.
    """
    return parse_mapping(read_bytes(path, what="mapping"), name=str(path))


def parse_mapping(text: str | bytes, *, name: str) -> LogShape:
    """Return the shape that a text describes.

    Args:
        text: YAML; bytes are UTF-8.
        name: How the file is called in messages, and the shape.

    Raises:
        PolicyError: something in it is wrong; its `problems` are all that one pass finds.
    """
    problems = Problems(name)
    read = Reader(problems).read_record(_listed(read_root(text, problems)), LogMapping)
    said = whole_record(read, LogMapping, problems).model_dump(exclude={"version"})
    return LogShape(name=f"{name} says", **said)


def _listed(root: Node) -> Node:
    """Return the same with each path that stands alone in a list of its own."""
    if not isinstance(root, Table):
        return root
    entries = {
        key: (key_node, _as_list(value) if key != "brightline_mapping" else value)
        for key, (key_node, value) in root.entries.items()
    }
    return Table(entries, root.place)


def _as_list(value: Node) -> Node:
    return Items((value,), value.place) if isinstance(value, Scalar) else value
