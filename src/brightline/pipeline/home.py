"""What a user says of a store in, where runs are kept out."""

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brightline.store import Store

DATABASE = "brightline.db"
HOME = ".brightline"


def store_url(store: str | None, beside: Path | None = None) -> str:
    """Return where runs are kept.

    Args:
        store: What an option or BRIGHTLINE_STORE says; None when neither does.
        beside: The policy file, beside which the default folder stands; None takes the
            current folder.
    """
    return store or str(home_folder(beside) / DATABASE)


def home_folder(beside: Path | None = None) -> Path:
    """Return the folder in which a project keeps what is its own.

    Args:
        beside: As for the store.
    """
    folder = os.environ.get("BRIGHTLINE_HOME")
    return Path(folder) if folder else (beside.parent if beside else Path()) / HOME


def store_words_of(store: "Store") -> str:
    """Return what a command must name to find an open store; empty where it would by itself."""
    return store_words(store.given, store.shown)


def store_words(url: str, shown: str) -> str:
    """Return what a command must name to find a store; empty where it would by itself.

    Args:
        url: Where it is.
        shown: The same for people, without a password.
    """
    own = store_url(os.environ.get("BRIGHTLINE_STORE"))
    if "://" in url:
        return "" if url == own else f" --store {shlex.quote(shown)}"
    there = Path(url).absolute()
    if "://" not in own and there == Path(own).absolute():
        return ""
    here = Path.cwd()
    near = str(there.relative_to(here)) if there.is_relative_to(here) else url
    return f" --store {shlex.quote(near)}"
