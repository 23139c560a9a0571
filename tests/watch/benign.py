"""A seed in, texts full of numbers and code that are nobody's data out, by kind.

Written before the patterns that must leave them alone. Check digits of books, goods and parcels
are right ones: a number is not a card because some rule holds for it.
"""

import random
import string
from collections.abc import Callable
from typing import NamedTuple

WORDS = ("garden", "tomato", "basil", "window", "lesson", "tulip", "ladder")
DIGITS, UPPER, HEX = string.digits, string.ascii_uppercase, "0123456789abcdef"
ALNUM = string.ascii_letters + string.digits


class Benign(NamedTuple):
    """One text that nothing may be taken out of."""

    kind: str
    text: str


class Values:
    """Draws the values that stand in a text."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def __getitem__(self, name: str) -> str:
        if maker := MAKERS.get(name):
            return maker(self.rng)
        drawn = {"9": DIGITS, "A": UPPER, "h": HEX, "x": ALNUM, "1": "123456789"}
        return "".join(self.rng.choice(drawn[one]) if one in drawn else one for one in name)


def _digits(rng: random.Random, size: int) -> str:
    return "".join(rng.choice(DIGITS) for _ in range(size))


def _isbn13(rng: random.Random) -> str:
    first = "978" + _digits(rng, 9)
    total = sum(int(one) * (1 + 2 * (at % 2)) for at, one in enumerate(first))
    whole = first + str(-total % 10)
    return rng.choice([whole, f"978-{whole[3]}-{whole[4:8]}-{whole[8:12]}-{whole[12]}"])


def _isbn10(rng: random.Random) -> str:
    first = _digits(rng, 9)
    rest = -sum(int(one) * (10 - at) for at, one in enumerate(first)) % 11
    last = "X" if rest == 10 else str(rest)
    return rng.choice([first + last, f"{first[0]}-{first[1:4]}-{first[4:9]}-{last}"])


def _ean(rng: random.Random) -> str:
    first = rng.choice(["40", "50", "76", "30"]) + _digits(rng, 10)
    total = sum(int(one) * (1 + 2 * (at % 2)) for at, one in enumerate(first))
    return first + str(-total % 10)


def _version(rng: random.Random) -> str:
    parts = [str(rng.randrange(0, top)) for top in (20, 30, 20000, 4000)]
    return ".".join(parts[: rng.choice([3, 4])])


def _price(rng: random.Random) -> str:
    value = rng.randrange(1000, 99_999_999)
    plain = f"{value:,}"
    return rng.choice(
        [
            f"${plain}.99",
            f"€ {plain.replace(',', '.')},00",
            f"{plain.replace(',', ' ')} kr",
            f"CHF {plain.replace(',', chr(39))}",
            f"£{value}",
            f"{plain.replace(',', ' ')} zł",
        ]
    )


def _time(rng: random.Random) -> str:
    hour, minute = rng.randrange(24), rng.randrange(60)
    return f"{hour:02}:{minute:02}" + rng.choice(["", f":{rng.randrange(60):02}"])


def _date(rng: random.Random) -> str:
    year, month, day = rng.randrange(1990, 2030), rng.randrange(1, 13), rng.randrange(1, 29)
    return rng.choice(
        [
            f"{year}-{month:02}-{day:02}",
            f"{day:02}.{month:02}.{year}",
            f"{month}/{day}/{year}",
            f"{day:02}-{month:02}-{year}",
            f"{day:02} {month:02} {year}",
            f"{year}{month:02}{day:02}",
        ]
    )


def _table(rng: random.Random) -> str:
    rows = [
        rng.choice([" ", "\t", ", "]).join(_digits(rng, rng.randrange(1, 6)) for _ in range(6))
        for _ in range(4)
    ]
    return "\n".join(rows)


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "isbn13": _isbn13,
    "isbn10": _isbn10,
    "ean": _ean,
    "version": _version,
    "price": _price,
    "time": _time,
    "date": _date,
    "table": _table,
    "word": lambda rng: rng.choice(WORDS),
}

TEXTS = {
    "order": """Where is my order 99999999?
My order number is 999-9999999-9999999 and it never came.
Order #1999999999 was cancelled, why?
{{"order_id": 1999999999999, "status": "sent"}}
Bestellnummer 19999999999, wann kommt das?
commande n° 1999999999
invoice 2024-99999 and invoice INV-0099999
Rechnung Nr. 20249999999
Ticket 19999999 is still open. Reference AA9999999A.
Case ID 99999-99999-99
order 19999999999999 please
Booking ref AAAAAA, seat 19A, gate B19
My customer number is 1999999.
PO 4500999999 line 00010
Quote Q-1999-9999-99
transaction id 1999999999999999 failed
Numéro de dossier 19 999 999 999
order_no=1999999999&step=2
pedido 1999999999
Return code 0x80070999 on order 0099999999""",
    "parcel": """Tracking number 1Z999AA19999999999
tracking 94001999999999999999 99
My parcel 9999 9999 9999 is late
FedEx 999999999999 says delivered
DHL: JJD999999999999999999
The parcel RR999999999DE is in customs
Sendungsnummer 00349999999999999999
tracking no. 9999 9999 9999 9999 9999 99
UPS said 1Z 999 999 99 9999 999 9 was returned
Colissimo 6A99999999999
shipment 1999999999""",
    "book": """I need the book with ISBN {isbn13}
ISBN-10: {isbn10}
ISBN {isbn10}, is it in stock?
{{"isbn": "{isbn13}"}}
EAN {ean}
barcode {ean} does not scan
The DOI is 10.1999/s99999-999-9999-9
arXiv:2199.99999v2
{isbn13} is the hardcover
ISSN 1999-999X, volume 19, pages 199-299
GTIN {ean}, 12 pieces""",
    "version": """I run version {version} on Windows 10.0.19045.9999
pip install numpy=={version}
Chrome/119.0.9999.99 Safari/537.36
v{version} broke it, {version} was fine
"version": "{version}",
npm i lodash@{version} and @types/node@{version}
kernel 5.15.0-99-generic
firmware 19.9.99 build 9999
Release {version} notes
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/1.9.99.9
upgrade from 1.9.9.9 to 1.9.9.99
see section 1.2.3.9 and section 4.9.1.1
macOS 14.9.1 (23A999)
driver version 531.99.99.1999
docker pull redis:7.9.9-alpine""",
    "price": """That costs {price}, right?
Is {price} or {price} the better offer?
We sold 1 999 999 units for {price}.
total: {price}
The loan is {price} over 99 months at 1.99 %
Budget 1.999.999,99 EUR
population 1,999,999,999
around 19 999 999 people live there
revenue 1'999'999.50 in 2023, {price} in 2024
199 999 999 is a big number
I paid 99.99 + 19.99 + 9.99 = 129.97
salary 19.999.999 yen or 199999999""",
    "time": """Meet me on {date} at {time}.
From {time} to {time} on {date}?
2024-09-19T19:99:99.999Z started
timestamp 1699999999
{{"ts": 1699999999999, "level": "info"}}
{date} {time} INFO done in 1999 ms
on {date}, {date} and {date}
Flight LH999 on {date}, {time}
open Mon-Fri 09:00-17:30, Sat 10-14
epoch: 1799999999, that is {date}
0 9 1-15 * 1-5 /usr/bin/backup
The war of 1914-1918 and 1939-1945
{date} {time} - {date} {time}
created_at=1699999999&expires=1799999999
Valid until {date}, issued {date}
lasted 01:59:19.999 hours""",
    "code": """for (let i = 0; i < 1999; i++) {{ sum += data[i] * 0.99; }}
std::vector<int> a{{1, 2, 3}}; std::cout << a.size();
password = getpass("Password: ")
password = os.environ["DB_PASSWORD"]
if not user.check_password(password): raise ValueError("password is wrong")
const token = req.headers.authorization;
api_key = os.getenv("OPENAI_API_KEY")
OPENAI_API_KEY=your-api-key-here
client = Client(api_key="YOUR_API_KEY")
token: ${{{{ secrets.GITHUB_TOKEN }}}}
@app.route("/users/<id>") def show(id): return db[id]
git clone git@github.com:org/{word}.git
commit hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh
sha256:hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh
id = "hhhhhhhh-hhhh-4hhh-ahhh-hhhhhhhhhhhh"
color: #hhhhhh; margin: 1px 2px 3px 4px; background: url(logo@2x.png)
SELECT * FROM t WHERE id = 1999999 AND x BETWEEN 199 AND 9999;
listen 127.0.0.1:8080; netmask 255.255.255.0; bind 0.0.0.0
curl http://localhost:3000/{word}?page=99&size=999
const x = 0xhhhhhhhh; const y = 1_999_999_999;
data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
max_tokens=4096, temperature=0.9, top_p=0.99, seed=1999999999
tokens: 199999, secret_santa = True, passwords = []
type Password = string; interface Login {{ password: string }}
<input type="password" name="password" placeholder="Password">
def reset_password(token: str) -> None: ...
md5 hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh {word}.iso
ghp_ tokens and sk- keys are secrets, never paste them
AKIA is the prefix of access keys
matrix = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]; x = 1e-09 + 3.14159265358979
java.lang.NullPointerException at com.example.App.main(App.java:199)
{{"id": 199999, "uuid": "hhhhhhhh-hhhh-4hhh-ahhh-hhhhhhhhhhhh", "n": 1.99}}
Dead::Beef->face(); ab::cd::ef
ETag: "hhhhhhhh-hhhh"
import {{ a }} from "@scope/{word}"; // 12:34:56
SECRET_KEY=changeme
printf("%02x:%02x\\n", a, b);
mongodb://localhost:27017/{word} and postgres://db:5432/app
https://{word}.example.com/a?utm_source=mail&id=19999999#top""",
    "place": """52.199999, 13.499999
lat -33.899999 lon 151.299999
The coordinates are 48.8599999 N, 2.3499999 E
geo:37.786999,-122.399999
48°51'29.9"N 2°17'40.2"E
ZIP 90210-1999 or 10115 Berlin
UTM 33U 391999 5819999
https://maps.example.com/@52.5199999,13.4099999,15z
altitude 1999 m, 19.9 km away, route 66
POINT(13.3999999 52.5199999)""",
    "password talk": """How do I reset my password?
My password is not working, what can I do?
Password must be at least 12 characters and contain 1 digit.
The password is incorrect. Please try again.
password: required
I forgot my password and my username
Is "password123" a bad password to teach children about?
Your password was changed on {date} at {time}.
Why is the API key not accepted? The token is expired.
What is a secret key in cryptography?
the secret is to stir slowly, the key is patience
Passwort vergessen? Das Passwort ist falsch.
mot de passe oublié : cliquez ici
contraseña: obligatoria
Please never tell me your password or PIN.
token: invalid, auth: failed, key: missing
password: ********
password: <your password>
pass: 19 of 99 tests, fail: 9""",
    "sums": """What is 19999 * 9999 + 199?
Solve 3x + 99 = 1999 for x
pi is 3.14159265358979323846264338327950288
1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233
530070000 600195000 098000060 800060003
01010101 01101000 11001001 00111100
{table}
The numbers were 9, 19, 29, 39 and 49
6.02214076e23 and 1.380649e-23
1/2 + 1/3 + 1/7 = 41/42
1. e4 e5 2. Nf3 Nc6 3. Bb5 a6
scores 21-19, 19-21, 25-23
2^64 = 18446744073709551616
sqrt(1999999) = 1414.213208
Fill in: 1 999 2 999 3 999
99 99 99 99 99 99 are my lottery numbers
mean 19.99 sd 9.99 n 1999 p 0.0199
1920x1080, 3840x2160 at 60 Hz
Sum of 199 999 and 299 999?""",
    "things": """Serial number SN99999999999
Part no. 199-9999-99 for the Bosch 0 986 999 999
VIN 1HGCM82633A999999 has a recall
CAS 7732-18-5, water
ISIN US9999999999, BIC DEUTDEFF
Blood pressure 129/89, pulse 79, 99.1 kg
chapter 9 verse 19-29, Psalm 119:105
§ 199 Abs. 9 BGB, Art. 9 GDPR, 45 CFR 164.599
Model WH-1000XM9, SKU 199-99-999
Room 1999, floor 19, building 9
Call 911 or 112 in an emergency; text 988
RFC 9999, port 8443, error 404, HTTP 503
my meter reads 99999.9 kWh, meter no. 1 ESY 9999999999
Plate B-AB 1999, lane 9
dose 500 mg 3x daily for 10 days, batch A19999
Mendeleev was born on 8 February 1834.
Mozart, geboren am 27. Januar 1756 in Salzburg
IMEI 359999999999999
a 9 digit code 999999999
The code is 999999.
my grade was 1.9, 89 of 99 points, rank 1999
gene NM_199999.9, rs1999999999
TV 55 inch 4K 2160p, item 19999999
licence 99-9999-99 of the software
@anna and @ben_99 liked it
4 x 100 m in 39.99 s, 10 000 m in 26:17.53
Windows key XXXXX-99999 is not valid""",
}
FRAMES = (
    "{}",
    "Hi, a question. {}",
    "{} Thanks!",
    "- {}\n- and the {word}",
    "> {}\n\nWhat does that mean?",
    "Could you explain this to a pupil? {}",
    "{} And where do I plant the {word}?",
    "Sure. {}",
)


def benign(size: int, seed: int) -> list[Benign]:
    """Return texts of all kinds in turn."""
    rng = random.Random(seed)  # noqa: S311 - the same texts each time
    values = Values(rng)
    kinds = list(TEXTS)
    found = []
    for at in range(size):
        kind = kinds[at % len(kinds)]
        frame = filled(rng.choice(FRAMES), values)
        text = filled(rng.choice(TEXTS[kind].split("\n")), values)
        found.append(Benign(kind, frame.replace("{}", text)))
    return found


def filled(text: str, values: Values) -> str:
    """Return a template with values for its names, and for its nines and the like."""
    parts = text.replace("{{", "\0").replace("}}", "\1").split("{")
    whole = literal(parts[0], values)
    for part in parts[1:]:
        name, _, rest = part.partition("}")
        whole += (values[name] if name else "{}") + literal(rest, values)
    return whole.replace("\0", "{").replace("\1", "}")


def literal(text: str, values: Values) -> str:
    """Return a text whose nines, runs of h and runs of x are drawn; other letters stay."""
    words = []
    for word in text.split(" "):
        long = word.count("hhhh") or word.count("xxxxx")
        drawn = "".join(
            values.rng.choice(DIGITS)
            if one == "9"
            else values.rng.choice(HEX)
            if one == "h" and long
            else values.rng.choice(ALNUM)
            if one == "x" and word.count("xxxxx")
            else values.rng.choice(UPPER)
            if one == "A" and "9" in word
            else one
            for one in word
        )
        words.append(drawn)
    return " ".join(words)
