"""A file of drafts in, `Drafts` out, or every problem of it at its line and column."""

from pathlib import Path
from typing import cast

from brightline.load.nodes import read_nodes
from brightline.load.policy import together
from brightline.load.problems import Problems
from brightline.load.reader import Reader
from brightline.load.source import open_source, read_bytes
from brightline.records import Drafts


def load_drafts(path: Path) -> Drafts:
    """Return the drafts in a file that `brightline expand` wrote and a person edited.

    Raises:
        PolicyError: the file cannot be read, or something in it is wrong; its `problems` are
            all that one pass finds.
    """
    problems = Problems(str(path))
    source = open_source(read_bytes(path, what="drafts"), problems)
    root = read_nodes(source, problems) if source is not None else None
    if root is None:
        raise together(problems.ordered())
    read = Reader(problems).read_record(root, Drafts)
    if len(problems) or read.record is None:
        raise together(problems.ordered())
    return cast("Drafts", read.record)
