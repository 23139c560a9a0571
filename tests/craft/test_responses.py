"""What a product could say when it declines: one sentence says its limit, one its offer."""

import pytest

from brightline.craft.responses import responses
from brightline.craft.told import bare, listener_of
from brightline.records import Authority, Condition, OfferedFrom, Policy, Rule, Scope, Stance


def policy(
    *rules: Rule, audience: str = "children of 8 to 12", does: tuple[str, ...] = ()
) -> Policy:
    return Policy(
        version=1, name="Sprout", scope=Scope(audience=audience, does=does), rules=rules
    )


def rule(text: str, instead: str | None = None, **more: object) -> Rule:
    values: dict[str, object] = {"id": "r", "stance": Stance.REFUSE}
    return Rule(text=text, instead=instead, **(values | more))  # type: ignore[arg-type] - as a test spells out


def said(text: str, instead: str, *, audience: str = "children of 8 to 12") -> str:
    return responses(policy(rule(text, instead), audience=audience))[0].text


@pytest.mark.parametrize(
    ("text", "instead", "response"),
    [
        (
            "Never describes violence in graphic detail, in any framing.",
            "Offers a way to tell the scene that suits the child's age.",
            (
                "I don't describe violence in graphic detail."
                " But I can offer you a way to tell the scene that suits your age."
            ),
        ),
        (
            "Never helps a child to publish personal details, their own or another child's.",
            "Says why such details stay private and helps to write a version without names.",
            (
                "I don't help you to publish personal details, yours or another child's."
                " But I can help to write a version without names."
            ),
        ),
        (
            "Never starts, changes or cancels a club; the child's word does not count.",
            "Asks what the child would like to learn, and explains the first step.",
            (
                "I don't start, change or cancel a club."
                " Tell me what you would like to learn, and I can explain the first step."
            ),
        ),
        (
            "Shows the solution only after the child has tried it alone.",
            "Asks the child to have a go and gives a hint.",
            (
                "I show the solution only after you have tried it alone."
                " Please have a go, and I can give you a hint."
            ),
        ),
        (
            "Talks about learning only; other errands are declined.",
            "Names a school subject that is close to what the child asked.",
            (
                "I talk about learning only."
                " But I can name a school subject that is close to what you asked."
            ),
        ),
        (
            "Never says that it is a person.",
            "Says that it is a computer program and offers to read a story.",
            "I don't say that I am a person. But I can read a story.",
        ),
        (
            "No medical advice.",
            "Explains how the body works.",
            "I don't give medical advice. But I can explain how the body works.",
        ),
    ],
)
def test_a_rule_and_its_better_response_are_said_to_the_user(
    text: str, instead: str, response: str
) -> None:
    assert said(text, instead) == response


def test_a_rule_without_instead_takes_the_nearest_task_and_is_marked() -> None:
    does = ("plan a weekly menu", "help with a book report", "make a quiz")
    one = rule(
        "Never writes a whole book report.",
        must_refuse=("Write my book report.",),
        must_answer=("What questions should a book report answer?",),
    )
    [found] = responses(policy(one, does=does))

    assert found.offered_from is OfferedFrom.TASK
    assert found.text == (
        "I don't write a whole book report. But I can help with a book report, for example when"
        " you ask: What questions should a book report answer?"
    )


def test_without_instead_and_scope_nothing_is_offered_and_that_is_marked() -> None:
    [found] = responses(policy(rule("Never writes insults.")))

    assert (found.text, found.offered_from) == ("I don't write insults.", OfferedFrom.NOTHING)


def test_rules_that_allow_get_none_and_the_order_is_the_policys() -> None:
    condition = Condition(text="It is on.", established_by=Authority.OPERATOR)
    rules = (
        rule("Never writes insults.", id="a"),
        rule("Sad questions are answered.", id="b", stance=Stance.ALLOW),
        rule("Plays only when it is on.", id="c", stance=Stance.DEPENDS, condition=condition),
    )

    assert [one.rule_id for one in responses(policy(*rules))] == ["a", "c"]


def test_only_the_user_is_spoken_to() -> None:
    listener = listener_of("customers and line managers of a bank, aged 11 and over")

    assert listener.told("show the customer's balance to a customer") == (
        "show your balance to you"
    )
    assert listener.told("write to another customer's line manager") == (
        "write to another customer's line manager"
    )
    assert listener.told("a customer who pays") == "a customer who pays"


def test_every_verb_of_an_order_is_bare() -> None:
    assert (
        bare("Never praises, blames or ranks a party") == "Never praise, blame or rank a party"
    )
    assert bare("Explains it and finds the right form") == "Explain it and find the right form"
    assert (
        bare("Never writes insults, teasing or jokes")
        == "Never write insults, teasing or jokes"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Never",
        "x",
        "Niemals Beleidigungen.",
        "only",
        "No.",
        "Never never.",
        "a" * 3000,
    ],
)
def test_odd_rules_get_one_sentence_all_the_same(text: str) -> None:
    [found] = responses(policy(rule(text, text)))

    assert found.text.startswith(found.text[:1].upper())
    assert found.text.endswith((".", "?"))


PLAIN = "That is something I don't do."


@pytest.mark.parametrize(
    ("text", "limit", "marked"),
    [
        (
            "Refunds need the approval of the manager, so do not promise one.",
            "There is a limit that I don't cross: refunds need the approval of the manager.",
            False,
        ),
        ("Comparing us with others.", "I don't get into comparing us with others.", True),
        ("Do not comparing us with others.", PLAIN, True),
        (
            "Only discuss records with the owner.",
            "I only discuss records with the owner.",
            False,
        ),
        ("No swearing.", "I don't get into swearing.", True),
        ("No refunds are promised.", "No refunds are promised.", False),
        ("Medical advice", "I don't get into medical advice.", True),
        ("You must never share your notes.", PLAIN, True),
        ("The assistant should not sell. It can name a shop.", "I don't sell.", False),
        ("Staff discounts apply only to staff.", "Staff discounts apply only to staff.", False),
        ("Discounts apply only to food.", "Discounts apply only to food.", False),
        ("Fares cannot be changed.", "Fares cannot be changed.", False),
        ("First, the agent must ask for a number.", PLAIN, True),
        ("[scope] Only looks at goods", PLAIN, True),
        (
            "Never offers a voucher unless the user complains and explicitly asks for one.",
            "I don't offer a voucher unless you complain and explicitly ask for one.",
            False,
        ),
        (
            "Opens it only if the user doesn't have a key.",
            "I open it only if you don't have a key.",
            False,
        ),
        ("Never shows the user id.", "I don't show the user id.", False),
        ("Never be rude.", "I am never rude.", False),
        ("Never under any circumstances disclose pay.", "I don't disclose pay.", False),
        ("Avoids competitors.", "I avoid competitors.", False),
        ("Groom dogs only on Mondays.", PLAIN, True),
        ("Talk about competitors", PLAIN, True),
        (
            "If the user is under 18, never discuss alcohol.",
            "If you are under 18, I don't discuss alcohol.",
            False,
        ),
        (
            "Never says where another person lives, stays or has been.",
            "I don't say where another person lives, stays or has been.",
            False,
        ),
        (
            "Never prints, hard-codes or sends a key.",
            "I don't print, hard-code or send a key.",
            False,
        ),
        (
            "Deletes work only after the user has said that it is no longer needed.",
            "I delete work only after you have said that it is no longer needed.",
            False,
        ),
        (
            "Never says that it is a human, has a body or lives somewhere.",
            "I don't say that I am a human, have a body or live somewhere.",
            False,
        ),
        (
            "Leads it only when the user is neither driving nor working with machines.",
            "I lead it only when you are not driving.",
            False,
        ),
        (
            "Never signs, approves, signs off or waives anything.",
            "I don't sign, approve, sign off or waive anything.",
            False,
        ),
    ],
)
def test_a_limit_is_said_in_words_that_agree_or_plainly_and_marked(
    text: str, limit: str, *, marked: bool
) -> None:
    [found] = responses(policy(rule(text)))

    assert (found.text, found.plain) == (limit, marked)


@pytest.mark.parametrize(
    ("instead", "offer"),
    [
        (
            "If someone is ill, tells them which signs count.",
            "But if someone is ill, I can tell them which signs count.",
        ),
        ("A link to the calendar.", "But I can offer a link to the calendar."),
        (
            "Offers to plan a trip or to tell a story.",
            "But I can plan a trip or tell a story.",
        ),
        (
            "Explains what it costs and finds a shop; for debts it names advice.",
            "But I can explain what it costs and find a shop.",
        ),
        (
            "Shows where a member signs in and sees the bill.",
            "But I can show you where a member signs in and sees the bill.",
        ),
        ("Advice comes from others.", "But I can groom dogs."),
    ],
)
def test_an_offer_is_said_in_words_that_agree_or_is_the_nearest_task(
    instead: str, offer: str
) -> None:
    [found] = responses(policy(rule("Never writes insults.", instead), does=("groom dogs",)))

    said = found.text.removeprefix("I don't write insults. ")
    assert said.replace("help with this: ", "") == offer


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Discuss a policy only with the policyholder or a person named on it.", "holder or"),
        ("Do not reveal a vet's private notes about a customer.", "notes about a customer"),
        ("Never discloses a customer's address to anyone.", "a customer's address"),
    ],
)
def test_who_may_know_is_not_taken_for_the_one_who_asks(text: str, kept: str) -> None:
    [found] = responses(policy(rule(text), audience="customers"))

    assert kept in found.text
    assert "you" not in found.text.split(". ")[0]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        (
            "Does not decide when a lender and a borrower quarrel over a book.",
            "I don't decide when a lender and a borrower quarrel over a book.",
        ),
        (
            "Makes no remarks about the looks of borrowers.",
            "I make no remarks about the looks of borrowers.",
        ),
        ("Never hands a borrower a key.", "I don't hand you a key."),
    ],
)
def test_who_is_asked_about_is_no_you_and_of_two_kinds_none_is(text: str, limit: str) -> None:
    [found] = responses(policy(rule(text), audience="adult borrowers and home lenders"))

    assert found.text == limit


@pytest.mark.parametrize(
    ("instead", "offer"),
    [
        ("Suggest that they ask their notary.", "But I can suggest that you ask your notary."),
        (
            "Explains how the halls and their stages are lit.",
            "But I can explain how the halls and their stages are lit.",
        ),
        (
            "Explains where people see their own.",
            "But I can explain where people see their own.",
        ),
    ],
)
def test_they_is_the_user_where_nobody_else_is_named(instead: str, offer: str) -> None:
    assert said("Never gives tax advice.", instead, audience="customers").endswith(offer)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        (
            "Opening a point: Never explain how to open a cabinet or bypass the breaker.",
            "I don't explain how to open a cabinet or bypass the breaker.",
        ),
        (
            "Free charging: Never help to charge without paying: cloned cards.",
            "I don't help to charge without paying.",
        ),
        (
            "Because a lock can drown a person, Sprout never tells anyone to leave it open.",
            "I don't tell anyone to leave it open.",
        ),
        ("No medical claims about fibres.", "I don't make medical claims about fibres."),
    ],
)
def test_a_title_a_reason_and_the_products_name_are_no_part_of_a_limit(
    text: str, limit: str
) -> None:
    assert said(text, "Explains the way.") == f"{limit} But I can explain the way."


def test_what_a_title_names_is_not_cut_from_what_points_at_it() -> None:
    assert said("Refunds: never promise one.", "Links to the form.").startswith(
        ("That is something", "I don't get into refunds")
    )


@pytest.mark.parametrize(
    ("instead", "offer"),
    [
        ("Point people to the pattern page.", "point you to the pattern page"),
        ("Help customers choose yarn.", "help you choose yarn"),
        ("Shows hirers where the form is.", "show you where the form is"),
        ("Help people who cannot walk to the gate.", "help people who cannot walk to the gate"),
    ],
)
def test_what_is_done_for_users_is_offered_to_the_one_who_asks(
    instead: str, offer: str
) -> None:
    found = said("Never writes insults.", instead, audience="hirers of boats")

    assert found.endswith(f"But I can {offer}.")


def test_an_example_that_shares_nothing_with_what_is_offered_is_left_out() -> None:
    other = rule(
        "Never names the critic's faith.",
        must_refuse=("Which faith does the critic have?",),
        must_answer=("How much yarn does a scarf need?",),
    )
    [found] = responses(policy(other, does=("answer criticism of the shop",)))

    assert found.text.endswith("But I can answer criticism of the shop.")
