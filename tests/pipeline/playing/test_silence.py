"""What a run got no reply to is said while it plays, with the product's own words."""

from pathlib import Path

from pillow_pals import POLICY, brightline

from brightline.pipeline.playing.silence import Silence
from brightline.records import Fault, Faulted

PRODUCT = """
def answer(messages):
    if "secret base" in messages[-1]["content"]:
        raise OSError("the shelf is empty")
    return "A pillow is a soft bag on which people lay their heads when they sleep."
"""


def test_the_most_common_kind_is_told_in_the_words_that_came_first() -> None:
    silence = Silence()
    assert (silence.count, silence.why) == (0, "")

    silence.add(Faulted(fault=Fault.TIMEOUT, message="no whole answer within 5 s"))
    for number in (7, 8):
        silence.add(Faulted(fault=Fault.HTTP_4XX, message=f"request {number} is too long"))

    assert (silence.count, silence.why) == (3, "request 7 is too long")


def test_the_run_says_why_plays_got_no_reply(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "pals.py").write_text(PRODUCT)

    words = ("--target", "python:pals:answer", "--technique", "direct", "--trials", "3")
    done = brightline(tmp_path, "run", "policy.yaml", *words)

    last = done.stderr.splitlines()[-1]
    told = "3 without a reply: python:pals:answer raised OSError: the shelf is empty"
    assert told in last, done.stderr
