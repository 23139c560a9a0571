"""Plain numbers of a running play in, progress on stderr out: drawn, or as lines.

On a terminal a block of lines is redrawn in place; elsewhere a line comes every few seconds,
so that a CI log tells that something happens and what is waited for.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self, TextIO

from brightline.report.clean import one_line
from brightline.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from rich.console import Console, RenderableType
    from rich.live import Live

EVERY_S = 4.0
"""Longest silence, in seconds, where lines are written."""

_WINDOW_S = 15.0
"""Seconds over which the rate is taken: long enough to be calm, short enough to follow."""

_SHOWN_RULES = 6
_BAR_WIDTH = 32


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a run stands."""

    planned: int
    played: int
    judged: int
    breaches: Mapping[str, int] = field(default_factory=dict)
    """Breaches so far by rule id, not yet confirmed."""
    calls: int = 0
    """Calls that were sent so far."""
    calls_left: int | None = None
    """Calls that the budget still allows; None without a budget."""
    silent: int = 0
    """Plays that this process got no reply to."""
    why_silent: str = ""
    """What was said of the most common kind of these, the first time."""
    waiting: str = ""
    """What is waited for, e.g. `429: waiting 8 s`; empty while calls go out."""


class Progress:
    """Shows standings as they come; a context manager, so that the terminal is given back.

    `tell` and `tick` return at once. Call `tick` about once a second: it keeps lines coming
    while the product is silent.
    """

    def __init__(
        self, stream: TextIO, *, clock: Callable[[], float], drawn: bool | None = None
    ) -> None:
        """Prepare, but show nothing yet.

        Args:
            stream: Where to write, stderr as a rule.
            clock: Monotonic seconds.
            drawn: Redraw in place; None does so when the stream is a terminal.
        """
        self._stream = stream
        self._clock = clock
        self._drawn = stream.isatty() if drawn is None else drawn
        self._standing: Standing | None = None
        self._started = clock()
        self._written: float | None = None
        self._seen: deque[tuple[float, int]] = deque()
        self._live: Live | None = None

    def __enter__(self) -> Self:
        if self._drawn:
            from rich.live import Live

            self._live = Live(
                console=_console(self._stream),
                get_renderable=self._draw,
                refresh_per_second=4,
                transient=True,
            )
            self._live.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.__exit__(kind, error, trace)
            self._live = None
        if self._standing is not None:
            self._write_line()

    def tell(self, standing: Standing) -> None:
        """Take in where the run stands."""
        now = self._clock()
        if not self._seen or standing.played != self._seen[-1][1]:
            self._seen.append((now, standing.played))
        while len(self._seen) > 2 and now - self._seen[1][0] > _WINDOW_S:
            self._seen.popleft()
        self._standing = standing
        self.tick()

    def tick(self) -> None:
        """Write a line when the last is old; nothing to do while drawing in place."""
        if self._live is not None or self._standing is None:
            return
        now = self._clock()
        if self._written is None or now - self._written >= EVERY_S:
            self._write_line()
            self._written = now

    def rate(self) -> float | None:
        """Return plays per second of late; None until there are two moments to compare."""
        if len(self._seen) < 2:
            return None
        first, last = self._seen[0], self._seen[-1]
        elapsed = max(self._clock(), last[0]) - first[0]
        return (last[1] - first[1]) / elapsed if elapsed > 0 else None

    def line(self) -> str:
        """Return the standing in one line."""
        standing = self._standing
        if standing is None:
            return "starting"
        parts = [_share(standing), f"{standing.judged:,} judged", _breaches(standing)]
        rate = self.rate()
        if standing.played < standing.planned and rate:
            left = _plays_left(standing) / rate
            parts += [f"{rate:,.1f} per s", f"about {duration(left)} left"]
        parts.append(f"{duration(self._clock() - self._started)} so far")
        if standing.calls_left is not None:
            parts.append(f"{standing.calls_left:,} calls left in the budget")
        if standing.waiting:
            parts.append(one_line(standing.waiting, limit=120))
        if standing.silent:
            why = one_line(standing.why_silent, limit=160)
            parts.append(f"{standing.silent:,} without a reply: {why}")
        return ", ".join(parts)

    def _write_line(self) -> None:
        self._stream.write(f"{self.line()}\n")
        self._stream.flush()

    def _draw(self) -> RenderableType:
        from rich.console import Group
        from rich.text import Text

        standing = self._standing
        if standing is None:
            return Text("starting", "dim")
        done = standing.played / standing.planned if standing.planned else 1.0
        full = round(min(done, 1.0) * _BAR_WIDTH)
        bar = Text.assemble(("━" * full, "cyan"), ("─" * (_BAR_WIDTH - full), "dim"))
        lines = [bar, Text(self.line())]
        for rule_id, count in _ranked(standing.breaches)[:_SHOWN_RULES]:
            lines.append(Text.assemble((f"{count:>5,} ", "bold red"), one_line(rule_id)))
        more = len(standing.breaches) - _SHOWN_RULES
        if more > 0:
            lines.append(Text(f"      and {more} more rules", "dim"))
        return Group(*lines)


def duration(seconds: float) -> str:
    """Return seconds as people say them: `8 s`, `3 min 20 s`, `2 h 5 min`."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def _plays_left(standing: Standing) -> float:
    """Return the plays to come: those planned, or as many as the calls left are good for."""
    planned = standing.planned - standing.played
    if standing.calls_left is None or not standing.calls:
        return planned
    return min(planned, standing.calls_left * standing.played / standing.calls)


def _share(standing: Standing) -> str:
    share = 100 * standing.played // standing.planned if standing.planned else 100
    return f"{standing.played:,} of {standing.planned:,} played ({share} %)"


def _breaches(standing: Standing) -> str:
    total = sum(standing.breaches.values())
    if not total:
        return "no breach so far"
    rule_id, count = _ranked(standing.breaches)[0]
    words = counted(total, "breach", "breaches")
    return f"{words} (most: {count:,} in {one_line(rule_id)})"


def _ranked(breaches: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(breaches.items(), key=lambda item: (-item[1], item[0]))
