"""What a user says of a store in, where runs are kept out."""

import os
from pathlib import Path

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
