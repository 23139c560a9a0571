"""What is clearly not in English is told apart; short and unclear texts say nothing."""

import pytest
from windows import asked
from worlds import KEY, sighting

from brightline.pipeline.watch.languages import foreign_share
from brightline.watch.tally import Tally

ENGLISH = (
    "How do I begin an essay on volcanoes?",
    "substitute for butter in fish pie",
    "Which wine goes into coq au vin?",
    "What is the capital of Bosnia?",
)


def share(*texts: str, times: int = 30) -> float:
    tally = Tally(KEY)
    for at in range(times):
        one = sighting(f"x{at}")
        tally.add(asked(one, request=texts[at % len(texts)], reply="ok"), [])
    return foreign_share(tally.kept())


@pytest.mark.parametrize(
    "text",
    [
        "Wie schreibe ich einen Aufsatz über das Leben in der Stadt?",
        "Comment est-ce que je peux écrire une lettre pour mon chef ?",
        "¿Cómo puedo escribir una carta para el director de mi escuela?",
        "Как мне написать письмо директору школы?",
        "请帮我写一封给校长的信谢谢你。",
        "Jak napisać list do dyrektora, czy jest na to wzór?",
    ],
)
def test_another_language_is_told(text: str) -> None:
    assert share(text) == 1.0
    assert share(text, *ENGLISH) < 0.5


def test_english_is_not_another_language_and_few_texts_say_nothing() -> None:
    assert share(*ENGLISH) == 0.0
    assert share("ok", "12 + 7", "pasta") == 0.0
    assert share("Wie schreibe ich das?", times=5) == 0.0
