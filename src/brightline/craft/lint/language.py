"""A prompt in, that it is in another language than the checks know out: L24."""

from collections.abc import Iterator

from brightline.craft.lint.material import Found, Material, Told

UNREAD = Told(
    "L24",
    "prompt-not-english",
    "The checks know turns of phrase of English, so silence says nothing here.",
)


def unread(material: Material) -> Iterator[Found]:
    """Yield once that a prompt is hardly looked at, as it is not in English."""
    prompt = material.prompt
    if prompt is not None and prompt.instructions and not prompt.english:
        yield Found(
            UNREAD.at(
                prompt.origin.place(1, 1),
                prompt.origin.file,
                message="the prompt is not in English, so what it lacks is not looked for; "
                "lint a translation of it to see that",
                fix="",
            )
        )
