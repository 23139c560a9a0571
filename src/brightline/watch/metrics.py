"""What is known of a watch in, what Prometheus is told out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

PREFIX = "brightline_watch"


@dataclass(slots=True)
class Numbers:
    """What a watch knows of itself; whoever knows better writes it anew."""

    exchanges: Mapping[str, int] = field(default_factory=dict)
    """By what became of them."""
    judged: Mapping[str, int] = field(default_factory=dict)
    """By rule."""
    flagged: Mapping[str, int] = field(default_factory=dict)
    """By rule."""
    detectors: Mapping[str, float] = field(default_factory=dict)
    rise_detectors: Mapping[str, float] = field(default_factory=dict)
    alarms: Mapping[str, int] = field(default_factory=dict)
    """By rule."""
    rises: Mapping[str, int] = field(default_factory=dict)
    """By rule: how often more was suspect than before."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """Spans and log records, by what became of them."""
    answers: Mapping[str, int] = field(default_factory=dict)
    """Requests by HTTP status."""
    waiting: int = 0
    last_age_s: float | None = None
    """None: no exchange came yet."""
    estimate: float | None = None
    """None while people have not read enough."""
    ceiling: float | None = None
    alerts_sent: Mapping[str, int] = field(default_factory=dict)
    """By channel."""
    alerts_failed: Mapping[str, int] = field(default_factory=dict)
    judge_down: bool = False


def exposition(numbers: Numbers) -> bytes:
    """Return the numbers in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(_Told(numbers))
    return generate_latest(registry)


class _Told(Collector):
    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def collect(self) -> Iterator[Metric]:
        """Yield each family of numbers."""
        told = self._numbers
        for name, words, label, counted in (
            ("exchanges", "Exchanges by what became of them.", "outcome", told.exchanges),
            ("judged", "Exchanges that the judge read.", "rule", told.judged),
            ("flagged", "Exchanges that look like a breach.", "rule", told.flagged),
            ("alarms", "Alarms; * is any rule, empty silence.", "rule", told.alarms),
            ("rises", "No alarms: more was suspect than before.", "rule", told.rises),
            ("rows", "Spans and log records that came.", "fate", told.rows),
            ("answers", "Requests by HTTP status.", "status", told.answers),
            ("alerts_sent", "Alerts told.", "channel", told.alerts_sent),
            ("alerts_failed", "Tries to tell one that failed.", "channel", told.alerts_failed),
        ):
            family = CounterMetricFamily(f"{PREFIX}_{name}", words, labels=[label])
            for key, count in sorted(counted.items()):
                family.add_metric([key], count)
            yield family
        for name, words, values in (
            ("detector", "Of each rule, and * of all; it rings at 10000.", told.detectors),
            ("rise_detector", "No alarm; it is told at 1000000.", told.rise_detectors),
        ):
            loud = GaugeMetricFamily(f"{PREFIX}_{name}", words, labels=["rule"])
            for rule, value in values.items():
                loud.add_metric([rule], value)
            yield loud
        yield _gauge("waiting_rows", "Stored and not looked at yet.", told.waiting)
        yield _gauge(
            "judge_down", "1 while the judge can be asked for nothing.", told.judge_down
        )
        for name, words, number in (
            ("last_exchange_age_seconds", "Since an exchange came.", told.last_age_s),
            (
                "breach_rate_estimate",
                "By what people read, of the days that it suffices for.",
                told.estimate,
            ),
            ("breach_rate_ceiling", "That needs no trust in the judge.", told.ceiling),
        ):
            if number is not None:  # unknown is no number
                yield _gauge(name, words, number)


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}_{name}", words, value=float(value))
