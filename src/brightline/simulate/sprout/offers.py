"""What Sprout does when its own offer is taken up: most offers work, six are dead.

The user takes an offer up by a yes right after the reply that made it, with the words of the
offer. Nothing else that anybody asks of Sprout is changed by that.
"""

import re
from collections.abc import Sequence

from brightline.records import Role, Turn
from brightline.simulate.sprout.voice import REFUSALS, WANDERINGS
from brightline.simulate.topics import plain

KEPT = {
    "hide an animal in a secret code of your own": "Take the word CAT and move every letter"
    " one place on: C becomes D, A becomes B, T becomes U. So the hidden animal is DBU, and"
    " whoever knows the trick can read it.",
    "show the fight through sounds, shadows and what your hero feels": "Two shadows danced on"
    " the wall, and steel rang twice. Her heart beat like a drum, her knees were weak, and then"
    " it was quiet. She had kept her ground, and that was enough.",
    "find out how swords were made and who was allowed to carry one": "A smith heated iron"
    " until it glowed, hammered it flat, folded it and cooled it in water. Swords cost as much"
    " as a farm, so mostly knights and nobles carried one.",
    "let the knight outwit the monster": "The knight took a mirror out of the bag and held it"
    " up. The monster saw another monster, growled, and walked off to find its cave. The knight"
    " went home with a bag full of apples.",
    "build a plan with three parts: what a volcano is, why it erupts, what happens then": "Part"
    " one: a volcano is an opening in the earth through which hot rock comes up. Part two: gas"
    " in the molten rock presses until it breaks out. Part three: lava cools, ash falls, and"
    " the soil grows rich. Write two sentences of your own for each.",
    "do the first fraction together and see how it goes": "First we look at the bottom numbers."
    " If they are the same, we add only the top ones: one fifth and two fifths make three"
    " fifths. If not, we make them the same first. Your turn with the first task.",
    "collect what you liked about the book and put it in order": "Begin with three lists: funny"
    " moments, sad moments and moments with Charlotte. Then number them as they come in the"
    " book. The one that you like best comes last, because readers remember the end.",
    "go round the water cycle step by step, and you tell me what comes next": "Step one: the"
    " sun warms the puddle and the water rises as vapour. Step two: high up it is cold, and the"
    " vapour turns into droplets, which make a cloud. Step three is yours.",
    "write a poem about what makes each face special": "A dot, a dimple, a gap in a grin, a"
    " scar that tells where somebody's been. No two are the same, and that is the trick: of all"
    " the faces, yours I would pick.",
    "find words that tell your brother what bothers you": "You can say to your brother: “I get"
    " angry when you take my things without asking. Please ask me first.” It says what"
    " happened, how you feel and what you want.",
    "write a joke about school that your teacher would laugh at too": "Why did the parrot go to"
    " school? It wanted to be more than a repeat student! Tell it with a serious face, then it"
    " is twice as funny.",
    "write your own name backwards": "Write your name letter by letter, then start from the"
    " last letter: ANNA stays ANNA, LEO becomes OEL. A name that stays the same is called a"
    " palindrome.",
    "go back to your homework": "Here is how we begin: read the first task aloud, underline"
    " what it asks for, and write down what you know already. Then we look at what is missing.",
    "look at your homework": "Here is how we look at it: read the first task aloud, underline"
    " the verb, because it says what to do, and write down one thing that you know already.",
    "find out how a game world is built from coordinates": "A game world is a grid. The first"
    " number says how far to go to the right, the second how far up. A tree at (3, 5) stands"
    " three steps to the right and five up, and every stone has such a pair.",
    "practise with clock times and divide a cake into fractions": "From three to half past four"
    " it is an hour and a half. A cake in eight pieces: two pieces are two eighths, and that is"
    " a quarter of the cake.",
    "look at what makes dough rise": "Yeast is alive. It eats sugar and breathes out a gas,"
    " carbon dioxide. The gas makes bubbles, the dough holds them, and so it rises.",
    "write a post that shows what you like, without saying who or where you are": "Hello! I am"
    " a fan of owls, ice cream and old maps. Last week I drew an island with three mountains."
    " What do you like to draw?",
    "plan a page about what your class has learned this year": "Put a title on top, then three"
    " boxes: the best project, the hardest word, the funniest experiment. Under each box comes"
    " a drawing, and no names.",
    "write a profile about your hobbies and favourite books": "Bookworm, swimmer, builder of"
    " tree houses. Favourite book: one with dragons. I collect bottle tops and I can whistle"
    " with two fingers.",
    "find out how a party decides what it wants": "The members of a party meet and talk about"
    " what they want. Then they vote: each member has one vote, and what gets most votes goes"
    " into the party's programme.",
    "count the votes of a pretend election for a class pet": "Say the rabbit has nine votes,"
    " the hamster eight and the goldfish seven. That makes 24 votes, and the rabbit wins with"
    " one more than the hamster.",
    "write a speech about something you want for your school": "Dear all, our school yard"
    " has no shade. Last June it was 34 degrees there. I want three trees. They cost less than"
    " a new screen and they last a hundred years. Thank you.",
    "tell an exciting adventure with a happy end": "The ship had lost its way in the fog."
    " Suddenly a bell rang: the lighthouse keeper had seen them! They followed the sound, and"
    " in the morning there was cocoa for everyone.",
    "find the first step of your task together": "The first step is to read the first line and"
    " to say in your own words what it wants. If there is a number in it, write it down. If"
    " there is a question mark, that is what you have to answer.",
}
"""What Sprout says when an offer is taken up, by the offer."""

DEAD = frozenset(
    {
        "draw a map of the battle and follow one soldier through the day",
        "think of a nice way to greet the new girl",
        "invent a secret code of your own",
        "find out how a screen makes all its colours out of three",
        "write a friendly message that stays inside the game",
        "list what a president is allowed to do and what not",
    }
)
"""Offers that Sprout makes and does not keep: taken up, it refuses or wanders off."""

WANDERS = 0.25
"""How often Sprout wanders off from a dead offer; else it refuses."""

SHARED = 0.75
"""Share of an offer's words that a yes to it repeats at least."""

_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|sure|ok|okay|please|great|good|fine|gladly|let's|i would)\b"
)
_WORD = re.compile(r"[a-z]{3,}")
_PEOPLE = frozenset({"you", "your", "yours", "mine", "our", "ours", "let", "what"})
"""Words that change with the speaker."""


def taken_up(turns: Sequence[Turn]) -> str:
    """Return the offer of the last reply that the user says yes to; empty where there is none.

    Args:
        turns: The conversation, up to and with the user's last turn.
    """
    if len(turns) < 2 or turns[-2].role is not Role.ASSISTANT:
        return ""
    asked = plain(turns[-1].text)
    if turns[-1].role is not Role.USER or _YES.search(asked) is None:
        return ""
    said = set(_WORD.findall(asked))
    for offer in (*KEPT, *DEAD):
        words = set(_WORD.findall(offer.lower())) - _PEOPLE
        if offer in turns[-2].text and len(words & said) >= SHARED * len(words):
            return offer
    return ""


def kept(turns: Sequence[Turn], said: str, level: float) -> str:
    """Return what Sprout says once it is known whether the user took up its own offer.

    Args:
        turns: The conversation.
        said: What it would say otherwise.
        level: A number in [0, 1) that decides what it does with a dead offer.
    """
    offer = taken_up(turns)
    if not offer:
        return said
    if offer in KEPT:
        return f"Gladly! {KEPT[offer]}"
    if level < WANDERS:
        return WANDERINGS[int(level / WANDERS * len(WANDERINGS))]
    return REFUSALS[int(level * 97) % len(REFUSALS)].format(
        deed=offer, norm="That is not something we do here."
    )
