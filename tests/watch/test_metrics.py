"""Prometheus reads what is known, and of what is not known nothing."""

from prometheus_client.parser import text_string_to_metric_families

from brightline.watch.metrics import Numbers, exposition


def told(numbers: Numbers) -> dict[tuple[str, str], float]:
    families = text_string_to_metric_families(exposition(numbers).decode())
    return {
        (sample.name.removeprefix("brightline_watch_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }  # type: ignore[return-value]


def test_every_number_is_there_by_its_name() -> None:
    found = told(
        Numbers(
            exchanges={"judged": 3, "no_content": 2},
            flagged={"r": 1},
            detectors={"r": 7.5},
            rise_detectors={"r": 8.5},
            alarms={"r": 1, "": 2},
            answers={"200": 9},
            waiting=4,
            last_age_s=1.5,
            estimate=0.01,
            ceiling=0.02,
            alerts_sent={"slack": 3},
        )
    )

    assert found["exchanges_total", "judged"] == 3
    assert found["exchanges_total", "no_content"] == 2
    assert found["flagged_total", "r"] == 1
    assert found["detector", "r"] == 7.5
    assert found["rise_detector", "r"] == 8.5
    assert found["alarms_total", ""] == 2
    assert found["answers_total", "200"] == 9
    assert found["alerts_sent_total", "slack"] == 3
    assert found["waiting_rows",] == 4
    assert found["last_exchange_age_seconds",] == 1.5
    assert (found["breach_rate_estimate",], found["breach_rate_ceiling",]) == (0.01, 0.02)


def test_what_nobody_knows_is_no_number() -> None:
    names = {key[0] for key in told(Numbers())}

    assert not names & {
        "last_exchange_age_seconds",
        "breach_rate_estimate",
        "breach_rate_ceiling",
    }
