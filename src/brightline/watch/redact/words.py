"""The words around a number in, what they say that it is."""

import re

from brightline.watch.redact.finding import compiled

BEFORE, AFTER = 40, 28
"""Characters that are looked at on either side."""

PHONE = (
    r"(?-i:[a-z](?:Tel|Phone|Mobile|Cell|Fax)(?:\b|[_0-9A-Z]))|(?i)(?:home|cell|mobile|work"
    r"|contact"
    r"|office|day|evening|tel|phone|handy)[ _-]?(?:phone|number|num|no|nr|tel)(?:\b|[_0-9])"
    r"|(?:\b|_)(?:\w{2,14}(?:telefon|rufnummer|mobil)\w*|fono|tfno|tlfn?o?|t(?:ā|a)lrunis"
    r"|nomor (?:hp|telepon|wa|tel\w*)|hp saya"
    r"|no\.? ?hp|no\.? telp"
    r"|gsm|tele?(?:ph|f)[a-zéóò]*|t[ée]l|tel\w?nr|phones?|ph|mob(?:ile|iel|il)?|cell(?:ulare?"
    r"|phone)?"
    r"|cel(?:ular)?|call(?:ed|ing|er|s|back)?|dial|ring(?:er)?|rung|rang|sms|text(?:ed)?"
    r"|whats ?app|signal|viber"
    r"|telegram|imessage|voice ?mail|fax|reach(?:ed|able)?|contact(?:ed|o|a)?|landline|hotline"
    r"|msisdn"
    r"|handy(?:nummer)?|ruf(?:nummer|t)?|r[üu]ckruf|anruf\w*|erreich\w+|durchwahl|mobil\w*"
    r"|festnetz"
    r"|portable|appel\w*|rappel\w*|joindre|joignable|m[óo]vil\w*|ll[aá]m\w*|celulare?|marcar?"
    r"|marque|m[áa]rca\w*"
    r"|contactar|ligar?|ligue|liga|zap|telem[óo]vel|telemóbil|recapito|chiam\w+"
    r"|bel(?:len|t)?|mobiel\w*|bereikbaar|ring|ringe?r?|n(?:å|aa)s|puh\w*|soita\w*|kännykkä\w*"
    r"|matkapuh\w*"
    r"|kom[óo]rk\w*|kom\.|zadzwo\w*|dzwo\w*|zavol\w*|volej\w*|mobiln\w*|nazov\w*|pozov\w*"
    r"|kli(?:č|c)\w*|hív\w*|szám\w*"
    r"|sun(?:a|ă|ați)\w*|apel\w*|cep|aray\pL*|numara\w*|zvon\w*|hubungi|telpon|telepon"
    r"|simu"
    r"|s(?:í|i)mi|farsími|telefoni\w*|helist\w*|skamb\w*|zvan\w*"
    r"|(?:my|your|his|her|their|our|new|old|work|home|whose|meine?|deine|ihre|seine|mijn|min"
    r"|mitt|mit|dit"
    r"|mi|su|tu|mon|votre|son|mio|tuo|minha|meu|m[óo]j|moje|a|numărul)\s(?:number|nummer"
    r"|nummeret|n[úu]mero|num[ée]ro"
    r"|numer|nr|číslo|broj)|num(?:ă|a)rul(?: meu)?|numret|nummeret)(?:\b|[_0-9])"
    r"|(?:^|[\s|,;(])[tm][.:]|(?:телефон|тел|звон|позвон|номер|мобильн|дзвон|телеф)"
    r"|wa\.me/|电话|電話|手机|手機|携帯|联系方式|联系|連絡|전화|휴대|핸드폰|연락|번호는|τηλ|κινητ|καλέστε|هاتف|جوال|موبايل"
    r"|رقمي|اتصل|تلفن|טלפון|נייד|פלאפון|फोन|मोबाइल|नंबर|ফোন|โทร|เบอร์|มือถือ|điện thoại|sđt"
    r"|số đt|gọi"
    r"|ტელეფონ|հեռախոս"
)
_OTHER = (
    r"(?i)(?:\b|_)(?:order|bestell\w*|auftrag\w*|commande|pedido|orden|ordine"
    r"|zam[óo]wieni\w+|dossier"
    r"|invoice|rechnung\w*|rg|factur[ae]|fattura|receipt|tracking|parcel|package|sendung\w*"
    r"|shipment|colissimo|fedex|ups|usps|dhl|isbn(?:-1[03])?|issn|ean|gtin|upc|barcode"
    r"|serial|s/n|sku"
    r"|part|item|article|artikel\w*|model|ticket|case|ref|reference|referenz|booking"
    r"|buchung\w*"
    r"|customer(?: n\w*| id|s?:|#)|kunden\w*|membership|account(?: n\w*| id|:|#)|konto\w*"
    r"|uuid|versions?|build|release"
    r"|timestamp|ts|epoch|expires?|created|updated|seed|doi|arxiv|meter|imei|vin|licen[cs]e"
    r"|batch"
    r"|lot|charge|transaction|po|quote|step|zip|plz|population|units?|budget|price|costs?"
    r"|salary"
    r"|total|sum|revenue|utm|coordinates?|lat|lon|lng|geo|port|error|code|pi|digits?"
    r"|commit|hash|sha\d*|md5|pages?|chapter|section|art|figure|process|pid|id|no\."
    r"|max_tokens|tokens|width|height|size|bytes|kb|mb|numbers|iban|bic|asin|hs|cas)(?:\b"
    r"|[_0-9])"
    r"|订单|快递|単号|注文|заказ|счет|주문|[$€£¥§]\s*$|(?:^|[^A-Za-z_])#\s*$|[A-Za-z]/$"
)
_IP = re.compile(
    r"(?i)(?<![a-z])(?:ips?|ipv[46]|addr(?:ess)?|host|server|client|ssh|ping|connect\w*"
    r"|login|remote"
    r"|x-forwarded-for|subnet|gateway|router|dns|nameserver|allow|deny|block\w*|adresse"
    r"|nat)(?![a-z])|//$"
)
_VERSION = re.compile(
    r"(?i)(?:(?<![a-z])(?:v(?=[\s.:=(]?\s?$)|ver|versions?|release|build|firmware|driver"
    r"|kernel|upgraded?"
    r"|updated?|chrome"
    r"|section|chapter|windows(?: nt)?|macos|ios|android|python|node|java|abschnitt|kapitel"
    r"|art|rev"
    r"|patch|sdk|§)\W{0,3}(?:(?:from|of|is|no\.?|to|auf|von|number)\s)?"
    r"(?:[\w.]{1,14}\s(?:and|to|or|from|und|bis|auf|->)\s(?:\w{1,8}\s)?)?|[a-z]/|[=<>~^]=\s?|\bsince\s|\^"
    r"|~)$"
)
CARD = re.compile(
    r"(?i)(?<![a-z])(?:(?:credit|debit|bank|payment)?\s?cards?|visa|master\s?card|amex|maestro"
    r"|american express|discover|diners|jcb|union\s?pay|rupay|elo|mir|pan|(?:kredit|bank|debit"
    r"|giro|ec-?)kart\w*|karten\w*|carte|tarjeta|carta|cart(?:ã|a)o|kaart\w*|karty?[aęiu]?"
    r"|kart\u0131\w*"
    r"|kart(?:en|ica)\w*|kort\w*|bankkort\w*|luotto\w*|kortti\w*|cc|ccn\w*|cc-?num\w*"
    r"|card[_ ]?n\w*"
    r"|kárty\w*|hitelkárty\w*)(?![a-z])|[a-z]card(?:N\\w+)?\b|карт|卡|カード|카드"
    r"|κάρτα|بطاقة|כרטיס|कार्ड|บัตรเครดิต|thẻ"
)


OTHER_CARD = re.compile(
    r"(?i)(?:gift|sim|id|library|loyalty|member\w*|business|identity|health|ration|voter"
    r"|boarding"
    r"|graphics|sd|score|punch|report|bonus|kunden|mitglieds)[ _-]?(?:card|karte)"
)
"""Cards that nobody pays with."""
CARDS = (
    r"(?i)card|kart|carte|tarjeta|carta|cartão|kaart|kort|\bpan\b|\bcc|карт|卡|カード|카드"
    r"|κάρτα|بطاقة|כרטיס"
)
"""What a card is called where it has a name in a table."""

_IS = re.compile(r"(?i)\W{0,3}(?:is|ist|est|es|é|è|jest)\b|\s?\(")
"""How a sentence goes on that says what a number was."""


def before(text: str, start: int) -> str:
    """Return what stands before a place."""
    return text[max(0, start - BEFORE) : start]


def after(text: str, end: int) -> str:
    """Return what stands behind a place, in the same line."""
    return text[end : end + AFTER].partition("\n")[0]


def says_phone(text: str, start: int, end: int) -> bool | None:
    """Tell what the nearest word says: a phone number, something else, or None for nothing."""
    lead = before(text, start)
    phone = max((match.end() for match in compiled(PHONE).finditer(lead)), default=-1)
    other = max((match.end() for match in compiled(_OTHER).finditer(lead)), default=-1)
    if phone >= max(other, 0):
        return True
    if other >= 0:
        return False
    tail = after(text, end)
    if not _IS.match(tail):
        return None
    first, wrong = compiled(PHONE).search(tail), compiled(_OTHER).search(tail)
    if first and (not wrong or first.start() < wrong.start()):
        return True
    return None


def says_other(text: str, start: int) -> bool:
    """Tell whether the words before a number say that it is of an order, a book or the like."""
    return bool(compiled(_OTHER).search(before(text, start)[-32:]))


def says_ip(text: str, start: int) -> bool:
    """Tell whether the words before say that an address of a machine comes."""
    return bool(_IP.search(before(text, start)))


def says_version(text: str, start: int) -> bool:
    """Tell whether the words before say that a version or a section comes."""
    return bool(_VERSION.search(before(text, start)))
