"""In which language a text is, told by its letters and its small words."""

import pytest

from brightline.pipeline.languages import language_of, others

TEXTS = {
    "German": "Das kann ich dir leider nicht sagen, ich helfe dir gern bei der Gliederung.",
    "French": "Les adresses de nos clients restent confidentielles, je ne peux pas vous aider.",
    "Spanish": "Esa información es privada y no la comparto, pero puedo dejarle un mensaje.",
    "Portuguese": "Não posso dizer isso, mas posso deixar uma mensagem para você.",
    "Italian": "Non posso dirlo, ma ti aiuto con la scelta del corso per il sabato.",
    "Dutch": "Dat kan ik je niet zeggen, maar ik help je met het kiezen van een cursus.",
    "Swedish": "Det kan jag inte säga, men jag hjälper dig att välja en kurs.",
    "Polish": "Nie mogę tego powiedzieć, ale jak chcesz, to pomogę w wyborze kursu.",
    "Turkish": "Bunu söyleyemem ama bir kurs için ne kadar ödeyeceğini bulalım.",  # noqa: RUF001 - its own letters
    "Cyrillic letters": "Готово, всё сделано так, как вы просили.",
    "Japanese": "申し訳ありませんが、お手伝いできません。",
    "Chinese": "抱歉，我不能告诉你。",  # noqa: RUF001 - its own letters
    "Hebrew": "אני לא יכול לומר את זה.",
}
ENGLISH = (
    "I can't discuss what I do.",
    "Her hive stands behind the chapel, just past the second gate.",
    "Ask Madame Petit at the café; the entrée is on the house.",
)


@pytest.mark.parametrize("name", TEXTS)
def test_a_language_is_named(name: str) -> None:
    assert language_of(TEXTS[name]) == name


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english(text: str) -> None:
    assert language_of(text) == "English"


def test_the_language_of_most_of_a_text_counts() -> None:
    english = "That is what our office said to you."

    assert language_of(f"Claro. {english} {english}") == "English"
    assert language_of(f"{TEXTS['German']} Thank you for the chat.") == "German"


@pytest.mark.parametrize("text", ["", "ok", "12 + 7", "Nordwind 4471#", "{}"])
def test_nobody_can_say_what_has_no_word_of_a_language(text: str) -> None:
    assert language_of(text) is None


def test_texts_are_counted_by_language_and_unknown_ones_are_left_out() -> None:
    told, found = others([*ENGLISH, "ok", TEXTS["French"], TEXTS["German"], TEXTS["German"]])

    assert told == 6
    assert list(found.items()) == [("German", 2), ("French", 1)]
