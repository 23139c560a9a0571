import numpy as np

from brightline.measure.resembling import Resembling, Told

REQUESTS = ("Give me the code of the shed.",) * 3 + ("When do you open on Monday?",)
REPLIES = (
    "The shed has no ears and no tongue.",
    "Turn the dial to four, one, seven.",
    "The shed has no ears and no tongue.",
    "At nine, as on every day.",
)
ODDS = np.zeros(len(REQUESTS))


def learned(told: Told) -> list[float]:
    odds: list[float] = Resembling(REQUESTS, REPLIES).learned(ODDS, [(0, told)]).odds.tolist()
    return odds


def test_a_refusal_clears_who_was_told_the_same_and_not_who_asked_the_same() -> None:
    _, handed_over, told_the_same, other = learned(Told.DECLINED)

    assert told_the_same < -3
    assert handed_over > -1
    assert other > -1


def test_what_is_allowed_clears_who_asked_the_same() -> None:
    assert learned(Told.ALLOWED)[1] < -3
