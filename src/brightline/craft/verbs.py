"""A word in, whether it is a verb of what products do, and a joined verb's own form, out."""

from brightline.craft.later import later

_VERBS = """
accept access account act add address adjust admit advise agree allow analyse analyze answer
apologise apologize apply appraise approve argue arrange ask assess assist assume attack
attempt attribute authorise authorize avoid back ban bargain bill block book break breed
brew bring build buy calculate call cancel carry change charge check choose cite claim
clarify clone close collect comment commit compare complete compose conclude confirm connect
consult contact continue convert copy correct crack create criticise criticize cure deal
debate debug decide declare decline delete deliver deny deploy describe design diagnose
direct disclose discourage discuss dismiss dispense distribute do draft draw edit email
enable encourage end endorse enter estimate evaluate exchange execute explain expose express
extend fabricate fake file fill find fix flag follow forecast forge forward generate get
give go grant guarantee guess guide hack handle help hide hint hold identify ignore imitate
impersonate imply include infer insult interpret invent invite issue joke judge keep label
lead leave lend let link list listen look make manage mark measure mention mock modify
monitor move name negotiate offer open operate order override partake pass pay perform
permit place plan play point post practice practise praise predict prepare prescribe present
pretend prevent print process produce promise promote propose provide publish put question
quote rank rate read recite recommend record redirect refer refund refuse reject release
remind remove renew repeat replace reply report represent request reset resolve respond
restart return reveal review reword rewrite role-play roleplay romanticise romanticize route
run sanction say scan schedule search see sell send set sexualise sexualize share shorten
show sign solve speak speculate spread spy start state stay steer stop store submit suggest
summarise summarize supply support swear switch take talk teach tell test threaten throw tie
touch trace track trade train transfer translate treat trick try turn uncover undo unlock
update upload upsell use validate vent verify vouch waive walk warn weigh withdraw word work
write
"""
VERBS = frozenset(_VERBS.split())
"""Bare verbs of what products do."""

_NOUNS_TOO = """
access account act address answer attack attempt ban bargain bill block book brew buy call
cancel change charge check claim clone comment contact copy cure deal debate design draft
draw edit email end estimate exchange express fake file fix flag forecast forge guarantee
guess guide hack handle help hint hold insult invite issue joke judge label lead leave link
list look mark measure mention mock monitor move name offer order pass pay permit place plan
play point post practice praise present print process produce promise question quote rank
rate read record refund release reply report request reset return review route run sanction
scan schedule search set share show sign spread spy start state stay stop store supply
support switch talk test tie touch trace track trade train transfer treat trick turn update
upload use vent walk word work
"""
NOUNS_TOO = frozenset(_NOUNS_TOO.split())
"""Verbs that begin a noun phrase as well: `Name changes`, `Claims are handled by people`."""

_OWN = """
advises asks books compares declines describes explains finds gives guides helps lists
listens names offers plans points recommends refers says shows speaks suggests talks teaches
tells writes
"""
OWN = frozenset(_OWN.split())
"""What a product does in place of what it declines, and its user hardly."""

_OPENS = later(
    r"\b(?:who|which|that|where|what|when|whether|if|once|how|why|after|before|until|unless"
    r"|while|because|whose)\b(?! to\b)"
)
_CONDITION = later(r"(?:when|once|if|after|before|until|unless)\b")
_SAYS_THAT = later(r"\b(?:say|claim|write|state|confirm|promise|predict)s? (?:\w+ )?that\b")
_SINGULAR = later(
    r"\b(?:is|was|has|does)\b|\b[a-z]{3,}s(?= (?:an?|the|their|its|no|up|in|on|out|off|to)\b)"
    r"|\b[a-z]{3,}s$"
)
_MOVES_ON = later(r"goes (?:back|on)\b|leaves (?:the|it|that)\b[a-z ]* to\b")
_LAST = later(r"\b(?:and|or|then) (?P<verb>[a-z]+s)\b")


def below(before: str, joined: str, *, join: str) -> bool:
    """Return whether a joined verb in the third person belongs to a clause below the main one.

    `Never says where a person travels, stays or has been`: `has` is the person's.

    Args:
        before: What stands before the word that joins the verb.
        joined: The verb and what follows: `has been`.
        join: What joins it, with its comma: `, and`.
    """
    verb, join = joined.partition(" ")[0].strip(",."), join.strip()
    opens = list(_OPENS.finditer(before))
    if not opens or _MOVES_ON.match(joined):
        return False
    conditional = any(_CONDITION.match(one[0]) for one in opens)
    said = _SAYS_THAT.search(before) is not None
    last = _LAST.search(joined) if join == "," else None
    if not conditional and (verb in OWN or (last is not None and last["verb"] in OWN)):
        return False
    if join not in {"and", "or", ","} and not conditional and not said:
        return False
    starts = opens[0].end() if said or verb in {"has", "is", "does"} else opens[-1].end()
    return _SINGULAR.search(before[starts:].rstrip(", ")) is not None
