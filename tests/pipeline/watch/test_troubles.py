"""A trouble is said once, then ever more rarely, and so is its end."""

from brightline.errors import StoreError
from brightline.pipeline.watch.troubles import Trouble, words_of


def test_it_is_said_once_then_ever_more_rarely_and_when_it_is_over() -> None:
    said: list[tuple[int, str]] = []
    clock = [0.0]
    trouble = Trouble(
        lambda words: said.append((int(clock[0]), words)),
        "it works again",
        clock=lambda: clock[0],
    )

    trouble.ends()
    for second in range(600):
        clock[0] = float(second)
        trouble.has("the disk is full")
    trouble.ends()
    trouble.ends()

    assert [at for at, _ in said] == [0, 60, 180, 420, 599]
    assert said[0][1] == "the disk is full"
    assert said[1][1] == "for 1 min now: the disk is full"
    assert said[-1][1].startswith("it works again, after ")


def test_what_goes_on_by_itself_has_no_hint_to_start_it_again() -> None:
    error = StoreError("full", slug="store-disk-full", where="w.db", hint="Start it again.")

    assert words_of(error) == "w.db: full [store-disk-full]"
