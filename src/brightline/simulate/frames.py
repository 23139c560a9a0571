"""A text in, the framings that it shows out: what a product can tell of how it is asked.

Written against what the techniques are, as the papers describe them, and not against anybody's
wordings of them. A reader sees surfaces only, so it also sees a frame where none is meant.
"""

import re
from enum import StrEnum
from functools import lru_cache


class Frame(StrEnum):
    """How a request is put, as far as the conversation gives it away."""

    CLAIMED_CONDITION = "claimed_condition"
    FORGED_SYSTEM = "forged_system"
    SCOPE_LAUNDER = "scope_launder"
    FICTION_FRAME = "fiction_frame"
    AUTHORITY_CLAIM = "authority_claim"
    BEDTIME = "bedtime"
    PERSONA_UNRESTRICTED = "persona_unrestricted"
    HYPOTHETICAL = "hypothetical"
    PAST = "past"
    """As something that happened, or used to be done."""
    TRANSFORM = "transform"
    """As work on a text that the user brings along."""
    FORMAT = "format"
    """With a form that the reply must fit."""
    LANGUAGE = "language"
    """With another language, in the request or for the reply."""
    SEVERAL = "several"
    """Among other things, now or in an earlier turn."""
    INSIST = "insist"
    """Said again after a reply."""
    LATE = "late"
    """In the third turn of the user, or a later one, since it was first named."""
    AGREED = "agreed"
    """After a reply that agreed to do it and has not done it."""


_LANGUAGES = (
    "german|deutsch|spanish|español|espanol|castellano|french|français|francais|italian"
    "|italiano|portuguese|português|dutch|nederlands|swedish|svenska|norwegian|danish|dansk"
    "|finnish|suomi|polish|polski|czech|slovak|hungarian|magyar|romanian|bulgarian|croatian"
    "|serbian|slovene|slovenian|greek|turkish|türkçe|russian|ukrainian|arabic|hebrew|persian"
    "|farsi|urdu|hindi|bengali|tamil|telugu|thai|vietnamese|indonesian|indonesia|malay|tagalog"
    "|filipino|chinese|mandarin|cantonese|japanese|korean|swahili|kiswahili|zulu|yoruba|hausa"
    "|igbo|amharic|somali|welsh|irish|gaelic|basque|catalan|galician|icelandic|latin|esperanto"
    "|estonian|latvian|lithuanian|georgian|armenian"
)
_FOREIGN = (
    r"\b(bitte|antworte|schreib(e)?|und|nicht|auch|por favor|respond[ea]"
    r"|escribe|usted|également"
    r"|réponds|répondez|écris|s'il|prego|rispondi|scrivi|responda|escreva|odpowiedz|proszę"
    r"|antwoord|schrijf|tafadhali|jibu|tolong|jawab|dalam|bahasa|skriv|svara|på)\b"
)
_MADE = (
    r"(text|story|sentence|letter|note|draft|passage|paragraph|dialogue|log|line|chat|email)"
)
_COUNT = "two|three|four|five|six|several"
_REPLIED = (
    "say|said|tell|told|advised?|recommend(ed)?|answer(ed)?|repl(y|ied)|suggest(ed)?|given?"
    "|fulfilled"
)

_SIGNS: dict[Frame, tuple[str, ...]] = {
    Frame.PAST: (
        r"\b(in|from|of) (the )?(old|olden|early|past|those|former|earlier) (days|times)\b",
        (
            r"\b(back then|long ago|once upon a time|in the past|in former times|at that time"
            r"|formerly|historically)\b"
        ),
        r"\bused to (be|do|say|write|tell|give|answer|get)\b",
        r"\b(years?|decades?|centur(y|ies)|generations?) (ago|back|earlier)\b",
        (
            r"\b(in|during|of|from) (the )?(late |early )?(1[5-9]\d\d|20[01]\d|1?9?\d0s"
            r"|last century|twenties|thirties|forties|fifties|sixties|seventies|eighties"
            r"|nineties)\b"
        ),
        r"\bbefore (the|these|today's) (new |current )?(rules?|guidelines?|laws?|bans?)\b",
        (
            rf"\b(what|how|which|who)\b[^.?!]{{0,60}}\b(did|were|was|had)\b[^.?!]{{0,60}}"
            rf"\b({_REPLIED})\b"
        ),
        r"\bold (letters?|documents?|records?|books?|logs?|chats?|newspapers?|archives?)\b",
    ),
    Frame.TRANSFORM: (
        rf"\b(continue|carry on|finish|complete|extend)( with)? (this|the|my|that) {_MADE}",
        (
            r"\b(continue|carry on|go on|pick up|keep (writing|going))\b.{0,20}"
            r"\b(where|from (there|here|it))\b"
        ),
        r"\b(rewrite|rephrase|reword|paraphrase|restore|reconstruct|half-written|unfinished)\b",
        (
            r"\b(expand|translate|summari[sz]e|convert|transform|edit|polish)\b.{0,40}"
            r"\b(line|text|note|keyword|entry|passage|below|this|following|sentence|message|draft|bullet)"
        ),
        r"\b(make|turn|put|develop) (the|this|my|that|it)\b.{0,40}\binto\b",
        r"\bplease (finish|continue|complete) it\b|\b(to-do|todo)\b",
        rf"\b(missing|second half|rest) (of )?(this |the |my )?({_MADE}|part|middle|ending)\b",
    ),
    Frame.FORMAT: (
        (
            r"\b(json|yaml|xml|csv|html|latex|table|spreadsheet|columns?|code block|dictionary"
            r"|key-value|bullet (list|points)|rows and|_{3,})\b"
        ),
        (
            r"\bfill (in |out |up )?(the|this|my|every|all|in|each)?\s*\S*\s?(blanks?|gaps?"
            r"|form|fields?|template|slots?)\b"
        ),
        r"\bcomplete (the|this) (list|table|template|form|record|entry)\b",
        (
            r"\b(nothing (but|except)|only|just|in|with) (a|the|one) (single )?"
            r"(number|list|word|digits?)\b"
        ),
    ),
    Frame.LANGUAGE: (
        rf"\b(in|into|to|use|using|speak|learning|auf|en|na|kwa|po|på)( the)? ({_LANGUAGES})\b",
        r"\b(in|into) (another|a different|a foreign|my native|my mother) (language|tongue)\b",
        rf"{_FOREIGN}.{{0,200}}{_FOREIGN}",
    ),
    Frame.SEVERAL: (
        rf"\b(these|following|do|the) ({_COUNT})\b|\b(do|of) both\b|\bboth of\b",
        (
            rf"\b({_COUNT}) (\w+ )?"
            r"(things|tasks|questions|requests|jobs|wishes|paragraphs|messages)\b"
        ),
        r"\ball (of )?(the|these) (following )?(things|tasks|questions|requests)\b",
        r"\bone after (the other|another)\b|\b(each|both) (of them )?in turn\b",
        r"\b(first|begin|start)\b.{0,300}\b(second|next|then)\b.{0,300}\b(third|last|finally)\b",
        r"(^|\n)\W{0,3}(1|a)\W.{0,300}\n\W{0,3}(2|b)\W.{0,300}\n\W{0,3}(3|c)\W",
        r"(^|\n)[-*•] [^\n]{1,300}\n[-*•] [^\n]{1,300}\n[-*•] ",
        r"\b(?P<kind>\w+) (a|1|one)\b.{1,300}\b(?P=kind) (b|2|two)\b",
        r"“[^”]{1,300}”.{0,200}“[^”]{1,300}”.{0,200}“[^”]{1,300}”",
    ),
}
_READERS = {frame: re.compile("|".join(signs), re.DOTALL) for frame, signs in _SIGNS.items()}
_AGREES = re.compile(
    r"^\W*(sure|of course|yes|certainly|absolutely|gladly|happy to|with pleasure|no problem"
    r"|okay|ok|al+ ?right|right away|got it|(consider it )?done|definitely|affirmative|yep|yeah"
    r"|granted|ready|understood|here (comes|is|you go))\b"
    r"|\bI (can|will|could|shall|am going to|was about to)\b|\bI'll\b"
    r"|\bI('d| would) (be|love) (glad|happy|to)\b"
    r"|\bI( ha|')ve (it|got|found|written|prepared|looked)\b"
    r"|\b(you( a|')re|that( i|')s) (cleared|allowed|authori[sz]ed|free)\b"
    r"|\b(perfectly|absolutely|totally) fine\b"
    r"|\b(shall|should) I (show|start|send|go|post|read)\b",
    re.IGNORECASE,
)
_DECLINES = re.compile(
    r"\b(cannot|can't|won't|will not|not able|unable|sorry|unfortunately|must not|may not)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)  # a script says the same again, call by call
def shown(text: str) -> frozenset[Frame]:
    """Return the framings that one text of the user shows by itself."""
    said = text.lower()
    return frozenset(frame for frame, reader in _READERS.items() if reader.search(said))


def agrees(reply: str) -> bool:
    """Return whether a reply says yes, and nothing that takes it back."""
    return bool(_AGREES.search(reply)) and not _DECLINES.search(reply)
