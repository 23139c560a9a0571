"""A changed prompt in, the file in which it takes the place of the old one out."""

from pathlib import Path

from brightline.errors import UsageError
from brightline.load.new_prompt import Rewritten, with_prompt
from brightline.load.policy import parse_policy
from brightline.load.source import read_bytes
from brightline.pipeline.replacing import replace_whole
from brightline.records import Proposal


def find_file(proposal: Proposal, path: Path) -> Rewritten:
    """Return the file that `--write` changes, with its new content; nothing is written.

    Args:
        proposal: The changed prompt.
        path: Where the policy lies; empty where nobody knows.

    Raises:
        PolicyError: the policy cannot be read.
        UsageError: nobody knows where it lies, its prompt is another by now, or stands there in
            a way that cannot be replaced.
    """
    if path == Path():
        raise UsageError(
            "the run does not say where its policy lies",
            slug="no-policy-file",
            hint="Name it with --policy.",
        )
    content = read_bytes(path, what="policy")
    now = parse_policy(content, name=str(path), folder=path.parent)
    if now.system_prompt != proposal.before:
        raise UsageError(
            "the system prompt is not the one that was played: it was changed since",
            slug="prompt-changed",
            where=str(path),
            hint="Play it first: brightline run, then fix that run.",
        )
    return with_prompt(content, proposal.after, path=path)


def write_prompt(found: Rewritten) -> None:
    """Put the new prompt in the place of the old one.

    Raises:
        UsageError: the file cannot be written, or was changed meanwhile.
    """
    replace_whole(found.path, found.old, found.new)
