"""What production says is kept without the data of people and without secrets."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from benign import benign
from hypothesis import given, settings, strategies as st
from planted import MAKERS, Planted, planted

from brightline.records import Exchange, Reply, Role, Sighting, ToolCall, Turn
from brightline.watch.redact import Found, Kind, redact_sighting, redact_text

SALT, OTHER_SALT = b"the salt of some tests", b"another salt, as long"
SEED = 8
PAGE = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"


def clean(text: str) -> str:
    return redact_text(text, SALT).text


def missed(items: list[Planted], redact: Callable[[str], str]) -> Counter[str]:
    """Return how many items of each kind are left, whole or in a long piece."""
    left: Counter[str] = Counter()
    for one in items:
        text = redact(one.text)
        pieces = [piece for piece in re.split(r"\s+", one.item) if len(piece) > 11]
        left[one.kind] += any(piece in text for piece in (one.item, *pieces))
    return left


def test_made_up_data_of_each_kind_is_found() -> None:
    items = planted(50 * len(MAKERS), SEED)

    left = missed(items, clean)

    assert sum(left.values()) <= len(items) / 100
    assert max(left.values()) <= 2, left


def test_what_takes_nothing_out_fails_the_same_count() -> None:
    items = planted(len(MAKERS), SEED)

    left = missed(items, lambda text: text)

    assert sum(left.values()) == len(items)


def test_numbers_code_and_talk_of_passwords_stay() -> None:
    wrong = [one for one in benign(2000, SEED) if clean(one.text) != one.text]

    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize(
    "text",
    [
        "Pay by 4111 1111 1111 1112",
        "DE89 3704 0044 0532 0130 01",
        "My Aadhaar-like parcel 2345 6789 0123 is late",
        "999-99-9999 666-12-3456 000-12-3456",
        "host 300.20.40.50",
        "me@logo.png",
        "eyJhbGciOiJub25lIn0",
        "Version/3.0.5 Mobile/8B116 Safari/6531.47.2",
    ],
)
def test_what_no_check_digit_or_form_bears_out_stays(text: str) -> None:
    assert clean(text) == text


NAMED = (
    "{}: {}",
    "<{0}>{1}</{0}>",
    "<dt>{}</dt><dd>{}</dd>",
    '<input name="{}" value="{}">',
    '[["{}", "{}"]]',
    '{{"name": "{}", "value": "{}"}}',
    "id;{};town\n7;{};Ulm\n",
    "| {} | town |\n|---|---|\n| {} | Ulm |",
    "INSERT INTO t (id, {}) VALUES (7, '{}');",
    "{}\t{}\tnew",
    "{:<24}{}",
)
"""Ways to put a value under a name: of most values only the name says what they are."""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("date_of_birth", "3 June 1950"),
        ("birthDate", "26.2.74"),
        ("fechaNacimiento", "12/06/1980"),
        ("phoneNumber", "0212345007"),
        ("userPassword", "Harbor-pepper-81"),
        ("clientSecret", "8ICzOfkLSsA1uH9kznx3v6GJ"),
        ("passport_no", "P71726005"),
        ("asmens_kodas", "38010090401"),
    ],
)
def test_what_only_its_name_tells_is_found_in_tables_forms_and_code(
    name: str, value: str
) -> None:
    left = [form for form in NAMED if value in clean(form.format(name, value))]

    assert left == []
    assert clean(f"colour: {value}, {value}") == f"colour: {value}, {value}"


def test_a_table_of_other_things_stays() -> None:
    text = "part;size;seen\n20-400-17;12345678;3 June 1950\nmeadow-81;7654321;12/06/1980\n"

    assert clean(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "697-603-425 42", "5-4659-02820-74-7", "20-88136697-6", "HKID D104721(4)",
        "my CNIC is 42101-1845998-6", "мой ИНН 838333895402", "моето ЕГН 6605173362",
        "kennitala: 150255-4579", "마이 비밀번호는 g7zp1ono7Q",
        "mot de passe provisoire : lune@683",
        "key is rzp_live_M6x5CZPaOtTzs1", "--token 1a1bab869e0922a0205947e34d1a1bbe",
        "BE 72 012411442616", "3528  2761  5953  0891", "papp AT mail DOT example DOT org",
    ],
)  # fmt: skip
def test_numbers_and_words_of_other_countries_are_known(text: str) -> None:
    assert "]" in clean(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("anna&#64;example.com", "anna&#64;example.com"),
        (r"{\"mail\":\"anna\u0040example.com\"}", r"anna\u0040example.com"),
        ("?dob=03%2F06%2F1950&x=1", "03%2F06%2F1950"),
        ("?tel=%2B49+151+23456789&x=1", "%2B49+151+23456789"),
        ("card 4111\u200b1111\u200b1111\u200b1111", "4111\u200b1111\u200b1111\u200b1111"),
        (r"first\nanna@example.com", "anna@example.com"),
        ("Anna dot Adams at example dot org", "Anna dot Adams at example dot org"),
    ],
)
def test_what_is_written_around_is_read_and_taken_out_whole(text: str, value: str) -> None:
    assert re.sub(r"\[[a-z ]+ [0-9a-f]{4}\]", "*", clean(text)) == text.replace(value, "*")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the password that you gave me, Harbor-pepper-81, is wrong", "Harbor-pepper-81"),
        ("set up with Harbor-pepper-81 as first password", "Harbor-pepper-81"),
        ("Zugangspasswort » Harbor-pepper-81", "Harbor-pepper-81"),
        ("Login: bob / Harbor-pepper-81", "Harbor-pepper-81"),
        ("sshpass -p 'Harbor-pepper-81' ssh host", "Harbor-pepper-81"),
        ("you asked for my passport number. It's A57333099", "A57333099"),
        ("A57333099 is my passport", "A57333099"),
        ("she was born in Leeds on the 3rd of June 1950", "3rd of June 1950"),
        (
            "мой ключ AvWIa3BNVwymWkXNrYwYHHeVkLRcKv8Fi9r2Uw",
            "AvWIa3BNVwymWkXNrYwYHHeVkLRcKv8Fi9r2Uw",
        ),
        (
            "<table><tr><th>Id</th><th>DOB</th></tr><tr><td>7</td><td>3.6.1950</td></tr>",
            "3.6.1950",
        ),
    ],
)
def test_any_words_may_stand_between_a_name_and_its_value(text: str, value: str) -> None:
    done = clean(text)

    assert value not in done
    assert clean(done) == done


@pytest.mark.parametrize(
    "text",
    [
        "password: see ticket, order 12345678 is late",
        "passport control is at gate 7, flight LH123456",
        "he forgot his password. The build 20240131 is out",
        "SECKEYPrivateKey* xmlSecNssKeyDataX509GetCert(void);",
        "born to run, released 1975-08-25",
        "the file hash is 8a477f597d28d172789f06886806bc55",
        "integrity sha512-Iv52j6H/63fMd7K/09pUl9IL0+Kcm9T2hkmb0pzoAsGtcsMRvCfopQoJidKIQc7vMX==",
    ],
)
def test_another_thing_between_a_name_and_a_value_parts_them(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mail Anna.Adams@Example.com", "mail anna.adams [at] example [dot] com"),
        ("card 4111 1111 1111 1111", "card 4111-1111-1111-1111"),
        ("iban DE89 3704 0044 0532 0130 00", "iban de89370400440532013000"),
        ("call +44 (0)20 7946 0958", "call +442079460958"),
        ("ip 2001:db8:0:0:1:2:3:4", "ip 2001:DB8::1:2:3:4"),
        ("DNI 12345678Z", "DNI 12345678-z"),
    ],
)
def test_the_same_value_gets_the_same_tag_however_it_is_written(one: str, other: str) -> None:
    assert clean(one) == clean(other) != one


def test_other_values_and_other_salts_get_other_tags() -> None:
    one, other = clean("anna@example.com"), clean("ben@example.com")

    assert one != other
    assert one != redact_text("anna@example.com", OTHER_SALT).text
    assert re.fullmatch(r"\[email [0-9a-f]{4}\]", one)


def test_a_salt_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(ValueError, match="16"):
        redact_text("anna@example.com", b"short")


def test_what_is_clean_stays_as_it_is() -> None:
    for one in planted(10 * len(MAKERS), SEED):
        once = clean(one.text)

        assert clean(once) == once


def test_nothing_around_a_find_changes() -> None:
    before, behind = "\ud800\u200bÄ\u3000→ ", " \u00a0日本語\r\n\x00 end"

    text = clean(f"{before}anna@example.com{behind}")

    assert text.startswith(before)
    assert text.endswith(behind)


def written_with(zero: int, text: str) -> str:
    return text.translate({ord(str(digit)): zero + digit for digit in range(10)})


def test_digits_and_signs_of_other_scripts_are_read() -> None:
    phone = written_with(0x660, "050-123-4567")
    card = written_with(0xFF10, "4111\u30001111\u30001111\u30001111")

    found = redact_text(f"هاتف {phone}, カード{card}", SALT)

    assert found.text.count("[") == 2
    assert found.found == {Kind.PHONE: 1, Kind.CARD: 1}


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("a1 .-+()@:/\"'[]{}=é中\ud800\n٤") | st.characters()))
def test_any_text_is_taken(text: str) -> None:
    done = redact_text(text, SALT)

    assert (done.text == text) or done.found


def test_what_overlaps_is_taken_out_as_one() -> None:
    done = redact_text("ftp://anna:secret99@example.com/", SALT)

    assert "secret99" not in done.text
    assert done.found == {Kind.PASSWORD: 1}


def names(text: str) -> Iterator[Found]:
    for match in re.finditer("Anna Adams", text):
        yield Found(*match.span(), Kind.NAME, match[0])


def test_a_finder_of_names_can_be_added() -> None:
    done = redact_text("Anna Adams wrote, says Anna Adams.", SALT, also=[names])

    assert "Anna" not in done.text
    assert done.found == {Kind.NAME: 2}


def sighting() -> Sighting:
    told = {"phone": 4155552671, "to": "anna@example.com", "n": 3, "s": 'a \\ "b" [1, 2]'}
    return Sighting(
        id="trace/span",
        time=datetime(2026, 1, 2, tzinfo=UTC),
        source="shop",
        session="session-7",
        user="anna@example.com",
        exchange=Exchange(
            turns=(
                Turn(role=Role.USER, text="I am anna@example.com"),
                Turn(role=Role.ASSISTANT, text="Hello!"),
                Turn(role=Role.USER, text="My card is 4111 1111 1111 1111"),
            ),
            reply=Reply(
                text="Noted, anna@example.com",
                reasoning="they gave 4111111111111111",
                session="session-7",
                tools=(ToolCall(name="save", arguments=json.dumps(told)),),
            ),
        ),
    )


def test_all_that_was_said_in_a_sighting_is_clean() -> None:
    seen = sighting()

    done, count = redact_sighting(seen, SALT)

    written = done.model_dump_json()
    assert not re.search("anna|4111|session-7|415555", written)
    assert count == {Kind.EMAIL: 3, Kind.CARD: 2, Kind.PHONE: 1}
    assert (done.id, done.time, done.source) == (seen.id, seen.time, seen.source)
    tags = re.findall(r"\[email ....\]", written)
    assert len(tags) == 3
    assert len(set(tags)) == 1


def test_arguments_of_tools_are_still_json() -> None:
    done, _ = redact_sighting(sighting(), SALT)

    told = json.loads(done.exchange.reply.tools[0].arguments)
    assert told["phone"].startswith("[phone ")
    assert (told["n"], told["s"]) == (3, 'a \\ "b" [1, 2]')


def test_users_and_sessions_are_told_apart_and_not_told() -> None:
    one, other = sighting(), sighting().model_copy(update={"user": "ben", "session": None})

    first, again, second = (redact_sighting(each, SALT)[0] for each in (one, one, other))
    elsewhere, _ = redact_sighting(one, OTHER_SALT)

    assert first.user == again.user != second.user
    assert first.session == first.exchange.reply.session
    assert second.session is None
    assert elsewhere.user != first.user


def test_the_page_says_what_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    [block] = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    [says] = re.findall(r"^```text\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)

    exec(block, {})  # noqa: S102 - our own page

    assert capsys.readouterr().out == says


def test_the_page_names_every_kind() -> None:
    page = PAGE.read_text()

    assert [kind for kind in Kind if f"`{kind}`" not in page] == []
