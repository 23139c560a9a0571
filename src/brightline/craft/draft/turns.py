"""Nothing in, the turns of phrase by which limits say what is done, out."""

import re

from brightline.craft.later import later

_ADVERBS = (
    r"(?:(?:want \w+ to|ever|also|even|try to|attempt to|directly|proactively|knowingly|simply"
    r"|just"
    r"|actually|publicly|explicitly|openly|under any circumstances?|in any way|be asked to"
    r"|either|again|agree to|offer to|directly or indirectly|yourself|in any case) )*"
)
_MODAL = r"(?:must|shall|should|may|can|could|will|would|do|does|did|are|is|am|need to|has to)"
ORDERED = later(
    r"(?:^|.*?\b)(?:"
    rf"(?:{_MODAL} )(?:also |still |absolutely |strictly )?(?:not|never)"
    r"|cannot|can ?not|can't|cant|don'?t|dont|doesn'?t|won'?t|mustn't|shouldn't|couldn't"
    r"|aren't|never|inappropriate (?:for [\w ]{1,30}? )?to|ought not to|refrains? from"
    r"|abstains? from"
    r"|stop short of|steer clear of|stay away from"
    r"|avoid|refuse(?:s|d)? to|decline(?:s|d)? to|refuse|decline|reject|deny|unable to"
    r"|under no circumstances?|careful not to|not to|no|without|neither|rather than"
    r"|instead of|nor shall it"
    r"|nor should you|and not|but not|forbidden to|prohibited from|(?:is|are"
    r"|be) not (?:allowed|permitted|authori[sz]ed|able|supposed|here|eligible) to"
    r"|not)\s+(?:be (?:allowed|permitted|able) to )?" + _ADVERBS + r"(?P<act>.+)",
    re.IGNORECASE,
)
PASSIVE = later(
    rf"(?P<what>.{{3,90}}?) (?:{_MODAL}) ?(?:n't |not |never )(?:also |ever "
    rf"|to )?(?:be )?(?:\w+ly )?"
    r"(?P<done>\w+(?:ed|en|wn|nt|ld|ade|one|aid|ept|ut|ad)|(?:re)?set|(?:re)?built|met|left"
    r"|(?:b|s|th)ought|found|split|let)\b(?P<rest>.*)",
    re.IGNORECASE,
)
CANNOT_BE = later(
    r"(?P<what>.{3,90}?) (?:cannot|can't"
    r"|can ?not) (?:ever )?be (?:\w+ly )?(?P<done>\w+)\b(?P<rest>.*)",
    re.IGNORECASE,
)
SHUT = later(
    r"(?P<what>.{3,120}?) (?:is|are|remains?|stays?|falls?|lies?) (?:all )?(?:strictly "
    r"|always )?(?:forbidden|prohibited|banned|off[- ]limits|off the table|out of (?:scope"
    r"|bounds)|taboo|not (?:allowed|permitted|possible|available|covered|discussed|accepted"
    r"|offered|given|for you|your \w+|our \w+|something (?:you|we) do)|none of your business"
    r"|no-go|outside (?:of )?(?:your|the|our|its) \w+|to be (?:\w+ly )?(?:avoided|declined"
    r"|refused|rejected|turned (?:down|away)"
    r"|left alone))\b"
    r"|(?P<topic>.{3,120}?) (?:must|should|shall|will|gets?|is|are) (?:to )?(?:be )?(?:\w+ly )?"
    r"(?:declined|refused|rejected|turned (?:down|away))\b",
    re.IGNORECASE,
)
KEPT = later(
    r"(?:(?P<what>.{3,120}?) (?:is|are|remains?|stays?|(?:is|are) kept|must (?:be kept|stay"
    r"|remain)|should (?:be kept|stay|remain)) (?:all )?(?:strictly |always )?(?:confidential"
    r"|private|secret|hidden|between us|to (?:you|our)rsel(?:f|ves)|internal|under wraps)\b"
    r"|(?:you |we )?(?:always )?(?:keep|leave) (?P<thing>.{3,90}?) (?:strictly )?"
    r"(?:confidential|private|secret|hidden|to yourself|under wraps|unsaid|untold"
    r"|unmentioned)\b)",
    re.IGNORECASE,
)
REQUESTS = later(
    r"(?:.*?\b)?(?:requests?|questions?|quer(?:y|ies)|attempts?|demands?|enquir(?:y|ies)"
    r"|inquir(?:y|ies)|asking|worries|concerns|complaints|discussions?)"
    r" (?P<join>to|for|about|on|regarding|concerning|that (?:ask|involve"
    r"|concern)\w*) (?P<what>.+?)(?= (?:must|should|are|is|will|shall|may|can)\b|[,.;]|$)",
    re.IGNORECASE,
)
ASKED = later(
    r"(?:.*?\b)(?:asks?|asked|asking|requests?|requested|wants?|wanted|tries|try|attempts?"
    r"|insists?|needs?|would like|inquires?|enquires?|demands?|seeks?|brings? up|raises?"
    r"|mentions?)\s+(?:you |it |the assistant |anything |something |questions? |for help "
    r"|for advice )?(?P<join>to|for|about|on|regarding|whether|if|how|what|which|why|who"
    r"|where|when|with)?\s*(?P<what>.+)",
    re.IGNORECASE,
)
ONLY_IF = later(
    r"^(?:(?:you|it|the \w+|agent) (?:may|can|must|should"
    r"|will) )?(?:only )?(?P<act>.+?),? (?:only )?(?:only (?:if|when|after|once|with|where"
    r"|to|for|by)|unless|until|except|provided|after|once|if|when)\b",
    re.IGNORECASE,
)
NO_CASE = later(
    r"(?:under|in|on) no \w+ (?:shall|may|must|should|can|will|are"
    r"|is) (?P<what>.{3,90}?) (?:to )?be (?P<done>\w+)(?P<rest>.*)",
    re.IGNORECASE,
)
ONLY_SOME = later(
    r"only (?:[\w'-]+ ){1,5}?(?:may|can|are|is|will|shall|should"
    r"|must) (?P<be>be )?(?P<done>\w+) (?P<rest>.+)",
    re.IGNORECASE,
)
MAY_BE = later(
    r"(?P<what>.{3,90}?) (?:may|can|must|should|shall|will|is|are"
    r"|be) (?:only )?(?:be )?(?:only )?(?P<done>\w+)\b(?P<rest>.*)",
    re.IGNORECASE,
)
BEFORE = later(r"\b(?:before|prior to) (?P<act>\w+ing\b[^,;.]*)", re.IGNORECASE)
NEEDS = later(r"(?P<what>.{3,90}?) (?:needs?|requires?) ", re.IGNORECASE)
MAY = later(
    r"(?:^|.*?\b)(?:(?:you|it|the assistant|agent|assistant) (?:may|can|might)(?: \w+ly"
    r"| also| still| always)?|(?:fine|ok|okay|allowed|permitted|acceptable|alright) to"
    r"|feel free to|free to|(?:never|do not|don't) (?:refuse|decline)(?: to)?"
    r"|welcome to|no objection to|nothing wrong with|prevents? (?:the \w+|you|it) from"
    r"|always|should still|still)\s+(?P<act>.+)",
    re.IGNORECASE,
)
USERS = later(
    r"^(?:the |a |an |any |other )?(?:users?|customers?|guests?|visitors?|members?|clients?"
    r"|patients?|employees|students|children|tenants?|passengers?|callers?|buyers?|people"
    r"|they)\b",
    re.IGNORECASE,
)

KIND_OF = later(
    r"(?:(?:refuse|decline|reject|no|avoid|any|all) )*(?!(?:refuse|decline|reject|no|any|all"
    r"|other|further|more|such|user|customer|these|those|do|not|never|take|answer)\b)"
    r"[a-z]+(?:al|ic|ary|ive|ous|tax|tech|ty)? (?:questions?|queries|enquiries|inquiries"
    r"|complaints) (?:about|on|regarding|concerning)\b",
    re.IGNORECASE,
)
"""`Legal questions about an accident`: without the kind of question no request breaks it."""

PRODUCT = later(
    r"(?:(?:the|this|our) )?(?:you|it|assistant|agent|bot|chatbot|model|system|service)(?:$|,)",
    re.IGNORECASE,
)
"""`The assistant is prohibited from ...`: it is not what is forbidden."""

GETS_NO = later(
    r"(?:.*?\b)?(?:a |any |all )?(?:questions?|requests?|enquir(?:y|ies)) (?:about|on|regarding"
    r"|concerning) (?P<what>[^,;]{3,90}?)(?:, [^,;]{3,60},)? (?:gets?|meets?|receives?|hears?) "
    r"(?:an? )?(?:[a-z]+ ){0,2}no\b",
    re.IGNORECASE,
)
"""`A question about another firm, however it is put, gets a polite no`."""

LEFT_TO = later(
    r"(?:[A-Za-z][\w'-]*(?: [a-z]+)? )??leaves? (?:all |any )?(?:questions|matters|requests"
    r"|decisions"
    r"|complaints|enquiries|inquiries) (?:of|about|on|around|regarding|concerning) "
    r"(?P<what>[^;]{3,90}?) to (?P<whom>[^,;.]{3,60})",
    re.IGNORECASE,
)
"""`It leaves questions of pay to the HR department`."""

FOR_THEM = later(
    r"(?:anything|everything|all|questions?|requests?|matters?) (?:about|on|around|to do with"
    r"|regarding|concerning) (?P<what>[^;]{3,120}?) (?:is|are) (?:a matter |one "
    r"|something )?for "
    r"(?P<whom>(?:the|a|an|your|our) [^,;.]{3,40})",
    re.IGNORECASE,
)
"""`Anything about the brakes is for the workshop`."""

SAYS_NOTHING = later(
    r".*?\bsays? nothing (?:about|on|of) (?P<what>[^;.]{3,90})", re.IGNORECASE | re.DOTALL
)

NOT_OURS = later(
    r"(?P<what>.{3,120}?) (?:is|are) (?:not|never) (?:ours|yours|for (?:you|us)) to"
    r" (?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)

WHAT_IF = later(r"(?:and |but )?what (?:about|happens|do \w+ do)? ?(?:if|when) ", re.IGNORECASE)

ABOUT = later(r"(?:(?:and|but) )?(?:what|how) about ", re.IGNORECASE)

KEPT_SO = later(r"(?:strictly )?(?:confidential|private|secret)\b", re.IGNORECASE)

OF_IT = later(r"no (?!exceptions?\b|thanks\b|never\b|please\b)[a-z]+", re.IGNORECASE)
"""`Other apps | no comparison`: only something of it is refused."""

ELLIPSIS = later(
    r"^(?:give|provide|offer|show|check|explain)\b.*?, (?:but )?(?:never|not|no) ((?:the|a"
    r"|an|full|whole|complete)\b.+)",
    re.IGNORECASE,
)
"""`Give hints, never the finished work`."""

TITLED = later(
    r"(?P<what>[^:]{3,80})(?::? only (?:if|when|after|once|with)|: only (?:for|to|by))\b",
    re.IGNORECASE,
)

ONLY_DO = later(
    r"(?:(?:you|it|we) (?:may|can|must|should|will) )?only (?P<act>.+) (?:with|to|for|if|when"
    r"|after|once|where|while) $",
    re.IGNORECASE,
)
"""`Only discuss a file with`, in front of its condition."""

DECLINED = later(
    r"(?:always )?(?:\w+ly )?(?:decline|refuse) (?P<things>\w+(?:, \w+)*,? (?:and|or) \w+)\W*$",
    re.IGNORECASE,
)
"""`Politely decline politics and religion`: topics of one word each."""

NEXT = later(
    r",? and (?:nobody|no one|none|no|we|you|they|it|he|she|everyone|everybody)\b.*$",
    re.IGNORECASE,
)
"""A clause of its own: what is asked for is one thing."""

NOBODY = later(
    r"\b(?:nobody|no one) (?:ever )?(?:gets|receives|is given) (?P<what>[^,;.]+)", re.IGNORECASE
)

BY_YOU = later(
    r"\s*\b(?:by (?:you|us|it|chat|the (?:assistant|agent|bot))"
    r"|(?:in|from|via|through) (?:this|the|our) chat)\s*$",
    re.IGNORECASE,
)
"""Who does it and where it is asked: the user is there."""

FROM_DOING = later(r",? (?:and |or )?from (\w+ing) ", re.IGNORECASE)
"""`prohibited from accepting orders, from altering ...`"""

MAY_WITHOUT = later(r"\b(?:can|may|could)\b[^,]*\bwithout \w+ing\b", re.IGNORECASE)
"""`Cabins can be changed without changing flights` says nothing of flights alone."""

OWN_ORDER = later(
    r"(?:you |we )?(?:never|do not|don't|must not) (?!.*\b(?:it|them|these"
    r"|this)\b)(?P<act>(?:[a-z-]+ )(?:[\w'-]+[ ,]+)*[\w'-]+)",
    re.IGNORECASE,
)
"""A cell that says by itself what is not done: `Never quote a personal rate`."""

ANSWERED = later(
    r"(?:[^;]*?, )?(?:[A-Za-z][\w'-]* )?(?:explain|answer|help|list|show|describe"
    r"|give)s? (?![^,;]*\b(?:that (?:you"
    r"|it|we)|not|no|never|only|why)\b)[^;]+?, (?:but|yet) (?:you |it |we )?(?:do|does|must"
    r"|may|can"
    r"|will|should|never)\b",
    re.IGNORECASE,
)
"""`explains the rule, but does not help to get around it`: what was asked is answered."""

TOLD = frozenset({"told", "shown", "given", "sent", "offered", "promised", "taught"})
WHAT = later(r"(?:the|an?|any|all|our|your|what|how|which|who|whether|where|when|why)\b")
"""What somebody is told: `Guests must not be told the code` is about the code."""
