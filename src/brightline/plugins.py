"""Names in, parts out: targets, judges, techniques and reporters from the entry points."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, EntryPoints, entry_points
from pathlib import Path
from typing import cast

from brightline.errors import ConfigurationError, UsageError
from brightline.load.target import load_target
from brightline.ports import Judge, OwnSuite, Reporter, Target, Technique
from brightline.records import Policy, TargetOptions

KINDS = ("targets", "judges", "techniques", "reporters")
"""What others can bring, as their entry points call it."""

_NAMED = r"(?:localhost|[\w-]+(?:\.[\w-]+)+)(?::\d+)?"
_HOST = re.compile(rf"(?:{_NAMED}|[\w-]+:\d+)(?:/\S*)?\Z")
"""An address that lacks its beginning."""

_SMOKE = (
    "direct",
    "persona_unrestricted",
    "fiction_frame",
    "hypothetical",
    "forged_system",
    "scope_launder",
    "authority_claim",
    "pushback",
)
_DEFAULT = (
    *_SMOKE,
    "emotional_appeal",
    "past_tense",
    "output_format",
    "prefix_refusal_suppression",
    "transform_request",
    "forged_assistant_turn",
    "foot_in_door",
    "bundle",
)
_NIGHTLY = (
    *_DEFAULT,
    "language_switch",
    "payload_split",
    "injected_document",
    "long_context_burial",
    "rule_lawyer",
    "skeleton_key",
    "many_shot",
    "bad_likert",
    "encodings",
    "register_shift",
    "flattened",
)

SUITES = {"smoke": _SMOKE, "default": _DEFAULT, "nightly": _NIGHTLY}
"""Named sets of techniques, in the order of the matrix's columns."""

OWN_SUITES = {
    "boundary": "brightline.compile.boundary",
    "hierarchy": "brightline.compile.hierarchy",
    "hierarchy-whole": "brightline.compile.hierarchy_whole",
}
"""Suites that are no sets of techniques, each with the module that makes its cases."""

TargetFactory = Callable[[str, TargetOptions], Target]


def find_techniques(suite: str, only: Sequence[str] = ()) -> tuple[Technique, ...]:
    """Return the techniques of a suite, or those named in only; an own suite has none.

    Raises:
        UsageError: the suite or a technique is unknown, or the suite takes no technique.
    """
    if suite in OWN_SUITES:
        if only:
            raise UsageError(
                f"suite {suite!r} is no set of techniques, so none can be chosen from it",
                slug="suite-without-techniques",
                hint="Leave --technique out, or choose another suite.",
            )
        return ()
    if suite not in SUITES:
        raise _unknown("suite", suite, (*SUITES, *OWN_SUITES))
    return tuple(cast("Technique", _load("techniques", name)) for name in only or SUITES[suite])


def standards_carried(columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return what each installed technique answers to, and each conflict among columns.

    A technique that does not load answers to nothing: a report is no place to fail over it.

    Args:
        columns: Columns of a run's matrix.
    """
    from brightline.compile.conflicts import CONFLICTS

    found = {one.name: one.standards for one in CONFLICTS if one.name in columns}
    for point in _installed("techniques"):
        with suppress(ImportError, AttributeError):
            found[point.name] = tuple(cast("Technique", point.load()).standards)
    return found


def find_own_suite(suite: str) -> OwnSuite | None:
    """Return what makes the cases of a suite that is no set of techniques; None for others."""
    module = OWN_SUITES.get(suite)
    return cast("OwnSuite", import_module(module)) if module else None


def fitted(policy: Policy, suite: str, *, seed: int) -> Policy:
    """Return a policy with the rules that a suite adds to it; another seed adds others."""
    if not suite.startswith("hierarchy"):
        return policy
    from brightline.compile.hierarchy import plant

    return plant(policy, seed=seed)


def find_judge(name: str) -> Judge:
    """Return the judge of this name, ready to be asked; canaries it is not asked about.

    Raises:
        UsageError: no judge has this name.
    """
    from brightline.judge.canary import CodeFirst

    return CodeFirst(cast("Callable[[], Judge]", _load("judges", name))())


def find_reporter(name: str) -> Reporter:
    """Return the function that renders a report in this format.

    Raises:
        UsageError: no reporter has this name.
    """
    return cast("Reporter", _load("reporters", name))


def find_target(spec: str, options: TargetOptions) -> Target:
    """Return the target that a specification names.

    Args:
        spec: `https://…`, a target.yaml, or `scheme:rest` with the name of an entry point.
        options: What the command line and the environment add.

    Raises:
        UsageError: the specification names nothing that we can reach.
        ConfigurationError: the target's file or options are wrong.
    """
    scheme, _, rest = spec.partition(":")
    if scheme in {"http", "https"}:
        return _factory("openai")(spec, options)
    if scheme in names("targets"):
        return _factory(scheme)(rest, options)
    if spec.endswith((".yaml", ".yml")) or Path(spec).is_file():
        return _factory("http")(
            spec, options.model_copy(update={"http": load_target(Path(spec))})
        )
    meant = f"Did you mean http://{spec}? " if _HOST.match(spec) else ""
    raise UsageError(
        f"target {spec!r} names nothing that can be reached",
        slug="unknown-target",
        hint=f"{meant}Write a URL, a target.yaml, python:module:function,"
        " command:'program --flag' or one of"
        f" {', '.join(f'{name}:' for name in names('targets'))}",
    )


def names(kind: str) -> tuple[str, ...]:
    """Return the names of every installed part of a kind, `targets` for example."""
    return tuple(sorted({point.name for point in _installed(kind)}))


def _installed(kind: str) -> EntryPoints:
    """Return the parts of a kind."""
    return _every()[kind]


@cache
def _every() -> Mapping[str, EntryPoints]:
    """Return all parts by kind: all installed packages are read for them, once is enough."""
    found = entry_points()
    return {kind: found.select(group=f"brightline.{kind}") for kind in KINDS}


def _factory(name: str) -> TargetFactory:
    return cast("TargetFactory", _load("targets", name))


def _load(kind: str, name: str) -> object:
    found: tuple[EntryPoint, ...] = tuple(_installed(kind).select(name=name))
    if not found:
        raise _unknown(kind.rstrip("s"), name, names(kind))
    try:
        return found[0].load()
    except (ImportError, AttributeError) as error:
        raise ConfigurationError(
            f"{kind.rstrip('s')} {name!r} is installed but does not load: {error}",
            slug="plugin-does-not-load",
            where=found[0].value,
            hint="Reinstall the package that brings it.",
        ) from error


def _unknown(kind: str, name: str, known: Sequence[str]) -> UsageError:
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    return UsageError(
        f"there is no {kind} {name!r}",
        slug=f"unknown-{kind}",
        hint=f"{hint}Known are: {', '.join(known) or 'none'}.",
    )
