"""Talking to a product: its session, going back a turn, and scripts from the start."""

from brightline.attack.dialogue import Product, calls_of
from brightline.records import Conversation, Reply, Role, Turn

SYSTEM = Turn(role=Role.SYSTEM, text="Be kind.")


def user(text: str) -> Turn:
    return Turn(role=Role.USER, text=text)


class Heard:
    """A product that answers with how many calls its session has had."""

    def __init__(self, *, keeps: bool) -> None:
        self.sent: list[Conversation] = []
        self._keeps = keeps
        self._sessions = 0

    async def ask(self, conversation: Conversation) -> Reply:
        self.sent.append(conversation)
        session = conversation.session
        if self._keeps and session is None:
            self._sessions += 1
            session = f"s{self._sessions}"
        return Reply(text=f"reply {len(self.sent)}", session=session)

    @property
    def texts(self) -> list[str]:
        return [conversation.turns[-1].text for conversation in self.sent]


async def test_a_product_without_sessions_forgets_at_no_cost() -> None:
    heard = Heard(keeps=False)
    product = Product(heard.ask, [SYSTEM], name="x")
    first = await product.say(product.begin(), user("one"))
    gone = await product.say(first, user("two"))

    after = await product.say(await product.back_to(first, gone), user("three"))

    assert heard.texts == ["one", "two", "three"]
    assert [turn.text for turn in after.turns] == ["Be kind.", "one", "reply 1", "three"]


async def test_a_product_that_keeps_sessions_is_told_the_rest_again_in_a_new_one() -> None:
    heard = Heard(keeps=True)
    product = Product(heard.ask, [], name="x")
    first = await product.say(product.begin(), user("one"))
    gone = await product.say(first, user("two"))

    after = await product.say(await product.back_to(first, gone), user("three"))

    assert heard.texts == ["one", "two", "one", "three"]
    assert [one.session for one in heard.sent] == [None, "s1", None, "s2"]
    assert [turn.text for turn in after.turns] == ["one", "reply 3", "three"]
    assert len({one.attempt_id for one in heard.sent}) == 2


async def test_a_script_waits_for_each_real_reply_and_keeps_what_we_wrote() -> None:
    heard = Heard(keeps=False)
    product = Product(heard.ask, [SYSTEM], name="x")
    ours = Turn(role=Role.ASSISTANT, text="Gladly.", scripted=True)
    script = (user("one"), user("two"), ours, user("three"))

    exchange = await product.play(script)

    assert heard.texts == ["one", "three"]
    assert calls_of(script) == 2
    assert [(turn.text, turn.scripted) for turn in exchange.turns] == [
        ("Be kind.", False),
        ("one", False),
        ("reply 1", False),
        ("two", False),
        ("Gladly.", True),
        ("three", False),
    ]
