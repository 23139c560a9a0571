"""judge.yaml in, `JudgeSpec` out, or every problem of it at its line and column."""

from pathlib import Path
from typing import cast

from brightline.load.nodes import Table, read_nodes
from brightline.load.policy import together
from brightline.load.problems import Problems
from brightline.load.reader import Reader
from brightline.load.source import open_source, read_bytes
from brightline.records import AskedModel, JudgeSpec

SUFFIXES = (".yaml", ".yml")


def load_judge(path: Path) -> JudgeSpec:
    """Return the judge that a file describes.

    A target.yaml is one too: the product that it describes is then asked what the embedded
    judge cannot tell.

    Args:
        path: The file; the targets that it names by a relative path stand beside it.

    Raises:
        PolicyError: the file cannot be read, or something in it is wrong; its `problems` are
            all that one pass finds.
    """
    return parse_judge(read_bytes(path, what="judge"), path=path)


def parse_judge(text: str | bytes, *, path: Path) -> JudgeSpec:
    """Return the judge that a text describes.

    Args:
        text: YAML; bytes are UTF-8.
        path: How the file is called in messages, and beside which targets are looked for.

    Raises:
        PolicyError: something in it is wrong; its `problems` are all that one pass finds.
    """
    problems = Problems(str(path))
    source = open_source(text, problems)
    root = read_nodes(source, problems) if source is not None else None
    if root is None:
        raise together(problems.ordered())
    if isinstance(root, Table) and "brightline_target" in root.entries:
        return JudgeSpec(version=1, ask=AskedModel(target=str(path)))
    read = Reader(problems).read_record(root, JudgeSpec)
    if len(problems) or read.record is None:
        raise together(problems.ordered())
    spec = cast("JudgeSpec", read.record)
    return spec.model_copy(
        update={
            "ask": _beside(spec.ask, path.parent),
            "confirm": _beside(spec.confirm, path.parent) if spec.confirm else None,
        }
    )


def _beside(model: AskedModel, folder: Path) -> AskedModel:
    """Return the model with the path of its target's file made one from here."""
    if not model.target.endswith(SUFFIXES):
        return model
    return model.model_copy(update={"target": str(folder / model.target)})
