"""What papers of persons and the numbers of persons are called, country by country.

A number behind one of these names is taken at its word, whatever its form and check digits.
"""

ANY_WORDS = (
    r"national\s+id|identity\s+(?:card|number|document)|id[\s_-]?(?:number|card|no\b)"
    r"|personal\s+(?:id|number)|identification\s+number"
    r"|tax[\s_-]*(?:payer)?[\s_-]*(?:id|number|file|no\b)|national_id|citizen"
)

_PAPERS = (
    r"passport|reisepass|passeport|pasaporte|passaporto|passaporte|paspoort|paszportu?"
    r"|pasaport"
    r"|passnummer"
    r"|(?:personal)?ausweis|driv(?:er'?s?|ing)[ _-]?licen[cs]e|f(?:ü|ue)hrerschein"
    r"|permis de conduire|carnet de conducir|licencia de conducir|rijbewijs|prawo jazdy"
    r"|residence permit"
    r"|carte d'identit(?:é|e)|documento d'identit(?:à|a)|dow(?:ó|o)d osobisty"
    r"|bilhete de identidade"
)
_ENGLISH = (
    r"ssn|itin|social[ _-](?:security|insurance)|my social|national[ _-]insurance"
    r"|ni (?:number|no)"
    r"|nino|nhs|pps[n]?|tfn|tax file|ird number|medicare|mbi|medicaid|hkid|nric|mykad|my ?kad"
    r"|ic (?:number|no\b)|cnic|nicop|aadh?aar|pan (?:card|number|no)|voter id|philsys"
    r"|philhealth"
    r"|umid|sss (?:number|no)|tin (?:number|no)|bvn|emirates id|iqama|ghana card"
    r"|sa id|huduma|utr\b|unique taxpayer|voter[ _-]?id|epic (?:no|number)|sss(?:\b|_)|\bnin\b"
    r"|\bird\b|mbi\b"
    r"|licen[cs]e (?:no|number|#)|\bdl\s?#|nhs\w{0,8}|ni no|idnp|\biin\b"
    r"|matricule(?: national)?|national[ _]code|nuss"
)
_ROMANCE = (
    r"dni|c(?:é|e)dula|\bc\.c\.|\bc\.i\.|cuit|cuil|curp|rfc|\brut|\bruc\b|cpf|nif"
    r"|nir|nie"
    r"|s[ée]curit[ée] sociale|num[ée]ro de s[ée]cu|codice[ _]fiscale|contribuinte|cart(?:ã"
    r"|a)o de"
    r" cidad(?:ã|a)o|cnp|cod numeric|carte vitale|tarjeta sanitaria|seguridad social|\bnuss\b"
    r"|\brg\b|t(?:í|i)tulo de eleitor|\bcnh\b|\bpis\b|cui\b"
)
_GERMANIC = (
    r"steuer-?(?:id|nummer|identifikationsnummer)|steuerliche identifikationsnummer|id-?nr\.?"
    r"|rentenversicherungs\w*|sozialversicherungs\w*|sv-?nr\.?|svnr|ahv|avs"
    r"|(?:kranken)?versicherten\w*|kvnr|rvnr"
    r"|bsn|burgerservicenummer|rijksregister\w*|num(?:é|e)ro national|insz|niss|personnummer"
    r"|f(?:ø|o)dselsnummer|fnr|cpr|kennital\w*|samordningsnummer|henkil(?:ö|o)tunnus|hetu"
)
_EASTERN = (
    r"pesel|rodn(?:é|e)[ _](?:č|c)(?:í|i)slo|r\.(?:č|c)\.|taj|ad(?:ó|o)azonos(?:í|i)t(?:ó|o)"
    r"(?: jel\w*)?|szem(?:é|e)lyi sz(?:á|a)m|egn|oib|jmbg|em(?:š|s)o|isikukood"
    r"|asmens[ _]kod\w*|personas[ _]kod\w*|rnokpp|snils|amka|afm|kimlik|tckn"
)
_ELSEWHERE = (
    r"иин|ЈМБГ|matični broj|პირადი|کد ?ملی|егн|рнокпп|іпн|инн|снилс|паспорт|αμκα|αφμ|护照|旅券"
    r"|身份证|身份證|身分證|居民身份|居留证"
    r"|マイナンバー|個人番号|免許証|주민등록|주민번호|여권|外国人登録"
    r"|บัตรประชาชน|ประจำตัวประชาชน|תעודת זהות|ת\.ז|teudat|zehut|رقم الهوية|الهوية الوطنية|جواز"
    r"|الرقم القومي|आधार|căn cước(?: công dân)?(?: số)?|cccd|cmnd|\bnik\b|\bktp\b|no\. ktp"
    r"|npwp|my[ _]?number\b"
)
NAMES = (
    rf"(?i)(?:\b|_)(?:{ANY_WORDS}|{_PAPERS}|{_ENGLISH}|{_ROMANCE}|{_GERMANIC}|{_EASTERN})"
    rf"|(?:{_ELSEWHERE})"
)
"""Any of them; in scripts without an edge of words as RE2 knows it, wherever they stand."""
