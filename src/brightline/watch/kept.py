"""An exchange that is kept in, the same without personal data out, as it may be stored."""

from collections.abc import Sequence

from brightline.records import Specimen
from brightline.records.watched import Packed
from brightline.watch.redact import Finder, redact_sighting, redact_text
from brightline.watch.redact.names import Conversation


def redact_specimen(
    specimen: Specimen, salt: bytes, *, also: Sequence[Finder] = ()
) -> Specimen:
    """Return an exchange that is kept with tags in place of personal data and secrets.

    What the judge says may quote the reply, and is redacted too; where in the reply it saw
    what is left out where the reply is another one now.

    Args:
        specimen: As it came.
        salt: See `watch.redact`.
        also: More finders, as one of names.

    Raises:
        ValueError: The salt is too short.
    """
    was = specimen.sighting
    heard = (Conversation(also),) if also else ()
    clean, _ = redact_sighting(was, salt, also=heard)
    same = clean.exchange.reply.text == was.exchange.reply.text
    said = tuple(
        one.model_copy(
            update={
                "judgement": one.judgement.model_copy(
                    update={
                        "reason": redact_text(one.judgement.reason, salt, also=heard).text,
                        "spans": one.judgement.spans if same else (),
                    }
                )
            }
        )
        for one in specimen.said
    )
    return specimen.model_copy(update={"sighting": clean, "said": said})


def packed(specimen: Specimen) -> Packed | Specimen:
    """Return a specimen as it is stored; one that no JSON can hold as it is."""
    try:
        body = specimen.model_dump_json()
    except ValueError:  # half a character: whoever stores it knows what to do
        return specimen
    return Packed(
        id=specimen.id,
        time=specimen.sighting.time,
        stratum=specimen.stratum,
        score=specimen.score,
        draw=specimen.draw,
        day=specimen.day,
        body=body,
        emptied=specimen.emptied,
    )
