r"""A text in, the keys and tokens of services in it out: those that their beginning tells.

The beginnings are what the services document, so that keys can be found when they leak.
"""

import re
from collections.abc import Iterator

from brightline.watch.redact.finding import Found, Kind, any_of, compiled

_SERVICES = (
    ("sk-", r"[\w-]{20,}"),  # OpenAI, Anthropic, OpenRouter, DeepSeek, Langfuse
    ("AKIA ASIA ABIA ACCA", r"[A-Z2-7]{16}\b"),  # Amazon
    ("ABSK", r"[A-Za-z0-9+/]{80,}={0,2}"),
    ("AIza", r"[\w-]{33,}"),  # Google, down to 1//
    ("GOCSPX-", r"[\w-]{20,}"),
    ("ya29.", r"[\w.-]{20,}"),
    ("1//0", r"[\w-]{30,}"),
    ("ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", r"\w{30,}"),
    ("glpat- gldt- glrt- glcbt- glptt- glft- glsoat- glimt- glagent- gloas-", r"[\w.-]{18,}"),
    (
        "xoxa- xoxb- xoxc- xoxd- xoxe- xoxp- xoxr- xoxs- xoxe.xoxp- xoxe.xoxb- xapp-",
        r"[\w-]{10,}",
    ),
    ("hooks.slack.com/", r"(?:services|workflows|triggers)/[\w/-]{20,}"),
    ("discord.com/api/webhooks/ discordapp.com/api/webhooks/", r"\d{15,}/[\w-]{40,}"),
    ("hf_ api_org_", r"[A-Za-z0-9]{30,}"),  # Hugging Face
    ("gsk_", r"[A-Za-z0-9]{40,}"),  # Groq
    ("r8_", r"[A-Za-z0-9]{30,}"),  # Replicate
    ("pplx- xai- csk- nvapi- tgp_v1_ jina_ pa-", r"[\w-]{32,}"),  # hosts of models
    ("fw_", r"[A-Za-z0-9]{20,}"),
    ("lsv2_pt_ lsv2_sk_", r"\w{32,}"),  # LangSmith
    ("pcsk_ tvly- e2b_", r"[\w-]{24,}"),
    ("dop_v1_ doo_v1_ dor_v1_", r"[0-9a-f]{60,}"),  # DigitalOcean
    ("dapi", r"[0-9a-f]{32}"),  # Databricks
    ("hvs. hvb. hvr.", r"[\w-]{20,}"),  # HashiCorp
    ("HRKU-", r"[\w-]{30,}"),
    ("npm_", r"[A-Za-z0-9]{36}"),
    ("pypi-", r"[\w-]{50,}"),
    ("rubygems_", r"[0-9a-f]{40,}"),
    ("dckr_pat_ dckr_oat_", r"[\w-]{20,}"),
    ("lin_api_ lin_oauth_", r"[A-Za-z0-9]{32,}"),
    ("figd_ figo_", r"[\w-]{30,}"),
    ("sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ sk_prod_", r"[A-Za-z0-9]{10,}"),  # Stripe
    ("whsec_", r"[A-Za-z0-9+/=]{20,}"),
    ("sq0atp- sq0csp- sq0idp- sq0acp-", r"[\w-]{20,}"),  # Square
    ("EAAA", r"[\w-]{56,}"),
    ("EAA", r"[A-Za-z0-9]{80,}"),  # Meta
    ("SG.", r"[\w-]{16,}\.[\w-]{32,}"),  # SendGrid
    ("key-", r"[0-9a-f]{32}"),  # Mailgun
    ("xkeysib- xsmtpsib-", r"[0-9a-f]{64}-\w{16}"),  # Brevo
    ("re_", r"[A-Za-z0-9]{6,}_[A-Za-z0-9]{18,}"),  # Resend
    ("shpat_ shpca_ shppa_ shpss_ shptka_", r"[0-9a-fA-F]{32}"),  # Shopify
    ("SK AC", r"[0-9a-f]{32}\b"),  # Twilio
    ("ntn_ secret_", r"[A-Za-z0-9]{40,}"),  # Notion
    ("PMAK-", r"[0-9a-f]{24}-[0-9a-f]{34}"),  # Postman
    ("PMAT-", r"[A-Z0-9]{26}"),
    ("sntrys_ sntryu_", r"[\w+/=-]{60,}"),  # Sentry
    ("dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.", r"[\w.]{40,}"),  # Doppler
    ("glsa_ glc_", r"[A-Za-z0-9_+/=]{32,}"),  # Grafana
    ("eyJrIjoi", r"[A-Za-z0-9=]{60,}"),
    ("NRAK- NRJS- NRII- NRBR-", r"[\w-]{19,}"),  # New Relic
    ("sbp_", r"[0-9a-f]{40}"),  # Supabase
    ("sb_secret_", r"[\w-]{20,}"),
    ("pat", r"[A-Za-z0-9]{14}\.[0-9a-f]{64}"),  # Airtable
    ("LTAI AKID", r"[A-Za-z0-9]{16,32}\b"),  # Alibaba, Tencent
    ("AGE-SECRET-KEY-1", r"[A-Z0-9]{50,}"),
    ("p8e-", r"[A-Za-z0-9]{32}"),  # Adobe
    ("ATATT ATCTT ATBB ATSC", r"[\w=-]{24,}"),  # Atlassian
    ("ops_eyJ", r"[A-Za-z0-9+/=]{100,}"),  # 1Password
    ("A3-", r"[A-Z0-9]{6}-[A-Z0-9-]{28,}"),
    ("dt0c01. dt0s01. dt0s16.", r"[A-Z0-9]{24}\.[A-Z0-9]{64}"),  # Dynatrace
    ("pul-", r"[0-9a-f]{40}"),
    ("pscale_tkn_ pscale_pw_ pscale_oauth_", r"[\w.=-]{32,}"),
    ("phc_ phx_", r"[A-Za-z0-9]{40,}"),
    ("shippo_live_ shippo_test_ duffel_live_ duffel_test_", r"[\w-]{40,}"),
    ("EZAK EZTK", r"[A-Za-z0-9]{54}"),
    ("fo1_ fm1_ fm1a_ fm1r_ fm2_", r"[A-Za-z0-9_+/=-]{40,}"),  # Fly
    ("CLOJARS_", r"[a-z0-9]{60}"),
    ("AKCp", r"[A-Za-z0-9]{60,}"),
    ("sgp_", r"\w{40,}"),
    ("bkua_", r"[0-9a-f]{40}"),
    ("API-", r"[A-Z0-9]{26}\b"),  # Octopus
    ("sha256~", r"[\w-]{43}"),  # OpenShift
    ("access-sandbox- access-development- access-production-", r"[0-9a-f-]{36}"),  # Plaid
    ("rdme_ pnu_ tk-us-", r"[\w-]{32,}"),
    ("sm_aat_ sm_pat_ sm_sat_", r"[A-Za-z0-9]{16}"),
    ("FLWSECK- FLWSECK_TEST-", r"[\w-]{20,}"),
    ("rzp_live_ rzp_test_", r"[A-Za-z0-9]{14}"),  # Razorpay
    ("sqp_ squ_ sqa_", r"[0-9a-f]{40}"),  # SonarQube
    ("rnd_ apify_api_ rpa_ fc- mlsn. CCIPAT_ CFPAT- tfp_ nfp_ ico- vcp_", r"[\w-]{24,}"),
    ("pat-na1- pat-eu1-", r"[0-9a-f-]{36}"),  # HubSpot
    ("sdk- api- mob-", r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),  # LaunchDarkly
    ("s-s4t2ud- s-s4t2af-", r"[0-9a-f]{64}"),  # 42
    ("tskey-", r"[a-z]+-[A-Za-z0-9]{8,}[\w-]*"),  # Tailscale
    ("snyk_uat. snyk_sat.", r"[\w.-]{20,}"),
    ("fio-u-", r"[\w-]{40,}"),  # Frame.io
    ("sk.eyJ pk.eyJ tk.eyJ", r"[\w-]{20,}\.[\w-]{20,}"),  # Mapbox
    ("cio", r"[A-Za-z0-9]{32}\b"),  # crates.io
    ("AAAAAAAAAAAAAAAAAAAA", r"[A-Za-z0-9%]{50,}"),  # X
    ("AQE", r"[A-Za-z0-9+/]{60,}={0,2}"),  # Adyen
    ("sl. sl.u.", r"[\w-]{60,}"),  # Dropbox
    ("oy2", r"[a-z0-9]{43}\b"),  # NuGet
    ("dnkey-", r"[a-z0-9=_-]{26,}"),
    ("v1.0-", r"[0-9a-f]{24}-[0-9a-f]{146}"),  # Cloudflare
    ("cfut_ cfat_ cfk_", r"[\w-]{30,}"),
    ("hooks.zapier.com/hooks/catch/", r"[\w/]{10,}"),
    ("mcp_ mgp_ ATZA| amzn.mws.", r"[\w.-]{20,}"),
    ("glffct- glwt-", r"[\w-]{20,}"),
    ("tapo_ b_ aio_ secret-token:", r"[A-Za-z0-9_.-]{26,}"),
    ("sbp_oauth_ nrf_ ion_ scw_ kagi_ zpka_ ctx7sk- exa_ wz_ wandb_v1_", r"[\w-]{30,}"),
    ("FlyV1 ", r"f[mo]\d\w?_[\w+/=,-]{40,}"),
    ("live_ test_ prod_", r"[A-Za-z0-9]{32,}\b"),
    ("t1. y0_ AQVN", r"[\w-]{35,}"),  # Yandex
)
"""What keys begin with, and how they go on."""
_REST = {first: rest for firsts, rest in _SERVICES for first in firsts.split()}
_FIRST = (
    r"\b(?:"
    + "|".join(re.escape(first) for first in sorted(_REST, key=len, reverse=True))
    + ")"
)
_SHAPED = {
    "-us": r"\b[0-9a-f]{32}-us\d{1,2}\b",  # Mailchimp
    ":A": r"\b\d{8,11}:A[\w-]{34}",  # Telegram
    ".atlasv1.": r"\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}",  # Terraform
    # Braintree
    "access_token$": r"\baccess_token\$(?:production|sandbox)\$\w{16}\$[0-9a-f]{32}",
    ".": r"\b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40}",  # Discord
    ".webhook.office.com/": r"\b[\w-]+\.webhook\.office\.com/webhookb2/[\w@/-]{40,}",
    "Q~": r"\b[\w~.]{3}\dQ~[\w~.-]{31,34}",  # Azure
}
"""Keys that begin with anything, by a part of them."""
_ANY = r"\b[a-z][a-z0-9]{1,14}(?:[_-][a-z0-9]{1,8}){0,3}[_-][A-Za-z0-9]{32,}\b"
"""As most services make theirs today; believed where letters and digits mix."""
_JWT = r"\beyJ[\w-]{8,}(?:\.[\w-]*){2,4}"

_HEAD = r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
_TAIL = r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
_BODY = (
    r"(?:[\s\\]|[A-Za-z0-9+/=]{16,}|[A-Za-z0-9+/]+={1,2}|(?:Version|Comment): [^\n]{0,80}"
    r"|\\[nr])*"
)
_NEXT = 16_384
"""Characters within which the end of a private key is looked for."""
_LONGEST = 4_096
"""Characters of a key, at most."""

_OTHERS = r"access_token\$|\b[MNO][\w-]{23,27}\.[\w-]{6}\."
FIRST = any_of(
    r"-----BEGIN ",
    r"\beyJ",
    _FIRST,
    r"-us\d",
    r"\d:A",
    r"\.atlasv1\.",
    "Q~",
    r"\.webhook\.office",
    _OTHERS,
    _ANY,
)
"""What all that is found here has in it."""


def find_private_keys(text: str) -> Iterator[Found]:
    """Yield the blocks of private keys in a text, whole or cut off."""
    if "-----BEGIN " not in text:
        return
    done = 0
    for match in compiled(_HEAD).finditer(text):
        if match.start() < done:
            continue
        following = text.find("-----BEGIN ", match.end(), match.end() + _NEXT)
        behind = text[match.end() : following if following > 0 else match.end() + _NEXT]
        end = compiled(_TAIL).search(behind) or compiled(_BODY).match(behind)
        done = match.end() + (end.end() if end else 0)
        value = "".join(text[match.end() : done].replace("\\n", "").split())
        yield Found(match.start(), done, Kind.PRIVATE_KEY, value)


def find_keys(text: str) -> Iterator[Found]:
    """Yield the keys and tokens that their beginning tells."""
    if "eyJ" in text:
        for match in compiled(_JWT).finditer(text):
            yield Found(*match.span(), Kind.JWT, match[0])
    done = 0
    for match in compiled(_FIRST).finditer(text):
        behind = text[match.end() : match.end() + _LONGEST]
        if match.start() >= done and (rest := compiled(_REST[match[0]]).match(behind)):
            done = match.end() + rest.end()
            yield Found(match.start(), done, Kind.KEY, match[0] + rest[0])
    for part, pattern in _SHAPED.items():
        if part in text:
            for match in compiled(pattern).finditer(text):
                yield Found(*match.span(), Kind.KEY, match[0])
    for match in compiled(_ANY).finditer(text):
        if _is_mixed(match[0][-32:]) and not match[0].startswith(("sha", "md5")):
            yield Found(*match.span(), Kind.KEY, match[0])


def _is_mixed(token: str) -> bool:
    """Tell whether letters of both sizes mix with digits, or more than those of hex do."""
    digits = sum(one.isdigit() for one in token)
    large = sum(one.isupper() for one in token)
    small = sum(one.islower() for one in token)
    more = any("g" <= one <= "z" for one in token)
    return (digits >= 2 and large >= 3 and small >= 1) or (digits >= 4 and more and small >= 8)
