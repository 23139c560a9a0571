"""Files named *.policy.yaml in, one test per rule out: broken fails, unproven is an error.

Loaded by every pytest beside which brightline is installed: whatever is not needed without a
policy file is imported once there is one.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from brightline.pytest_plugin.options import NO_TARGET, add_options, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from brightline.pipeline.per_rule import FileSaid, RuleSaid

SUFFIXES = (".policy.yaml", ".policy.yml")
PLAIN = ("policy.yaml", "policy.yml")
"""Collected too when it is named on the command line."""

OLDEST = (8, 1)
"""Version of pytest that is needed, where there is a policy file."""

STANCES = ("refuse", "depends", "allow")
SEVERITIES = ("low", "medium", "high", "critical")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers that tests of rules carry."""
    config.addinivalue_line("markers", "brightline: a rule of a refusal policy.")
    for stance in STANCES:
        config.addinivalue_line("markers", f"stance_{stance}: a rule of this stance.")
    for severity in SEVERITIES:
        config.addinivalue_line("markers", f"severity_{severity}: a rule of this severity.")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a policy."""
    named = file_path.name in PLAIN and parent.session.isinitpath(file_path)
    if not (named or file_path.name.endswith(SUFFIXES)):
        return None
    if pytest.version_tuple < OLDEST:
        raise pytest.UsageError(f"{file_path}: brightline needs pytest {OLDEST[0]}.{OLDEST[1]}")
    tests = PolicyTests.from_parent(parent, path=file_path)
    tests.obj = ModuleType(file_path.stem)
    return tests


def pytest_collection_finish(session: pytest.Session) -> None:
    """End before any test when the rules that are selected cannot be played."""
    config = session.config
    rules = [item for item in session.items if isinstance(item, RuleTest)]
    if not rules or config.option.collectonly or hasattr(config, "workerinput"):
        return  # a worker cannot end the session: its tests say the same
    from brightline.pytest_plugin.playing import check_options

    check_options(config)
    if text_of(config, "target") is None and not all(map(_has_fixture, rules)):
        raise pytest.UsageError(NO_TARGET)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in a line what became of each policy, and where its run lies."""
    lines = {
        f"{report.nodeid.partition('::')[0]}: {value}": None
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport)
        for name, value in report.user_properties
        if name == "brightline"
    }
    if lines:
        terminalreporter.section("brightline")
        for line in lines:
            terminalreporter.line(line)


class PolicyTests(pytest.Module):
    """A policy file; a module that is empty, so that fixtures of every scope work."""

    def collect(self) -> Iterable[pytest.Item]:
        """Yield a test for each rule, in the order of the file."""
        from brightline.errors import PolicyError, UsageError
        from brightline.load.policy import check_policy
        from brightline.load.problems import together
        from brightline.load.source import read_bytes
        from brightline.plugins import fitted

        name = _shown(self.path, self.config.invocation_params.dir)
        try:
            checked = check_policy(
                read_bytes(self.path, what="policy"), name=name, folder=self.path.parent
            )
            if checked.policy is None:
                raise together(checked.problems)
            policy = fitted(checked.policy, text_of(self.config, "suite") or "smoke", seed=0)
        except PolicyError as error:
            raise self.CollectError("\n".join(map(str, error.problems))) from None
        except UsageError as error:
            raise self.CollectError(str(error)) from None
        for at, rule in enumerate(policy.rules):
            test = RuleTest.from_parent(self, name=rule.id, callobj=check_rule)
            test.line = checked.places.get(("rules", at, "id"), (1, 1))[0]
            for marker in ("brightline", f"stance_{rule.stance}", f"severity_{rule.severity}"):
                test.add_marker(marker)
            if self.config.pluginmanager.hasplugin("xdist"):
                test.add_marker(pytest.mark.xdist_group(self.nodeid))
            yield test


class RuleTest(pytest.Function):
    """One rule of a policy."""

    line = 1

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the rule stands."""
        return self.path, self.line - 1, self.name


def check_rule(brightline_rule: RuleSaid) -> None:
    """Fail when a rule is broken."""
    if brightline_rule.gate != "holds":
        pytest.fail(brightline_rule.text, pytrace=False)


@pytest.fixture(scope="session")
def brightline_target(pytestconfig: pytest.Config) -> object:
    """The product under test; override it in conftest.py.

    A function that takes messages, a list of {"role", "content"}, and returns the reply's text
    (or awaits it), or a specification as --brightline-target has it.
    """
    return text_of(pytestconfig, "target")


@pytest.fixture
def brightline_rule(request: pytest.FixtureRequest) -> RuleSaid:
    """What the run says of this rule; an error, never a skip, where that is neither yes nor no.

    Raised while the test is set up, since pytest calls that an error and not a failure.
    """
    said = _said_of(request)
    request.node.user_properties.append(("brightline", said.line))
    rule = said.rules.get(request.node.name)
    if rule is None:
        pytest.fail("UNPROVEN: nothing was played of this rule", pytrace=False)
    if rule.gate not in {"holds", "broken"}:
        pytest.fail(rule.text, pytrace=False)
    if rule.gate == "holds":
        request.node.add_report_section("setup", "brightline", rule.text)
    return rule


_PLAYED = pytest.StashKey["dict[Path, FileSaid]"]()


def _said_of(request: pytest.FixtureRequest) -> FileSaid:
    """Return what is said of the rules of a file, which are played once in a session."""
    from brightline.pytest_plugin.playing import said_of

    played = request.config.stash.setdefault(_PLAYED, {})
    path = request.node.path
    if path not in played:
        rules = [
            item.name
            for item in request.session.items
            if isinstance(item, RuleTest) and item.path == path
        ]
        played[path] = said_of(request, tuple(dict.fromkeys(rules)))
    return played[path]


def _has_fixture(rule: RuleTest) -> bool:
    """Tell whether somebody overrides the fixture for this test."""
    manager = rule.session._fixturemanager  # noqa: SLF001 - pytest has no public way to ask
    return len(manager.getfixturedefs("brightline_target", rule) or ()) > 1


def _shown(path: Path, start: Path) -> str:
    return str(path.relative_to(start) if path.is_relative_to(start) else path)
