"""What is said of a technique to somebody who chooses among them."""

from brightline.records.base import Record


class TechniqueNote(Record):
    """One technique, as lists and pages show it."""

    name: str
    purpose: str
    example: str
    source: str
    standards: tuple[str, ...]
    needs: tuple[str, ...]
    """What it needs of the product or of the policy, e.g. `turns`, `history`, `scope.does`."""
    suites: tuple[str, ...]
    """Suites that hold it; none for a technique that is installed and must be named."""
