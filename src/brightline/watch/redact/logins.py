"""A text in, the passwords out that stand beside a name of a user or in a command.

Commands are those whose manuals say that a password may stand in their line.
"""

import re
from collections.abc import Iterator

from brightline.watch.redact import looks
from brightline.watch.redact.finding import Found, Kind, any_of, compiled
from brightline.watch.redact.gaps import words_between

_VALUE = r"[^\s\"'`<>]"
_QUOTED = rf"(?:\"[^\"\n]{{4,80}}\"|'[^'\n]{{4,80}}'|{_VALUE}{{4,80}})"
_AS = (
    r"(?i)(?:,? \((?:as )?|,? (?:as|is|was|als|ist|war|comme|est|como|es|era|come"
    r"|è|é|jako|som|olarak|как|to be) )"
    r"(?:(?:my|the|our|his|her|their|a|mein|das|mon|le|mi|la|minha|il|mia|mijn|het|moje)"
    r" ){0,2}(?:\pL{2,14} ){0,2}"
    r"(?:pass(?:word|code|phrase|wort)|pw|pwd|kennwort|mot de passe|contrase(?:ñ|n)a|clave"
    r"|senha"
    r"|wachtwoord|has(?:ł|l)o|l(?:ö|o)senord|heslo|şifre|пароль)\b"
)
"""What somebody uses as a password."""
_BOTH = (
    r"(?i)(?:\b|_)(?:log-?ins?|credentials?|creds|logon|access data|account details"
    r"|user(?:name|id)?\s?[/|&+]\s?pass\w*|id\s?[/|&+]\s?p(?:ass)?w\w*|zugangsdaten"
    r"|anmeldedaten"
    r"|login-?daten|identifiants?|credencia(?:les|is)|acceso|credenziali|inloggegevens"
    r"|dane logowania|uppgifter|usuario\s?[/|]\s?\pL+|benutzer\w*\s?[/|]\s?\pL+"
    r"|utilisateur\s?[/|][\pL ]+|доступы?|логин\s?[/|]?\s?\pL*|账号密码|帳號密碼)"
)
"""A word for the name of a user and a password together."""
_PAIR = (
    rf"{_BOTH}((?:\s?[/|&+,]\s?\pL{{3,12}})?[\s:=\"'({{\x{{ff1a}}-]+(?:\pL{{2,6}}\s){{0,2}})"
    rf"([\w.@+-]{{2,40}}\s?(?:[/:|,;]|->)\s?)({_VALUE}{{5,60}})"
)
"""A user's name and a password behind a word for both."""
_COMMANDS = (
    (
        r"\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\b[^\n"
        r"|;]{0,80}?\s-p([^\s\"']\S{3,60})"
    ),
    (
        r"\b(?:sshpass|docker login|podman login|skopeo login|helm registry login|cf login"
        r"|az login"
        r"|mongo(?:sh|dump|restore)?|useradd|usermod|7z|7za|rar|unrar|oc login|htpasswd)\b"
        rf"[^\n|;]{{0,80}}?\s(?:-p|-P|--passphrase)[ =]?({_QUOTED})"
    ),
    rf"\bredis-cli\b[^\n|;]{{0,60}}?\s(?:-a|--pass)[ =]?({_QUOTED})",
    rf"\b(?:zip|unzip)\b[^\n|;]{{0,40}}?\s-P ?({_QUOTED})",
    rf"\bldap\w{{2,10}}\b[^\n|;]{{0,120}}?\s-w ({_QUOTED})",
    rf"\bhtpasswd\s+-\w*b\w*\s+\S+\s+\S+\s+({_QUOTED})",
    rf"\bnet use\b[^\n]{{0,60}}?/user:\S+\s+({_QUOTED})",
    rf"\bnet user\s+\w+\s+({_QUOTED})",
    rf"\brabbitmqctl\s+(?:add_user|change_password|authenticate_user)\s+\S+\s+({_QUOTED})",
    (
        rf"\becho\s+[\"']?({_VALUE}{{4,60}})[\"']?\s*\|\s*(?:sudo\s+-S|passwd|docker login"
        rf"|gh auth)"
    ),
    rf"\becho\s+[\"']?[\w.-]+:({_VALUE}{{4,60}}?)[\"']?\s*\|\s*(?:sudo\s+)?chpasswd",
    (
        rf"\b(?:lftp|ncftp|smbclient|rpcclient|wget|curl)\b[^\n|;]{{0,120}}?\s(?:-U|-u"
        rf"|--user)[ =]?"
        rf"[\"']?[\w.\\@+-]{{1,40}}[,%:]({_VALUE}{{4,60}}?)[\"']?(?:\s|$)"
    ),
    rf"\b(?:sqlplus|exp|imp|expdp|impdp|rman)\s+(?:-\w+\s+)*\w+/({_VALUE}{{3,60}}?)(?:@|\s|$)",
    r"(?i)\bjdbc:oracle:\w+:\w+/([^\s@/]{3,60})@",
    rf"\b(?:-passin|-passout|-pass) pass:({_VALUE}{{4,60}})",
    rf"(?i)\bsend(?: --)?\s+[\"']({_VALUE}{{4,60}}?)(?:\\[rn])*\s*[\"']",
    rf"(?i)\bsecret\s+[057]\s+({_VALUE}{{4,60}})",
    r"(?i) (?:-u|--user|--proxy-user)[ =][\"']?[^\s:\"'@/]{1,60}:([^\s\"'@/]{4,100})",
    r"\bAUTH\s+([^\s\"']{6,80})\s*$",
)
_COMMAND = (
    r"\b(?:mysql|maria|sshpass|redis-cli|htpasswd|ldap|net use|smbclient|rabbitmqctl|chpasswd"
    r"|sqlplus|lftp|wget|curl|unzip|zip|docker|podman|mongo|useradd|[Jj]dbc:oracle|passwd"
    r"|sudo -S"
    r"|expdp|impdp|7za?|az login|cf login|oc login|usermod|send)|pass:|secret [057]|\bAUTH "
    r"| (?:-u|--user|--proxy-user)[ =]"
)
_USED = rf"(?i)([^\s\"'`<>]{{6,60}})[\"'`]?{_AS}"
FIRST = any_of(_BOTH, _COMMAND)
"""What all that is found here has in it."""


def find_used(text: str) -> Iterator[Found]:
    """Yield what somebody uses as a password, where it looks like one."""
    for match in compiled(_USED).finditer(text) if compiled(_AS).search(text) else ():
        value = looks.trimmed(match[1])
        if looks.strength(value):
            start = match.start(1)
            yield Found(start, start + len(value), Kind.PASSWORD, value)


def find_pairs(text: str) -> Iterator[Found]:
    """Yield the passwords that stand behind a user's name and a word for both."""
    for match in compiled(_PAIR).finditer(text):
        value = looks.trimmed(match[3])
        if looks.strength(value) and words_between(match[1]) is not None:
            start = match.start(3)
            yield Found(start, start + len(value), Kind.PASSWORD, value)


def find_commands(text: str) -> Iterator[Found]:
    """Yield the passwords in the lines of commands."""
    if not compiled(_COMMAND).search(text):
        return
    for pattern in _COMMANDS:
        for match in compiled(pattern).finditer(text):
            start, end = match.span(1)
            if text[start] in "\"'" and end - start > 2:
                start, end = start + 1, end - 1
            value = text[start:end]
            if not looks.stands_for_another(value) and not re.fullmatch(r"-\S*", value):
                yield Found(start, end, Kind.PASSWORD, value)
