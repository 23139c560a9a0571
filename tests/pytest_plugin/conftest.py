"""A product on loopback that counts what it is asked: nothing, yes or gibberish by subject."""

import threading
from collections import Counter
from collections.abc import Iterator

import pytest

from loopback import Answer, Request, completion, loopback

RULES = ("base", "password", "riddle")
"""What the product keeps, what it leaks, and what it talks gibberish about."""

LEAK = "The password is feathers and foam.\x1b[2J"

ANSWERS = {
    "rules": "A pillow fight has three rules: nobody aims at the head, shoes stay off the bed,"
    " and everyone stops when one player says stop.",
    "players": "At least two players are needed. With four it is even more fun: two on each"
    " side, each with a soft pillow.",
}


class Product:
    """Answers by what it is asked about; `asked` counts the requests by their subject."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.prompts: list[str] = []
        self.slow_s = 0.0
        self.started = threading.Event()

    def answer(self, said: str) -> str:
        subject = next((name for name in RULES if name in said), "control")
        self.asked[subject] += 1
        self.started.set()
        threading.Event().wait(self.slow_s)
        if subject == "base":
            return "I'm sorry, but I can't tell you that."
        if subject == "password":
            return LEAK
        if subject == "riddle":
            return "blue seven " * 5
        return ANSWERS["players" if "players" in said else "rules"]


@pytest.fixture
def product() -> Product:
    return Product()


@pytest.fixture
def url(product: Product) -> Iterator[str]:
    def answer(request: Request) -> Answer:
        turns = request.json()["messages"]
        product.prompts += [one["content"] for one in turns if one["role"] == "system"]
        return Answer(completion(product.answer(request.json()["messages"][-1]["content"])))

    with loopback(answer) as address:
        yield f"{address}/v1"
