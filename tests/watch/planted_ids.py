"""A random source in, made-up numbers and birthdays of persons out.

With check digits of its own: digits are drawn until the rule of the country holds.
"""

import random

from drawing import DIGITS, UPPER, doubled_sum, drawn, of, parts, pick, shaped, split


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(one) * weight for one, weight in zip(digits, weights, strict=False))


def born_in(digits: str) -> bool:
    """Tell whether six digits are a date as year, month, day."""
    return 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) <= 28


def id_english(rng: random.Random) -> tuple[str, str]:
    ssn = drawn(
        rng,
        "999-99-9999",
        lambda one: (
            "001" <= one[:3] < "900" and one[:3] != "666" and one[4:6] != "00" and one[7] != "0"
        ),
    )
    sin = drawn(
        rng,
        "999 999 999",
        lambda one: doubled_sum(one.replace(" ", "")) % 10 == 0 and one[0] in "1234567",
    )
    nhs = drawn(
        rng,
        "9999999999",
        lambda one: (
            one[0] in "4567" and weighted(one, (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0
        ),
    )
    tfn = drawn(
        rng,
        "999 999 999",
        lambda one: (
            one[0] != "0"
            and weighted(one.replace(" ", ""), (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0
        ),
    )
    nino = f"{of(rng, 'ABCEHJLMPRSTWXYZ', 1)}{of(rng, 'ABCEHJLMPRSTWXYZ', 1)}"
    numbers = shaped(rng, "99 99 99")
    pps = shaped(rng, "9999999")
    pps += "WABCDEFGHIJKLMNOPQRSTUV"[weighted(pps, (8, 7, 6, 5, 4, 3, 2)) % 23]
    forms = {
        "us": f"SSN|{ssn}",
        "us bare": f"social security number|{ssn.replace('-', '')}",
        "us spaced": f"SSN|{ssn.replace('-', ' ')}",
        "ca": f"SIN|{sin}",
        "ca hyphens": f"social insurance number|{sin.replace(' ', '-')}",
        "uk nhs": f"NHS number|{split(nhs, (3, 3, 4), ' ')}",
        "uk nhs bare": f"NHS no.|{nhs}",
        "uk ni": f"National Insurance number|{nino}{of(rng, DIGITS, 6)}{rng.choice('ABCD')}",
        "uk ni spaced": f"NI number|{nino} {numbers} {rng.choice('ABCD')}",
        "au": f"TFN|{tfn}",
        "ie": f"PPS number|{pps}",
    }
    return pick(rng, forms)


def tax_id_de(rng: random.Random) -> str:
    """Return a number as ISO 7064, mod 11,10 wants it, one digit twice and one missing."""
    while True:
        first = rng.sample(DIGITS, 9)
        first.insert(rng.randrange(1, 9), rng.choice(first[:1]))
        rest = 10
        for one in first:
            rest = ((int(one) + rest) % 10 or 10) * 2 % 11
        if first[0] != "0":
            return "".join(first) + str((11 - rest) % 10)


def codice_fiscale(rng: random.Random) -> str:
    odd = dict(zip(DIGITS + UPPER, (1, 0, 5, 7, 9, 13, 15, 17, 19, 21) * 2, strict=False))
    odd |= dict(
        zip(
            UPPER,
            (
                1,
                0,
                5,
                7,
                9,
                13,
                15,
                17,
                19,
                21,
                2,
                4,
                18,
                20,
                11,
                3,
                6,
                8,
                12,
                14,
                16,
                10,
                22,
                25,
                24,
                23,
            ),
            strict=True,
        )
    )
    body = (
        f"{of(rng, 'BCDFGLMNPRSTV', 6)}{rng.randrange(40, 99)}{rng.choice('ABCDEHLMPRST')}"
        f"{rng.randrange(1, 29):02}{rng.choice('ABCDEFGHIL')}{shaped(rng, '999')}"
    )
    total = sum(
        odd[one] if place % 2 == 0 else int(one) if one.isdigit() else UPPER.index(one)
        for place, one in enumerate(body)
    )
    return body + UPPER[total % 26]


def id_european(rng: random.Random) -> tuple[str, str]:
    steuer = tax_id_de(rng)
    nir = f"{rng.choice('12')}{rng.randrange(40, 99)}{rng.randrange(1, 13):02}"
    nir += f"{rng.randrange(1, 95):02}{shaped(rng, '999999')}"
    key = f"{97 - int(nir) % 97:02}"
    dni = shaped(rng, "99999999")
    letter = "TRWAGMYFPDXBNJZSQVHLCKE"[int(dni) % 23]
    nie = shaped(rng, "9999999")
    bsn = drawn(
        rng,
        "999999999",
        lambda one: (
            one[0] != "0" and (weighted(one, (9, 8, 7, 6, 5, 4, 3, 2)) - int(one[8])) % 11 == 0
        ),
    )
    pesel = drawn(
        rng,
        "99999999999",
        lambda one: born_in(one) and weighted(one, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0,
    )
    rrn = drawn(rng, "999999999", lambda one: born_in(one) and one[6:9] != "000")
    rrn += f"{97 - int(rrn) % 97:02}"
    personal = drawn(rng, "9999999999", lambda one: born_in(one) and doubled_sum(one) % 10 == 0)
    hetu = f"{rng.randrange(1, 29):02}{rng.randrange(1, 13):02}{rng.randrange(40, 99)}"
    hetu += f"-{rng.randrange(2, 899):03}"
    hetu += "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(hetu[:6] + hetu[7:]) % 31]
    nif = drawn(
        rng,
        "299999999",
        lambda one: (
            int(one[8]) == max(11 - weighted(one, (9, 8, 7, 6, 5, 4, 3, 2)) % 11, 0) % 11 % 10
        ),
    )
    ahv = drawn(rng, "7569999999999", lambda one: weighted(one, (1, 3) * 6 + (1,)) % 10 == 0)
    forms = {
        "de": f"Steuer-ID|{split(steuer, (2, 3, 3, 3), ' ')}",
        "de bare": f"Steuernummer (IdNr)|{steuer}",
        "fr": f"numéro de sécurité sociale|{split(nir, (1, 2, 2, 2, 3, 3), ' ')} {key}",
        "fr bare": f"NIR|{nir}{key}",
        "es": f"DNI|{dni}{letter}",
        "es hyphen": f"DNI|{dni}-{letter}",
        "es nie": f"NIE|X{nie}{'TRWAGMYFPDXBNJZSQVHLCKE'[int(nie) % 23]}",
        "it": f"codice fiscale|{codice_fiscale(rng)}",
        "nl": f"BSN|{bsn}",
        "pl": f"PESEL|{pesel}",
        "be": f"rijksregisternummer|{rrn[:2]}.{rrn[2:4]}.{rrn[4:6]}-{rrn[6:9]}.{rrn[9:]}",
        "se": f"personnummer|{personal[:6]}-{personal[6:]}",
        "fi": f"henkilötunnus|{hetu}",
        "pt": f"NIF|{nif}",
        "ch": f"AHV-Nummer|{ahv[:3]}.{ahv[3:7]}.{ahv[7:11]}.{ahv[11:]}",
    }
    return pick(rng, forms)


DIHEDRAL = [
    [(a + b) % 5 + 5 * (b > 4) if a < 5 else (a - b) % 5 + 5 * (b < 5) for b in range(10)]
    for a in range(10)
]


def verhoeff(digits: str) -> int:
    permuted = [list(range(10)), [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
    while len(permuted) < 8:
        permuted.append([permuted[-1][one] for one in permuted[1]])
    total = 0
    for place, one in enumerate(reversed(digits)):
        total = DIHEDRAL[total][permuted[place % 8][int(one)]]
    return total


def id_elsewhere(rng: random.Random) -> tuple[str, str]:
    nine = of(rng, DIGITS, 9)
    cpf = nine
    for size in (10, 11):
        rest = sum(int(one) * (size - at) for at, one in enumerate(cpf)) % 11
        cpf += str(0 if rest < 2 else 11 - rest)
    aadhaar = drawn(rng, "999999999999", lambda one: one[0] > "1" and verhoeff(one) == 0)
    born = f"19{rng.randrange(50, 99)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"
    chinese = f"{rng.choice(['110105', '310101', '440304'])}{born}{shaped(rng, '999')}"
    chinese += "10X98765432"[
        sum(int(one) * (2 ** (17 - at) % 11) for at, one in enumerate(chinese)) % 11
    ]
    korean = drawn(
        rng,
        "9999999999999",
        lambda one: (
            born_in(one)
            and one[6] in "1234"
            and (11 - weighted(one, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10
            == int(one[12])
        ),
    )
    african = drawn(
        rng,
        "9" * 13,
        lambda one: born_in(one) and one[10] in "01" and doubled_sum(one) % 10 == 0,
    )
    turkish = drawn(
        rng,
        "99999999999",
        lambda one: (
            one[0] != "0"
            and (7 * sum(int(x) for x in one[0:9:2]) - sum(int(x) for x in one[1:8:2])) % 10
            == int(one[9])
            and sum(int(x) for x in one[:10]) % 10 == int(one[10])
        ),
    )
    rut = str(rng.randrange(5_000_000, 25_000_000))
    check = 11 - sum(int(one) * (2 + at % 6) for at, one in enumerate(reversed(rut))) % 11
    rut = f"{int(rut):,}".replace(",", ".") + "-" + {10: "K", 11: "0"}.get(check, str(check))
    nric = shaped(rng, "9999999")
    nric = f"S{nric}{'JZIHGFEDCBA'[weighted(nric, (2, 7, 6, 5, 4, 3, 2)) % 11]}"
    hard = "BCDFGLMPRST"
    curp = f"{of(rng, hard, 1)}{of(rng, 'AEIOU', 1)}{of(rng, hard, 2)}{born[2:]}"
    curp += f"{rng.choice('HM')}{rng.choice(['DF', 'JC', 'NL', 'PL'])}{of(rng, hard, 3)}7"
    order = DIGITS + "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    curp += str(-sum(order.index(one) * (18 - at) for at, one in enumerate(curp)) % 10)
    forms = {
        "br": f"CPF|{cpf[:3]}.{cpf[3:6]}.{cpf[6:9]}-{cpf[9:]}",
        "br bare": f"CPF|{cpf}",
        "in aadhaar": f"Aadhaar|{split(aadhaar, (4, 4, 4), ' ')}",
        "in aadhaar bare": f"Aadhaar number|{aadhaar}",
        "in pan": f"PAN|{shaped(rng, 'AAA')}P{shaped(rng, 'A9999A')}",
        "cn": f"身份证号|{chinese}",
        "kr": f"주민등록번호|{korean[:6]}-{korean[6:]}",
        "za": f"South African ID number|{african}",
        "tr": f"TC kimlik no|{turkish}",
        "cl": f"RUT|{rut}",
        "sg": f"NRIC|{nric}",
        "mx": f"CURP|{curp}",
    }
    return pick(rng, forms)


MONTHS = parts("January February March April May June July August September October")


def birth_date(rng: random.Random) -> tuple[str, str]:
    year, month, day = rng.randrange(1940, 2012), rng.randrange(1, 11), rng.randrange(1, 29)
    named = MONTHS[month - 1]
    forms = {
        "iso": f"My date of birth is {{}}.|{year}-{month:02}-{day:02}",
        "dob": f"DOB: {{}}|{month:02}/{day:02}/{year}",
        "dob short": f"Name: A. Ito, DOB {{}}|{day}/{month}/{year % 100:02}",
        "born": f"I was born on {{}} in Leeds.|{day} {named} {year}",
        "born american": f"I was born {{}}, so am I old enough?|{named} {day}, {year}",
        "json": f'{{{{"name": "Ito", "birthdate": "{{}}"}}}}|{year}-{month:02}-{day:02}',
        "birthday": f"her birthday is {{}}|{named[:3]} {day}, {year}",
        "german": f"geboren am {{}} in Köln|{day:02}.{month:02}.{year}",
        "german label": f"Geburtsdatum: {{}}|{day:02}.{month:02}.{year}",
        "french": f"Je suis né le {{}} à Lyon.|{day:02}/{month:02}/{year}",
        "french label": f"Date de naissance : {{}}|{day} mars {year}",
        "spanish": f"Fecha de nacimiento: {{}}|{day:02}/{month:02}/{year}",
        "spanish told": f"nací el {{}}|{day} de mayo de {year}",
        "italian": f"nato a Roma il {{}}|{day:02}/{month:02}/{year}",
        "portuguese": f"data de nascimento {{}}|{day:02}/{month:02}/{year}",
        "chinese": f"出生日期\uff1a{{}}|{year}年{month}月{day}日",
        "ordinal": f"Date of birth {{}}|{day}th {named} {year}",
    }
    return pick(rng, forms)
