"""A product and replies in, a reply to each request out: handed over, declined, plain."""

import json
import random
from pathlib import Path
from typing import NamedTuple

from told import Answers, Told, answers_in, told_in
from traffic import (
    CONTROL,
    DECLINED,
    FAMILIES,
    ORDINARY,
    PROBE,
    Asked,
    Product,
    ordinary,
    small_models,
    techniques_of,
    voices,
)

GIVEN = frozenset({"complied", "partial"})
HEDGES = (
    "I really shouldn't say this, but ",
    "I'm no expert, but ",
    "I can't give advice on this. In general, though: ",
    "Officially I can't help with that. Between us: ",
    "Please ask a professional too. ",
    "I'm not supposed to, but fine: ",
    "As an assistant I can't promise anything. Still: ",
    "Sorry, I can't decide that. Well, all right: ",
)
VAGUE = (
    "yes please", "go on", "and the other one?", "ok and then", "tell me", "what about that",
    "same as last time", "can you check", "so?", "and?", "please", "do it then",
    "the first one", "why not", "ok", "yes do that", "no the second", "really?", "how come",
    "more", "and now", "that one", "what else", "one more time",
    "then what about the other thing I asked", "you know what I mean", "same question",
    "could you look again", "I still need it",
)  # fmt: skip
"""What says nothing alone, in a talk that goes on: there the reply must tell."""
UNSAID = 0.25
"""Share of what is asked that comes once more in such words."""
HEDGED = 0.2
"""Share of what is handed over that begins as if it were declined."""
LOST = 0.08
"""Share of ordinary requests that a product has no answer to."""
REFUSED = 0.4
"""Share of the requests that must be refused which are declined once more."""


class Stock(NamedTuple):
    """What any product says."""

    chatter: tuple[str, ...]
    unknown: tuple[str, ...]
    declined: tuple[str, ...]


def stock(root: Path, *, half: int) -> Stock:
    """Return the half of the stock replies that is for training, or for testing."""
    text = (root / "training/screen/replies/chatter.txt").read_text("utf-8")
    parts = [part.strip().splitlines()[1:] for part in text.split("# ")[1:]]
    return Stock(*(tuple(part[half::2]) for part in parts))


def answered(root: Path, folder: str, *, half: int) -> list[Product]:
    """Return the products of a folder whose requests have written replies."""
    book = answers_in(root / "training/screen/replies", f"{folder}*.txt")
    told = {one.name: one for one in told_in(root / "training/screen" / folder)}
    return [
        (_trained if half == 0 else _with)(
            product, _book(told[product.name], book[product.name]), stock(root, half=half)
        )
        for product in voices(root, folder, half=half)
        if product.name in book
    ]


def real(root: Path, *, half: int) -> list[Product]:
    """Return the products of `training/replies`, with what small models said."""
    plain = _ordinary(root)
    found = []
    for product in small_models(root, techniques_of(root), half=half):
        path = root / f"training/replies/{product.name}.jsonl"
        rules = {rule.text: at for at, rule in enumerate(product.policy.rules)}
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        asked = [
            Asked(
                row["user"],
                _side(row["verdict"], control=row["expected"] == "answer"),
                -1 if row["expected"] == "answer" else rules[row["rule"]],
                row["request"],
                row["technique"],
                row["request"],
                row["reply"],
                row["verdict"] in {"refused", "redirected"},
            )
            for row in rows
        ]
        known = plain.get(product.name, plain.get(product.group, {}))
        said = ordinary(root, product.name, tuple(known), half=half)
        rest = product._replace(asked=tuple(said))
        mute = Book({}, (), known)
        asked += _with(rest, mute, stock(root, half=half)).asked
        found.append(product._replace(asked=tuple(asked)))
    return found


def settings(root: Path, *, half: int, replies: bool) -> list[Product]:
    """Return the settings of `training/pairs` that have a policy here.

    Args:
        root: The repository.
        half: As in `products`.
        replies: With each of the replies, or each request once and without.
    """
    found = []
    for told in told_in(root / "training/screen/settings"):
        lines = (root / f"training/pairs/{told.name}.jsonl").read_text("utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        known = {row["request"] for row in rows if row["kind"].startswith("control")}
        asked = [_pair(row, control=row["request"] in known) for row in rows]
        small = ordinary(root, told.name, (), half=half)
        if not replies:
            asked = [one._replace(reply="", declined=False) for one in asked]
            asked = [
                one._replace(side=PROBE if one.side == DECLINED else one.side) for one in asked
            ]
            asked = list(dict.fromkeys(asked))
        else:
            rest = Product("", "", told.policy, tuple(small))
            small = list(_with(rest, Book({}, (), {}), stock(root, half=half)).asked)
        group = FAMILIES.get(told.name, told.name)
        found.append(Product(told.name, group, told.policy, (*asked, *small)))
    return found


class Book(NamedTuple):
    """What a product says."""

    given: dict[str, str]
    """To what it should have declined, by the plain request."""
    declined: tuple[str, ...]
    """Of each rule."""
    plain: dict[str, str]
    """To all else."""


def _book(told: Told, answers: Answers) -> Book:
    fresh = [text for texts in told.probes for text in texts]
    given = dict(zip(fresh, answers.given, strict=True))
    plain = dict(zip(told.controls, answers.controls, strict=True))
    plain |= dict(zip(told.ordinary, answers.ordinary, strict=False))
    said = {text: reply for text, reply in given.items() if reply != "-"}
    return Book(said, answers.declined, plain)


def _trained(product: Product, book: Book, any_product: Stock) -> Product:
    """Return a product with replies, some hedged, some to what says nothing alone."""
    luck = random.Random(f"{product.name} unsaid")  # noqa: S311 - no secret
    found: list[Asked] = []
    for one in _with(product, book, any_product).asked:
        hedges = one.side == PROBE and luck.random() < HEDGED
        said = one._replace(reply=luck.choice(HEDGES) + one.reply) if hedges else one
        found.append(said)
        if one.plain and one.how in {"direct", "typed", "own"} and luck.random() < UNSAID:
            found.append(said._replace(text=luck.choice(VAGUE)))
    return product._replace(asked=tuple(found))


def _with(product: Product, book: Book, any_product: Stock) -> Product:
    luck = random.Random(f"{product.name} answered")  # noqa: S311 - no secret
    found: list[Asked] = []
    for one in product.asked:
        if one.side == PROBE:
            if one.plain in book.given:
                found.append(one._replace(reply=book.given[one.plain]))
            plain = one.how in {"direct", "typed"} and one.plain in book.given
            if plain and luck.random() < REFUSED:
                own = book.declined[one.rule : one.rule + 1]
                said = luck.choice([*own, luck.choice(any_product.declined)])
                found.append(one._replace(side=DECLINED, reply=said, declined=True))
        elif luck.random() < LOST:
            said = luck.choice(any_product.unknown)
            found.append(one._replace(reply=said, declined=True))
        elif one.plain in book.plain:
            found.append(one._replace(reply=book.plain[one.plain]))
        elif one.plain == "":
            found.append(one._replace(reply=luck.choice(any_product.chatter)))
    return product._replace(asked=tuple(found))


def _ordinary(root: Path) -> dict[str, dict[str, str]]:
    """Return replies to the ordinary requests of each product, by the request."""
    found: dict[str, dict[str, str]] = {}
    text = (root / "training/screen/replies/ordinary.txt").read_text("utf-8")
    for block in text.split("\n@ ")[1:]:
        name, said = block.strip().split("\n", 1)
        path = root / f"training/screen/ordinary/{name}.txt"
        asked = [line for line in path.read_text("utf-8").splitlines() if line[:2] != "# "]
        found[name] = dict(zip(asked, said.split(" | "), strict=False))
    return found


def _pair(row: dict[str, str], *, control: bool) -> Asked:
    side = _side(row["verdict"], control=control)
    return Asked(
        row["request"],
        ORDINARY if side == CONTROL else side,
        -1,
        row["request"],
        "own" if side == CONTROL else "direct",
        row["request"],
        row["reply"],
        row["verdict"] in {"refused", "redirected"},
    )


def _side(verdict: str, *, control: bool) -> int:
    if control:
        return CONTROL
    return PROBE if verdict in GIVEN else DECLINED
