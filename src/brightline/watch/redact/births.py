"""A text in, the days of birth in it out: days behind a word that says so."""

import re
from collections.abc import Iterator
from itertools import chain

from brightline.watch.redact.finding import APART, BELOW, Found, Kind, announced, compiled

EARLIEST = 1915
"""Year of birth from which on somebody may be alive; the days of the dead are history."""

FIRST = (
    r"(?i)(?:\b|[_\"'])(?:d\.?\s?o\.?\s?b\.?|(?:date|day)[ _-]?of[ _-]?birth"
    r"|birth[ _-]?da(?:te|y)"
    r"|anniversaire|cumplea(?:ñ|n)os|aniversário|compleanno|verjaardag|urodziny"
    r"|syntym(?:ä|a)p(?:ä|a)iv(?:ä|a)\pL*|f(?:ö|ø|o)(?:delsedag|dselsdag)|narozeniny"
    r"|rojstni dan"
    r"|datum ro(?:đ|dj|jst)\pL*|sünniaeg|dzimšanas datums|gimimo data|dátum narodenia"
    r"|ngày sinh|tanggal lahir|tarikh lahir|geboortedag|age of birth"
    r"|nacimiento|naiss\b|született|sinh ngày|ngày sinh|ro(?:đ|dj)en[aio]?|sünnikuupäev"
    r"|syntynyt"
    r"|born|bday|b-day|geburts(?:datum|tag)|geboren|geb\.|né\(?e?\)?|date de naissance"
    r"|naissance|nascimento|geb[ _.-]{0,2}dat(?:um)?|生日|생일"
    r"|nac[ií](?:d[oa])?|fecha[ _](?:de[ _])?nac(?:imiento)?\.?|nat[oa]|data di nascita"
    r"|nascita"
    r"|data de nascimento|nascid[oa]|nasci|geboortedatum|f(?:ö|o)delsedatum|f(?:ø|o)dselsdato"
    r"|f(?:ö|ø)dd|f(?:ø|o)dt|data urodzenia|urodz\pL+|ur\.|syntym(?:ä|a)aika"
    r"|datum narozen(?:í|i)|narozen\pL?|do(?:ğ|g)um (?:tarihi|günü)m?|data na(?:ș|s)terii)"
    r"|(?:дата рождения|день рождения|родил\pL+|дата на раждане|дата народження"
    r"|出生日期|生日|生年月日|出生"
    r"|誕生日|생년월일"
    r"|születési"
    r"|ημερομηνία γέννησης|تاريخ الميلاد|תאריך לידה|जन्म तिथि)"
    r"|(?-i:[a-z](?:Birth|Dob|Bday|Nacimiento|Naissance|Geburt|Nascimento|Nascita|Geboorte"
    r"|Urodzenia)\w*)"
)
_MONTH = r"\pL{3,12}\.?"
_DATE = (
    r"(?:19|20)\d\d ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2}日?"
    r"|\d{1,2}[./ -]{1,2}\d{1,2}[./ -]{1,2}(?:19|20)?\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[ -](?:of |de |d')?{_MONTH}(?: de| del|,)?[ -](?:19"
    rf"|20)?\d\d"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)?\d\d"
    rf"|(?:19|20)\d\d(?:0[1-9]|1[012])(?:[012]\d|3[01])|(?:19|20)\d\d[- ]{_MONTH}[- ]\d{{1,2}}"
)
_REST = (
    r"(?i)(?:[\s:=\"'(,*?-]|'s\b|は|은|는|于|於|[_ ]?(?:is|was|date|am|on|le|el|il|em|op"
    r"|des kindes|de mon fils|de ma fille|del ni(?:ñ|n)o|of (?:the |my )?(?:child|kid|son"
    r"|daughter)"
    r"|den|dnia|dne|the|ist|der|est|es|é|è)\b"
    rf"|(?:ad?|à|in) \pL{{2,20}} ){{0,6}}({_DATE})(?:[^0-9]|$)"
)
_YEAR = re.compile(r"(?:1[0-9]|20)[0-9]{2}")


_BEHIND = rf"(?i)(?:^|[^0-9])({_DATE}),? (?:geboren|geb\.|born\b|doğum|született|生まれ)"
"""The word behind the day."""


def find_birth_dates(text: str) -> Iterator[Found]:
    """Yield the days that are said to be a day of birth."""
    after = ((0, match, 0) for match in compiled(_BEHIND).finditer(text))
    for _, match, at in chain(announced(text, FIRST, _REST, apart=(APART, BELOW)), after):
        year = _YEAR.search(match[1])
        if year is None or int(year[0]) >= EARLIEST:
            start, end = match.span(1)
            told = " ".join(match[1].casefold().split())
            yield Found(at + start, at + end, Kind.BIRTH_DATE, told)
