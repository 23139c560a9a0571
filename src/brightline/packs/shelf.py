"""The name of a pack in, the files of its folder out."""

from dataclasses import dataclass
from importlib.resources import files

POLICY = "policy.yaml"
PROMPT = "prompt.md"


@dataclass(frozen=True, kw_only=True)
class Pack:
    """The files of one pack, as text."""

    name: str
    policy: str
    prompt: str
    """The system prompt that the policy names, in the file `prompt.md` beside it."""


def packs() -> tuple[str, ...]:
    """Return the names of all packs, in the order of the alphabet."""
    shelf = files("brightline.packs")
    return tuple(
        sorted(each.name for each in shelf.iterdir() if each.joinpath(POLICY).is_file())
    )


def read_pack(name: str) -> Pack:
    """Return the files of a pack.

    Args:
        name: One of `packs()`.

    Raises:
        KeyError: there is no pack of this name.
    """
    if name not in packs():
        raise KeyError(name)
    folder = files("brightline.packs").joinpath(name)
    return Pack(
        name=name,
        policy=folder.joinpath(POLICY).read_text(encoding="utf-8"),
        prompt=folder.joinpath(PROMPT).read_text(encoding="utf-8"),
    )
