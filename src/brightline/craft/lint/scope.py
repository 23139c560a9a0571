"""Tasks, audience and requests of a policy in, what cannot be tried out: L02, L07, L20 to L23."""

import re
from collections.abc import Iterator

from brightline.craft.lint.material import Found, Material, Prompt, Told, listed
from brightline.records import InstructionKind, Rule, Stance, policy_line

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
UNDEFINED = Told(
    "L20",
    "undefined-audience",
    "Whether a request is fine depends on who asks, how old they are and where they live. Where "
    "that is left open every reader fills it in for himself, and where readers disagree models "
    "break a specification 5 to 13 times as often (arXiv 2510.07686).",
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
            yield _few(rule, number, "must_refuse", material)
        if len(rule.must_answer) < FEWEST_REQUESTS:
            yield _few(rule, number, "must_answer", material)
        for key in ("must_refuse", "must_answer"):
            texts: tuple[str, ...] = getattr(rule, key)
            empty = [text for text in texts if _asks_nothing(text)]
            if texts and len(empty) == len(texts):
                at = ("rules", number, key, 0)
                yield Found(
                    UNTESTABLE.at(
                        material.places.get(at) or material.of_rule(number, key),
                        material.file,
                        message=f"no request under {key} of rule '{rule.id}' asks for anything: "
                        f"'{empty[0][:60]}'",
                        fix="Write what a user would send, in the user's own words, e.g. "
                        f"'{_as_request(empty[0], rule)}'",
                    )
                )


_PLACEHOLDER = re.compile(
    r"\W*(?:todo|tbd|tba|xxx+|n/?a|none|test|placeholder|lorem ipsum.*|fill (?:this )?in|\.{2,}|\u2026"
    r"|(?:example|sample|insert|your|some|add|another|a)?\s*(?:request|prompt|question|text|example|input)s?"
    r"(?:\s*(?:here|\d+|goes here))?)?\W*",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\W*(?:(?:any|all|some|user|users?|direct|explicit)\s+)*(?:requests?|questions?|quer(?:y|ies)|anything|topics?"
    r"|prompts?|attempts?|asking|asks?|inquir\w+|enquir\w+|discussions?|content|conversations?|something|everything"
    r"|messages?)\s+(?:for|about|on|to|that|regarding|concerning|related|relating|around|of|involving|which|like|with"
    r"|asking|in)\b[^?]*",
    re.IGNORECASE,
)
_NOUNS = re.compile(
    r"\W*(?:[\w'-]+\s+){0,2}(?:topics?|content|advice|questions?|information|requests?|matters?|issues)\W*",
    re.IGNORECASE,
)


def _asks_nothing(text: str) -> bool:
    """Say whether a text is a placeholder, or names a topic and asks nothing of it."""
    return any(
        pattern.fullmatch(text.strip()) is not None
        for pattern in (_PLACEHOLDER, _TOPIC, _NOUNS)
    ) and not re.match(
        r"\W*(?:content|discussions?|conversations?|something|messages?)\b.*[!?]", text, re.IGNORECASE
    )


def _as_request(text: str, rule: Rule) -> str:
    topic = re.sub(
        r"^\W*(?:\w+\s+)??(?:requests?|questions?|anything|topics?|asking)\s+(?:for|about|on|to)\s+",
        "",
        text.strip(" ."),
        flags=re.IGNORECASE,
    )
    if topic and topic != text and not _PLACEHOLDER.fullmatch(topic):
        return f"I need {topic} now. Tell me: …"
    return f"… (rule '{rule.id}': {rule.text})"


def _few(rule: Rule, number: int, key: str, material: Material) -> Found:
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


_SERVES = re.compile(
    r"\b(?:you|it|assistant|bot|agent|[A-Z]\w+) (?:\w+ )?(?:can |will |may )?(?:(?:help|assist|support|guide|serve)s?"
    r"|(?:answer|explain|provide|teach|track|book|find|give|offer|handle|advise|write|create|generate|check|cover)s?)\b"
    r"|\b(?:help(?:s|ing)?|assist(?:s|ing)?|support(?:s|ing)?|guid(?:es?|ing)|answer(?:s|ing)?) (?:\w+ ){0,6}?(?:with|to|in"
    r"|through|questions|by)\b"
    r"|\byour (?:job|role|task|tasks|purpose|goal|mission|primary goal|main goal|aim) (?:is|are)\b|\bcome to you for\b"
    r"|\b(?:expert|tutor|coach|guide|assistant|companion|trainer|planner|concierge|agent|teacher) (?:at|in|for|on|who|that)\b"
    r"|\b(?:aim|purpose|goal|mission|role|job|task)s?\s*:",
    re.IGNORECASE,
)


def _tasks_of(prompt: Prompt) -> tuple[str, ...]:
    """Return the instructions that say what the product is for."""
    return tuple(
        one.text
        for one in prompt.instructions
        if one.kind is InstructionKind.TASK
        or (one.kind is not InstructionKind.LIMIT and _SERVES.search(one.text))
    )


_AGE = re.compile(
    r"\b(?:minors?|under-?ag(?:e|ed)|too young|young (?:users?|people|persons?|customers?|visitors?|readers?"
    r"|players?|adults? only)|legal(?: drinking)? age|of (?:legal )?age\b|age of majority|age[- ]appropriate\w*"
    r"|(?:suitable|appropriate|right|fit) for (?:their|the|his|her|your|a|its|any) (?:user'?s? |child'?s? )?ages?"
    r"|their age(?: group)?|youth|adults? only|old enough|age[- ]restricted|age limits?)\b",
    re.IGNORECASE,
)
_AGE_SAID = re.compile(
    r"\b(?:under|below|over|above|aged?|ages|age of|younger than|older than|at least|from|between|of|or)\s+(?:the age of\s+)?"
    r"(?:\d{1,2}|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|twenty-one)\b(?!\s*(?:%|percent|words?|dollars|euros?|minutes|hours|days|lines|items|messages|sentences"
    r"|questions|points|seats|nights|miles|km|kg|business))|\b\d{1,2}[- ](?:to|and)[- ]\d{1,2}[- ]?(?:years?|year-olds?)?"
    r"|\b\d{1,2}[ -]?(?:\+|years?(?:[- ]olds?)?|yo\b)|\b\d{1,2}\s*[\u2013-]\s*\d{1,2}\s+year|\badults? of \d",
    re.IGNORECASE,
)
_REGION = re.compile(
    r"\b(?:local|national|regional|applicable|relevant|domestic|state|federal)(?: \w+)? (?:laws?|legislation|regulations?"
    r"|statutes?|rules and regulations|legal requirements)\b|\b(?:the|their|your|his|her|any|each|applicable|user'?s?|customer'?s?|its)\s+"
    r"(?:own )?jurisdictions?(?: in question)?\b|\b(?:the user's|their|the customer's|your|the applicable|his|her|certain|eligible"
    r"|supported|permitted|allowed|approved|some) (?:regions?|countr(?:y|ies)|states?|territor(?:y|ies)|markets?|jurisdictions?)\b"
    r"|\bapplicable (?:law|legislation|regulation)s?\b",
    re.IGNORECASE,
)
_REGION_NAMES = re.compile(
    r"\b(?:EU|UK|US|U\.S\.|USA|U\.K\.|European Union|United (?:States|Kingdom)|America|Britain|England|Scotland|Wales|Ireland"
    r"|German[y]?|France|French|Spain|Spanish|Ital(?:y|ian)|Portugal|Austria\w*|Switzerland|Swiss|Netherlands|Dutch|Belgium"
    r"|Belgian|Denmark|Danish|Sweden|Swedish|Norw(?:ay|egian)|Finland|Finnish|Poland|Polish|Czech\w*|Hungar\w+|Greece|Greek"
    r"|Canad\w+|Mexic\w+|Brazil\w*|Argentin\w+|Chile|India\w*|China|Chinese|Japan\w*|Korea\w*|Australia\w*|New Zealand"
    r"|South Africa\w*|Nigeria\w*|Kenya\w*|Israel\w*|Turk\w+|Singapore|Malaysia|Indonesia|Philippines|Thailand|Vietnam"
    r"|California|Texas|New York|Florida|Ontario|Quebec|Bavaria|Europe(?:an)?|GDPR|HIPAA|FDA|EMA|NHS|IRS)\b"
)
_REGION_ASKED = re.compile(
    r"\b(?:ask|confirm|request|inquire|state|tell|provide|select|know)\w*\b.{0,50}\b(?:country|region|state|jurisdiction"
    r"|where they live)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:vulnerable|at[- ]risk|unauthori[sz]ed|eligible|ineligible|wrong|certain|unqualified|special)\s+(?:users?|people|persons?"
    r"|customers?|audiences?|groups?|individuals?|adults?|clients?|readers?)\b|\bprofessional[- ]only\b",
    re.IGNORECASE,
)
_GROUP_SAID = re.compile(
    r"^\s*(?:\(|,?\s*(?:such as|including|that is|i\.e\.|e\.g\.|meaning|namely|like|who|whose|:|with))",
    re.IGNORECASE,
)


def audience(material: Material) -> Iterator[Found]:
    """Yield what turns on an age, a place or a group of people that nothing says: L20."""
    policy, prompt = material.policy, material.prompt
    told = [policy.scope.audience or "", policy.name] if policy is not None else []
    told += [rule.text for rule in policy.rules] if policy is not None else []
    told += [one.text for one in prompt.instructions] if prompt is not None else []
    whole = "\n".join(told)
    if policy is not None and policy.scope.audience is None and not _named_audience(prompt):
        yield Found(
            UNDEFINED.at(
                material.places.get(("scope",), material.top),
                material.file,
                message="nothing says for whom the product is",
                fix="Add scope.audience: who uses it, how old they are and where, e.g. audience: "
                "adults who rent a flat in Austria.",
            )
        )
    for number, rule in enumerate(policy.rules if policy is not None else ()):
        said = _open_audience(rule.text, whole)
        if said:
            yield Found(
                UNDEFINED.at(
                    material.of_rule(number, "text"),
                    material.file,
                    message=f"rule '{rule.id}' turns on '{said}', which nothing says",
                    fix=_audience_fix(said, policy.scope.audience if policy else None),
                )
            )
    if prompt is None:
        return
    for one in prompt.instructions:
        said = _open_audience(one.text, whole)
        if said:
            yield Found(
                UNDEFINED.at(
                    prompt.find(one, said),
                    prompt.origin.file,
                    message=f"this turns on '{said}', which nothing says",
                    fix=_audience_fix(said, policy.scope.audience if policy else None),
                )
            )


def _open_audience(text: str, whole: str) -> str:
    """Return the age, place or group on which a text turns, where the whole leaves it open."""
    age = _AGE.search(text)
    if age and not _AGE_SAID.search(whole) and not _names_title(text, age):
        return age[0]
    region = _REGION.search(text)
    if region and not _REGION_NAMES.search(whole) and not _REGION_ASKED.search(whole):
        return region[0]
    group = _GROUP.search(text)
    return group[0] if group and not _GROUP_SAID.match(text[group.end() :]) else ""


def _names_title(text: str, age: re.Match[str]) -> bool:
    return (
        re.match(r"\s*(?:novels?|adult|fiction|literature|leagues?)\b", text[age.end() :], re.IGNORECASE)
        is not None
    )


def _audience_fix(said: str, audience_: str | None) -> str:
    known = f" The policy says: {audience_}." if audience_ else ""
    return f'Say it in numbers or names in place of \'{said}\': "under 16", "in Spain", "nurses".{known}'


_AUDIENCE = re.compile(
    r"\b(?:for|helps?|helping|supports?|assists?|guides?|serves?|talk(?:s|ing)? to|used? by|audience|users are|customers? of"
    r"|patients?|students?|children|kids|pupils|parents?|teachers?|employees|staff|customers?|passengers?|travell?ers"
    r"|members|citizens|developers|drivers|tenants|job-seekers|new hires|players?|clients|guests|residents|shoppers"
    r"|beginners|adults|clinicians|nurses|engineers)\b",
    re.IGNORECASE,
)


def _named_audience(prompt: Prompt | None) -> bool:
    return prompt is not None and any(_AUDIENCE.search(one.text) for one in prompt.instructions)


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
