"""A suite's name in, its techniques out: what each tries, what it needs, where it stands."""

from brightline.compile.needs import technique_needs
from brightline.errors import UsageError
from brightline.plugins import SUITES, find_techniques, names
from brightline.records import TechniqueNote


def list_techniques(suite: str | None = None) -> tuple[TechniqueNote, ...]:
    """Return every installed technique, or those of a suite, in the order of the columns.

    Args:
        suite: Name of a suite; None lists all, those of no suite last.

    Raises:
        UsageError: there is no such suite, or it is no set of techniques.
        ConfigurationError: an installed technique does not load.
    """
    if suite is None:
        of_suites = dict.fromkeys(name for suite in SUITES.values() for name in suite)
        wanted = (*of_suites, *(name for name in names("techniques") if name not in of_suites))
        found = find_techniques("smoke", wanted)
    else:
        found = find_techniques(suite)
    if not found:
        raise UsageError(
            f"suite {suite!r} is no set of techniques: it makes its cases itself",
            slug="suite-without-techniques",
            hint="brightline cases POLICY --suite NAME shows what it asks.",
        )
    return tuple(
        TechniqueNote(
            name=technique.name,
            purpose=technique.purpose,
            example=technique.example,
            source=technique.source,
            standards=technique.standards,
            needs=tuple(need.value for need in technique_needs(technique)),
            suites=tuple(name for name, held in SUITES.items() if technique.name in held),
        )
        for technique in found
    )
