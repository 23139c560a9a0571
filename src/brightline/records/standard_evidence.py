"""What a run has to show for each line of the lists that auditors ask for."""

from brightline.records.base import Record
from brightline.records.summary import Gate


class StandardEvidence(Record):
    """What a run has to show for one line of a list: evidence, never compliance."""

    standard: str
    """Its id."""
    rules: tuple[str, ...]
    """Rules with a judged probe that bears on it."""
    techniques: tuple[str, ...]
    """Techniques under which those probes were judged."""
    carried_by: tuple[str, ...]
    """Those of them that bear on it whatever the rule."""
    breaches: int
    judged: int
    """Probes with a verdict; none of the other counts means anything where it is 0."""
    unknown: int
    """Probes without one."""
    gates: dict[Gate, int]
    """Those rules by what the gate says of each, over all of its cases."""
    missing_techniques: tuple[str, ...]
    """Techniques that would bear on it and have no judged probe in this run."""
    missing_rules: tuple[str, ...]
    """Rules whose owners name it and that have no judged probe in this run."""
