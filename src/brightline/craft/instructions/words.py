"""The turns of phrase by which plain rules tell the kinds of instructions apart."""

import re
from functools import lru_cache

from brightline.craft.later import later


def one_of(*patterns: str) -> re.Pattern[str]:
    """Return a pattern for any of several, letter case aside."""
    return later("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


OPENER = one_of(
    r"^(?:please|pls|plz|also|and|but|so|then|however|additionally|furthermore|moreover"
    r"|importantly|finally|lastly|first(?:ly)?|second(?:ly)?|third(?:ly)?|remember|note|important"
    r"|critical|crucially|in addition|that said|of course|oh|besides|likewise|similarly"
    r"|again|above all|otherwise|until then|at the same time|in particular|as a rule"
    r"|in general|generally|warning|caution|reminder|n\.?b\.?|no exceptions|absolutely"
    r"|strictly|it goes without saying|needless to say|and pl(?:ease|s|z)|(?:one more"
    r"|last) thing)\b(?:[,:\u2013\u2014-]+| that\b)?\s*",
    r"^(?:\u2192|->|=>|\u21d2|>)\s*",
)
"""Words before an order that change nothing about it."""

EXAMPLE = later(
    r"\s*\((?:e\.?g\.?,?|for example,?|such as|like|i\.?e\.?,?) [^()]*\)", re.IGNORECASE
)
"""An example in brackets: what it quotes is no order."""

_DAYS = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|(?:bank |public |school )?"
    r"holidays?|christmas|new year)"
)
HOURS = later(
    r"(?:[,;(]\s*|\s+(?:but|and)\s+)(?:but |and )?(?:never|not|no|closed|except|only)(?: open)?"
    rf" (?:on |at |over )?{_DAYS}(?:(?:,| or| and|,? nor)(?: on)? {_DAYS})*",
    re.IGNORECASE,
)
"""When a shop is closed: `9 to 6, never on Sundays` refuses no request."""
OPENS = later(
    r"\b(?:open|opens|opening|hours|closed|closes)\b|\d ?(?:to|-|\u2013) ?\d", re.IGNORECASE
)

CONDITIONAL = later(
    r"(?:if|when|whenever|where|save (?:where|when|if|for)|once|while|unless|until|in case"
    r"|should (?:a|the|any|anyone)|in the event|as long as|for (?:any )?(?:requests?"
    r"|questions?|users?|anyone|matters|topics|orders|customers?)|even (?:if|when)"
    r"|as soon as|after|before|during|because|since|regardless|no matter"
    r"|without)\b[^,]{2,240}?(?:,[^,]{2,80}?){0,4}?[,:\u2014\u2013]\s*(?:then\s+)?(?=(?:you"
    r"|the|your|it|its|never|do\b|don'?t|please|always|only|no\b|not\b|politely|kindly"
    r"|gently|simply|refuse|decline|avoid|say|tell|explain|redirect|refer|point|direct|ask"
    r"|offer|suggest|answer|respond|reply|transfer|escalate|give|provide|recommend"
    r"|encourage|steer|guide|stop|stay|inform|let|state|remind|use|be\b|treat|make|keep"
    r"|help|ensure|acknowledge|apologi[sz]e|deny|reject|ignore|proceed|continue|check"
    r"|verify|confirm|must|may|can|assume|just|first|we|i\b|they|he|she|agent|assistant|try"
    r"|include|call|send|set|add|mention|note|clarify|focus|think|remember|this|that|those"
    r"|these|any|all|there|[A-Z][a-z]+ (?:must|may|can|should|will|does|never|only)))",
    re.IGNORECASE,
)
"""A clause in front of the order."""

FIRST_CLAUSE = later(
    r"(?:if|when|whenever)\b[^,]{2,200},\s*(?:then\s+)?(?=[a-z]{2,}\s)", re.IGNORECASE
)
"""The same for an order that begins with a word of its own."""

TRAILING = later(
    r"[,\s(]+(?:if|when|whenever|unless|until|because|as long as|in case|even (?:if|when"
    r"|though)|regardless of|no matter|since)\b.*?(?=[,;]\s*(?:and |but "
    r"|or )?(?:you )?(?:not|never|do not|don't|must|only|refuse|decline)\b|$)",
    re.IGNORECASE,
)
"""A clause behind the order."""

RELATIVE = later(
    r"\b(?:that|which|whom?|whose|what|where)\s+(?:\w+\s+){0,2}?(?:is|are|was|were|do|does"
    r"|did|has|have|can|could|may|might|should|would|will)\s*(?:not|never|n't)\b"
    r"|\bnot only\b|\bif not\b|\bor not\b|\bwhether .{0,30}?not\b|\bthat (?:can't|isn't"
    r"|aren't|don't|doesn't)\b|\bnot (?:sure|certain|clear|yet|just|necessarily)\b"
    r"|\b(?:they|he|she|users?|customers?|it) (?:do not|don't|does not|doesn't|cannot|can't"
    r"|is not|isn't|are not|aren't) (?:know|have|need|want|understand|work|provide|agree"
    r"|like|remember|exist)\b|\b(?:remind|ask|advise|warn|tell|encourage|instruct"
    r"|urge)s? (?:\w+ ){1,2}(?:not|never) to\b",
    re.IGNORECASE,
)
"""A negation that says of what, or tells the user, and not what to leave."""

_AGENT = (
    r"(?:you|we|(?:the |this )?(?:assistant|agent|bot|chatbot|model|ai|system|service|tool|app)"
    r"|(?:your|the|its|all)? ?(?:answers?|repl(?:y|ies)|responses?|outputs?|content|messages?))"
)

NEGATION = one_of(
    r"^nor (?:shall|may|will|must|should)\b",
    r"^(?:[A-Z][\w'-]+|it|you|we) (?:\w+ly )?(?:refrains?|abstains?|withholds?"
    r"|leaves"
    r" (?!it\b|them\b|a\b)[\w ,'-]+ to)\b|\bsays? nothing (?:about|on|of)\b"
    r"|\b(?:gets?|meets?|receives?|hears?) (?:an? )?(?:[a-z]+ ){0,2}no(?=\s+(?:and|but"
    r"|with)\b|[.,;]|$)",
    r"^(?:(?:you|it) )?(?:never|do not|don'?t|does not|doesn'?t|avoid\w*|refus\w+|declin\w+"
    r"|reject\w*|den(?:y|ies)|refrain\w*|abstain\w*|steer (?:clear|away)|stays? away"
    r"|keeps? out|not\b|no\b(?! (?:\w+ )?(?:sits|stands|is|are|was|has|have|exists|knows"
    r"|needs|works|lives|comes)\b)|nothing (?!in\b)|none|without|forbid\w*|withhold\w*"
    r"|exclude\w*|leave (?:out)?|stop short|must not|may not|cannot|can't|won't|will not"
    r"|should not|shall not)\b",
    r"\b(?:must|shall|should|may|can|could|ought to|need to|has to|have to)"
    r"\s+(?:also |still |absolutely |strictly |under any circumstances )?(?:not|never)\b",
    r"\b(?:cannot|can ?not|can't|cant|wont|mustn't|shouldn't|mayn't|shan't|couldn't)\b",
    rf"\b{_AGENT} (?:\w+ )?(?:(?:do|does|did|are|is|am|will|would|have|has) (?:also |still )?"
    rf"(?:not|never)|don'?t|doesn'?t|aren't|isn't|won'?t|wouldn't|haven't|hasn't)\b",
    r"^[A-Z][\w'-]+ (?:(?:does|is|will|has) (?:not|never)|doesn't|isn't|won't|never)\b",
    r"(?:[,;:.\u2013\u2014-]\s*|\b(?:and|but|so|or|please|just|then|always)\s+)(?:please "
    r"|just )?(?:do not|don'?t|not|never|no)\s+(?:ever |even )?[a-z]{3,}",
    r"\b(?:under no circumstances?|on no account|in no case|at no (?:time|point)|by no means"
    r"|in no way|neither|never(?! mind)|nowhere|no where)\b",
    r"\b(?:forbidden|prohibit(?:s|ed|ion)?|banned|disallow\w*|off[- ]limits|off the table"
    r"|out of (?:scope|bounds)|outside (?:of )?(?:your|its|the|our) (?:scope|remit|role|tasks?)"
    r"|not (?:allowed|permitted|authori[sz]ed|able|supposed|here to|available|for you|possible"
    r"|eligible|acceptable|tolerated|covered|refundable)|non-?refundable"
    r"|unable to|no-go|ineligible|taboo|impermissible)\b",
    r"\b(?:decline|refuse|reject|deny|declined|refused|rejected|denied|refrain|abstain)\b"
    r"(?! (?:message|rate|style))",
    r"\b(?:steer (?:clear|away)|stays? away|keep (?:away|out)|hold back|withhold|stop short"
    r"|turn (?:down|away)|(?:discard|dismiss|ignore|block|filter out) (?:\w+ ){0,3}(?:requests?"
    r"|questions?|topics?|attempts?|prompts?|queries))\b",
    r"\b(?:make sure|careful|sure|ensure|remember|try|instructed|told|take care|ought|best"
    r"|required|asked|expected|important|and|but|want you|need you) (?:\w+ )?not to\b",
    r"\b(?:gives?|takes?|makes?|offers?|grants?|provides?|shows?|shares?|accepts?|lays?|puts?"
    r"|sends?|issues?|changes?|writes?|says?|does|do|allows?|asks? for|promises?|decides?)"
    r" (?:no|nothing|nobody)\b",
    r"\bavoid(?:s|ing|ed)?\b",
    r"\b(?:rather than|instead of|without) (?:\w+ly )?(?!need|requir|hav|us|be|fund|any|some"
    r"|work|look|feel|wait|ask)\w+ing\b",
    r"\bnone of (?:your|our|its) business\b|\b(?:nobody|no one|noone) (?:else|but|may|can"
    r"|is|gets)\b",
    r"\bno (?:medical|legal|financial|personal|political|tax|investment|advice|discussion"
    r"|speculation|exceptions?|refunds?|promises?|guarantees?|opinions?|sexual|violent|explicit"
    r"|other|one|user)\b",
    r"\b(?:turn(?:ed|s)?|be turned) (?:\w+ ){0,3}?(?:down|away)\b|\bto be (?:\w+ly )?(?:avoided"
    r"|declined|refused|rejected|left alone|turned)\b|\b(?:is|are|ought|it is|it's) not to\b",
    r"\b(?:is|are)(?:n't| not| never) (?:\w+ly )?(?:revealed|disclosed|forecast|predicted"
    r"|waived|released|named|quoted|compared|ranked|rated|lent|booked|cancelled|discussed"
    r"|answered|translated|promised|issued|opened|diagnosed|confirmed)\b",
    r"\b(?:is|are) (?:not|never) (?:\w+ly )?(?:yours?|ours?|to be|for you|something|part of"
    r"|within|handled|given|done|made|shown|shared|reset|told|sent|changed|sold|offered"
    r"|accepted)\b|,? (?:and )?not (?:you|us|by (?:you|us|it))\b",
    r"\b(?:we|it|she|he|you) pass(?:es)?\b(?! (?:on|it|them|the))|\bnobody but\b"
    r"|\b(?:no one|nobody) gets\b|^[A-Z][\w'-]+ [a-z]+s no\b|\bgets? no\b"
    r"|\binappropriate (?:for \w+ )?to\b|\b(?:would|is|are) (?:be )?(?:inappropriate|improper"
    r"|unacceptable)\b",
    r"\b(?:I|we) (?:do not|don't|never) want (?:\w+ )?to\b",
    r"\b(?:do not|don't|does not|doesn't|never|cannot|can't) gets? to\b",
    r"\bmum's the word\b|\bkeep mum\b|\bnot a word (?:about|of|on)\b",
    r"\bhands? off\b|\bleave (?:\w+ ){1,4}(?:to|alone)\b|\bnothing (?:about|else|beyond|on)\b"
    r"|\banything (?:but|other than|except)\b",
)

ONLY = one_of(
    r"(?<!not )(?<!if )(?<!the )\b(?:only|solely|exclusively)\b(?! then)",
    r"\b(?:limit|restrict|confine) (?:yourself|your|all|the|its|it|responses?|answers?|help)\b",
    r"\b(?:stick (?:\w+ )?to|(?:stay|remain|keep|be) (?:\w+ ){0,2}(?:within|on[- ]topic"
    r"|on the (?:topic|subject)|in scope|inside|focused on|scoped|limited|confined)"
    r"|keep (?:\w+ ){1,4}(?:safe for|(?:age|family|child)[- ](?:appropriate|friendly|safe)"
    r"|clean|pg)|keep (?:to\b|it to\b|on topic|(?:the )?(?:conversation|discussion|focus"
    r"|chat|talk) (?:\w+ )?(?:on|about|to|within|around|focused|limited)"
    r"|(?:\w+ ){1,5}(?:confidential|private|secret|to yourself))|remain (?:within|on topic"
    r"|confidential|neutral)|(?:stays?|remains?|kept) (?:strictly )?(?:private|secret"
    r"|confidential|hidden|(?:with|between|among) (?:us|you|the|staff)|internal)|(?:are|is|be"
    r"|kept|treated as) (?:strictly )?(?:confidential"
    r"|private|secret)|no (?:more|later|longer|fewer|less) than|at most|a maximum of"
    r"|up to (?:a maximum|\d+)|strictly (?:limited|about|on|to|for)|limited to"
    r"|restricted to)\b",
)

ASKS_FIRST = later(
    r"\b(?:unless|without (?:[\w'-]+ ){0,3}(?:consent|permission|approval|confirm\w+|verif\w+"
    r"|asking|check\w*|authori[sz]\w+|sign\w*|proof|prescription|receipt"
    r"|agreement|referral|identification|passport|order|request)"
    r"|(?:requires?|needs?) (?:[\w'-]+ ){0,5}(?:approval|consent|permission|verification"
    r"|confirmation|authori[sz]ation|sign-?in|identification|supervisor|manager|code|pin)"
    r"|only (?:if|when|after|once|with|where)|if and only if|except (?:if|when|where|with)"
    r"|save (?:where|if|when))\b",
    re.IGNORECASE,
)

BEFORE = later(
    r"(?:\b(?:verif\w+|confirm\w*|authenticat\w+|obtain\w*|approv\w+|permission|consent"
    r"|identif\w+|authori[sz]\w+|sign(?:ed)? in|log(?:ged)? in)\b.{0,160}?\b(?:before"
    r"|prior to)\s+(?!(?:finish|end|answer|respond|reply|continu|mov|start|begin|clos"
    r"|conclud)\w*))|(?:^(?:before|prior to)\b.{3,160}?,.{0,80}?\b(?:verif\w+|confirm\w*"
    r"|authenticat\w+|obtain\w*|approv\w+|permission|consent|authori[sz]\w+)\b)",
    re.IGNORECASE,
)

PERMITS = one_of(
    r"\b(?:you|it|agent|assistant) (?:may|can|might)(?: \w+ly| also| still"
    r"| always)? (?!not\b|never\b|only\b)\w+",
    r"\b(?:is|are|it's|be) (?:\w+ly )?(?:fine|ok(?:ay)?|allowed|permitted|acceptable|welcome"
    r"|encouraged|alright|all right|no problem)\b",
    r"\bno objection to\b|\bwelcome to\b|\bthere is nothing wrong with\b",
    r"\b(?:feel free|free to|exempt|exceptions?:|does not (?:apply|cover|include|forbid"
    r"|prohibit)|do not refuse|don't refuse|never refuse|not (?:a )?(?:ban|prohibit\w*"
    r"|off[- ]limits)|should (?:still|always) (?:answer|help|be answered)|(?:still|always"
    r"|do) (?:answer|help)|not count as|notwithstanding)\b",
    r"\bnothing (?:in|here\w*|above) .{0,60}\b(?:prevents?|stops?|prohibits?|forbids?|bars?)\b",
    r"^(?:allowed|permitted|exception|ok|fine)\b",
)

TOPIC_ASKED = later(
    r"\b(?:asks?|asked|asking|requests?|requested|wants?|inquir\w+|enquir\w+|questions?"
    r"|brings? up|raises?|mentions?|tries|try|attempts?|pushes?|insists?|seeks?|needs?|demands?"
    r"|prompts?|solicits?|off[- ]topic|out of scope|unrelated|outside|inappropriate|wanders?"
    r"|drifts?|strays?|comes? up)\b",
    re.IGNORECASE,
)

IF_ASKED = later(
    r"(?:(?:if|when|whenever|should) (?:(?:still |ever |you(?:'re| are) )?asked|(?:they|someone"
    r"|somebody|anyone|anybody|people|(?:a|the) \w+|users?|customers?) (?:still |do |does )?"
    r"(?:asks?|insists?|persists?|presses|press|brings? (?:it|one|this|that"
    r"|them) up)|this happens|that happens|so)"
    r"(?: (?:you|anyway|again|(?:you )?(?:about|for|to do) (?:it|this|that|them|one|so|such"
    r" \w+|any of (?:it|these|this))))?|in (?:that|this|such|which) (?:an? )?cases?)"
    r"\s*[,:\u2013\u2014-]",
    re.IGNORECASE,
)
"""A clause that points back at the limit before it."""

TURNS_AWAY = later(
    r"\b(?:redirect|refer\b|refer (?:them|the|to)|direct (?:them|the|to)|point (?:them|the"
    r"|to|out)|steer|guide (?:\w+ ){1,4}back|bring (?:\w+ ){1,4}back|(?:say|state|explain"
    r"|tell \w+|inform \w+|let \w+ know)(?: \w+){0,3} (?:can't|cannot|don't|do not|not"
    r"|unable|only|no\b|outside)|suggest (?:that )?(?:they|consulting|contacting|seeing"
    r"|speaking|talking)|(?:suggest|recommend) (?:a |an |the |they "
    r"|that they )?(?:\w+ ){0,2}(?:professional|doctor|lawyer|adviser|advisor|consult\w*"
    r"|specialist|seek\w*|contact\w*|speak\w*)|encourage (?:them|the \w+) to (?:see|speak"
    r"|contact|ask|talk|consult|seek)|send (?:them|the \w+) to|change the subject|move on"
    r"|decline|refuse|no\b)\b",
    re.IGNORECASE,
)

MANNER = one_of(
    r"\b(?:tone|emojis?|markdown|bullet(?:s|ed)?(?: points?| lists?)?|format(?:ted|ting|s)?"
    r"|headings?|headers?|paragraphs?|(?:short|long|full|complete|one|two|three|four|five"
    r"|\d+|simple) sentences?|sentences? (?:short|long|at most|max)|jargon|bullshit|nonsense"
    r"|fluff|waffle|verbos\w+"
    r"|long-winded|concise\w*|brief|brevity|short|lengthy|wordy|exclamation\w*|slang"
    r"|abbreviations?|acronyms?|capital letters|all[- ]caps|greetings?|salutations?"
    r"|sign-?offs?|filler\w*|preamble\w*|repeat yourself|repetit\w+|repeating|preach\w*"
    r"|morali[sz]\w*|lectur\w+|condescend\w*|patroni[sz]\w*|robotic|sarcas\w*|snark\w*"
    r"|curt\b|first person|third person|second person|as an ai\b|html|latex|(?:use|no|in"
    r"|with|as) tables?|code blocks?|json|xml|technical (?:terms?|language|words)"
    r"|plain (?:english|language|words|text)|simple (?:words|language|terms)"
    r"|one question at a time|(?:more than|multiple|several|too many) questions?|(?:things"
    r"|everything|all) at once|overwhelm\w*|puns?|rhetorical|metaphors?|flowery"
    r"|(?:at most|max\w*|under|up to|no more than) (?:\w+ ){1,2}(?:lines|words|sentences)"
    r"|words? (?:or (?:less|fewer)|at most|max\w*|each)|\d+ words|\d+ (?:to"
    r"|-) ?\d+ (?:words|sentences)|in english|(?:same|user's|their|another) language"
    r"|british|american spelling|spelling|grammar|apologi[sz]\w*|warm(?:th|ly)?|friendly"
    r"|polite\w*|courteous\w*|professional (?:and|tone|manner|language|demeanou?r)"
    r"|professionally|empath\w+|cheerful|upbeat|humou?r|humorous|playful|witty"
    r"|conversational|stage directions|asterisks?|quotation marks|italics?|bold\b"
    r"|line breaks?|pronouns?|clich\w+|hedg\w+|ramble|rambling|chatty|(?:in)?formal(?:ly"
    r"|ity)?|casual\w*|style|pushy|wall of text|walls of text|numbered lists?|clear and"
    r"|plainly|respectful\w*|be patient|patience|(?:be|stay) kind\b|first names?|sign (?:off"
    r"|replies|messages|every)|kindly|encouraging"
    r"|readable|(?:talk|speak|write|sound) like|sound (?:robotic|natural)|call (?:the user"
    r"|them)|addressed? as|contractions?|punctuation|em[- ]?dash\w*|dashes)\b",
)

MANNER_HEAD = later(
    r"(?:be\b|stay\b|remain\b|sound\b|speak\b|talk\b|write\b|format\b|use\b|respond (?:in"
    r"|with|to)|reply (?:in|with|to)|answer in\b|keep (?:your|the|it|all|answers?"
    r"|responses?|replies|messages?|things|sentences)\b|maintain\b|adopt\b|address\b|vary\b"
    r"|greet\b|start (?:each|every|your)|end (?:each|every|your)|begin\b|structure\b"
    r"|match\b|mirror\b|show\b)",
    re.IGNORECASE,
)

RESPONSE = one_of(
    r"^(?:instead\b|offer\b|redirect\b|refer\b|steer\b|point (?:them|the|users?|out)"
    r"|direct (?:them|the|users?)|suggest\b|apologi[sz]e\b|point to|say (?:that|so|you|why"
    r"|what|where|which|in)\b|tell (?:them|the user)|explain (?:that|why|briefly)"
    r"|let (?:them|the user) know|name (?:the|a)|respond with\b|reply with\b"
    r"|recommend (?:they|that they|a|an|consult\w*|speak\w*|seek\w*)|encourage (?:them|the"
    r"|users?)|acknowledge|transfer (?:them|the)|escalate)\b",
    r"\b(?:instead|politely (?:decline|redirect|explain)|redirect (?:them|the))\b",
)

IDENTITY = one_of(
    r"^(?:you are|you're|your name is|you go by|act as|as an? |i am|i'm|this is|welcome to"
    r"|meet\b|imagine you are|pretend to be)\b",
    r"^(?:the )?[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3} is (?:an?|the|our) ",
    r"^you(?:'ve| have) been (?:deployed|built|created|made)\b|\byou (?:work|serve"
    r"|speak) (?:for|as|at)\b",
)

TASK = one_of(
    r"^(?:you|it|[A-Z]\w+) (?:can |will |should |are here to |are there to |exist to |also )?"
    r"(?:help|assist|support|answer|guide|teach|provide|explain|advise|coach|handle|offer)s?\b",
    r"^(?:your|its|the assistant's|the) (?:main |primary |sole |core |only |key )?(?:role"
    r"|job|tasks?|goal|purpose|mission|responsibilit\w+|objective|function|focus|aim|duty"
    r"|duties)\b",
    r"\byou (?:are|were) (?:here|designed|built|made|created|trained) to\b",
    r"^(?:help|assist|support)\b",
    r"^you can\b",
)

PROCEDURE = one_of(
    r"^(?:if|when|whenever|once|after|before|during|first|next|then|finally|step"
    r"|for (?:each|every)|always|start|begin|ask|check|call|use|collect|look|wait|make sure"
    r"|ensure|confirm|verify|read|search|retrieve|log|record|note|include|add|remember"
    r"|consider|think|treat|assume|proceed|continue|try|transfer|escalate|gather|identify"
    r"|listen|focus|prioriti[sz]e|strive|aim|do\b|let|set|follow|take|give|provide|tell"
    r"|keep|put|return|send|stop|end|close)\b",
    r"\b(?:you|agent|assistant) (?:must|should|shall|will|need to|have to)\b",
)

DIALOGUE = later(
    r"[-\s>]*(?:user|assistant|customer|human|ai|q|a|bot|example(?: \d+)?|student|patient|input"
    r"|output|query|response|question|answer|agent|client|good|bad)"
    r"(?: (?:asks?|says?|repl(?:y|ies)|response|message|answers?|example|input))?"
    r"\s*(?:\(\w+\))?\s*:\s",
    re.IGNORECASE,
)

OUTSIDE = later(
    r"\b(?:outside|unrelated|off[- ]topic|out of scope|irrelevant|other than|beyond"
    r"|anything else|other (?:topics?|subjects?|matters)|not related|inappropriate|harmful"
    r"|illegal)\b",
    re.IGNORECASE,
)

MUST_BE = later(
    r"^(?!(?:all |every |each |the |its )?(?:you|it|assistant|agent|bot|chatbot|your"
    r"|instead|tone|responses?|answers?|repl(?:y|ies)|outputs?"
    r"|messages?)\b).{3,80}?\b(?:(?:must|have to|has to|needs? to|shall)(?: \w+ly| already"
    r"| also| all)? (?:be(?! \w+ed\b| given| sent| made| taken| kept| shown)|have|match|fly"
    r"|stay|remain|come|fit|exist|hold|pay|provide)|requires? the (?:user|customer|member"
    r"|guest|buyer))\b",
    re.IGNORECASE,
)
"""A rule of the house about somebody or something else than the product's own replies."""

MAY_ONCE = later(
    r"\bmay (?:only )?be \w+\b.*\b(?:after|once|if|when|provided|where)\b", re.IGNORECASE
)
WITHIN = later(
    r"\b(?:can|may|could|will|is|are)\b(?!.*\b(?:open|opens|closed|closes|lasts?|runs?)\b)"
    r".{0,80}\b(?:within|no later than|up to|until|only|at most|after|without|provided)\b",
    re.IGNORECASE,
)

WEAK = later(
    r"\b(?:not|never|cannot|\w+n't|no (?!problem|matter)|must|only|strict\w*|unless|until"
    r"|without|at most|requires?|limit\w*|scope|maximum|exceed\w*|prohibit\w*|forbid\w*"
    r"|restrict\w*|except|(?:in)?appropriate\w*|safe for|sensitive|private|confidential\w*"
    r"|illegal|harmful|unsafe|off-topic|unrelated|careful\w*|caution\w*|responsibl[ey]"
    r"|disclaim\w*|privacy|approv\w+|permission|consent|authori[sz]\w+|verif\w+|allowed"
    r"|permitted|refer (?:them|the|users?)|(?:handled|decided|dealt with) by|goes? through"
    r"|for the \w+(?: \w+)? team|poison\w*|(?:leave|leaves|left) (?:\w+ ){1,3}out"
    r"|(?:would|'d) (?:sooner|rather)|spare (?:me|us|her|him|them)"
    r"|(?:made|makes?) \w+ (?:furious|angry|mad|cross))\b",
    re.IGNORECASE,
)
"""Signs of a limit that plain rules could not read: such an instruction is handed back."""

STATES = later(
    r"\b(?:reach|text|message|contact|see|write to|talk to|find) you\b|\b(?:is|are|was|were"
    r"|has|have|had|contains?|includes?|consists?|lists?|opens?|closes?"
    r"|costs?|means?|refers to|belongs?|comes?|works?|stands?|offers?|provides?|supports?"
    r"|takes?|runs?|sells?|lives?|knows?|serves?|ships?|can|will)\b|^\d|[=:|]",
    re.IGNORECASE,
)

YOU_DO = later(
    r"(?:you|it|what you|what it) (?:do|does|can|helps?)\b"
    r"|what (?!not\b)\w+ (?:(?:would|will|shall|should|can) )?do(?:es)?\b(?! not| ?n't)",
    re.IGNORECASE,
)
"""A title in front of what it does: `You do: ...`."""


@lru_cache(maxsize=512)
def negates(text: str) -> re.Match[str] | None:
    """Return where a text says no; asked several times of each instruction."""
    return NEGATION.search(text)


@lru_cache(maxsize=512)
def bounds(text: str) -> re.Match[str] | None:
    """Return where a text says only."""
    return ONLY.search(text)


@lru_cache(maxsize=512)
def speaks_of_manner(text: str) -> re.Match[str] | None:
    """Return where a text is about how it speaks."""
    return MANNER.search(text)
