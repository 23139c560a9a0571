"""A form of a verb in, its base out: `sharing`, `shared` and `shares` are `share`."""

BASES = frozenset(
    """
accept access act add address administer advertise advise alter analyse analyze announce
answer apply appoint appraise approve argue arrange ask assess assign assist assume attack
authorise authorize award back ban bet blame block book borrow break bring build buy bypass
calculate call cancel certify change charge chat check choose circumvent claim close collect
comment communicate compare compensate complete compose compute conceal conduct confirm
connect consent consult contact continue contradict convert copy correct crack create
criticise criticize cross cure deal debate decide declare decrypt defame delete deliver
demonstrate deny depict describe design destroy diagnose disable disclose discount discourage
discuss disparage dispense display dispose dispute distribute do dodge donate dose download
draft draw edit email enable encourage endorse engage enrol enter entertain erase escalate
estimate evade evaluate exaggerate exchange execute explain exploit export expose express
extend fabricate fake falsify file fill find finish fix flirt forecast furnish forge forward
gain generate give glorify go grade grant guarantee guess guide hack hand handle help hide
identify imitate impersonate implement imply import improve include increase infer influence
inform initiate insert insinuate install instruct insult insure interpret introduce invent
invest invite issue jam joke judge keep label lend let lie link list locate lock look lower
make manage manipulate map match meet mention mix mock modify monitor move name negotiate note
offer open opine order overload override overrule paraphrase participate pay perform permit
photograph pick place plan play pose praise predict prepare prescribe present press pretend
print process produce promise promote pronounce propose prove provide publish punish purchase
quote raise rank rate read rebook reciprocate recommend record redeem reduce refund refuse
register reject release remove render rent repair repeat replace report represent request
reroute reschedule reserve reset reuse reveal reverse review rewrite ridicule role-play
roleplay run save say schedule score search see sell send serve set settle share show sign
simulate sing skip solicit solve sort speak speculate spread stalk start state steal
stereotype stop store strip submit subscribe suggest summarise summarize supply support swap
swear take talk tamper teach tell terminate threaten tip touch track trade train transcribe
transfer translate transmit treat trick try turn unlock unmask unsubscribe update upgrade
upload use validate valuate value verify view vote waive warn watch weigh withdraw write yell
""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""What a rule may forbid to do, as far as plain rules know how to ask for it."""

NOUNS_TOO = frozenset(
    """
address answer attack award back bet blame block book break call charge chat check claim
comment contact copy deal debate design display dispute dose draft draw email exchange form
grade image label list lock look map mention mix mock name note offer order pay photograph
place plan play print program purchase quote rank rate record release rent repair report
review score search share sign stop store swap tip track trade train transfer trick turn
update upgrade value view vote watch work
""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Verbs that are nouns as well: `a transfer or order history` lists two things."""

_IRREGULAR = {
    "given": "give", "shown": "show", "told": "tell", "made": "make", "sent": "send",
    "taken": "take", "written": "write", "bought": "buy", "sold": "sell", "paid": "pay",
    "done": "do", "said": "say", "kept": "keep", "lent": "lend", "put": "put", "read": "read",
    "drawn": "draw", "withdrawn": "withdraw", "chosen": "choose", "broken": "break",
    "brought": "bring", "built": "build", "taught": "teach", "spoken": "speak", "let": "let",
    "hidden": "hide", "found": "find", "seen": "see", "driven": "drive", "lying": "lie",
    "set": "set", "reset": "reset", "rebuilt": "rebuild", "overridden": "override",
    "does": "do", "goes": "go", "has": "have",
}  # fmt: skip


def base_of(word: str) -> str:
    """Return the base of a known verb; empty for another word."""
    lowered = word.casefold()
    if lowered in BASES:
        return lowered
    if lowered in _IRREGULAR:
        return _IRREGULAR[lowered]
    for ending, instead in (
        ("ying", "ie"), ("ies", "y"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ed", ""),
        ("ed", "e"), ("es", ""), ("es", "e"), ("s", ""),
    ):  # fmt: skip
        if not lowered.endswith(ending):
            continue
        stem = lowered[: -len(ending)]
        if stem + instead in BASES:
            return stem + instead
        if ending in {"ing", "ed"} and stem[-1:] == stem[-2:-1] and stem[:-1] in BASES:
            return stem[:-1]
    return ""
