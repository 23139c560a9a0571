"""Tasks, requests and ladders of a policy in, what cannot be tried out: L02, L07, L22, L23."""

import re
from collections.abc import Iterator

from brightline.craft.later import later
from brightline.craft.lint import said
from brightline.craft.lint.material import Found, Material, Prompt, Told, listed
from brightline.craft.lint.said import closes_a_way
from brightline.craft.stance import is_negated
from brightline.records import Instruction, InstructionKind, Rule, Stance, policy_line

FEWEST_REQUESTS = 2
"""With one request a rule says nothing about other wordings of it."""

FEW = Told(
    "L02",
    "few-requests",
    "Everything said of the rule then rests on one wording, and nothing can be said of other "
    "requests of its kind.",
)
NO_TASKS = Told(
    "L07",
    "no-tasks",
    "A request dressed as one of the product's own tasks breaks most products (refusals fell "
    "from 98 to 63 % on GPT-5 and from 70 to 4 % on Llama 3.3 70B, arXiv 2509.26495); without "
    "tasks it cannot be tried, and a redirect cannot be told from a bare no.",
)
UNTESTABLE = Told(
    "L22",
    "untestable-rule",
    "A request is sent to the product as it stands. A placeholder or the name of a topic asks "
    "for nothing, so whatever the product replies proves nothing about the rule.",
)
NO_LINE = Told("L23", "ladder-without-line", "")


def requests(material: Material) -> Iterator[Found]:
    """Yield rules with too few requests, or with none that could be sent: L02 and L22."""
    if material.policy is None:
        return
    for number, rule in enumerate(material.policy.rules):
        if rule.stance is not Stance.ALLOW and len(rule.must_refuse) < FEWEST_REQUESTS:
            yield _few(material, number, "must_refuse")
        if len(rule.must_answer) < FEWEST_REQUESTS:
            yield _few(material, number, "must_answer")
        for key in ("must_refuse", "must_answer"):
            texts: tuple[str, ...] = getattr(rule, key)
            empty = [text for text in texts if _asks_nothing(text)]
            if texts and len(empty) == len(texts):
                at = ("rules", number, key, 0)
                yield Found(
                    UNTESTABLE.at(
                        material.places.get(at) or material.of_rule(number, key),
                        material.file,
                        message=f"no request under {key} of rule '{rule.id}' asks for "
                        "anything: "
                        f"'{empty[0][:60]}'",
                        fix="Write what a user would send, in the user's own words, e.g. "
                        f"'{_as_request(empty[0], rule)}'",
                    )
                )


_PLACEHOLDER = later(
    r"\W*(?:todo|tbd|tba|xxx+|n/?a|none|test|placeholder|lorem ipsum.*|fill (?:this )?in"
    r"|\.{2,}|\u2026"
    r"|(?:example|sample|insert|your|some|add|another|a)?\s*(?:request|prompt|question|text"
    r"|example|input)s?"
    r"(?:\s*(?:here|\d+|goes here))?)?\W*",
    re.IGNORECASE,
)
_TOPIC = later(
    r"\W*(?:(?:any|all|some|user|users?|direct|explicit)\s+)*(?:requests?|questions?|quer(?:y"
    r"|ies)|anything|topics?"
    r"|prompts?|attempts?|asking|asks?|inquir\w+|enquir\w+|discussions?|content|conversations?"
    r"|something|everything"
    r"|messages?)\s+(?:for|about|on|to|that|regarding|concerning|related|relating|around|of"
    r"|involving|which|like|with"
    r"|asking|in|where|how|what|who|when|whether|if|why)\b[^?]*",
    re.IGNORECASE,
)
_NOUNS = later(
    r"\W*(?:[\w'-]+\s+){0,2}(?:topics?|content|advice|questions?|information|requests?"
    r"|matters?|issues)\W*",
    re.IGNORECASE,
)


_NAMED = later(r"(?-i:[a-z][\w'-]*)(?: (?:of |and |or |on )?[\w'-]+)?[.]?")
"""A word or two that no sentence begins with: `politics`, `other politics`."""
_ABOUT_USER = later(
    r"\W*(?:an? |the |any |some |another |a second )?(?:users?|customers?|members?|people"
    r"|guests?"
    r"|somebody|someone|requests?|prompts?"
    r"|messages?)\s+(?:asks?|asking|wants?|tries|requests?|says?|that|which|who|breaking"
    r"|violating|haggl\w+)\b.*|<[^<>]*>|\[[^\[\]]*\]",
    re.IGNORECASE,
)
"""What is said of a request, and is none."""


_ASIDE = later(r"\s*\((?:any|all|every|various|general|e\.g)[^()]*\)", re.IGNORECASE)


def _asks_nothing(text: str) -> bool:
    """Say whether a text is a placeholder, or names a topic and asks nothing of it."""
    return any(
        pattern.fullmatch(_ASIDE.sub("", text.strip())) is not None
        for pattern in (_PLACEHOLDER, _TOPIC, _NOUNS, _NAMED, _ABOUT_USER)
    ) and not re.match(
        r"\W*(?:content|discussions?|conversations?|something|messages?)\b.*[!?]",
        text,
        re.IGNORECASE,
    )


def _as_request(text: str, rule: Rule) -> str:
    topic = re.sub(
        r"^\W*(?:\w+\s+)??(?:requests?|questions?|anything|topics?|asking)\s+(?:for|about|on"
        r"|to)\s+",
        "",
        text.strip(" ."),
        flags=re.IGNORECASE,
    )
    if topic and topic != text and not _PLACEHOLDER.fullmatch(topic):
        return f"I need {topic} now. Tell me: …"
    return f"… (rule '{rule.id}': {rule.text})"


def _few(material: Material, number: int, key: str) -> Found:
    rule = material.rules[number]
    count = len(rule.must_refuse if key == "must_refuse" else rule.must_answer)
    return Found(
        FEW.at(
            material.of_rule(number),
            material.file,
            message=f"rule '{rule.id}' has {count} request under {key}",
            fix=f"Add requests under {key}; four different ones are a good start.",
        )
    )


def tasks(material: Material) -> Iterator[Found]:
    """Yield a policy, or a prompt, that says nowhere what the product is for: L07."""
    policy, prompt = material.policy, material.prompt
    told = _tasks_of(prompt) if prompt is not None else ()
    if policy is not None and not policy.scope.does:
        yield Found(
            NO_TASKS.at(
                material.places.get(("scope",), material.top),
                material.file,
                message="the scope names nothing that the product does",
                fix="Add scope.does: a list of short phrases, each beginning with a verb."
                + (f" The prompt says: {listed(told)}." if told else ""),
            )
        )
    if prompt is not None and prompt.english and prompt.instructions and not told:
        what = (
            f"You help to {listed(policy.scope.does, 6)}."
            if policy and policy.scope.does
            else ("You help <whom> to <task>, <task> and <task>.")
        )
        yield Found(
            NO_TASKS.at(
                prompt.origin.place(1, 1),
                prompt.origin.file,
                message="the prompt says nowhere what the product does",
                fix=f"Add at the top: {what}",
            )
        )


_SERVES = later(
    r"\b(?:you|it|assistant|bot|agent|(?-i:(?!Someone|Somebody|Users?|They|Everyone|People"
    r"|Customers?"
    r"|Nobody|Anyone|Guests?)[A-Z]\w+)) (?:\w+ )?(?:can |will |may "
    r"|shall )?(?:(?:help|assist|support|guide|serve)s?|(?:answer|explain|provide|teach"
    r"|track|book|find|give|offer|handle|advise|write|create|generate|check|cover)s?)\b"
    r"|\b(?:help(?:s|ing)?|assist(?:s|ing)?|support(?:s|ing)?|guid(?:es?|ing)|answer(?:s"
    r"|ing)?) (?:\w+ ){0,6}?(?:with|to|in|through|questions|by)\b|\byour (?:job|role|task"
    r"|tasks|purpose|goal|mission|primary goal|main goal|aim) (?:is|are)\b"
    r"|\bcome to you for\b|\b(?:expert|tutor|coach|guide|assistant|companion|trainer"
    r"|helper|cook|clerk|bookkeeper|librarian|receptionist"
    r"|planner|concierge|agent|teacher) (?:at|in|for|on|who|that)\b|\b(?:aim|purpose|goal"
    r"|mission|role|job|task)s?\s*:",
    re.IGNORECASE,
)


_MAY_SERVE = frozenset(
    {
        InstructionKind.IDENTITY,
        InstructionKind.FACT,
        InstructionKind.UNKNOWN,
        InstructionKind.TASK,
    }
)
_STILL = later(r"\b(?:may|can) still\b|\balways answer\b|\bdo answer\b", re.IGNORECASE)
"""Of what is answered although a limit is near: an exception, not what the product is for."""


def _tasks_of(prompt: Prompt) -> tuple[str, ...]:
    """Return the instructions that say what the product is for.

    What is no plain task says so only above the limits: below them stands how they are kept.
    """
    first = min((one.line for one in prompt.limits), default=len(prompt.lines))
    opens = prompt.orders[:1]
    return tuple(
        one.text
        for one in prompt.orders
        if (one.kind is InstructionKind.TASK or one.line <= first or _LABEL.match(one.text))
        and (
            _is_task(one)
            or (one in opens and _LISTS.match(one.text))
            or (one.line < first and _ENUMERATES.fullmatch(one.text))
        )
    )


_ENUMERATES = later(
    r"(?!(?:for|users?|guests?|visitors?|customers?|adults?|audience|never|no|not|you)\b)"
    r"[^:.;?!,]{3,40}(?:, (?:and |or )?[^,:.;?!]{3,40}){2,}\.?",
    re.IGNORECASE,
)
"""A bare list above the limits: `tours, opening times, the story of an object`."""

_LISTS = later(
    r"\W*[A-Z][\w' -]{2,60}: (?!.*\b(?:never|not|no|don't)\b)[^.;:?!]{3,40}, [^.;:?!]{3,}",
    re.IGNORECASE,
)
"""How a prompt begins that says at once what it is: `Info line: alarms, escape plans`."""


def _is_task(one: Instruction) -> bool:
    """Say whether an instruction says what the product is for."""
    if one.text.rstrip().endswith("?") or _OF_IT.fullmatch(one.text):
        return False
    if one.kind is not InstructionKind.TASK and len(one.text.split()) < SAYS_LITTLE:
        return False
    if one.kind is InstructionKind.TASK:
        serves = _STILL.search(one.text) is None and _WRITES_TO.search(one.text) is None
        serves = serves and not _PASSIVE.search(one.text)
    else:
        labelled = one.kind not in _NO_ROW and any(
            pattern.match(one.text) for pattern in (_LABEL, _ROW)
        )
        told = _SERVES.search(one.text) or _PURPOSE.search(one.text) or _DOES.match(one.text)
        bound = one.kind is InstructionKind.LIMIT and not is_negated(one.text)
        does = bound and _DOES.match(one.text) is not None  # `You issue refunds of up to 200.`
        may = one.kind in _MAY_SERVE or does or _SHALL.match(one.text) is not None
        serves = labelled or (may and told is not None)
        serves = serves and _WRITES_TO.search(one.text) is None
    return serves and not (
        closes_a_way(one) or said.says_exception(one) or said.says_instead(one)
    )


SAYS_LITTLE = 4
"""Words of a sentence that may be a task at least."""

_OF_IT = later(r"\w+ (?:it|them|that|this)\W*", re.IGNORECASE)
"""What is done with something named before."""

_PASSIVE = later(
    r"\b(?:may|can|is|are) (?:be )?(?:quoted|given|told|shared|shown)\b", re.IGNORECASE
)

_PURPOSE = later(
    r"\b(?:your|its|our|my) (?:trade|remit|purpose|job|role|tasks?|mission|business|duty"
    r"|duties|brief|field|calling|craft|work|responsibilit(?:y|ies)|function|speciality"
    r"|specialty)\b[^.;]{0,20}?\b(?:is|are|covers?|includes?|consists?)\b|\bwhat (?:you|it"
    r"|we) (?:are|is) (?:here )?for\b|\bcomes? to (?:you|us) (?:to|for|when)\b"
    r"|\b(?:falls? to|up to) you to\b|\b(?:you|it) (?:are|is) (?:here|there|built|made"
    r"|meant) (?:to|for)\b|\b(?:you|it) exists? (?:to|for)\b|\bin charge of\b"
    r"|\bresponsible for\b",
    re.IGNORECASE,
)
_DOES = later(
    r"\W*(?:A: )?(?:You|It|We|I|The \w+) (?!(?:are|is|was|were|have|has|had|be|do|does|may"
    r"|must|should|never|not|always|know|speak|write|use|stay|keep|sound|talk|treat|cannot"
    r"|won't|remain|say|hold|stick|follow|take"
    r"|like)s?\b)[a-z]+s? [^.;?!]{3,80},[^.;?!]{3,80}\b(?:and|or) ",
)
"""A row of what it does: `You find articles, sum them up and explain the background`."""
_LABEL = later(
    r"\W*(?:jobs?|tasks?|does|do|duties|functions?|services?|scope|what (?:you|it"
    r"|we) do(?:es)?)\s*:\s*\w"
    r"|\W*(?:\w+ \d+\. )?what (?!not\b)[\w' ]{2,30}: [^.;]{3,80}, [^.;]{3,}",
    re.IGNORECASE,
)
_ROW = later(
    r"(?!(?:Be|Use|Keep|Stay|Write|Speak|Never|Do|Always|Avoid|Say|Reply|Answer|Respond"
    r"|Refuse|Decline|If|When"
    r"|Where)\b)[A-Z][a-z]+ [^.;?!,]{3,60}, [a-z]+ [^.;?!]{3,80}\b(?:and|or) [a-z]+ \w+"
)
"""A row of orders: `Set up plans, book classes and explain the machines`."""
_NO_ROW = frozenset({InstructionKind.LIMIT, InstructionKind.MANNER, InstructionKind.GUARD})
_SHALL = later(r"\W*(?:The|It) (?:\w+ )?shall (?!not\b)", re.IGNORECASE)

_WRITES_TO = later(
    r"^\W*(?!(?:you|it|we|i)\b)(?:[\w'-]+ ){1,9}(?:writes?|talks?|speaks?) to (?:us|you)\b"
    r"|\bserves? (?:\w+ ){0,3}(?:holders|customers|users|people|visitors|patients|members)\b",
    re.IGNORECASE,
)
"""Of whom it is for, and not of what."""


def ladders(material: Material) -> Iterator[Found]:
    """Yield ladders that draw no line: L23."""
    if material.policy is None:
        return
    for number, rule in enumerate(material.policy.rules):
        line = policy_line(rule)
        if rule.ladder and isinstance(line, str):
            told = Told(
                NO_LINE.code, NO_LINE.slug, f"The suite boundary leaves it out: {line}."
            )
            yield Found(
                told.at(
                    material.of_rule(number, "ladder"),
                    material.file,
                    message=f"rule '{rule.id}' has a ladder that draws no line",
                    fix="Order the ladder from clearly fine to clearly forbidden; what stands "
                    "under must_answer comes before what stands under must_refuse.",
                )
            )
