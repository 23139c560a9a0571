"""A text in, the days of birth in it out: days behind a word that says so."""

import re
from collections.abc import Iterator

from brightline.watch.redact.finding import Found, Kind, any_of, compiled, joined
from brightline.watch.redact.gaps import reached

EARLIEST = 1915
"""Year of birth from which on somebody may be alive; the days of the dead are history."""

FIRST = joined(
    r"(?i)(?:\b|[_\"'])(?:d\.?\s?o\.?\s?b\b\.?|d[_/]o[_/]b\b|(?:date|day"
    r"|place and date)[ _-]?of[ _-]?birth"
    r"|birth[ _-]?(?:da(?:te|y)\w{0,2}|dt|dob)|age of birth|birth(?:ed|\b)|(?:is|was"
    r"|were) born|born|bday|b-day|b/day|b\.day"
    r"|geburts(?:datum|tag|dat)\w{0,2}|geboren\w{0,2}|geb\.|geb[ _.-]{0,2}dat(?:um|\.)?"
    r"|gebdat\w{0,2}"
    r"|anniversaire|date de naiss\w*\.?|naissance|naiss\b|née|né\(e\) le|naquit"
    r"|nac[ií](?:d[oa]s?)?|f(?:echa|\.)?[ _]?(?:de[ _])?nac(?:imiento|\.|to\.?|\b)|nacimiento"
    r"|cumplea(?:ñ|n)os|naci(?:ó|o)"
    r"|nat[oaie](?:/[ao])?|data di nascita|nascita|compleanno|data naixement|naixement|nascuts?"
    r"|data d[ea] nasc\w*\.?|nascid[oa]|nasci(?:mento|\b)|nasceu|aniversário"
    r"|geboorte(?:datum|dag|dat)|verjaardag|gebore\b|f(?:ö|o)delse(?:datum|dag|tid)\w{0,2}"
    r"|f(?:ø|o)dsels?(?:dato|dag)\w{0,2}"
    r"|f(?:ö|ø)dd|f(?:ø|o)dt|f(?:æ|ae)ðing\w*|fæddur?|data urodz\w*\.?|urodz\pL+(?: się)?"
    r"|urodziny|ur\."
    r"|syntym(?:ä|a)(?:aika|p(?:ä|a)iv(?:ä|a))\pL*|syntyn\w+|s(?:ü|u)nni(?:aeg|kuupäev"
    r"|päev)\w*|sündin\w+"
    r"|dat(?:um|\.) nar(?:\.|oz\w*)?|narozen(?:í|i|\pL)?|narozeniny|dátum narodenia"
    r"|naroden\w{0,2}|nar\."
    r"|datum ro(?:đ|dj|jst)\pL*|ro(?:đ|dj)en\w{0,3}|rojstn[ia] (?:dan|datum)|rojen\w?"
    r"|dzimšanas \pL+|dzim\pL+"
    r"|gimimo \pL+|gim(?:ęs|usi|ė)|szül(?:etés\w*|etett|\.)(?: (?:idő|dátum|ideje"
    r"|helye és ideje))?"
    r"|data na(?:ș|s|ş)terii|n(?:ă|a)scut\w?|do(?:ğ|g)um(?:lu)?(?: ?(?:tarih|gün)\w*)?"
    r"|datëlindja|lindur"
    r"|ngày sinh|ngày tháng năm sinh|sinh (?:ngày|nhật)|tanggal lahir|tgl\.? lahir|lahir"
    r"|tarikh lahir|petsa ng kapanganakan"
    r"|kapanganakan|tarehe ya kuzaliwa|data de nacemento|jaiotze)(?:\b|_)"
    r"|(?:^|[(,]\s?)b\.|(?i:\b(?:geb|ur|nar|szül|nac|f\. ?nac|dat\. nar|g\.? ?r|d\.? ?n"
    r"|d\. d\. n)\.)"
    r"|(?i:\b(?:né|nací|naci(?:ó|ò)|né\(e\)|gimė|data nașterii|datum rođ)\B)"
    r"|(?:дат[аы]? рожд|день рожд|родил|рожд|\x{434}\.?\s?\x{440}\.|\x{433}\.?\x{440}\."
    r"|дата на ражд|роден|дата народж"
    r"|народи"
    r"|датум рођ|рођен|出生|生日|生年月日|生まれ|誕生日|생년월일|생일|출생|태어"
    r"|ημερομηνία γέννησης|γεννήθηκ|γενέθλι|γεννηθ|تاريخ (?:ال)?ميلاد|تاريخ الولادة|مواليد"
    r"|ولدت?\b|متولد|تاریخ تولد"
    r"|תאריך לידה|נולד|जन्म|জন্ম|பிறந்த|วันเกิด|เกิด|დაბადებ|ծննդ)\pL*"
    r"|(?-i:[a-z](?:Birth|Born|Dob|DOB|Bday|BirthDate|Nacimiento|Naissance|Geburt|Nascimento"
    r"|Nascita|Geboorte"
    r"|Urodzenia)\w*)"
)
_MONTH = r"\pL{3,12}\.?"
_FIRST_MONTH = (
    r"(?:jan|ene|feb|fev|mar|mär|apr|abr|avr|may|mai|mei|maj|jun|jui|jul|aug|ago|aoû|sep|set"
    r"|oct|okt|out|ott|nov|dec|dez|dic|déc|gen|giu|lug|mag)\pL{0,9}\.?"
)
"""A month that stands before its day: any word would be the article as well."""
_YEAR4 = r"(?:19|20)\d\d"
_DATE = (
    rf"{_YEAR4} ?[年년./-] ?\d{{1,2}} ?[月월./-] ?\d{{1,2}}(?: ?[日일.]"
    rf"|T\d\d:\d\d(?::\d\d(?:\.\d{{1,9}})?)?(?:Z|[+-]\d\d:?\d\d)?)?"
    rf"|\d{{1,2}}[./ -]{{1,3}}\d{{1,2}}[./ -]{{1,3}}(?:19|20)?\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?[ ./-]{{0,2}}(?:of |de |d'|day of )?{_MONTH}"
    rf"(?: de| del|,|/|')?[ ./-]{{0,2}}(?:{_YEAR4}|\d\d)"
    rf"|{_FIRST_MONTH}[ -]\d{{1,2}}(?:st|nd|rd|th)?,?[ -](?:{_YEAR4}|'?\d\d)"
    rf"|{_YEAR4}(?:0[1-9]|1[012])(?:[012]\d|3[01])|{_YEAR4}[- ]{_MONTH}[- ]\d{{1,2}}"
    r"|\d\d(?:0[1-9]|1[012])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[012])(?:19|20)\d\d"
)
_DAY = rf"(?i)(?:^|[^0-9\pL])({_DATE})(?:[^0-9]|$)"
NEEDS = (
    r"(?:19|20)\d\d|\d[./ -]{1,3}\d{1,2}[./ -]{1,3}\d\d|\d{6}|\d[^0-9\n]{3,20}\d\d",
    any_of(FIRST, r"\bPID\|"),
)
"""A day, and a word that says whose; what all that is found here has in it."""
_YEAR = re.compile(r"(?:1[0-9]|20)[0-9]{2}")
_HL7 = r"\bPID\|(?:[^|\n]{0,80}\|){6}((?:19|20)\d{6})"
"""The seventh field of a patient's segment (HL7 version 2)."""
_BEHIND = (
    rf"(?i)(?:^|[^0-9])({_DATE})(?:[,)]? |、|에? ?)(?:geboren|geb\.|born\b|birth|né\(?e?\)?\b"
    rf"|nacid|nascid|nat[oa]\b"
    r"|doğum|született|urodz|född|født|родил|рожд|生|出生|태어|출생)"
)
"""The word behind the day."""
_ELSE = frozenset(
    {
        "expires",
        "expiry",
        "issued",
        "valid",
        "since",
        "until",
        "due",
        "joined",
        "updated",
        "died",
    }
    | {"created", "registered", "ordered", "order", "started", "gestorben", "mort", "fallecido"}
    | {"death", "hired", "released", "founded", "class", "visit", "appointment", "invoice"}
)
"""Words before a day that is another's."""


def find_birth_dates(text: str) -> Iterator[Found]:
    """Yield the days that are said to be a day of birth."""
    for end, match, words in reached(text, FIRST, _DAY):
        if not _ELSE.intersection(map(str.casefold, words)):
            yield from _found(match, end)
    for match in compiled(_HL7).finditer(text):
        yield from _found(match, 0)
    for match in compiled(_BEHIND).finditer(text):
        yield from _found(match, 0)


def _found(match: re.Match[str], at: int) -> Iterator[Found]:
    year = _YEAR.search(match[1])
    if year is None or int(year[0]) >= EARLIEST:
        start, end = match.span(1)
        told = " ".join(match[1].casefold().split())
        yield Found(at + start, at + end, Kind.BIRTH_DATE, told)
