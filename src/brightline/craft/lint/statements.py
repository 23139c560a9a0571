"""An instruction in, which way around the limits of its prompt it closes out."""

import re

from brightline.records import Instruction, InstructionKind, Stance

# One sentence settles one matter. Each pattern is asked of one instruction at a time, so that
# words of two sentences never add up to a statement that nobody made.

_FRAME = (
    r"fiction\w*|novels?|stor(?:y|ies)|tales?|poems?|verses?|screenplays?|scripts?|role[- ]?play\w*"
    r"|pretend\w*|pretence|pretense|persona\w*|characters?|hypothe\w+|thought experiment|what[- ]ifs?"
    r"|imagin\w+|games?|jokes?|play a part|(?:en|de)cod\w+|base64|ciphers?|translat\w+|past tense"
    r"|another (?:language|tense)|other languages?|rephras\w+|reword\w*|framing|framed?|frames"
    r"|wrapped|dressed|disguis\w+|backwards|simulat\w+|a test|tests|debates?|scenarios?|any form"
    r"|acad\w+|research|every language|dialogue|in any language|act as|metaphors?|riddles?"
    r"|different words|other words|euphemis\w+|creative writing|spell\w*|obfuscat\w+"
)
_HOLDS = (
    r"hold|holds|apply|applies|remain\w*|stay\w*|stand|stands|still|chang\w+|matter|difference"
    r"|relax\w*|lift\w*|allowed|acceptable|affect\w*|alter\w*|weaken\w*|suspend\w*|overrid\w+|excus\w+"
    r"|keep to|same|regardless|exempt\w*|bypass|circumvent|unlock\w*|loophole|permission|exception"
    r"|okay|ok|permitted|treat|what counts|count|counts|bend|void|waive"
)
_FRAMES_NOTHING = re.compile(
    rf"\b(?:{_HOLDS})\b.*\b(?:{_FRAME})\b|\b(?:{_FRAME})\b.*\b(?:{_HOLDS})\b", re.IGNORECASE
)
_OF_RULES = re.compile(
    r"\b(?:rules?|limits?|limitations?|restrictions?|instructions?|guidelines?|polic(?:y|ies)"
    r"|boundar\w+|this|these|they|them|that|requests?|above|any of|forbidden|refus\w+|declin\w+"
    r"|it|what|prohibit\w+|answer)\b",
    re.IGNORECASE,
)
_WHATEVER = re.compile(
    r"\b(?:in|under|with|by) any (?:framing|form|wording|guise|pretext|disguise|phrasing|shape)\b"
    r"|\b(?:regardless of|no matter|however|whichever way|independent of|irrespective of)\b.{0,40}"
    r"\b(?:framed|framing|phras\w+|word(?:ed|ing)|ask(?:ed|s)?|put|dressed|format|presented|style"
    r"|context|packaged|disguised)\b|\bno framing\b|\beven (?:if|when|as|in|inside|within)\b.{0,60}"
    r"\b(?:fiction\w*|novels?|stor(?:y|ies)|poems?|role[- ]?play\w*|pretend\w*|hypothe\w+|games?|jokes?"
    r"|character|imagin\w+|encod\w+|translat\w+|framed|thought experiment|screenplay|tests?|quotations?"
    r"|spelled|a script)\b|\b(?:role[- ]?play\w*|hypothe\w+|fiction\w*|pretend\w*)\b.{0,120}\b(?:must|always|you)"
    r"\s+(?:\w+\s+)?(?:refuse|decline)\b|\bonly for (?:a|the|his|her|their|my) (?:novel|story|book|game|film"
    r"|school|play)\b",
    re.IGNORECASE,
)

_WHO = (
    r"staff|employees?|developers?|admin\w*|doctors?|nurses?|teachers?|parents?|police|officers?"
    r"|engineers?|managers?|authorit\w+|positions?|roles?|permissions?|identit\w+|company|operators?"
    r"|owners?|creators?|auditors?|experts?|profession\w+|supervisors?|access|rank|titles?|insiders?"
    r"|lawyers?|researchers?|testers?|colleagues?|security|privileges?|clearance|anthropic|openai"
    r"|headquarters|support team|the team|(?:another|other) (?:person|user|customer)|anyone else"
    r"|system messages?|system prompts?|new instructions|polic(?:y|ies)(?: updates?)?|overrides?"
)
_CLAIMS = (
    r"claim\w*|says? (?:they|he|she|so|to)|who says?|said to|saying|pretend\w*|alleg\w+|assert\w*"
    r"|purport\w*|looks? like|appears? to|whoever|whatever (?:role|position|title|they|he|she|the)"
    r"|verify who|cannot (?:verify|check|know) who|pos(?:e|es|ing) as|introduc\w+ (?:themsel\w+|himself)"
    r"|identif(?:y|ies) (?:themsel\w+|as)|stat(?:es|ing) that they|call(?:s|ing)? themsel\w+|such as \["
    r"|told you (?:they|he|she)|self-declared|supposed|insist\w* (?:they|that they)|calling (?:it|them)sel"
)
_NOTHING = (
    r"n[o']t|not|no|never|nothing|nobody|cannot|can't|ignor\w+|disregard\w*|stay\w*|remain\w*|same"
    r"|ordinary|untrusted|treat\w*|refus\w+|declin\w+|hold|holds|apply|applies|still|irrelevant"
)
_AUTHORITY_CLAIM = re.compile(
    rf"(?=.*\b(?:{_CLAIMS})\b)(?=.*\b(?:{_WHO})\b)(?=.*\b(?:{_NOTHING})\b)", re.IGNORECASE
)
_WHOEVER = re.compile(
    r"\bwho(?:m?ever| ?so ?ever)\b.{0,40}\b(?:is|are|be|claims?|says?|asks?|writes?|pretends?|speaks?)\b"
    r"|\b(?:regardless of|no matter|irrespective of)\s+who\b|\bwhatever\b.{0,30}\b(?:role|position|title"
    r"|authority|credentials?|status)\b"
    r"|\b(?:users?|nobody|no one|no[- ]?body|no user|not even|no message|none of them|people|customers?"
    r"|anyone)\b.{0,60}\b(?:change|switch|turn|override|overrule|lift|unlock|suspend|alter|disable"
    r"|replace|waive|cancel|grant|loosen)\w*\b.{0,40}\b(?:rules?|instructions?|limits?|these|this|them"
    r"|mode|exceptions?|polic\w+|restrictions?)\b"
    r"|\boverrid\w+\b.{0,60}\b(?:under|on|by|from|at) (?:a |the |any )?users?'?s?\b"
    r"|\b(?:claims?|says so|said so|assert\w*|alleg\w+|word)\b.{0,40}\b(?:(?:does|do|is|are) not|n't|no|never"
    r"|nothing|not)\b.{0,30}\b(?:count|enough|switch\w*|proof|reason|authority|change|unlock|matter|valid"
    r"|suffic\w+|establish\w*|for anything|nothing)\b|\bmerely (?:asserted|claimed)\b"
    r"|\bonly (?:the|a|this) (?:system (?:message|prompt)|operator|app|prompt)\b.{0,60}\b(?:can|may|says?"
    r"|grants?|switch\w*|gives? you instructions|counts?|decides?)\b"
    r"|\b(?:not|never|no|ignore|disregard|do not)\b.{0,60}\b(?:special permission|claims? (?:of|to|about)"
    r"|claimed (?:roles?|authority|identit\w+|status|permission))\b"
    r"|\b(?:cannot|can't|can not|no way to|not able to) (?:see|verify|check|know|tell|confirm) (?:who|whether|if|that)\b"
    r"|[\"\u201c]i(?:'m| am) (?:the|a|an)\b.{0,120}\b(?:nothing|no|not|never|nobody)\b"
    r"|\bclaimed (?:roles?|authority|identit\w+|titles?|status|permissions?)\b.{0,80}\b(?:not|nothing|no)\b",
    re.IGNORECASE,
)
_IN_ROLE = re.compile(r"\b(?:impersonat\w+|pretend to be (?:a|an)|pose as)\b", re.IGNORECASE)

_SOURCE = (
    r"documents?|files?|attachments?|pdfs?|web ?pages?|pages?|websites?|links?|e-?mails?|letters?"
    r"|tools?|function calls?|search results?|retriev\w+|quoted|pasted|uploads?|uploaded|database"
    r"|records?|fetched|(?:external|retrieved|third[- ]party|untrusted|quoted|linked) content|content (?:you|of)|spreadsheets?"
    r"|images?|transcripts?|messages? you (?:read|summari[sz]e)|notes|reviews?|tickets?|essays?|texts?"
    r"|knowledge base|articles?|homework|comments?|descriptions?|readmes?|wiki|source code"
    r"|code comments?|results?|reports?|listings?"
)
_ORDERS = (
    r"(?<!your )(?<!my )(?<!own )(?<!system )(?<!hidden )(?<!internal )instructions?|commands?|(?:give|gives|giving|follow|obey|take|taking|as|are|no|contain\w*|any) (?:you )?orders?"
    r"|orders? (?:embedded|in|found|hidden|within)|tells? you|asks? you|tell you|telling you|directives?"
    r"|untrusted|trust\w*|as data|is data|are data|only data|just data|is information|as information"
    r"|(?:no|any) say|chang\w+ (?:these|this|your|the|how|any|them|what)|says? '?ignore|says? \"?ignore"
    r"|has no authority|have no authority|control you|addressed to you|steer you|not for you|an order|(?:what|how) to do"
    r"|is only (?:data|material|text|information)|material to|obey\w*|never an order|jailbreak\w*"
)
_SOURCE_ORDERS = re.compile(
    rf"(?=.*\b(?:{_SOURCE})\b)(?=.*(?:\b(?:{_ORDERS})\b))(?=.*\b(?:n[o']t|not|never|no|ignor\w+|disregard\w*"
    rf"|data|information|untrusted|only|nothing|cannot|just a|material|refus\w+|resist\w*|skip)\b)",
    re.IGNORECASE,
)

_ALL_OF_IT = re.compile(
    r"\b(?:whole|entire|complete|full|all of the|throughout(?: the| this| every)?|duration of|rest of"
    r"|course of|during the whole|whole length of)\b.{0,20}\b(?:conversation|chat|dialog(?:ue)?|session|exchange"
    r"|talk|discussion|interaction)s?\b"
    r"|\bconversation as a whole\b|\bhowever long\b|\bno matter how (?:long|often|many)\b"
    r"|\bfrom (?:the )?(?:first|beginning|start)\b.{0,40}\b(?:last|end)\b|\bafter (?:many|several|any number of"
    r"|a few) (?:messages|turns|exchanges|tries|attempts)\b"
    r"|\b(?:in|at|to|for|on|with|across|over)\s+(?:every|each|all|any)\s+(?:single |new |later |further |of "
    r"the )?(?:turns?|messages?|repl(?:y|ies)|steps?|exchanges?)\b"
    r"|\b(?:earlier|previous|prior|first|past) (?:answers?|repl(?:y|ies)|messages?|turns?|refusals?|exchanges?"
    r"|statements?|agreements?)\b.{0,80}\b(?:no|not|nothing|never|n't)\b"
    r"|\b(?:no|not|nothing|never|n't)\b.{0,60}\b(?:in|of|by|from|because of) (?:an |the )?(?:earlier|previous"
    r"|prior) (?:answers?|repl(?:y|ies)|messages?|turns?|exchanges?)\b"
    r"|\bwhatever (?:was|has been|you have|they have|you|is) (?:\w+ )?(?:said|agreed|answered|written|before)\b"
    r"|\bafresh\b|\bhow(?:ever)? (?:often|many times)\b|\bnot (?:up for|open to) (?:negotiation|debate|discussion)\b"
    r"|\bdo(?:es)? not expire\b|\bin later (?:turns?|messages?)\b|\blater (?:turns?|messages?)\b",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\b(?:hold|holds|appl\w+|remain\w*|stay\w*|keep\w*|same|never|no|not|nothing|stand\w*|chang\w*|valid"
    r"|afresh|judge\w*|rules?|limits?|line|refus\w+|bind\w*|adher\w*|follow\w*|maintain\w*|force|still)\b",
    re.IGNORECASE,
)
_INSISTS = re.compile(
    r"(?=.*\b(?:insist\w*|persist\w*|plead\w*|pushes back|push\w*(?: back| harder)?|pressur\w*|beg|begs|begging"
    r"|(?:asks?|asked|asking|tries|try|trying|repeat\w*|request\w*)\b(?:\s+\w+){0,4}?\s+(?:again|repeatedly|"
    r"many times|several times|twice|over and over)|again and again|keeps? (?:on )?(?:asking|pushing|trying"
    r"|insisting)|repeating (?:a|the) request|repeated(?:ly)? (?:ask\w*|request\w*|attempts?)|wear\w*|gives? in"
    r"|splitting (?:it|a request)|split over|step by step towards|rephrase it)\b)(?=.*\b(?:same|nothing|n[o']t|not|"
    r"never|no|stay\w*|remain\w*|still|hold|holds|refus\w+|decline\w*|firm|even|change\w*)\b)",
    re.IGNORECASE,
)

_EXCEPTION = re.compile(
    r"\b(?:may|can|should|do|must|will)\s+still\s+\w+"
    r"|\b(?:you|it|assistant|bot|users?) (?:always|still)\s+(?:answers?|helps?|explains?|answered)\b"
    r"|\balways (?:answer|help|explain|fine|welcome|allowed|ok)\b(?! (?:in|with|as|using|directly|by|to))"
    r"|\bdo (?:answer|help|explain|discuss|talk|give|share|respond|engage)\b"
    r"|\b(?:is|are|remains?)\s+(?:always |still |perfectly |all |also |ok and |both )?(?:fine|allowed|okay"
    r"|ok|permitted|welcome|acceptable|in scope|not affected|not covered|no problem|answered)\b"
    r"(?! (?:once|only|if|when|with|after|\d|at most|up to))"
    r"|\b(?:does|do) not (?:apply|cover|include|extend|mean|concern|forbid|affect) (?:to )?"
    r"|\bexceptions?:|\bexceptions? (?:is|are)\b|\bno reason (?:to|for) (?:declin\w+|refus\w+)\b"
    r"|\b(?:not|never|n't)\s+(?:\w+\s+)?(?:refuse|decline|reject|over-?refuse|turn away|block)\b"
    r"|\bcrisis (?:line|service|resource|support|help|text)\w*\b|\bhelp ?lines?\b|\bsuicide\b|\b988\b"
    r"|\bemergency (?:numbers?|services?|line|contact)s?\b|\bexplaining .{0,50} is not\b|\bonly the act\b"
    r"|\bgeneral (?:knowledge|information|questions?) .{0,40}\b(?:is|are) (?:allowed|fine|ok\w*|permitted)\b"
    r"|\bfree to\b|\bis ok\b|\bremain(?:s)? (?:allowed|open|in scope)\b|\bharmless\b|\blook-?alikes?\b",
    re.IGNORECASE,
)
_ALLOWS = re.compile(r"\b(?:you|it|users?|they) (?:may|can)(?: also)? \w+", re.IGNORECASE)
_ANSWERED = re.compile(
    r"\b(?:always answer|still answer|never (?:refuse|turn|decline)|not (?:refuse|decline)|exceptions?"
    r"|always (?:help|welcome)|stays? open|fine to|what (?:you|it) (?:always|still))\b",
    re.IGNORECASE,
)
_NO_EXCEPTION = re.compile(
    r"\b(?:not|never|no longer|n't|nor)\s+(?:\w+\s+)?(?:fine|allowed|okay|ok|permitted|welcome|acceptable)\b"
    r"|\bno exceptions?\b|\bnever\b.{0,30}\bexceptions?\b|\bnot make (?:any )?exceptions?\b",
    re.IGNORECASE,
)


def says_framing(one: Instruction) -> bool:
    """Say whether no frame changes the limits."""
    text = one.text
    if _WHATEVER.search(text):
        return True
    return bool(_FRAMES_NOTHING.search(text) and _OF_RULES.search(text)) and (
        one.kind is not InstructionKind.TASK and _steady(text)
    )


_STEADY = re.compile(
    r"\b(?:n[o']t|not|no|never|nothing|same|still|hold|holds|apply|applies|remain\w*|stay\w*|keep\w*|treat"
    r"|like the|regardless|also|as well|too|whether|what counts|even)\b|n't\b",
    re.IGNORECASE,
)


def _steady(text: str) -> bool:
    return _STEADY.search(text) is not None


def says_authority(one: Instruction) -> bool:
    """Say whether no claimed role and no forged message changes them."""
    text = one.text
    if _WHOEVER.search(text):
        return True
    return _AUTHORITY_CLAIM.search(text) is not None and _IN_ROLE.search(text) is None


def says_documents(one: Instruction) -> bool:
    """Say whether what the product reads gives it no orders."""
    return _SOURCE_ORDERS.search(one.text) is not None and one.kind is not InstructionKind.TASK


def says_conversation(one: Instruction) -> bool:
    """Say whether they hold for the whole conversation."""
    if one.kind in {InstructionKind.MANNER, InstructionKind.TASK, InstructionKind.PROCEDURE}:
        return _INSISTS.search(one.text) is not None
    lasts = _ALL_OF_IT.search(one.text) is not None and _LASTS.search(one.text) is not None
    return lasts or _INSISTS.search(one.text) is not None


def says_exception(one: Instruction) -> bool:
    """Say whether something near a limit is to be answered."""
    if _ANSWERED.search(f"{one.section} {one.lead}"):
        return True
    allows = one.kind is InstructionKind.LIMIT and one.stance is Stance.ALLOW
    if (
        allows
        and _ALLOWS.search(one.text)
        and not one.text.casefold().startswith(("once", "if"))
    ):
        return True
    return _EXCEPTION.search(one.text) is not None and _NO_EXCEPTION.search(one.text) is None
