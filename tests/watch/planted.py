"""A seed in, made-up personal data and secrets in made-up sentences out, by kind.

Written before the patterns that have to find them.
"""

import random
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

from drawing import HEX, doubled_sum, drawn, of, parts, pick, shaped, split
from planted_ids import birth_date, id_elsewhere, id_english, id_european
from planted_keys import (
    SECRETS,
    TOLD,
    jwt,
    key_ai,
    key_cloud,
    key_code,
    key_trade,
    password_url,
    phrase,
    private_key,
    secret,
)


class Planted(NamedTuple):
    """One text with one item in it."""

    kind: str
    form: str
    text: str
    item: str
    """As it stands in the text: none of it may be left."""


FIRST = parts("anna ben carla dmitri elif farid grace hiro ines jonas kofi lucía mei noor")
LAST = parts("adams becker costa dubois eriksen fischer garcia haddad ito jensen kowalska")
DOMAINS = parts(
    "example.com example.org gmail.com web.de orange.fr mail.example.co.uk firma-nord.de "
    "uni.example.edu posteo.net yahoo.co.jp terra.com.br proton.me studio.design",
)


def email(rng: random.Random) -> tuple[str, str]:
    first, last = rng.choice(FIRST), rng.choice(LAST)
    domain, year = rng.choice(DOMAINS), rng.randrange(60, 99)
    forms = {
        "plain": f"{first}.{last}@{domain}",
        "short": f"{first[0]}{last}{year}@{domain}",
        "plus": f"{first}+{rng.choice(['shop', 'news'])}@{domain}",
        "capitals": f"{first.title()}_{last.title()}@{domain.upper()}",
        "hyphen": f"{first}-{last}@{rng.choice(['a', 'mx1'])}.{domain}",
        "bracketed": f"{first}.{last} [at] {domain.replace('.', ' [dot] ')}",
        "round": f"{first}{last}(at){domain.replace('.', '(dot)')}",
        "in url": quote(f"{first}.{last}@{domain}", safe=""),
        "apostrophe": f"{first}.o'{last}@{domain}",
        "idn": f"{first}@bücher-{last}.de",
    }
    return pick(rng, forms)


INTERNATIONAL = parts(
    "+1 (415) 555-2671|+1-212-555-0147|+14155552671|+44 7700 900123|+44 20 7946 0958|"
    "+44 (0)20 7946 0958|+49 151 23456789|+49 (0) 30 901820|+49-89-636-48018|+33 6 12 34 56 78|"
    "+33 (0)1 23 45 67 89|+34 612 345 678|+39 333 123 4567|+39 06 6982 1234|+31 6 12345678|"
    "+32 470 12 34 56|+41 79 123 45 67|+43 664 1234567|+46 70 123 45 67|+47 412 34 567|"
    "+45 20 12 34 56|+358 40 123 4567|+48 512 345 678|+351 912 345 678|+353 85 123 4567|"
    "+61 412 345 678|+64 21 123 4567|+91 98765 43210|+91-9876543210|+86 138 1234 5678|"
    "+81 90-1234-5678|+82 10-1234-5678|+55 11 98765-4321|+55 (21) 91234-5678|+52 55 1234 5678|"
    "+54 9 11 2345-6789|+27 82 123 4567|+234 803 123 4567|+971 50 123 4567|+90 532 123 45 67|"
    "+7 912 345-67-89|+380 50 123 4567|+972 52-123-4567|+65 9123 4567|+60 12-345 6789|"
    "0044 7700 900123|0049 151 23456789|0033 6 12 34 56 78|011 44 20 7946 0958|+1.415.555.2671",
    sign="|",
)


def phone_abroad(rng: random.Random) -> tuple[str, str]:
    form = rng.choice(INTERNATIONAL)
    kept = 7 if form[0] == "+" else 8
    return form, form[:kept] + "".join(
        rng.choice("23456789") if one.isdigit() else one for one in form[kept:]
    )


NATIONAL = parts(
    "(415) 555-2671|415-555-2671|415.555.2671|415 555 2671|(415)555-2671|1-415-555-2671|"
    "07700 900123|07700900123|020 7946 0958|(020) 7946 0958|0161 496 0123|0151 23456789|"
    "0151-23456789|030/901820|030 901820 12|089-63648018|06 12 34 56 78|06.12.34.56.78|"
    "0612345678|01 23 45 67 89|06-12345678|020-1234567|0412 345 678|(02) 9876 5432|"
    "0412345678|079 123 45 67|070-123 45 67|090-1234-5678|03-1234-5678|010-1234-5678|"
    "(11) 98765-4321|082 123 4567|0803 123 4567|050-123-4567|0532 123 45 67|8 (912) 345-67-89|"
    "0471 12 34 56|0664 1234567|0870-123-456|612 34 56 78",
    sign="|",
)
LABELLED = parts(
    "4155552671|9876543210|98765 43210|13812345678|138-1234-5678|612 345 678|612345678|"
    "333 1234567|3331234567|11987654321|512 345 678|555-0147|912345678|40 12 34 56|9123 4567",
    sign="|",
)


def phone_home(rng: random.Random) -> tuple[str, str]:
    form = rng.choice(NATIONAL)
    kept = 6 if form[:3] in {"(11", "8 ("} else 5 if form[0] in "(0" else 3
    return form, form[:kept] + "".join(
        rng.choice("2345678") if one.isdigit() else one for one in form[kept:]
    )


def phone_labelled(rng: random.Random) -> tuple[str, str]:
    form = rng.choice(LABELLED)
    return form, form[:3] + "".join(
        rng.choice("2345678") if one.isdigit() else one for one in form[3:]
    )


CARDS = parts(
    "4999999999999999 5399999999999999 2299999999999999 379999999999999 6011999999999999 "
    "3539999999999999 36999999999999 6299999999999999",
)


def card(rng: random.Random) -> tuple[str, str]:
    digits = drawn(
        rng, rng.choice(CARDS), lambda one: doubled_sum(one) % 10 == 0 and one[:4] > "2230"
    )
    sizes = {16: (4, 4, 4, 4), 15: (4, 6, 5), 14: (4, 6, 4)}[len(digits)]
    form = rng.choice(["bare", "spaced", "hyphens", "dots"])
    sign = {"bare": "", "spaced": " ", "hyphens": "-", "dots": "."}[form]
    return f"{form} {len(digits)}", split(digits, sizes, sign)


def remainder_97(text: str) -> int:
    return int("".join(str(int(one, 36)) for one in text)) % 97


IBANS = parts(
    "DE999999999999999999 GBAAAA99999999999999 FR99999999999999999999999 NLAAAA9999999999 "
    "ES99999999999999999999 ITA9999999999999999999999 BE999999999999 CH99999999999999999 "
    "AT9999999999999999 PL999999999999999999999999 SE99999999999999999999 NO99999999999 "
    "IEAAAA99999999999999 PT999999999999999999999 DK99999999999999 FI99999999999999 "
    "TR9999990999999999999999 SA99999999999999999999 AE9999999999999999999 "
    "BR99999999999999999999999A9",
)


def iban(rng: random.Random) -> tuple[str, str]:
    shape = rng.choice(IBANS)
    country, body = shape[:2], shaped(rng, shape[2:])
    check = 98 - remainder_97(f"{body}{country}00")
    whole = f"{country}{check:02}{body}"
    forms = {
        "bare": whole,
        "spaced": " ".join(whole[at : at + 4] for at in range(0, len(whole), 4)),
        "hyphens": "-".join(whole[at : at + 4] for at in range(0, len(whole), 4)),
        "small": whole.lower(),
    }
    name, value = pick(rng, forms)
    return f"{country} {name}", value


def ipv4(rng: random.Random) -> tuple[str, str]:
    start = rng.choice(["81.23", "203.0", "192.168", "10.44", "172.16", "94.130", "5.9"])
    value = f"{start}.{rng.randrange(30, 255)}.{rng.randrange(1, 255)}"
    forms = {"plain": value, "port": f"{value}:8080", "range": f"{value}/24"}
    return pick(rng, forms)


def ipv6(rng: random.Random) -> tuple[str, str]:
    groups = [of(rng, HEX, 4).lstrip("0") or "0" for _ in range(5)]
    forms = {
        "whole": f"2001:db8:{rng.randrange(1, 9)}:" + ":".join(groups),
        "short": f"2a02:8109:{groups[0]}::{groups[1]}",
        "shorter": f"2001:db8::{groups[0]}",
        "link": f"fe80::{':'.join(groups[:4])}",
        "capitals": f"2A00:1450:{groups[0].upper()}:{groups[1].upper()}::{groups[2].upper()}",
        "port": f"[2606:4700:{groups[0]}::{groups[1]}]:443",
    }
    return pick(rng, forms)


SAYS_NOTHING = parts(
    "Here it is: {}|{}|Sorry, I meant {} and not the other one.|I typed {} by mistake, can you "
    "delete it?|Bitte nehmt {} dafür.|C'est {}, merci.|Es {} , gracias|Could you check ({})?|"
    '> {}\n\nThanks for the quick reply!|It says "{}" on my screen.|use `{}` for that|'
    'a;b;c\n1;{};3|{{"value": "{}", "ok": true}}|**{}**|- first\n- {}\n- third|{}, please.|'
    "{}!|<td>{}</td>|これです\uff1a{}。|"
    "Log line: user said {} at 10:42|[{}]|value={}&page=2|{}\n",
    "|",
)
CALLS = parts(
    "Call me at {} after 5pm.|My phone number is {}.|Tel.: {}|Phone: {}|mobile {}|"
    "You can reach me on {} any time|Please text {}.|WhatsApp: {}|Handy: {}|Telefon {}|"
    "Mon numéro de téléphone est le {}.|Mi teléfono es {}|meu celular é {}|mio cellulare: {}|"
    'telefoonnummer: {}|{{"phone": "{}"}}|phone={}|tel:{}|cell: {} (evenings)|手机号\uff1a{}|'
    "電話番号は{}です|Jonas Becker\nFirma Nord\nT: phone {}|мой телефон {}|fax {}|"
    "mobile_number,{}|{} is my phone number|ring me on {}, thanks",
    "|",
)
TELLS = parts(
    "My {label} is {}.|{label}: {}|{label} {}|{label}={}|"
    "The {label} on the form is {}, is that right?|"
    '{{"{label}": "{}"}}|Please update my {label} to {} in your records.|'
    "{} is my {label}.|{label}\n{}|{label} - {}|Here is my {label}: {} and my name is Ito.|"
    "({label} {})",
    "|",
)
ADDRESSED = parts(
    "server at {} is down|Failed login from {}|ip: {}|ssh root@{}|http://{}/status|"
    '[error] client {} denied|My IP address is {}|{} - - [10/Oct/2024:13:55:36 +0000] "GET /"|'
    '{{"client_ip": "{}"}}|allow {};|X-Forwarded-For: {}|ping {}|connect to {} please',
    "|",
)


def placed(rng: random.Random, texts: list[str], item: str, *, label: str = "") -> str:
    frame = rng.choice(texts)
    return (
        frame.replace("{label}", label)
        .replace("{}", item)
        .replace("{{", "{")
        .replace("}}", "}")
    )


def plant(kind: str, rng: random.Random) -> Planted:
    """Return one text of a kind."""
    form, item = MAKERS[kind](rng)
    frames, label = SAYS_NOTHING, ""
    if kind in {"id english", "id european", "id elsewhere"}:
        label, item = item.split("|")
        frames = TELLS
    elif kind in {"birth date", "password url"}:
        frame, item = item.split("|")
        text = frame.replace("{}", item).replace("{{", "{").replace("}}", "}")
        if kind == "password url":
            text = placed(rng, SAYS_NOTHING, text)
        return Planted(kind, form, text, item)
    elif kind == "phone labelled" or (kind.startswith("phone") and rng.random() < 0.5):
        frames = CALLS
    elif kind == "ipv4" or (kind == "ipv6" and rng.random() < 0.5):
        frames = ADDRESSED
        item = item.split("/")[0] if form == "range" else item
    elif kind == "password":
        item = phrase(rng)
        frames = TOLD
    elif kind == "secret":
        frames = SECRETS
    return Planted(kind, form, placed(rng, frames, item, label=label), bare(kind, item))


def bare(kind: str, item: str) -> str:
    """Return the part of an item that must be gone: ports and names around it may stay."""
    if kind.startswith("ip"):
        return (
            item.split("]", maxsplit=1)[0].lstrip("[")
            if "]" in item
            else item.split(":8080", maxsplit=1)[0]
        )
    return item.removeprefix("AccountKey=").removeprefix("https://hooks.slack.com/services/")


def told(rng: random.Random) -> tuple[str, str]:
    return "told", phrase(rng)


MAKERS: dict[str, Callable[[random.Random], tuple[str, str]]] = {
    "email": email,
    "phone abroad": phone_abroad,
    "phone home": phone_home,
    "phone labelled": phone_labelled,
    "card": card,
    "iban": iban,
    "ipv4": ipv4,
    "ipv6": ipv6,
    "key ai": key_ai,
    "key cloud": key_cloud,
    "key code": key_code,
    "key trade": key_trade,
    "jwt": jwt,
    "private key": private_key,
    "password url": password_url,
    "password": told,
    "secret": secret,
    "id english": id_english,
    "id european": id_european,
    "id elsewhere": id_elsewhere,
    "birth date": birth_date,
}


def planted(size: int, seed: int) -> list[Planted]:
    """Return texts of all kinds in turn."""
    rng = random.Random(seed)  # noqa: S311 - the same texts each time
    kinds = list(MAKERS)
    return [plant(kinds[at % len(kinds)], rng) for at in range(size)]
