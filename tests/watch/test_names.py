"""Names of persons are taken out as a pipeline of spaCy finds them; a real one is loaded."""

import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from named import pipeline

from brightline.errors import UsageError
from brightline.records import Exchange, Reply, Role, Sighting, ToolCall, Turn
from brightline.watch.receiver.cleaning import Cleaner
from brightline.watch.redact import Finder, Kind, redact_sighting, redact_text
from brightline.watch.redact.names import PIECE, Conversation, Names, names_by

SALT = b"0123456789abcdef"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    return names_by(pipeline(tmp_path_factory.mktemp("model")))


def clean(text: str, names: Names) -> str:
    return redact_text(text, SALT, also=[names]).text


def tags(text: str) -> list[str]:
    return re.findall(r"\[name [0-9a-f]{4}\]", text)


def test_each_word_of_a_name_gets_a_tag_and_what_stands_around_stays(names: Names) -> None:
    done = redact_text("Ada Brink of Brightsea wrote.", SALT, also=[names])

    first, second = tags(done.text)
    assert done.text == f"{first} {second} of Brightsea wrote."
    assert first != second
    assert done.found == {Kind.NAME: 2}


def test_a_person_can_be_followed_however_the_name_is_written(names: Names) -> None:
    family = tags(clean("Ada Brink", names))[1]

    assert clean("Ms Brink, Mrs. Brink and Brink's", names) == (
        f"Ms {family}, Mrs. {family} and {family}'s"
    )
    assert tags(clean("so says &#66;rink", names)) == [family]
    assert tags(clean("Anna\u2019s, then Anna", names)) == 2 * tags(clean("Anna", names))


def test_a_name_ends_where_its_word_does(names: Names) -> None:
    whole = clean("Smith-Brink and Brinkmann; Jürgen!", names)
    # Between two signs of a script without blanks nobody knows where a word ends.
    assert re.fullmatch(r"\[name ....\] and Brinkmann; \[name ....\]!", whole)


def test_a_name_in_an_address_or_a_key_is_a_part_of_that(names: Names) -> None:
    text = "Anna anna@example.com Brink https://example.com/Anna"

    done = redact_text(text, SALT, also=[names])

    assert done.found == {Kind.NAME: 2, Kind.EMAIL: 1}
    assert done.text.endswith("https://example.com/Anna")


def test_what_is_redacted_already_stays_as_it_is(names: Names) -> None:
    once = clean("Ada Brink, ada@example.com", names)

    assert clean(once, names) == once
    assert clean(f"{once} and Anna", names).startswith(f"{once} and [name ")


def test_long_texts_are_read_in_pieces_and_nothing_is_lost_at_their_edges(
    names: Names,
) -> None:
    text = "so it was. Ada Brink said so again and again " * (3 * PIECE // 40)

    done = redact_text(text, SALT, also=[names])

    assert done.found[Kind.NAME] == 2 * text.count("Ada Brink")
    assert len(set(tags(done.text))) == 2


def test_several_threads_may_ask_and_get_the_same(names: Names) -> None:
    texts = [f"{n}: Ada Brink and Anna" for n in range(40)]
    one_by_one = [clean(text, names) for text in texts]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: clean(text, names), texts))

    assert together == one_by_one


def test_words_that_were_read_are_let_go(names: Names) -> None:
    strings = names._pipeline.vocab.strings  # type: ignore[attr-defined]
    before = len(strings)

    for n in range(200):
        clean(f"word{n} other{n} Anna", names)

    assert len(strings) <= before + 20


def test_all_that_was_said_is_read(names: Names) -> None:
    told = json.dumps({"for": "Ada Brink", "n": 3})
    reply = Reply(
        text="Hello Anna",
        reasoning="Anna?",
        tools=(ToolCall(name="a", arguments=told),),
    )
    turns = (Turn(role=Role.USER, text="I am Anna"),)
    seen = Sighting(id="x", exchange=Exchange(turns=turns, reply=reply))

    done, count = redact_sighting(seen, SALT, also=[names])

    assert not re.search("Anna|Ada|Brink", done.model_dump_json())
    assert json.loads(done.exchange.reply.tools[0].arguments)["n"] == 3
    assert count == {Kind.NAME: 5}


def test_who_is_named_once_in_a_conversation_is_found_in_all_of_it(
    tmp_path: Path,
) -> None:
    names = names_by(pipeline(tmp_path / "model", persons=("I am Rosamund",)))
    turns = (
        Turn(role=Role.USER, text="Rosamund here, Rosamunde not. I say."),
        Turn(role=Role.USER, text="I am Rosamund"),
    )
    reply = Reply(text="Hello Rosamund. I say am or i.")
    seen = Sighting(id="x", exchange=Exchange(turns=turns, reply=reply))

    [first, _], after = _said(seen, Conversation([names]))
    alone, _ = _said(seen, names)

    assert re.fullmatch(r"\[name ....\] here, Rosamunde not. I say.", first)
    assert re.fullmatch(r"Hello \[name ....\]. I say \w+ or i.", after)
    assert alone[0] == turns[0].text


def _said(seen: Sighting, finder: Finder) -> tuple[list[str], str]:
    """Return what stands in the turns and in the reply."""
    exchange = redact_sighting(seen, SALT, also=[finder])[0].exchange
    return [turn.text for turn in exchange.turns], exchange.reply.text


def test_a_receiver_reads_what_is_said_and_leaves_names_of_things(names: Names) -> None:
    told = ("I am Ada Brink", "Then ask Ada")
    said = json.dumps([{"role": "user", "content": text} for text in told])

    done = Cleaner(SALT, also=[names]).attributes(
        {"gen_ai.input.messages": said, "gen_ai.request.model": "Anna-4"}
    )

    assert "Brink" not in str(done)
    assert "Ada" not in str(done)
    assert done["gen_ai.request.model"] == "Anna-4"


def test_a_pipeline_is_loaded_once(names: Names) -> None:
    assert names_by(names.spec.model) is names
    assert names.spec.id == "en_known 1.2.3"


def test_without_spacy_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)

    with pytest.raises(UsageError, match="not installed") as error:
        names_by("en_core_web_sm")

    assert error.value.exit_code == 4
    assert "pip install 'brightline[names]'" in error.value.hint


def test_a_pipeline_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    pipeline(broken)
    (broken / "config.cfg").write_text("[nlp]\nlang = 5\n")
    firms = pipeline(tmp_path / "firms", label="ORG")
    for model, slug, hint in (
        ("there_is_no_such_model", "names-missing", "spacy download"),
        (str(tmp_path), "names-missing", "spacy download"),
        (str(broken), "names-unfit", "validate"),
        (firms, "names-unfit", "en_core_web_sm"),
    ):
        with pytest.raises(UsageError) as error:
            names_by(model)
        assert (error.value.slug, error.value.exit_code) == (slug, 4)
        assert hint in error.value.hint
