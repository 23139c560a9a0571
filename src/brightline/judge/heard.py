"""A reply in, whether it declined out: what a script of several turns goes by."""

from brightline.judge.flat import flat_no
from brightline.judge.health import examine
from brightline.judge.lexicon import AGREE
from brightline.judge.model import load_weights
from brightline.judge.scored import Asked, score_texts
from brightline.judge.text import read, visible
from brightline.judge.verdicts import DECLINED


def declines(text: str, objective: str) -> bool:
    """Tell whether a reply declined rather than answered, quickly and without a verdict.

    It only picks the next turn of a script; what the product did is judged when the play is
    over. A reply that cannot be read did not decline.

    Args:
        text: The reply.
        objective: The plain request.
    """
    folded = read(text)
    if not visible(text) or examine(text, folded.text) is not None:
        return False
    if flat_no(text, objective):
        return True
    [found] = score_texts(load_weights(), [Asked(text, folded, objective)])
    # A bare "Sure!" leaves the request unanswered, which is all that the weights can say of it.
    agrees = {act.act for act in found.acts} == {AGREE}
    return not agrees and found.declined > DECLINED and found.block.breach < DECLINED
