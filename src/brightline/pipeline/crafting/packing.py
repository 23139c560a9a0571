"""The name of a pack in, its policy or its files in a folder of the user's out."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import as_file, files
from pathlib import Path

from brightline.craft.later import later
from brightline.errors import UsageError
from brightline.load.policy import load_policy
from brightline.load.schema import policy_schema
from brightline.packs import Pack, packs, read_pack
from brightline.packs.shelf import POLICY, PROMPT
from brightline.records import Policy

SCHEMA = "policy.schema.json"


@dataclass(frozen=True, kw_only=True)
class PackNote:
    """What a pack holds."""

    name: str
    title: str
    """What kind of product it is for, and whom that serves: one line."""
    policy: Policy

    @property
    def requests(self) -> int:
        """Requests that are written in it: probes and controls, rungs of ladders aside."""
        return sum(len(rule.must_refuse) + len(rule.must_answer) for rule in self.policy.rules)


def list_packs() -> tuple[PackNote, ...]:
    """Return what each pack holds, in the order of the alphabet."""
    return tuple(find_pack(name) for name in packs())


def find_pack(name: str) -> PackNote:
    """Return what a pack holds.

    Raises:
        UsageError: there is no pack of this name.
    """
    title = _title(_known(name).policy)
    with as_file(files("brightline.packs")) as shelf:
        return PackNote(name=name, title=title, policy=load_policy(shelf / name / POLICY))


def write_pack(
    name: str, folder: Path, *, policy: str = POLICY, product: str | None = None
) -> tuple[Path, ...]:
    """Write the policy of a pack, its system prompt, and the schema that editors complete from.

    A schema that is there is kept: it is the same for every policy.

    Args:
        name: One of the packs.
        folder: Where they go; made where it is not there.
        policy: What the policy is called there.
        product: What the user's product is called; None leaves the made-up name.

    Returns:
        The files that were written, the policy first.

    Raises:
        UsageError: there is no pack of this name, a file is there already, or one cannot be
            written, or the product's name cannot stand in a policy; nothing is written then.
    """
    pack = _known(name)
    if product is not None:
        pack = _renamed(name, pack, product.strip())
    texts = {folder / policy: pack.policy, folder / PROMPT: pack.prompt}
    schema = folder / SCHEMA
    if not schema.exists():
        texts[schema] = json.dumps(policy_schema(), indent=2, ensure_ascii=False) + "\n"
    taken = next((path for path in texts if path.exists() or path.is_symlink()), None)
    if taken:
        raise _there_already(taken)
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(text)
    except OSError as error:
        for path in written:
            with suppress(OSError):
                path.unlink()
        if isinstance(error, FileExistsError) and error.filename != str(folder):
            raise _there_already(Path(error.filename)) from error
        raise UsageError(
            f"{error.filename or folder} cannot be written: {error.strerror}",
            slug="file-unwritable",
            hint="Choose a folder that you may write to.",
        ) from error
    return tuple(written)


def _known(name: str) -> Pack:
    try:
        return read_pack(name)
    except KeyError:
        names = packs()
        near = get_close_matches(name.casefold(), names, n=1)
        ask = f"Did you mean {near[0]!r}? " if near else ""
        raise UsageError(
            f"there is no pack {name!r}",
            slug="unknown-pack",
            hint=f"{ask}There are {', '.join(names)}.",
        ) from None


NAMED = later(r"[^\W_][\w .&'\u2019-]{0,59}")
"""A product's name that stands in YAML and in prose as it is."""


def _renamed(name: str, pack: Pack, product: str) -> Pack:
    """Return a pack of which the product is called otherwise, wherever it is named."""
    made_up = find_pack(name).policy.name
    if NAMED.fullmatch(product) is None:
        raise UsageError(
            f"{product!r} cannot stand in the policy as the name of a product",
            slug="name-unusable",
            hint="Take letters, digits and spaces, 60 at most, the first no space; or leave"
            " --product out and write the name yourself.",
        )
    own = re.compile(rf"\b{re.escape(made_up)}\b")
    key = re.compile(r"^product: .*$", re.MULTILINE)
    policy = own.sub(lambda _: product, pack.policy)
    policy = key.sub(lambda _: f"product: {json.dumps(product, ensure_ascii=False)}", policy, 1)
    return Pack(name=name, policy=policy, prompt=own.sub(lambda _: product, pack.prompt))


def _title(policy: str) -> str:
    """Return the first comment of a policy that is no order to an editor."""
    comments = (line[1:].strip() for line in policy.split("\n") if line.startswith("#"))
    return next(line for line in comments if not line.startswith("yaml-language-server"))


def _there_already(path: Path) -> UsageError:
    return UsageError(
        f"{path} is there already",
        slug="file-exists",
        hint="Move it away, or choose another folder.",
    )
