"""policy.yaml in, `Policy` out, or every problem of it at its line and column."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from brightline.errors import PolicyError
from brightline.load.meaning import check_meaning
from brightline.load.nodes import read_nodes
from brightline.load.problems import Place, Problems, together
from brightline.load.prompt import read_prompt
from brightline.load.reader import Path as KeyPath, Reader
from brightline.load.source import read_bytes
from brightline.records import Policy

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Checked:
    """What one pass over a policy found.

    Attributes:
        policy: None when there are problems.
        problems: In the order of the file.
        places: Line and column of each value by its path, e.g. `("rules", 0, "id")`.
        written: What stands as its system prompt: the text, or the name of a file.
    """

    policy: Policy | None
    problems: tuple[PolicyError, ...]
    places: "Mapping[KeyPath, Place]" = field(default_factory=dict)
    written: str | None = None


def load_policy(path: str | Path) -> Policy:
    """Return the policy in a file.

    Args:
        path: A YAML file; a system prompt that it names lies in the same folder or below.

    Raises:
        PolicyError: the file cannot be read, or something in it is wrong; its `problems` are
            all that one pass finds.
    """
    path = Path(path)
    return parse_policy(read_bytes(path, what="policy"), name=str(path), folder=path.parent)


def parse_policy(text: str | bytes, *, name: str, folder: Path) -> Policy:
    """Return the policy in a text.

    Args:
        text: YAML; bytes are UTF-8.
        name: How the file is called in messages.
        folder: Where a system prompt that it names lies.

    Raises:
        PolicyError: something in it is wrong; its `problems` are all that one pass finds.
    """
    checked = check_policy(text, name=name, folder=folder)
    if checked.policy is None:
        raise together(checked.problems)
    return checked.policy


def check_policy(text: str | bytes, *, name: str, folder: Path) -> Checked:
    """Return the policy in a text, or its problems, with the place of each value."""
    problems = Problems(name)
    root = read_nodes(text, problems)
    if root is None:
        return Checked(None, problems.ordered())
    reader = Reader(problems)
    read = reader.read_record(root, Policy)
    check_meaning(read, reader)
    prompt = written = read.values.get("system_prompt")
    if isinstance(written, str):
        place = reader.places["system_prompt",]
        prompt = read_prompt(written, folder=folder, place=place, problems=problems)
    if len(problems) or read.record is None:
        return Checked(None, problems.ordered(), reader.places)
    policy = cast("Policy", read.record).model_copy(update={"system_prompt": prompt})
    return Checked(policy, (), reader.places, written if isinstance(written, str) else None)
