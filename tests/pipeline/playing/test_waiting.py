import anyio
import pytest

from brightline.pipeline.playing.waiting import RECENT_S, Waiting


async def test_a_429_is_told_with_the_wait_that_it_asks_for() -> None:
    waiting = Waiting()
    assert waiting.told() == "", "nothing was limited"

    waiting.limited(8.0)
    waiting.limited(None)

    assert waiting.told() == "rate limited (429), 2 so far, waiting 8 s"


async def test_what_is_long_over_is_told_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = Waiting()
    waiting.limited(1.0)
    now = anyio.current_time()

    monkeypatch.setattr(anyio, "current_time", lambda: now + 2)
    soon = waiting.told()
    monkeypatch.setattr(anyio, "current_time", lambda: now + 2 + RECENT_S)

    assert soon == "rate limited (429), 1 so far"
    assert waiting.told() == ""
