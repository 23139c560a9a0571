"""What papers of persons and the numbers of persons are called, country by country.

A number behind one of these names is taken at its word, whatever its form and check digits.
"""

from brightline.watch.redact.finding import joined

ANY_WORDS = (
    r"national\s+id\w*|identity\s+(?:card|number|document)|id[\s_-]?(?:number|card|no\b)"
    r"|personal\s+(?:id|number)|identification\s+number"
    r"|tax[\s_-]*(?:payer)?[\s_-]*(?:id|number|file|no\b)|national_id|citizen"
)

_PAPERS = (
    r"passport|reisep(?:a|ä)ss\w*|passeport|pasaporte?|passaporto|passaporte|paspoort\w*"
    r"|pa(?:s|sz)port\w{0,2}|passi(?:n|nume)\w*|passnummer|pass[ -]?(?:nr|no)\b|vegabr(?:é|e)f"
    r"|(?:cestovn(?:í|i) )?pas\b|putovnic\w|útlev(?:é|e)l\w*|pașaport\w*"
    r"|(?:personal|dienst|identit(?:ä|ae)ts)?ausweis(?:nummer|nr|-?nr\.?)?|perso-?nr|perso\b"
    r"|driv(?:er'?s?|ing)[ _-]?(?:licen[cs]e|permit)|licen[cs]e[ _]?(?:no|number|#|id)"
    r"|\bdl(?:[ _]?(?:no|number|#|id)|\b)|f(?:ü|ue)hrerschein\w*|permis (?:de conduire|no)"
    r"|num(?:é|e)ro de permis|(?:carnet|permiso|licencia) de conduc(?:ir|ción)"
    r"|patente(?: di guida)?"
    r"|carta de condução|carteira de (?:motorista|habilitação)|rijbewijs\w*|k(?:ø|ö)rekort\w*"
    r"|k(?:ö|o)rkort\w*|førerkort\w*|ajokort\w*|prawo jazdy|řidičsk\w+ průkaz|ehliyet"
    r"|jogosítvány|permis(?:ul)? auto|vozačk\w+ dozvol\w*|residence (?:permit|card)"
    r"|aufenthaltstitel\w*|titre de séjour|permesso di soggiorno|verblijfs\w+|green card"
    r"|alien (?:registration )?(?:no|number)|visa (?:no|number)"
    r"|cart(?:e|a) (?:nationale )?d'identit(?:é|e|à|a)|documento(?: d[ei] (?:identidad"
    r"|identit(?:à"
    r"|a)|identidade))?(?: nacional)?|dow(?:ó|o)d\w{0,2} osobist\w*|bilhete de identidade"
    r"|doc(?:ument)?[ _.-]?(?:no\b|nr|number|n(?:°|º|ú)\w*)|n(?:ro|úm\w*|umero|°"
    r"|º)\.? de doc\w*"
    r"|dokument(?:en)?-?n\w+|identiteits(?:kaart|bewijs|document)\w*|identitets(?:kort|nummer)"
    r"|ob(?:č|c)ansk\w+ pr(?:ů|u)kaz\w*|henkilökort\w*|osobn[aei] (?:karta|iskaznica)"
    r"|carte(?:a)? de identitate|buletin|lična karta|ID-?(?:kaart|kort|karte)"
)
_ENGLISH = (
    r"ssn|itin|social[ _-](?:security|insurance)|my social|(?:their|his|her|your) social"
    r"|socialsecurity\w*|national[ _-]?insurance\w*|ni (?:number|no)|ninumber"
    r"|nino\b|nhs|pps[n]?|tfn|tax[ _]?file\w*|ird(?: number|\b)|medicare|mbi|medicaid|hkid|nric"
    r"|mykad|my ?kad|(?:nombor |no\.? )?ic (?:number|no\b|saya)|nombor ic|kad pengenalan"
    r"|fin\s?(?:no|number)"
    r"|cnic|nicop|s?nic\b|aadh?aa?r|uidai|pan (?:card|number|no)|voter id|philsys|philhealth"
    r"|pag-?ibig|umid|crn\b|sss (?:number|no)|bvn|emirates[ _]?id|iqama|ghana card|nid\b"
    r"|sa[ _]id|huduma|kra pin|utr\b|unique taxpayer|voter[ _-]?id|epic (?:no|number)"
    r"|sss(?:\b|_)|\bt?nin\b|national identification|national[ _]?id\w*|citizen[ _]?id"
    r"|birth[ _]?number"
    r"|resident[ _]?(?:registration|id)|taxpayer|tax[ _]?(?:id|no\b|number|ref\w*)"
    r"|nhs\w{0,8}|ni no|idnp|\biin\b|tin (?:number|no|id)|\btin(?:\b|_)|ptin|personal[ _]code"
    r"|health[ _](?:card|insurance)[ _](?:no|number|id)|ehic|government id|state id"
    r"|fiscal[ _]?(?:code|number|no\b|id)|national[ _](?:number|no\b)|matricule(?: national)?"
    r"|national[ _]code|nuss|identity[ _](?:card|number|no|document)"
    r"|identification (?:no|number|code|card)|id[ _-]?(?:card|number|no\b|num\b)|id\s?#"
)
_ROMANCE = (
    r"dni|c(?:é|e)dula\w*|\bc\.\s?c\.|\bc\.\s?i\.|cuit|cuil|curp|\brut\b|\brun:|\bruc\b|cpf"
    r"|nif\b|nie\b"
    r"|nir\b|\bn(?:°|º|o\.?|uméro de|um(?:é|e)ro) s(?:é|e)cu\w*|s[ée]curit[ée] sociale|insee\b"
    r"|assurance[ -](?:sociale|maladie)|\bn\.?a\.?s\b\.?|\bramq\b|cod(?:ice|\.)[ _]?fisc\w*\.?"
    r"|\bc\.?f\b\.?|\bcf\b"
    r"|partita iva|tessera sanitaria|contribuinte|cart(?:ã|a)o (?:de|do) cidad(?:ã|a)o|\bniss\b"
    r"|n(?:ú|u)mero de utente|\bcnp\b|cod(?:ul)? numeric(?: personal)?|carte vitale"
    r"|tarjeta sanitaria"
    r"|seguridad social|seguro social|\bnuss\b|\bnss\b|\bimss\b|\bine\b|\brg\b|registro geral"
    r"|t(?:í|i)tulo de eleitor|\bcnh\b|\bpis(?:/pasep)?\b|cui\b|\bnit\b|\bdui\b|\bdpi\b"
    r"|carn(?:é|e)t? de"
    r" identidad|clave (?:única|curp|de elector)|numéro (?:de )?(?:national|fiscal|avs)"
    r"|registre"
    r" national|num(?:é|e)ro national|\bcin\b|\bcnie\b|número de identifica\w+"
    r"|identificaci(?:ó|o)n"
    r"|codice identificativo"
)
_GERMANIC = (
    r"steuer(?:liche)?[ _-]?(?:id\w*|nummer|nr|identifikationsnummer)"
    r"|steuerliche identifikationsnummer"
    r"|idnr\b\.?|id-?nr\.?|rentenversicherung\w*|renten-?nr|sozialversicherung\w*|\brv-?n\w*"
    r"|rvnr"
    r"|\bsv[ _-]?n(?:r\.?|ummer)|svnr|\bahv\b\w*|\bavs\b|versicherungsnummer"
    r"|(?:kranken)?versicherten\w*"
    r"|kvnr|krankenkassen\w*|bsn|burgerservicenummer|sofinummer|rijksregister\w*|insz|niss"
    r"|person(?:al)?-?nummer|personnr|\bpnr\b|f(?:ø|o)dselsnummer\w*|\bfnr\b|d-nummer|\bcpr\b"
    r"|cpr-?n\w*"
    r"|kennital\w*|\bkt\.|samordningsnummer|henkil(?:ö|o)tunnu\w*|hetu\b|sotu\b|fylgiskort"
)
_EASTERN = (
    r"pesel|\bnip\b|rodn(?:é|e)[ _](?:č|c)(?:í|i)sl\w|rodne_cislo|\br\.\s?(?:č|c)\.|\br(?:č"
    r"|Č)\b|taj\b|taj[ _-]sz\w*"
    r"|ad(?:ó|o)azonos(?:í|i)t(?:ó|o)(?: jel\w*)?|személyi (?:szám|igazolvány)\w*|\begn\b"
    r"|\boib\b|jmbg|embg"
    r"|em(?:š|s)o\b|davčn\w+ štev\w*|osobni identifikacijski broj|identifika\w+ (?:broj|č(?:í"
    r"|i)slo|kod\w*|numer\w*)"
    r"|matični broj|isikukood\w*|asmens[ _]kod\w*|personas[ _]kod\w*|rnokpp|snils|\binn\b"
    r"|amka|\bafm\b|kimlik|tckn|t\.c\.|vergi (?:no|numaras)\w*|numri personal|nipt"
)
_ELSEWHERE = (
    r"иин|ЈМБГ|ЕМБГ|матични \x{431}\x{440}\x{43e}\x{458}|პირადი|کد ?ملی|егн|рнокпп|іпн|инн\b"
    r"|инн[:\s]|снилс"
    r"|паспорт\pL{0,3}|ідентифікаційн\pL+"
    r"|идентификационн\pL+|удостоверени\pL+|лична карта|личен номер|водительск\pL+"
    r"|серия и номер"
    r"|\x{3b1}\.?μ\.?κ\.?\x{3b1}|\x{3b1}\.?φ\.?μ|ταυτότητα\pL*|διαβατήρι\pL+"
    r"|护照|護照|旅券|身份证|身份證|身分證|居民身份|居留证|证件号|證件號|驾驶证|驾照|统一编号|統一編號|台胞证|通行证"
    r"|マイナンバー|個人番号|免許証|パスポート|在留カード|保険証|주민등록|주민번호|여권|외국인등록|운전면허|外国人登録"
    r"|บัตรประชาชน|ประจำตัวประชาชน|หนังสือเดินทาง|ใบขับขี่|תעודת זהות|ת\.ז|מספר זהות|דרכון"
    r"|teudat|zehut"
    r"|رقم (?:ال)?هوية|الهوية|رقم البطاقة|البطاقة الشخصية|الرقم القومي|الرقم الوطني|جواز"
    r"|الإقامة|رخصة القيادة|شناسنامه"
    r"|आधार|पैन (?:नंबर|कार्ड)|पासपोर्ट|পরিচয|পাসপোর্ট|ஆதார்|căn cước(?: công dân)?(?: số)?"
    r"|cccd|cmnd|hộ chiếu|mã số thuế"
    r"|\bnik\b|\bktp\b|no\. ktp|nomor (?:ktp|induk|paspor)|paspor\b|\bsim\b (?:no|nomor)|npwp"
    r"|my[ _]?number\b|mynumber|shenfenzheng|\bso_cccd"
)
NAMES = joined(
    rf"(?i)(?:\b|_)(?:{ANY_WORDS}|{_PAPERS}|{_ENGLISH}|{_ROMANCE}|{_GERMANIC}|{_EASTERN})"
    rf"|(?:{_ELSEWHERE})"
)
"""Any of them; in scripts without an edge of words as RE2 knows it, wherever they stand."""
