"""A random source in, made-up keys, tokens and passwords out."""

import base64
import json
import random

from drawing import ALNUM, DIGITS, HEX, LETTERS, LOWER, UPPER, URLSAFE, of, parts, pick, shaped


def key_ai(rng: random.Random) -> tuple[str, str]:
    forms = {
        "openai": "sk-" + of(rng, ALNUM, 48),
        "openai project": "sk-proj-" + of(rng, URLSAFE, 100) + "x",
        "anthropic": "sk-ant-api03-" + of(rng, URLSAFE, 93) + "AA",
        "hugging face": "hf_" + of(rng, LETTERS, 34),
        "groq": "gsk_" + of(rng, ALNUM, 52),
        "replicate": "r8_" + of(rng, ALNUM, 37),
        "perplexity": "pplx-" + of(rng, ALNUM, 48),
        "xai": "xai-" + of(rng, ALNUM, 80),
        "openrouter": "sk-or-v1-" + of(rng, HEX, 64),
        "langfuse": f"sk-lf-{shaped(rng, 'hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh')}",
    }
    return pick(rng, forms)


def key_cloud(rng: random.Random) -> tuple[str, str]:
    base32 = UPPER + "234567"
    forms = {
        "aws id": "AKIA" + of(rng, base32, 16),
        "aws session": "ASIA" + of(rng, base32, 16),
        "google": "AIza" + of(rng, URLSAFE, 34) + "x",
        "google client": "GOCSPX-" + of(rng, URLSAFE, 27) + "x",
        "google access": "ya29." + of(rng, URLSAFE, 90) + "x",
        "digitalocean": "dop_v1_" + of(rng, HEX, 64),
        "azure storage": "AccountKey=" + of(rng, ALNUM + "+/", 86) + "==",
        "databricks": "dapi" + of(rng, HEX, 32),
        "vault": "hvs." + of(rng, URLSAFE, 90) + "x",
        "heroku": "HRKU-AA" + of(rng, URLSAFE, 57) + "x",
    }
    return pick(rng, forms)


def key_code(rng: random.Random) -> tuple[str, str]:
    forms = {
        "github": rng.choice(["ghp_", "gho_", "ghs_"]) + of(rng, ALNUM, 36),
        "github fine": f"github_pat_{of(rng, ALNUM, 22)}_{of(rng, ALNUM, 59)}",
        "gitlab": "glpat-" + of(rng, URLSAFE, 19) + "x",
        "slack bot": shaped(rng, "xoxb-9999999999999-9999999999999-") + of(rng, ALNUM, 24),
        "slack hook": f"https://hooks.slack.com/services/T{of(rng, UPPER + DIGITS, 10)}"
        f"/B{of(rng, UPPER + DIGITS, 10)}/{of(rng, ALNUM, 24)}",
        "npm": "npm_" + of(rng, ALNUM, 36),
        "pypi": "pypi-AgEIcHlwaS5vcmc" + of(rng, URLSAFE, 130) + "x",
        "docker": "dckr_pat_" + of(rng, URLSAFE, 26) + "x",
        "telegram": shaped(rng, "9999999999:") + "AA" + of(rng, URLSAFE, 32) + "x",
        "linear": "lin_api_" + of(rng, ALNUM, 40),
    }
    return pick(rng, forms)


def key_trade(rng: random.Random) -> tuple[str, str]:
    forms = {
        "stripe": rng.choice(["sk_live_", "sk_test_", "rk_live_"]) + of(rng, ALNUM, 24),
        "stripe hook": "whsec_" + of(rng, ALNUM, 32),
        "square": "sq0csp-" + of(rng, URLSAFE, 42) + "x",
        "sendgrid": f"SG.{of(rng, URLSAFE, 21)}x.{of(rng, URLSAFE, 42)}x",
        "mailgun": "key-" + of(rng, HEX, 32),
        "mailchimp": of(rng, HEX, 32) + "-us14",
        "shopify": "shpat_" + of(rng, HEX, 32),
        "twilio": "SK" + of(rng, HEX, 32),
        "notion": "ntn_" + of(rng, ALNUM, 46),
        "postman": f"PMAK-{of(rng, HEX, 24)}-{of(rng, HEX, 34)}",
    }
    return pick(rng, forms)


def encoded(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def jwt(rng: random.Random) -> tuple[str, str]:
    head = {"alg": rng.choice(["HS256", "RS256", "ES256"]), "typ": "JWT"}
    body = {"sub": of(rng, DIGITS, 10), "name": rng.choice(WORDS), "iat": 1516239022}
    sign = of(rng, URLSAFE, rng.choice([42, 85])) + "x"
    forms = {
        "signed": f"{encoded(head)}.{encoded(body)}.{sign}",
        "unsigned": f"{encoded({'alg': 'none'})}.{encoded(body)}.",
    }
    return pick(rng, forms)


def private_key(rng: random.Random) -> tuple[str, str]:
    kind = rng.choice(["RSA ", "EC ", "OPENSSH ", "", "ENCRYPTED ", "DSA "])
    lines = [of(rng, ALNUM + "+/", 64) for _ in range(rng.randrange(3, 26))]
    lines.append(of(rng, ALNUM + "+/", 22) + "==")
    block = [f"-----BEGIN {kind}PRIVATE KEY-----", *lines, f"-----END {kind}PRIVATE KEY-----"]
    forms = {
        "lines": "\n".join(block),
        "escaped": "\\n".join(block),
        "windows": "\r\n".join(block),
        "cut off": "\n".join(block[:-1]),
        "pgp": "\n".join(
            [
                "-----BEGIN PGP PRIVATE KEY BLOCK-----",
                "Version: 1",
                "",
                *lines,
                "-----END PGP PRIVATE KEY BLOCK-----",
            ]
        ),
    }
    return pick(rng, forms)


WORDS = parts("tulip Harbor winter copper Falcon meadow pepper Saturn")


def phrase(rng: random.Random) -> str:
    forms = [
        f"{rng.choice(WORDS)}{rng.randrange(10, 9999)}{rng.choice('!?#$')}",
        of(rng, ALNUM, 5) + rng.choice("!#%^*") + of(rng, ALNUM, 5) + "7",
        f"{rng.choice(WORDS)}-{rng.choice(WORDS)}-{rng.randrange(10, 99)}",
        f"{rng.choice(WORDS).lower()}{rng.randrange(1950, 2025)}",
        f"{rng.choice(WORDS)[0].upper()}4{of(rng, LOWER, 5)}_{of(rng, DIGITS, 2)}",
    ]
    return rng.choice(forms)


def password_url(rng: random.Random) -> tuple[str, str]:
    word = f"{rng.choice(WORDS)}{rng.randrange(10, 9999)}{rng.choice(['', '!', '%21', '$'])}"
    scheme = rng.choice(
        [
            "postgres",
            "postgresql+psycopg",
            "mysql",
            "mongodb+srv",
            "redis",
            "amqp",
            "https",
            "ftp",
            "smtp",
        ]
    )
    user = rng.choice(["admin", "app_user", "root", "svc-web", ""])
    host = rng.choice(["db.internal:5432/shop", "10.2.3.4/x", "localhost", "h.example.com"])
    return scheme, f"{scheme}://{user}:{{}}@{host}|{word}"


TOLD = parts(
    "my password is {}|My password: {}|password={}|PASSWORD={}|DB_PASSWORD={}|pwd: {}|"
    '"password": "{}"|passwd = \'{}\'|Passwort: {}|Mein Passwort lautet {}|mot de passe : {}|'
    "mi contraseña es {}|the wifi password is {}|login anna, pass: {}|senha: {}|пароль: {}|"
    "密码\uff1a{}|--password {}|user=anna;Password={};|password for the account is {}|"
    "the new pw is {}|passphrase: {}|Password (temporary): {}|wachtwoord: {}|hasło: {}",
    "|",
)
SECRETS = parts(
    "api_key={}|API_KEY: {}|x-api-key: {}|Authorization: Bearer {}|client_secret={}|"
    'export SECRET_KEY="{}"|"access_token": "{}"|token={}|?api_key={}&q=1|auth_token: {}|'
    "aws_secret_access_key = {}|my API key is {}|the secret is {}|refresh_token={}|"
    "curl -H 'Authorization: Token {}'|const apiKey = '{}';|private_key: {}|webhook_secret={}",
    "|",
)


def secret(rng: random.Random) -> tuple[str, str]:
    forms = {
        "hex": of(rng, HEX, 32),
        "mixed": of(rng, ALNUM, 40),
        "base64": of(rng, ALNUM + "+/", 40) + "7",
        "uuid": shaped(rng, "hhhhhhhh-hhhh-4hhh-ahhh-hhhhhhhhhhhh"),
    }
    return pick(rng, forms)
