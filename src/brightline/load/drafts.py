"""A file of drafts in, `Drafts` out, or every problem of it at its line and column."""

from pathlib import Path

from brightline.load.problems import Problems
from brightline.load.reader import Reader, read_root, whole_record
from brightline.load.source import read_bytes
from brightline.records import Drafts


def load_drafts(path: Path) -> Drafts:
    """Return the drafts in a file that `brightline expand` wrote and a person edited.

    Raises:
        PolicyError: the file cannot be read, or something in it is wrong; its `problems` are
            all that one pass finds.
    """
    problems = Problems(str(path))
    root = read_root(read_bytes(path, what="drafts"), problems)
    return whole_record(Reader(problems).read_record(root, Drafts), Drafts, problems)
