"""A real pipeline of spaCy for tests: it knows by heart whom it finds."""

from collections.abc import Sequence
from pathlib import Path

import pytest

PERSONS = ("Ada Brink", "Brink", "Anna's", "Anna", "Jürgen", "田中")


def pipeline(folder: Path, *, persons: Sequence[str] = PERSONS, label: str = "PERSON") -> str:
    """Write a pipeline that finds these to a folder, and return its name."""
    spacy = pytest.importorskip("spacy")
    made = spacy.blank("en")
    ruler = made.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for name in persons])
    ruler.add_patterns([{"label": "ORG", "pattern": "Brightsea"}])
    made.meta.update(name="known", version="1.2.3")
    made.to_disk(folder)
    return str(folder)
