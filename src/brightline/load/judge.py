"""judge.yaml in, `JudgeSpec` out, or every problem of it at its line and column."""

from pathlib import Path

from brightline.load.nodes import Table
from brightline.load.problems import Problems
from brightline.load.reader import Reader, read_root, whole_record
from brightline.load.source import read_bytes
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
    problems = Problems(str(path))
    root = read_root(read_bytes(path, what="judge"), problems)
    if isinstance(root, Table) and "brightline_target" in root.entries:
        return JudgeSpec(version=1, ask=AskedModel(target=str(path)))
    read = Reader(problems).read_record(root, JudgeSpec)
    spec = whole_record(read, JudgeSpec, problems)
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
