"""A policy and a prompt in, what they turn on and leave open of age, place and people: L20."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brightline.craft.later import later
from brightline.craft.lint.material import Found, Material, Prompt, Told
from brightline.records import InstructionKind

UNDEFINED = Told(
    "L20",
    "undefined-audience",
    "Whether a request is fine depends on who asks, how old they are and where they live. "
    "Where "
    "that is left open every reader fills it in for himself, and where readers disagree models "
    "break a specification 5 to 13 times as often (arXiv 2510.07686).",
)
_AGE = later(
    r"\b(?:minors?|juveniles?|youngsters?|adolescents?|the (?:underaged?|young|elderly"
    r"|very young)|infants?|senior citizens?|seniors|pensioners?|the aged|older (?:people"
    r"|persons?|users?|customers?)|the old|not yet (?:of age|adults?|old enough)"
    r"|grown up enough|kids only|(?:only|for|to) (?:adults|grown[- ]ups)(?! (?:who|aged?"
    r"|over|from|of|in|with))|(?:adults|grown[- ]ups) (?:only|alone)|under[- ]?ag(?:e|ed)"
    r"|too young|young (?:users?|people|persons?|customers?|visitors?|readers?|players?"
    r"|adults? only)|legal(?: drinking)? age|of (?:legal )?age\b|age of majority"
    r"|age[- ]appropriate\w*|(?:suitable|appropriate|right|fit) for (?:their|the|his|her"
    r"|your|a|its|any) (?:user'?s? |child'?s? )?ages?|(?:for|to|by|of|with) (?:their"
    r"|the user's|the child's|his or her) age(?: group)?|youth|adults? only|old enough"
    r"|age[- ]restricted|(?:not|never|no\w*|sell|serve|show|only|for|to) (?:for |to )?(?:kids"
    r"|teen(?:ager)?s?|small ones|little ones)(?! (?:of|from|aged?|under|over|who)\b))\b"
    r"|^\W*(?:kids|teen(?:ager)?s|tweens)\b(?= (?:may|must|need|can|do|don't|cannot|can't|get"
    r"|are|have)\b)",
    re.IGNORECASE,
)
_AGE_SAID = later(
    r"\b(?:under|below|over|above|aged?|ages|age of|younger than|older than|from|between"
    r"|of)\s+(?:the age of\s+)?"
    r"(?:\d{1,2}|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen"
    r"|twenty-one)\b(?!\s*(?:%|percent|words?|dollars|euros?|minutes|hours|days|lines|items"
    r"|messages|sentences"
    r"|questions|points|seats|nights|miles|km|kg|business))|\b\d{1,2}[- ](?:to"
    r"|and)[- ]\d{1,2}[- ]?(?:years?|year-olds?)?"
    r"|\b\d{1,2}[ -]?(?:\+|years?(?:[- ]olds?)?|yo\b)|\b\d{1,2}\s*[\u2013-]\s*\d{1,2}\s+year"
    r"|\badults? of \d",
    re.IGNORECASE,
)
_REGION = later(
    r"\b(?:certain|some|specific|various|particular|a few|several|many) (?:countries"
    r"|country|regions?|states?|territor(?:y|ies)|markets?|jurisdictions?|places|areas"
    r"|zones)\b|\b(?:regions?|countries|places|areas|states?|zones) (?:where"
    r"|in which) (?:this|it|they|that)\b|\b(?:the |whatever the )?(?:law|laws|rules) (?:is "
    r"|are |of the land |there |that apply )?(?:where|of the place|in the place"
    r"|of the country)\b|\bthe law of the land\b|\blocally (?:legal|allowed|banned|illegal"
    r"|permitted|forbidden)\b|\b(?:local|national|regional|applicable|relevant|domestic"
    r"|state|federal)(?: \w+)? (?:laws?|legislation|regulations?|statutes?"
    r"|rules and regulations|legal requirements)\b|\b(?:the|their|your|his|her|any|each"
    r"|applicable|user'?s?|customer'?s?|its)\s+(?:own )?jurisdictions?(?: in question)?\b"
    r"|\b(?:the user's|their|the customer's|your|the applicable|his|her|certain|eligible"
    r"|supported|unsupported|permitted|allowed|approved|some) (?:regions?|countr(?:y|ies)"
    r"|states?"
    r"|territor(?:y|ies)|markets?|jurisdictions?)\b|\bour (?:region|territory|country"
    r"|(?:(?:service|delivery|sales) )?area)s?\b|\b(?:restricted|embargoed|sanctioned"
    r"|participating|selected|excluded|eligible|prohibited|blocked|relevant|respective"
    r"|qualifying|high-risk) (?:countries|country|regions?|territor(?:y|ies)|states?"
    r"|markets?|jurisdictions?)\b|\bapplicable (?:law|legislation|regulation)s?\b",
    re.IGNORECASE,
)
_REGION_NAMES = later(
    r"\b(?:EU|UK|US|U\.S\.|USA|U\.K\.|European Union|United (?:States|Kingdom)|America|Britain"
    r"|England|Scotland|Wales|Ireland"
    r"|German[y]?|France|French|Spain|Spanish|Ital(?:y|ian)|Portugal|Austria\w*|Switzerland"
    r"|Swiss|Netherlands|Dutch|Belgium"
    r"|Belgian|Denmark|Danish|Sweden|Swedish|Norw(?:ay|egian)|Finland|Finnish|Poland|Polish"
    r"|Czech\w*|Hungar\w+|Greece|Greek"
    r"|Canad\w+|Mexic\w+|Brazil\w*|Argentin\w+|Chile|India\w*|China|Chinese|Japan\w*|Korea\w*"
    r"|Australia\w*|New Zealand"
    r"|South Africa\w*|Nigeria\w*|Kenya\w*|Israel\w*|Turk\w+|Singapore|Malaysia|Indonesia"
    r"|Philippines|Thailand|Vietnam"
    r"|California|Texas|New York|Florida|Ontario|Quebec|Bavaria|Europe(?:an)?|GDPR|HIPAA|FDA"
    r"|EMA|NHS|IRS)\b"
)
_REGION_ASKED = later(
    r"\b(?:ask|confirm|request|inquire|state|tell|provide|select|know)\w*\b.{0,50}\b(?:country"
    r"|region|state|jurisdiction"
    r"|where they live)\b",
    re.IGNORECASE,
)
_GROUP = later(
    r"\b(?:vulnerable|frail|fragile|weak|suitable|trusted|sensitive|disadvantaged"
    r"|at[- ]risk|unauthori[sz]ed|eligible|ineligible|wrong|certain|unqualified|special"
    r"|licen[sc]ed|qualified)\s+(?:users?|people|persons?|customers?|audiences?|groups?"
    r"|individuals?|adults?|clients?|readers?)\b|\bprofessional[- ]only\b",
    re.IGNORECASE,
)
_GROUP_SAID = later(
    r"^\s*(?:\(|,?\s*(?:such as|including|that is|i\.e\.|e\.g\.|meaning|namely|like|who|whose"
    r"|:|with))",
    re.IGNORECASE,
)


def audience(material: Material) -> Iterator[Found]:
    """Yield what turns on an age, a place or a group of people that nothing says: L20."""
    policy, prompt = material.policy, material.prompt
    told = [policy.scope.audience or "", policy.name] if policy is not None else []
    told += [rule.text for rule in policy.rules] if policy is not None else []
    told += [one.text for one in prompt.instructions] if prompt is not None else []
    known = Known.of(told)
    if policy is not None and policy.scope.audience is None and not _named_audience(prompt):
        yield Found(
            UNDEFINED.at(
                material.places.get(("scope",), material.top),
                material.file,
                message="nothing says for whom the product is",
                fix="Add scope.audience: who uses it, how old they are and where, e.g. "
                "audience: "
                "adults who rent a flat in Austria.",
            )
        )
    for number, rule in enumerate(policy.rules if policy is not None else ()):
        said = _open_audience(rule.text, known)
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
    for one in prompt.orders:
        said = _open_audience(one.text, known)
        if one.kind is InstructionKind.FACT and not _TURNS.search(one.text):
            said = "" if _REGION.fullmatch(said) else said  # `It snows in some regions.`
        if said:
            yield Found(
                UNDEFINED.at(
                    prompt.find(one, said),
                    prompt.origin.file,
                    message=f"this turns on '{said}', which nothing says",
                    fix=_audience_fix(said, policy.scope.audience if policy else None),
                )
            )


_TURNS = later(
    r"\b(?:not|never|no|only|may|must|refuse\w*|declin\w*|allowed|forbidden|need\w*|comply"
    r"|follow|observe|unavailable|unless)\b|n't\b",
    re.IGNORECASE,
)
"""What a fact says when something turns on it."""


def _open_audience(text: str, known: "Known") -> str:
    """Return the age, place or group on which a text turns, where the whole leaves it open."""
    age = _AGE.search(text)
    if age and not known.age and not _AGE_SAID.search(text) and not _names_title(text, age):
        return age[0]
    region = _REGION.search(text)
    if region and not known.region and not _REGION_NAMES.search(text):
        return region[0]
    group = _GROUP.search(text)
    return group[0] if group and not _GROUP_SAID.match(text[group.end() :]) else ""


_PEOPLE = later(
    r"\b(?:users?|people|persons?|customers?|minors?|child(?:ren)?|kids|teen\w*|pupils?"
    r"|students?|players?|audience|adults?"
    r"|readers?|patients?|members?|visitors?|clients?|anyone|those|grade|year-olds?|aged?|ages"
    r"|under-?age\w*|residents?"
    r"|live|lives|living|based|located|operat\w+|deliver\w*|country|countries|region|law"
    r"|market|serv\w+|shop|citizens?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a policy and a prompt say of whom the product is for."""

    age: bool
    region: bool

    @classmethod
    def of(cls, texts: list[str]) -> "Known":
        """Return what texts say of the people in them."""
        of_people = [text for text in texts if _PEOPLE.search(text)]
        return cls(
            age=any(_AGE_SAID.search(text) for text in of_people),
            region=any(
                _REGION_ASKED.search(text)
                or (_REGION_NAMES.search(text) and not _ASIDE.search(text))
                for text in of_people
            ),
        )


_ASIDE = later(r"\b(?:such as|e\.g\.|for example|like)\b|\b(?:911|988|112)\b", re.IGNORECASE)
"""Of a place that is only named as an example."""


def _names_title(text: str, age: re.Match[str]) -> bool:
    return (
        re.match(
            r"\s*(?:novels?|adult|fiction|literature|leagues?)\b",
            text[age.end() :],
            re.IGNORECASE,
        )
        is not None
    )


def _audience_fix(said: str, audience_: str | None) -> str:
    known = f" The policy says: {audience_}." if audience_ else ""
    return (
        f'Say it in numbers or names in place of \'{said}\': "under 16", "in Spain", '
        f'"nurses".{known}'
    )


_AUDIENCE = later(
    r"\b(?:for|helps?|helping|supports?|assists?|guides?|serves?|talk(?:s|ing)? to|used? by"
    r"|audience|users are|customers? of"
    r"|patients?|students?|children|kids|pupils|parents?|teachers?|employees|staff|customers?"
    r"|passengers?|travell?ers"
    r"|members|citizens|developers|drivers|tenants|job-seekers|new hires|players?|clients"
    r"|guests|residents|shoppers"
    r"|beginners|adults|clinicians|nurses|engineers)\b",
    re.IGNORECASE,
)


def _named_audience(prompt: Prompt | None) -> bool:
    return prompt is not None and any(_AUDIENCE.search(one.text) for one in prompt.instructions)
