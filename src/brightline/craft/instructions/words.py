"""The turns of phrase by which plain rules tell the kinds of instructions apart."""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


OPENER = _any(
    r"^(?:please|also|and|but|so|then|however|additionally|furthermore|moreover|importantly"
    r"|finally|lastly|first(?:ly)?|second(?:ly)?|third(?:ly)?|remember|note|important|critical"
    r"|crucially|in addition|that said|of course|oh|besides|likewise|similarly|again|above all"
    r"|otherwise|until then|at the same time|in particular|as a rule|in general|generally|warning|caution|reminder"
    r"|n\.?b\.?|no exceptions|absolutely|strictly|and please|one more thing|last thing)"
    r"\b(?:[,:\u2013\u2014-]+| that\b)?\s*",
    r"^(?:\u2192|->|=>|\u21d2|>)\s*",
)
"""Words before an order that change nothing about it."""

EXAMPLE = re.compile(
    r"\s*\((?:e\.?g\.?,?|for example,?|such as|like|i\.?e\.?,?) [^()]*\)", re.IGNORECASE
)
"""An example in brackets: what it quotes is no order."""

LABEL = re.compile(r"(?P<label>[A-Z][\w /&'’()-]{1,44}?)\s*(?::|\u2014|\u2013| - )\s+(?=\S)")
"""A title in front of an item: `Privacy: do not ...`."""

CONDITIONAL = re.compile(
    r"(?:if|when|whenever|where|save (?:where|when|if|for)|once|while|unless|until|in case|should (?:a|the|any|anyone)"
    r"|in the event|as long as|for (?:any )?(?:requests?|questions?|users?|anyone|matters"
    r"|topics|orders|customers?)|even (?:if|when)|as soon as|after|before|during|because|since"
    r"|regardless|no matter|without)\b[^,]{2,240}?(?:,[^,]{2,80}?){0,4}?[,:\u2014\u2013]\s*"
    r"(?:then\s+)?(?=(?:you|the|your|it|its|never|do\b|don'?t|please|always|only|no\b|not\b"
    r"|politely|kindly|gently|simply|refuse|decline|avoid|say|tell|explain|redirect|refer|point"
    r"|direct|ask|offer|suggest|answer|respond|reply|transfer|escalate|give|provide|recommend"
    r"|encourage|steer|guide|stop|stay|inform|let|state|remind|use|be\b|treat|make|keep|help"
    r"|ensure|acknowledge|apologi[sz]e|deny|reject|ignore|proceed|continue|check|verify|confirm"
    r"|must|may|can|assume|just|first|we|i\b|they|he|she|agent|assistant|try|include|call|send"
    r"|set|add|mention|note|clarify|focus|think|remember|this|that|those|these|any|all|there"
    r"|[A-Z][a-z]+ (?:must|may|can|should|will|does|never|only)))",
    re.IGNORECASE,
)
"""A clause in front of the order."""

FIRST_CLAUSE = re.compile(
    r"(?:if|when|whenever)\b[^,]{2,200},\s*(?:then\s+)?(?=[a-z]{2,}\s)", re.IGNORECASE
)
"""The same for an order that begins with a word of its own."""

TRAILING = re.compile(
    r"[,\s(]+(?:if|when|whenever|unless|until|because|as long as|in case|even (?:if|when|though)"
    r"|regardless of|no matter|since)\b.*?(?=[,;]\s*(?:and |but |or )?(?:you )?(?:not|never|do not"
    r"|don't|must|only|refuse|decline)\b|$)",
    re.IGNORECASE,
)
"""A clause behind the order."""

RELATIVE = re.compile(
    r"\b(?:that|which|who|whose|what|where)\s+(?:\w+\s+){0,2}?(?:is|are|was|were|do|does|did|has"
    r"|have|can|could|may|might|should|would|will)\s*(?:not|never|n't)\b|\bnot only\b|\bif not\b"
    r"|\bor not\b|\bwhether .{0,30}?not\b|\bthat (?:can't|isn't|aren't|don't|doesn't)\b"
    r"|\bnot (?:sure|certain|clear|yet|just|necessarily)\b|\b(?:they|he|she|users?|customers?"
    r"|it) (?:do not|don't|does not|doesn't|cannot|can't|is not|isn't|are not|aren't) (?:know"
    r"|have|need|want|understand|work|provide|agree|like|remember|exist)\b"
    r"|\b(?:remind|ask|advise|warn|tell|encourage|instruct|urge)s? (?:\w+ ){1,2}(?:not|never) to\b",
    re.IGNORECASE,
)
"""A negation that says of what, or tells the user, and not what to leave."""

_AGENT = (
    r"(?:you|we|(?:the |this )?(?:assistant|agent|bot|chatbot|model|ai|system|service|tool|app)"
    r"|(?:your|the|its|all)? ?(?:answers?|repl(?:y|ies)|responses?|outputs?|content|messages?))"
)

NEGATION = _any(
    r"^(?:(?:you|it) )?(?:never|do not|don'?t|does not|doesn'?t|avoid\w*|refus\w+|declin\w+"
    r"|reject\w*|den(?:y|ies)|refrain\w*|abstain\w*|steer (?:clear|away)|stays? away|keeps? out"
    r"|not\b|no\b(?! (?:\w+ )?(?:sits|stands|is|are|was|has|have|exists|knows|needs|works"
    r"|lives|comes)\b)|nothing (?!in\b)|none|without|forbid\w*|withhold\w*|exclude\w*|leave (?:out)?"
    r"|stop short|must not|may not|cannot|can't|won't|will not|should not|shall not)\b",
    r"\b(?:must|shall|should|may|can|could|ought to|need to|has to|have to)"
    r"\s+(?:also |still |absolutely |strictly |under any circumstances )?(?:not|never)\b",
    r"\b(?:cannot|can ?not|can't|cant|mustn't|shouldn't|mayn't|shan't|couldn't)\b",
    rf"\b{_AGENT} (?:\w+ )?(?:(?:do|does|did|are|is|am|will|would|have|has) (?:also |still )?"
    rf"(?:not|never)|don'?t|doesn'?t|aren't|isn't|won'?t|wouldn't|haven't|hasn't)\b",
    r"^[A-Z][\w'-]+ (?:(?:does|is|will|has) (?:not|never)|doesn't|isn't|won't|never)\b",
    r"(?:[,;:.\u2013\u2014-]\s*|\b(?:and|but|so|or|please|just|then|always)\s+)(?:please |just )?"
    r"(?:do not|don'?t|not|never|no)\s+(?:ever |even )?[a-z]{3,}",
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
    r"\bavoid(?:s|ing|ed)?\b",
    r"\b(?:rather than|instead of|without) (?:\w+ly )?(?!need|requir|hav|us|be|fund|any|some"
    r"|work|look|feel|wait|ask)\w+ing\b",
    r"\bnone of (?:your|our|its) business\b|\b(?:nobody|no one|noone) (?:else|but|may|can|is|gets)\b",
    r"\bno (?:medical|legal|financial|personal|political|tax|investment|advice|discussion"
    r"|speculation|exceptions?|refunds?|promises?|guarantees?|opinions?|sexual|violent|explicit"
    r"|other|one|user)\b",
    r"\bhands? off\b|\bleave (?:\w+ ){1,4}(?:to|alone)\b|\bnothing (?:about|else|beyond|on)\b"
    r"|\banything (?:but|other than|except)\b",
)

ONLY = _any(
    r"(?<!not )(?<!if )(?<!the )\b(?:only|solely|exclusively)\b(?! then)",
    r"\b(?:limit|restrict|confine) (?:yourself|your|all|the|its|it|responses?|answers?|help)\b",
    r"\b(?:stick (?:\w+ )?to|(?:stay|remain|keep|be) (?:\w+ ){0,2}(?:within|on[- ]topic|on the"
    r" topic|in scope|inside|focused on|scoped|limited|confined)"
    r"|keep (?:\w+ ){1,4}(?:safe for|(?:age|family|child)[- ](?:appropriate|friendly|safe)|clean|pg)"
    r"|keep (?:to\b|it to\b|on topic|(?:the )?(?:conversation|discussion|focus|chat|talk)"
    r" (?:\w+ )?(?:on|about|to|within|around|focused|limited)"
    r"|(?:\w+ ){1,5}(?:confidential|private|secret|to yourself))"
    r"|remain (?:within|on topic|confidential|neutral)|(?:are|is|be|kept|treated as) (?:strictly )?"
    r"(?:confidential|private|secret)|no (?:more|later|longer|fewer|less) than|at most|a maximum of"
    r"|up to (?:a maximum|\d+)|strictly (?:limited|about|on|to|for)|limited to|restricted to)\b",
)

ASKS_FIRST = re.compile(
    r"\b(?:unless|without (?:\w+ ){0,3}(?:consent|permission|approval|confirm\w+|verif\w+"
    r"|asking|check\w*|authori[sz]\w+|sign\w*|proof|prescription|order|request)"
    r"|(?:requires?|needs?) (?:\w+ ){0,5}(?:approval|consent|permission|verification|confirmation"
    r"|authori[sz]ation|sign-?in|identification|supervisor|manager|code|pin)"
    r"|only (?:if|when|after|once|with|where)|if and only if|except (?:if|when|where|with)|save (?:where|if|when))\b",
    re.IGNORECASE,
)

BEFORE = re.compile(
    r"(?:\b(?:verif\w+|confirm\w*|authenticat\w+|obtain\w*|approv\w+|permission|consent"
    r"|identif\w+|authori[sz]\w+|sign(?:ed)? in|log(?:ged)? in)\b.{0,160}?\b(?:before|prior to)"
    r"\s+(?!(?:finish|end|answer|respond|reply|continu|mov|start|begin|clos|conclud)\w*))|(?:^(?:before|prior to)\b.{3,160}?,.{0,80}?\b(?:verif\w+|confirm\w*|authenticat\w+"
    r"|obtain\w*|approv\w+|permission|consent|authori[sz]\w+)\b)",
    re.IGNORECASE,
)

PERMITS = _any(
    r"\b(?:you|it|agent|assistant) (?:may|can|might)(?: \w+ly| also| still"
    r"| always)? (?!not\b|never\b|only\b)\w+",
    r"\b(?:is|are|it's|be) (?:\w+ly )?(?:fine|ok(?:ay)?|allowed|permitted|acceptable|welcome"
    r"|encouraged|alright|all right|no problem)\b",
    r"\b(?:feel free|free to|exempt|exceptions?:|does not (?:apply|cover|include|forbid|prohibit)"
    r"|do not refuse|don't refuse|never refuse|not (?:a )?(?:ban|prohibit\w*|off[- ]limits)"
    r"|should (?:still|always) (?:answer|help|be answered)|(?:still|always|do) (?:answer|help)"
    r"|not count as|notwithstanding)\b",
    r"\bnothing (?:in|here|above) .{0,60}\b(?:prevents?|stops?|prohibits?|forbids?|bars?)\b",
    r"^(?:allowed|permitted|exception|ok|fine)\b",
)

TOPIC_ASKED = re.compile(
    r"\b(?:asks?|asked|asking|requests?|requested|wants?|inquir\w+|enquir\w+|questions?"
    r"|brings? up|raises?|mentions?|tries|try|attempts?|pushes?|insists?|seeks?|needs?|demands?"
    r"|prompts?|solicits?|off[- ]topic|out of scope|unrelated|outside|inappropriate|wanders?"
    r"|drifts?|strays?|comes? up)\b",
    re.IGNORECASE,
)

TURNS_AWAY = re.compile(
    r"\b(?:redirect|refer\b|refer (?:them|the|to)|direct (?:them|the|to)|point (?:them|the|to|out)"
    r"|steer|guide (?:\w+ ){1,4}back|bring (?:\w+ ){1,4}back|(?:say|state|explain|tell \w+|inform"
    r" \w+|let \w+ know)(?: \w+){0,3} (?:can't|cannot|don't|do not|not|unable|only|no\b|outside)"
    r"|suggest (?:that )?(?:they|consulting|contacting|seeing|speaking|talking)"
    r"|(?:suggest|recommend) (?:a |an |the |they |that they )?(?:\w+ ){0,2}(?:professional|doctor"
    r"|lawyer|adviser|advisor|consult\w*|specialist|seek\w*|contact\w*|speak\w*)"
    r"|encourage (?:them|the \w+) to (?:see|speak|contact|ask|talk|consult|seek)"
    r"|send (?:them|the \w+) to|change the subject|move on|decline|refuse|no\b)\b",
    re.IGNORECASE,
)

RULES = (
    r"(?:rules?|instructions?|guidelines?|polic(?:y|ies)|restrictions?|limits?|boundaries"
    r"|guardrails?|constraints?|prompt|safeguards?|directives?|orders)"
)

GUARD = _any(
    rf"(?<!sure the )\b{RULES}\b.{{0,60}}\b(?:hold|holds|apply|applies|cannot be|can't be|can not be|may not be"
    r"|must not be|take precedence|takes precedence|override|overrides|are final|never change"
    r"|do not change|don't change|remain|stay|stand|outrank|come first|always win)\b",
    rf"\b(?:ignor\w*|disregard\w*|overrid\w*|bypass\w*|circumvent\w*|forget\w*|suspend\w*"
    rf"|relax\w*|evad\w*|get around|work around|break|chang\w+|modify|alter|unlock\w*|disabl\w*)"
    rf"\b.{{0,50}}\b{RULES}\b",
    r"(?:\b(?:users?|customers?|they|he|she|someone|somebody|people|anyone|anybody|who|child|message"
    r"|that|guest|person|caller) (?:\w+ )?(?:claims?|says?|pretends?|asserts?|poses?)"
    r"|\bclaim(?:s|ing)? (?:to|of|that)|\bpos(?:es|ing) as)\b.{0,60}"
    r"\b(?:admin\w*|developer|staff|authorit\w+|operator|employee|engineer|manager|owner|official"
    r"|doctor|police|teacher|supervisor|ceo|someone else|system)\b",
    rf"\b(?:role[- ]?play\w*|hypothetical\w*|fiction\w*|framing|framed|translat\w+|encod\w+|base64"
    rf"|jailbreak\w*|games?|stor(?:y|ies)|what if)\b.{{0,90}}\b(?:{RULES}|same|nothing|still"
    r"|do not matter|does not matter)\b",
    rf"\b{RULES}\b.{{0,90}}\b(?:role[- ]?play\w*|hypothetical\w*|fiction\w*|framing|framed"
    r"|jailbreak\w*|even if|even when|no matter|regardless|whatever)\b",
    r"\b(?:instructions?|commands?|orders|requests|text|content|anything)\b.{0,30}\b(?:in|inside"
    r"|within|from|found|contained|embedded|pasted)\b.{0,30}\b(?:documents?|tools?|web ?pages?"
    r"|emails?|files?|messages?|attachments?|results?|quotes?|search|uploads?|websites?)\b"
    r".{0,60}\b(?:not|never|data|ignore\w*|untrusted)\b",
    r"\b(?:ignore|never follow|do not follow|don't follow|not obey|never obey|disregard|treat)\b"
    r".{0,60}\b(?:instructions?|commands?|orders)\b.{0,40}\b(?:in|inside|within|from|found"
    r"|contained|embedded|pasted)\b",
    r"\b(?:jailbreak\w*|prompt[- ]injection\w*)\b",
    r"\b(?:provisions?|terms|clauses?|foregoing|above)\b.{0,60}\b(?:prevail|supersede|precedence"
    r"|override)\w*",
    r"\b(?:claims?|claiming|says?|messages?|whatever|whoever|told|word|pretend\w*|framing|stor(?:y|ies))\b"
    r".{0,90}\b(?:changes? nothing|no effect|not count|no difference|same (?:answer|rules?)"
    r"|not (?:alter|change|lift|unlock|override|establish|switch)\w*)\b",
    r"\b(?:they|it|this|all (?:of )?(?:this|it|that)|requests?|the same)\b.{0,25}\b(?:holds?|appl(?:y|ies)|the same"
    r"|remains?|stays?)\b.{0,90}\b(?:stor(?:y|ies)|roles?|languages?|conversation|translation|hypothetical|games?"
    r"|fiction|past|film|scene|riddle|framing|whoever)\b",
    r"\bsa(?:ys?|id) so\b.{0,60}\b(?:not|never|nothing|no)\b",
    r"\b(?:is|are|as) (?:only |just |mere(?:ly)? )?data\b|\b(?:give|gives|takes?) (?:you )?orders\b",
    r"\bsay(?:s|ing)? (?:that )?(?:it'?s|it is|this is|they'?re|they are) (?:only |just )?(?:for )?"
    r"(?:an? )?(?:story|research|school|test|game|joke|novel|fiction|hypothetical|roleplay)\b",
)

REVEALS = re.compile(
    r"\b(?:reveal\w*|shar\w+|disclos\w*|repeat\w*|print\w*|show\w*|expos\w+|leak\w*|quot\w+"
    r"|output\w*|tell\w*|giv\w+|discuss\w*|mention\w*|paraphras\w*|summari[sz]\w*|confidential"
    r"|secret|private)\b",
    re.IGNORECASE,
)

MANNER = _any(
    r"\b(?:tone|emojis?|markdown|bullet(?:s|ed)?(?: points?| lists?)?|format(?:ted|ting|s)?|headings?|headers?"
    r"|paragraphs?|sentences?|jargon|verbos\w+|long-winded|concise\w*|brief|brevity|short|lengthy"
    r"|wordy|exclamation\w*|slang|abbreviations?|acronyms?|capital letters|all[- ]caps|greetings?"
    r"|salutations?|sign-?offs?|filler\w*|preamble\w*|repeat yourself|repetit\w+|repeating|preach\w*"
    r"|morali[sz]\w*|lectur\w+|condescend\w*|patroni[sz]\w*|robotic|sarcas\w*|snark\w*|curt\b"
    r"|first person|third person|second person|as an ai\b|html|latex|(?:use|no|in|with|as) tables?|code blocks?|json|xml"
    r"|technical (?:terms?|language|words)|plain (?:english|language|words|text)|simple (?:words"
    r"|language|terms)|one question at a time|(?:more than|multiple|several|too many) questions?"
    r"|(?:things|everything|all) at once|overwhelm\w*|puns?|rhetorical|metaphors?|flowery|words? (?:or (?:less"
    r"|fewer)|at most|max\w*|each)|\d+ words|\d+ (?:to|-) ?\d+ (?:words|sentences)|in english"
    r"|(?:same|user's|their|another) language|british|american spelling|spelling|grammar"
    r"|apologi[sz]\w*|warm(?:th|ly)?|friendly|polite\w*|courteous\w*|professional (?:and|tone|manner"
    r"|language|demeanou?r)|professionally|empath\w+|cheerful|upbeat|humou?r|humorous|playful|witty"
    r"|conversational|stage directions|asterisks?|quotation marks|italics?|bold\b|line breaks?"
    r"|pronouns?|clich\w+|hedg\w+|ramble|rambling|chatty|(?:in)?formal(?:ly|ity)?|casual\w*|style|pushy|wall of text"
    r"|walls of text|numbered lists?|clear and|plainly|respectful\w*|be patient|patience|(?:be|stay) kind\b"
    r"|kindly|encouraging|readable|(?:talk|speak|write|sound) like|sound (?:robotic|natural)|call (?:the user|them)|addressed? as"
    r"|contractions?|punctuation|em[- ]?dash\w*|dashes)\b",
)

MANNER_HEAD = re.compile(
    r"(?:be\b|stay\b|remain\b|sound\b|speak\b|talk\b|write\b|format\b|use\b|respond (?:in|with|to)"
    r"|reply (?:in|with|to)|answer in\b|keep (?:your|the|it|all|answers?|responses?|replies"
    r"|messages?|things|sentences)\b|maintain\b|adopt\b|address\b|vary\b|greet\b|start (?:each"
    r"|every|your)|end (?:each|every|your)|begin\b|structure\b|match\b|mirror\b|show\b)",
    re.IGNORECASE,
)

RESPONSE = _any(
    r"^(?:instead\b|offer\b|redirect\b|refer\b|steer\b|point (?:them|the|users?|out)|direct (?:them"
    r"|the|users?)|suggest\b|apologi[sz]e\b|point to|say (?:that|so|you|why|what|where|which|in)\b|tell"
    r" (?:them|the user)|explain (?:that|why|briefly)|let (?:them|the user) know|name (?:the|a)"
    r"|respond with\b|reply with\b|recommend (?:they|that they|a|an|consult\w*|speak\w*|seek\w*)"
    r"|encourage (?:them|the|users?)|acknowledge|transfer (?:them|the)|escalate)\b",
    r"\b(?:instead|politely (?:decline|redirect|explain)|redirect (?:them|the))\b",
)

IDENTITY = _any(
    r"^(?:you are|you're|your name is|you go by|act as|as an? |i am|i'm|this is|welcome to"
    r"|meet\b|imagine you are|pretend to be)\b",
    r"^(?:the )?[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3} is (?:an?|the|our) ",
    r"^you(?:'ve| have) been (?:deployed|built|created|made)\b|\byou (?:work|serve|speak) (?:for|as|at)\b",
)

TASK = _any(
    r"^(?:you|it|[A-Z]\w+) (?:can |will |should |are here to |are there to |exist to |also )?"
    r"(?:help|assist|support|answer|guide|teach|provide|explain|advise|coach|handle|offer)s?\b",
    r"^(?:your|its|the assistant's|the) (?:main |primary |sole |core |only |key )?(?:role|job|tasks?"
    r"|goal|purpose|mission|responsibilit\w+|objective|function|focus|aim|duty|duties)\b",
    r"\byou (?:are|were) (?:here|designed|built|made|created|trained) to\b",
    r"^(?:help|assist|support)\b",
    r"^you can\b",
)

VERBS = frozenset(
    "answer ask book cancel change check compare create explain find fix give help learn make modify"
    " offer order plan practise practice prepare provide read return search send show suggest"
    " summarise summarize teach track translate understand update use write assist support guide"
    " advise analyse analyze analyzing calculate clarify coach collect describe design develop discuss"
    " draft edit educate encourage estimate evaluate facilitate format generate identify improve"
    " inform interpret list manage monitor navigate organise organize process process recommend"
    " remind report resolve review schedule share solve sort troubleshoot walk work outline offer"
    " assess arrange build brainstorm break connect convert debug deliver engage handle issue keep".split()
)

PROCEDURE = _any(
    r"^(?:if|when|whenever|once|after|before|during|first|next|then|finally|step|for (?:each|every)"
    r"|always|start|begin|ask|check|call|use|collect|look|wait|make sure|ensure|confirm|verify"
    r"|read|search|retrieve|log|record|note|include|add|remember|consider|think|treat|assume"
    r"|proceed|continue|try|transfer|escalate|gather|identify|listen|focus|prioriti[sz]e|strive"
    r"|aim|do\b|let|set|follow|take|give|provide|tell|keep|put|return|send|stop|end|close)\b",
    r"\b(?:you|agent|assistant) (?:must|should|shall|will|need to|have to)\b",
)

DIALOGUE = re.compile(
    r"[-\s]*(?:user|assistant|customer|human|ai|q|a|bot|example(?: \d+)?|student|patient|input"
    r"|output|query|response|question|answer|agent|client|good|bad)"
    r"(?: (?:asks?|says?|repl(?:y|ies)|response|message|answers?|example|input))?"
    r"\s*(?:\(\w+\))?\s*:\s",
    re.IGNORECASE,
)

OUTSIDE = re.compile(
    r"\b(?:outside|unrelated|off[- ]topic|out of scope|irrelevant|other than|beyond|anything else"
    r"|other (?:topics?|subjects?|matters)|not related|inappropriate|harmful|illegal)\b",
    re.IGNORECASE,
)

OWN_WORDS = re.compile(
    r"\b(?:your|these|the system|system|hidden|internal)(?: \w+)? (?:instructions?|prompts?|rules"
    r"|guidelines|configuration)\b",
    re.IGNORECASE,
)

MUST_BE = re.compile(
    r"^(?!(?:all |every |each |the |its )?(?:you|it|assistant|agent|bot|chatbot|your|instead|tone"
    r"|responses?|answers?|repl(?:y|ies)|outputs?|messages?)\b).{3,80}?\b(?:(?:must|have to|has to"
    r"|needs? to|shall)(?: \w+ly| already| also| all)? (?:be(?! \w+ed\b| given| sent| made| taken"
    r"| kept| shown)|have|match|fly|stay|remain|come|fit|exist|hold|pay|provide)"
    r"|requires? the (?:user|customer|member|guest|buyer))\b",
    re.IGNORECASE,
)
"""A rule of the house about somebody or something else than the product's own replies."""

WITHIN = re.compile(
    r"\b(?:can|may|could|will|is|are)\b.{0,80}\b(?:within|no later than|up to|until|only|at most"
    r"|after|without|provided)\b",
    re.IGNORECASE,
)

WEAK = re.compile(
    r"\b(?:not|never|cannot|\w+n't|no (?!problem|matter)|must|only|strict\w*|unless|until|without"
    r"|at most|requires?|limit\w*|scope|maximum|exceed\w*|prohibit\w*|forbid\w*|restrict\w*|except"
    r"|(?:in)?appropriate\w*|safe for|sensitive|private|confidential\w*|illegal|harmful|unsafe"
    r"|off-topic|unrelated|careful\w*|caution\w*|responsibl[ey]|disclaim\w*|privacy|approv\w+"
    r"|permission|consent|authori[sz]\w+|verif\w+|allowed|permitted|refer (?:them|the|users?))\b",
    re.IGNORECASE,
)
"""Signs of a limit that plain rules could not read: such an instruction is handed back."""

STATES = re.compile(
    r"\b(?:is|are|was|were|has|have|had|contains?|includes?|consists?|lists?|opens?|closes?|costs?"
    r"|means?|refers to|belongs?|comes?|works?|stands?|offers?|provides?|supports?|takes?|runs?"
    r"|sells?|lives?|knows?|serves?|ships?|can|will)\b|^\d|[=:|]",
    re.IGNORECASE,
)
